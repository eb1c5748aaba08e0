/** Before an unusual look: why do you look? Then: show again who you are. Or that it was blocked, why, and whom to tell. */
import { Button, ButtonLink, ButtonRow, errorOf, ErrorSummary, Form, type FormError, Notice, TextField, Title } from '@dpg/ui'
import { type Frame, OfficerPage } from '../frame.tsx'

export interface ReasonPageProps {
  readonly frame: Frame
  readonly kind: 'reason-needed' | 'proof-needed' | 'look-blocked'
  readonly look: string
  readonly reasons: readonly string[]
  /** Where the look leads. */
  readonly to: string
  readonly errors?: readonly FormError[]
  readonly typed?: string
}

export function ReasonPage({ frame, kind, look, reasons, to, errors = [], typed = '' }: ReasonPageProps) {
  const { t } = frame.asked
  const title = t(`problem.access/${kind}.title`)
  return (
    <OfficerPage frame={frame} title={title} hasErrors={errors.length > 0}>
      <ErrorSummary errors={errors} />
      <Title title={title} over={frame.office} lead={t(`problem.access/${kind}.detail`)} />
      <Notice kind="warning" title={t('officer.reason.because')}>
        <ul>
          {reasons.map((reason) => (
            <li key={reason}>{t(`access.signal.${reason}`)}</li>
          ))}
        </ul>
      </Notice>
      {kind === 'reason-needed' ? (
        <Form action={`/privacy/looks/${look}/reason`} carry={{ to, reasons: reasons.join(' ') }}>
          <TextField
            name="reason"
            label={t('officer.reason.label')}
            hint={t('officer.reason.hint')}
            rows={3}
            maxLength={500}
            value={typed}
            error={errorOf(errors, 'reason')}
          />
          <ButtonRow>
            <Button>{t('officer.reason.send')}</Button>
            <ButtonLink href="/work" kind="tertiary">
              {t('officer.reason.back')}
            </ButtonLink>
          </ButtonRow>
        </Form>
      ) : kind === 'proof-needed' ? (
        <ButtonRow>
          <ButtonLink href={`/signin?next=${encodeURIComponent(to)}`}>{t('officer.reason.prove')}</ButtonLink>
          <ButtonLink href="/work" kind="tertiary">
            {t('officer.reason.back')}
          </ButtonLink>
        </ButtonRow>
      ) : (
        <ButtonLink href="/work" kind="secondary">
          {t('officer.reason.back')}
        </ButtonLink>
      )}
    </OfficerPage>
  )
}
