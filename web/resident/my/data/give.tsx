/** `/my/data/give`: who, for what; then what exactly would be sent, for how long; then yes. */
import type { BundleDefinition, FactDefinition } from '@dpg/definitions'
import { textIn } from '@dpg/kernel'
import type { Give, Preview, Receiver } from '@dpg/mydata/contract'
import {
  Button,
  ButtonRow,
  Card,
  CardList,
  DateText,
  Details,
  EmptyState,
  FactSource,
  Form,
  Notice,
  Radios,
  StructuredList,
  Title,
} from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'
import { Value, type ValueProps } from './value.tsx'

export interface ChooseProps {
  readonly frame: Frame
  readonly receivers: readonly Receiver[]
  readonly bundles: ReadonlyMap<string, BundleDefinition>
}

/** Every receiver with the errands it may be sent to for. */
export function Choose({ frame, receivers, bundles }: ChooseProps) {
  const { t, lang } = frame.asked
  const title = t('resident.my.data.new')
  return (
    <ResidentPage
      frame={frame}
      title={title}
      breadcrumb={[{ label: t('resident.my.data.title'), href: '/my/data' }, { label: title }]}
      isPrivate
    >
      <Title title={title} lead={t('resident.my.data.chooseLead')} />
      {receivers.length === 0 && (
        <EmptyState title={t('resident.my.data.noReceivers')}>
          <p>{t('resident.my.data.noReceiversText')}</p>
          {frame.isDemo && <p>{t('resident.my.data.noReceiversDemo')}</p>}
        </EmptyState>
      )}
      {receivers.map((receiver) => (
        <section key={receiver.id}>
          <h2>{receiver.name}</h2>
          <CardList>
            {receiver.bundles
              .flatMap((id) => bundles.get(id) ?? [])
              .map((bundle) => (
                <Card
                  key={bundle.id}
                  title={textIn(bundle.title, lang)}
                  href={`/my/data/give?receiver=${receiver.id}&bundle=${bundle.id}`}
                  text={t('resident.my.data.papers', { count: bundle.papers.length })}
                />
              ))}
          </CardList>
        </section>
      ))}
    </ResidentPage>
  )
}

export interface GivePageProps {
  readonly frame: Frame
  readonly receiver: Receiver
  readonly bundle: BundleDefinition
  readonly preview: Preview
  readonly facts: ReadonlyMap<string, FactDefinition>
  readonly area: ValueProps['area']
  /** Against sending twice. */
  readonly key_: string
  /** The last days that may be chosen: a month, half a year, a year from today. */
  readonly ends: readonly string[]
}

const EVERY: readonly Give['every'][] = [null, 'P1M', 'P7D', 'P1D']

export function GivePage({ frame, receiver, bundle, preview, facts, area, key_, ends }: GivePageProps) {
  const { t, lang } = frame.asked
  const title = t('resident.my.data.giveTitle', { receiver: receiver.name })
  const failed = new Set(
    preview.papers.flatMap((paper) => paper.facts.filter(({ isFailed }) => isFailed).map(({ register }) => register)),
  )
  return (
    <ResidentPage
      frame={frame}
      title={title}
      breadcrumb={[{ label: t('resident.my.data.title'), href: '/my/data' }, { label: title }]}
      isPrivate
    >
      <Title title={title} over={textIn(bundle.title, lang)} lead={t('resident.my.data.giveLead')} />
      {failed.size > 0 && <Notice kind="warning" title={t('resident.my.data.failed', { registers: [...failed].join(', ') })} />}
      <section>
        <h2>{t('resident.my.data.what')}</h2>
        {preview.papers.map((paper, at) => (
          <Details key={paper.id} summary={paper.title} open={at === 0}>
            <StructuredList
              items={paper.facts.map((fact) => ({
                key: fact.title,
                value: <Value one={fact} fact={facts.get(fact.fact)} area={area} t={t} lang={lang} />,
                source: <FactSource register={fact.register} />,
              }))}
            />
          </Details>
        ))}
      </section>
      <section>
        <h2>{t('resident.my.data.who')}</h2>
        <StructuredList
          items={[
            { key: t('resident.my.data.receiver'), value: receiver.name },
            { key: t('resident.my.data.entitlement'), value: receiver.entitlement },
            { key: t('resident.my.data.law'), value: '전자정부법 제43조의2' },
          ]}
        />
      </section>
      <Form action="/my/data/give" carry={{ receiver: receiver.id, bundle: bundle.id, key: key_ }}>
        <Radios
          name="every"
          label={t('resident.my.data.often')}
          options={EVERY.map((every) => ({ value: every ?? 'once', label: t(`resident.my.data.every.${every ?? 'once'}`) }))}
          value="once"
        />
        <Radios
          name="until"
          label={t('resident.my.data.until')}
          options={ends.map((day) => ({ value: day, label: <DateText day={day} /> }))}
          value={ends[0]}
        />
        <p class="hint">{t('resident.my.data.canStop')}</p>
        <ButtonRow>
          <Button>{t('resident.my.data.agree')}</Button>
        </ButtonRow>
      </Form>
    </ResidentPage>
  )
}
