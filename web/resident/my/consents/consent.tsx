/** `/my/consents/{id}`: who asks, for what, which facts, by which law, how long; what a no leads to; the answer. */
import type { AskedConsent, ConsentDeed } from '@dpg/casework/contract'
import {
  Button,
  ButtonRow,
  DownloadLink,
  ErrorSummary,
  Form,
  type FormError,
  LawRef,
  MomentText,
  Notice,
  StructuredList,
  Title,
} from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'
import { ConsentBadge } from './badge.tsx'

export interface ConsentPageProps {
  readonly frame: Frame
  readonly consent: AskedConsent
  readonly isDone: boolean
  readonly errors: readonly FormError[]
}

const KINDS = { agree: 'primary', refuse: 'secondary', withdraw: 'danger' } as const

export function ConsentPage({ frame, consent, isDone, errors }: ConsentPageProps) {
  const { t } = frame.asked
  const title = t('resident.my.agreeing.of', { name: consent.applicant, service: consent.service.title })
  return (
    <ResidentPage
      frame={frame}
      title={title}
      hasErrors={errors.length > 0}
      breadcrumb={[{ label: t('resident.my.agreeing.list'), href: '/my/consents' }, { label: consent.service.title }]}
      isPrivate
    >
      <ErrorSummary errors={errors} />
      {isDone && <Notice kind="success" isAnswer title={t(`resident.my.agreeing.done.${consent.state}`)} />}
      <Title title={title} lead={t('resident.my.agreeing.why', { name: consent.applicant })}>
        <ConsentBadge state={consent.state} t={t} />
      </Title>
      {consent.child !== null && <p>{t('resident.my.agreeing.forChild', { child: consent.child })}</p>}
      {consent.children.length > 0 && <p>{t('resident.my.agreeing.children', { names: consent.children.join(', ') })}</p>}
      {consent.purposes.map((one) => (
        <section key={one.law}>
          <h2>{t('resident.my.agreeing.what')}</h2>
          <p>{one.why}</p>
          <ul>
            {one.facts.map((fact) => (
              <li key={fact}>{fact}</li>
            ))}
          </ul>
          <StructuredList
            items={[
              { key: t('resident.my.agreeing.who'), value: consent.office.name },
              { key: t('resident.my.agreeing.from'), value: one.registers.join(', ') },
              { key: t('resident.my.agreeing.law'), value: <LawRef law={one.law} /> },
              { key: t('resident.my.agreeing.period'), value: <Period consent={consent} frame={frame} /> },
              ...(consent.state === 'asked'
                ? [{ key: t('resident.my.agreeing.answerBy'), value: <MomentText at={consent.until} /> }]
                : []),
            ]}
          />
        </section>
      ))}
      <section>
        <h2>{t(`resident.my.agreeing.${headingOf(consent.state)}`)}</h2>
        <p>{t(`resident.my.agreeing.refusal.${consent.refusal}`, { name: consent.applicant })}</p>
        <p>{t('resident.my.agreeing.free')}</p>
        {consent.state !== 'given' && (
          <p>
            {t('resident.my.agreeing.paper', { office: consent.office.name })}
            {consent.office.phone && (
              <>
                {' '}
                <a href={`tel:${consent.office.phone}`}>{consent.office.phone}</a>
              </>
            )}
          </p>
        )}
      </section>
      {consent.can.length > 0 ? (
        <Form action={`/my/consents/${consent.id}`}>
          {consent.can.includes('agree') && <p>{t('resident.my.agreeing.says')}</p>}
          <ButtonRow>
            {consent.can.map((deed: ConsentDeed) => (
              <Button
                key={deed}
                name="deed"
                value={deed}
                kind={deed === 'agree' && consent.state !== 'asked' ? 'secondary' : KINDS[deed]}
              >
                {t(`resident.my.agreeing.deed.${deed}`)}
              </Button>
            ))}
          </ButtonRow>
        </Form>
      ) : (
        <p>{t(`resident.my.agreeing.${consent.state === 'not-needed' ? 'notNeeded' : 'over'}`)}</p>
      )}
      {consent.validUntil && !consent.isPaper && (
        <p>
          <DownloadLink href={`/api/case-consents/${consent.id}/record`} label={t('resident.my.agreeing.record')} format="JWS" />
        </p>
      )}
    </ResidentPage>
  )
}

const headingOf = (state: AskedConsent['state']): string => (state === 'asked' ? 'no' : state === 'given' ? 'noGiven' : 'noNow')

function Period({ consent, frame }: Pick<ConsentPageProps, 'consent' | 'frame'>) {
  const { t } = frame.asked
  if (consent.state === 'given' && consent.validUntil)
    return (
      <>
        {t('resident.my.agreeing.validUntil')} <MomentText at={consent.validUntil} />
      </>
    )
  return t('resident.my.agreeing.periodText')
}
