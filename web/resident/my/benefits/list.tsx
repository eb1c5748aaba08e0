/** `/my/benefits`: what I may get, ranked, with the reason; what one more answer would settle. */
import type { MyBenefits } from '@dpg/benefits/contract'
import type { FieldView } from '@dpg/casework/contract'
import type { Lang } from '@dpg/kernel'
import type { Json } from '@dpg/rules'
import {
  ButtonLink,
  ButtonRow,
  CardList,
  EmptyState,
  ErrorSummary,
  type FormError,
  formatNumber,
  Notice,
  Pagination,
  Title,
} from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'
import { ComingYear } from '../../outlook.tsx'
import { Ask } from './ask.tsx'
import { BenefitCard } from './card.tsx'
import { carried } from './questions.ts'

export interface BenefitListProps {
  readonly frame: Frame
  readonly benefits: MyBenefits
  /** Names of the registers that did not answer. */
  readonly broken: readonly string[]
  readonly questions: readonly FieldView[]
  readonly answers: Readonly<Record<string, Json>>
  readonly errors: readonly FormError[]
  readonly page: number
  readonly pages: number
}

export function BenefitList(props: BenefitListProps) {
  const { frame, benefits, answers, errors, page, pages } = props
  const { t } = frame.asked
  const title = t('resident.my.benefits.title')
  const given = new URLSearchParams(carried(answers))
  const search = given.size > 0 ? `?${given}` : ''
  const isOpen = ({ outcome }: MyBenefits['items'][number]) => outcome === 'eligible'
  const groups = [
    ['sure', benefits.items.filter((one) => isOpen(one) && one.basis === 'law')],
    ['probable', benefits.items.filter((one) => isOpen(one) && one.basis === 'codes')],
    ['near', benefits.items.filter((one) => !isOpen(one))],
  ] as const
  return (
    <ResidentPage frame={frame} title={title} hasErrors={errors.length > 0} isPrivate>
      <ErrorSummary errors={errors} />
      <Title
        title={title}
        lead={t('resident.my.benefits.lead', { count: benefits.counts.eligible, near: benefits.counts.unknown })}
      />
      <Looked {...props} />
      <Broken {...props} />
      {benefits.items.length === 0 && (
        <EmptyState title={t('resident.my.benefits.none')}>
          <p>{t('resident.my.benefits.noneText')}</p>
          <ButtonLink href="/services" kind="secondary">
            {t('resident.my.benefits.search')}
          </ButtonLink>
        </EmptyState>
      )}
      {groups.map(
        ([name, items]) =>
          items.length > 0 && (
            <section key={name}>
              <h2>{t(`resident.my.benefits.${name}`)}</h2>
              {name !== 'sure' && <p>{t(`resident.my.benefits.${name}Text`)}</p>}
              <CardList>
                {items.map((one) => (
                  <BenefitCard key={one.service} one={one} t={t} search={search} />
                ))}
              </CardList>
            </section>
          ),
      )}
      <Pagination
        page={page}
        pages={pages}
        href={(to) => `/my/benefits?${new URLSearchParams([...given, ['page', String(to)]])}`}
      />
      <Ask
        action="/my/benefits"
        title={t('resident.my.ask.title')}
        text={t('resident.my.ask.text')}
        questions={props.questions}
        answers={answers}
        errors={errors}
        asked={frame.asked}
      />
      {given.size > 0 && (
        <p>
          <a href="/my/benefits">{t('resident.my.ask.forget')}</a>
        </p>
      )}
      <ComingYear coming={benefits.coming} t={t} href={(service) => `/my/benefits/${encodeURIComponent(service)}`} />
      <Watch {...props} />
      <p class="hint">
        {t('resident.my.benefits.ineligible', { count: formatNumber(benefits.counts.ineligible, frame.asked.lang) })}
      </p>
    </ResidentPage>
  )
}

function Broken({ broken, frame }: BenefitListProps) {
  if (broken.length === 0) return null
  const { t } = frame.asked
  return (
    <Notice kind="warning" title={t('resident.my.benefits.broken', { registers: broken.join(', ') })}>
      <p>{t('resident.my.benefits.brokenText')}</p>
    </Notice>
  )
}

/** When this was looked up, until when it is kept, and what was left out for want of consent. */
function Looked({ benefits: { lookedAt, keptUntil, agreed }, frame }: BenefitListProps) {
  const { t, lang } = frame.asked
  const left = (['finance', 'sensitive'] as const).filter((group) => !agreed.includes(group))
  return (
    <>
      <p class="hint">
        {t('resident.my.benefits.looked', { at: timeOf(lookedAt, lang), until: timeOf(keptUntil, lang) })}{' '}
        <a href="/my/benefits/consent">{t('resident.my.benefits.consent')}</a>
      </p>
      {left.length > 0 && (
        <Notice
          title={t('resident.my.benefits.left', { groups: left.map((one) => t(`resident.my.consent.name.${one}`)).join(', ') })}
        >
          <p>
            {t('resident.my.benefits.leftText')} <a href="/my/benefits/consent">{t('resident.my.benefits.leftLink')}</a>
          </p>
        </Notice>
      )}
    </>
  )
}

const timeOf = (at: string, lang: Lang): string =>
  new Intl.DateTimeFormat(lang === 'ko' ? 'ko-KR' : 'en-GB', {
    hour: 'numeric',
    minute: '2-digit',
    timeZone: 'Asia/Seoul',
  }).format(Date.parse(at))

function Watch({ benefits: { isWatching }, frame }: BenefitListProps) {
  const { t } = frame.asked
  return (
    <section id="watch">
      <h2>{t('resident.my.watch.title')}</h2>
      <p>{t(isWatching ? 'resident.my.watch.isOn' : 'resident.my.watch.isOff')}</p>
      <ButtonRow>
        <ButtonLink href="/my/benefits/watch" kind="secondary" icon="bell">
          {t(isWatching ? 'resident.my.watch.change' : 'resident.my.watch.see')}
        </ButtonLink>
        {isWatching && (
          <ButtonLink href="/my/benefits/news" kind="tertiary">
            {t('resident.my.watch.news')}
          </ButtonLink>
        )}
      </ButtonRow>
    </section>
  )
}
