/** Whose consent a case takes besides the applicant's; one given on paper is written down here. */
import type { CaseConsent, OfficerCaseView } from '@dpg/casework/contract'
import {
  Badge,
  type BadgeKind,
  Button,
  ButtonRow,
  DateField,
  Details,
  errorOf,
  Form,
  type FormError,
  LawRef,
  MomentText,
  TextField,
} from '@dpg/ui'
import type { Frame } from './frame.tsx'

export interface ConsentsProps {
  readonly view: OfficerCaseView
  readonly frame: Frame
  readonly typed: Readonly<Record<string, string | readonly string[]>>
  readonly errors: readonly FormError[]
}

const LOOKS: Readonly<Record<CaseConsent['state'], BadgeKind>> = {
  asked: 'warning',
  given: 'success',
  refused: 'danger',
  withdrawn: 'danger',
  expired: 'danger',
  'not-needed': 'gray',
}

export function Consents(props: ConsentsProps) {
  const { view, frame } = props
  const { t } = frame.asked
  if (view.consents.length === 0) return null
  return (
    <section id="consents">
      <h2>{t('officer.consents.title')}</h2>
      <p>{t('officer.consents.lead')}</p>
      {view.consents.map((one) => (
        <article key={one.id}>
          <h3>
            {one.name} ({t(`officer.consents.of.${one.of}`)}){' '}
            <Badge kind={LOOKS[one.state]}>{t(`officer.consents.state.${one.state}`)}</Badge>
          </h3>
          {one.isByGuardian && <p>{t('officer.consents.guardian')}</p>}
          <p>
            {one.state === 'asked' ? (
              <>
                {t(`officer.consents.${placeOf(one)}`)} {t('officer.consents.until')} <MomentText at={one.until} short />
              </>
            ) : (
              one.decidedAt && <MomentText at={one.decidedAt} short />
            )}
          </p>
          {one.law !== '' && (
            <p>
              <LawRef law={one.law} />
            </p>
          )}
          {one.paper && <p>{t('officer.consents.paper', { ...one.paper })}</p>}
          {one.canRecord && <Record {...props} one={one} />}
        </article>
      ))}
    </section>
  )
}

/** Where the answer is to come from. */
const placeOf = ({ isAskedHere, isByGuardian }: CaseConsent): string =>
  isAskedHere ? 'askedHere' : isByGuardian ? 'notHereGuardian' : 'notHere'

function Record({ view, frame, typed, errors, one }: ConsentsProps & { readonly one: CaseConsent }) {
  const { t } = frame.asked
  const isMine = typed['consent'] === one.id
  const text = (name: string) => (isMine ? String(typed[name] ?? '') : '')
  const mistakes = isMine ? errors : []
  return (
    <Details asRow summary={t('officer.consents.record', { name: one.name })} open={isMine}>
      <p>{t('officer.consents.recordLead')}</p>
      <Form action={`/work/${view.id}/consents/${one.id}`}>
        <TextField
          name="document"
          label={t('officer.consents.document')}
          hint={t('officer.consents.documentHint')}
          value={text('document')}
          maxLength={300}
          error={errorOf(mistakes, 'document')}
        />
        <DateField
          name="signedOn"
          label={t('officer.consents.signedOn')}
          hint={t('officer.consents.signedOnHint')}
          value={{ year: text('signedOn-year'), month: text('signedOn-month'), day: text('signedOn-day') }}
          error={errorOf(mistakes, 'signedOn')}
        />
        <ButtonRow>
          <Button name="answer" value="agree">
            {t('officer.consents.agrees')}
          </Button>
          {one.state === 'asked' && (
            <Button name="answer" value="refuse" kind="secondary">
              {t('officer.consents.refuses')}
            </Button>
          )}
        </ButtonRow>
      </Form>
    </Details>
  )
}
