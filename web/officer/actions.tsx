/** What the official may do now: one form an action, closed until it is wanted; the decision first. */
import type { ActionView, OfficerCaseView } from '@dpg/casework/contract'
import {
  Button,
  ButtonRow,
  Checkboxes,
  DateField,
  type DateParts,
  Details,
  EmptyState,
  errorOf,
  Form,
  type FormError,
  LawRef,
  TextField,
} from '@dpg/ui'
import type { Frame } from './frame.tsx'

export interface ActionsProps {
  readonly view: OfficerCaseView
  readonly frame: Frame
  readonly typed: Readonly<Record<string, string | readonly string[]>>
  readonly errors: readonly FormError[]
  readonly actKey: string
}

/** Form fields of an action that are days. */
const DAYS = new Set(['dueOn', 'newDueOn'])

export function Actions({ view, frame, typed, errors, actKey }: ActionsProps) {
  const { t } = frame.asked
  const chosen = typed['action']
  return (
    <section id="actions">
      <h2>{t('officer.actions.title')}</h2>
      {view.actions.length === 0 && <EmptyState title={t('officer.actions.none')} />}
      {decisionsFirst(view.actions).map((action) => {
        const mine = chosen === action.id
        return (
          <Details key={action.id} summary={action.title} asRow open={mine || view.actions.length === 1}>
            <ActionForm
              action={action}
              view={view}
              frame={frame}
              typed={mine ? typed : {}}
              errors={mine ? errors : []}
              actKey={actKey}
            />
          </Details>
        )
      })}
    </section>
  )
}

/** What ends the case stands first; the rest keeps the order of the workflow. */
const decisionsFirst = (actions: readonly ActionView[]) => [
  ...actions.filter(({ decision }) => decision !== null),
  ...actions.filter(({ decision }) => decision === null),
]

function ActionForm({ action, view, frame, typed, errors, actKey }: ActionsProps & { readonly action: ActionView }) {
  const { t } = frame.asked
  const text = (name: string) => String(typed[name] ?? '')
  const reasons = typed['reasonCodes'] ?? []
  return (
    <Form action={`/work/${view.id}/actions/${action.id}`} carry={{ key: actKey, version: String(view.version) }}>
      {action.law && (
        <p>
          <LawRef law={action.law} />
        </p>
      )}
      {action.reasonCodes.length > 0 && (
        <Checkboxes
          name="reasonCodes"
          label={t('officer.action.reasonCodes')}
          hint={t('officer.action.reasonCodesHint')}
          options={action.reasonCodes}
          values={Array.isArray(reasons) ? reasons : [String(reasons)]}
          error={errorOf(errors, 'reasonCodes')}
        />
      )}
      {action.form.map((name) =>
        DAYS.has(name) ? (
          <DateField
            key={name}
            name={name}
            label={t(`officer.field.${name}`)}
            hint={t('officer.action.dayHint')}
            value={partsOf(text, name)}
            error={errorOf(errors, name)}
          />
        ) : (
          <TextField
            key={name}
            name={name}
            label={t(`officer.field.${name}`)}
            {...(name === 'office' && action.id === 'transfer' ? { hint: t('officer.action.officeHint') } : {})}
            rows={name === 'items' || name === 'opinion' ? 4 : 1}
            value={text(name)}
            maxLength={2000}
            error={errorOf(errors, name)}
          />
        ),
      )}
      {action.needsReason && (
        <TextField
          name="reason"
          label={t('officer.action.reason')}
          hint={t('officer.action.reasonHint')}
          rows={4}
          value={typed['reason'] === undefined ? reasonOf(action, view, t) : text('reason')}
          maxLength={4000}
          error={errorOf(errors, 'reason')}
        />
      )}
      {action.proposes && <p class="hint">{t('officer.action.proposes')}</p>}
      <ButtonRow>
        <Button>{action.title}</Button>
        {action.decision !== null && !action.proposes && (
          <Button name="preview" value="1" kind="secondary">
            {t('officer.action.preview')}
          </Button>
        )}
      </ButtonRow>
    </Form>
  )
}

/** A grant begins with what the rules found, criterion by criterion: the official's own words take its place or follow it. */
function reasonOf({ decision }: ActionView, { assessment }: OfficerCaseView, t: Frame['asked']['t']): string {
  if (decision !== 'grant' || assessment?.outcome !== 'eligible') return ''
  const met = assessment.criteria.filter(({ outcome }) => outcome === 'met').map(({ says }) => says)
  return met.length > 0 ? t('officer.action.grantReason', { criteria: met.map((says) => `- ${says}`).join('\n') }) : ''
}

const partsOf = (text: (name: string) => string, name: string): DateParts => ({
  year: text(`${name}-year`),
  month: text(`${name}-month`),
  day: text(`${name}-day`),
})
