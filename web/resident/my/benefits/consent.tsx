/** `/my/benefits/consent`, and `/my/benefits` before the first look: what would be looked at, and what I agree to. */
import type { Consent, ConsentPlan } from '@dpg/benefits/contract'
import { Button, ButtonRow, Form, MomentText, Notice, StructuredList, Title } from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'
import type { Names } from '../who.ts'
import { ByLaw, Ticks } from './plan.tsx'

export interface ConsentPageProps {
  readonly frame: Frame
  readonly plan: ConsentPlan
  readonly consent: Consent | undefined
  readonly names: Names
  /** Where to go on: a path of these pages. */
  readonly next: string
  /** What was agreed to is not what would be looked at now. */
  readonly isOutdated: boolean
  readonly isWithdrawn: boolean
}

export function ConsentPage({ frame, plan, consent, names, next, isOutdated, isWithdrawn }: ConsentPageProps) {
  const { asked } = frame
  const { t } = asked
  const title = t(consent ? 'resident.my.consent.changeTitle' : 'resident.my.consent.title')
  return (
    <ResidentPage
      frame={frame}
      title={title}
      breadcrumb={[{ label: t('resident.my.benefits.title'), href: '/my/benefits' }, { label: title }]}
      isPrivate
    >
      {isWithdrawn && <Notice kind="success" isAnswer title={t('resident.my.consent.withdrawn')} />}
      {isOutdated && <Notice kind="warning" isAnswer title={t('resident.my.consent.outdated')} />}
      <Title title={title} lead={t('resident.my.consent.lead')} />
      <Form action="/my/benefits/consent" carry={{ version: plan.version, next }}>
        <Ticks plan={plan} names={names} asked={asked} chosen={consent?.groups ?? []} />
        <ButtonRow>
          <Button name="to" value="look">
            {t('resident.my.consent.go')}
          </Button>
        </ButtonRow>
      </Form>
      <ByLaw plan={plan} names={names} asked={asked} />
      <section>
        <h2>{t('resident.my.consent.how')}</h2>
        <StructuredList
          items={[
            { key: t('resident.my.consent.purpose'), value: t('resident.my.consent.purposeText') },
            { key: t('resident.my.consent.kept'), value: t('resident.my.consent.keptText', { minutes: plan.lookMinutes }) },
            { key: t('resident.my.consent.until'), value: t('resident.my.consent.untilText', { months: plan.months }) },
            { key: t('resident.my.consent.trace'), value: <a href="/my/trace">{t('resident.my.consent.traceText')}</a> },
          ]}
        />
      </section>
      {consent && (
        <section>
          <h2>{t('resident.my.consent.stop')}</h2>
          <p>
            {t('resident.my.consent.given')} <MomentText at={consent.givenAt} />
            {' · '}
            {t('resident.my.consent.ends')} <MomentText at={consent.endsAt} />
          </p>
          <Form action="/my/benefits/consent" carry={{ to: 'withdraw' }}>
            <Button kind="tertiary">{t('resident.my.consent.withdraw')}</Button>
          </Form>
        </section>
      )}
    </ResidentPage>
  )
}
