/** What the applicant must do, or may do, now. */
import type { ActionView, CaseView } from '@dpg/casework/contract'
import { Button, DateField, type DateParts, DateText, Details, errorOf, Form, Notice, TextField } from '@dpg/ui'
import { Uploads } from '../uploads.tsx'
import { ASKED_AGAIN, type CasePageProps } from './case.tsx'

type Props = Pick<CasePageProps, 'view' | 'frame' | 'errors' | 'typed' | 'actKey'>

export function ToDo(props: Props) {
  const { view, frame } = props
  const { t } = frame.asked
  const actions = view.actions.filter(({ id }) => id !== ASKED_AGAIN)
  const sorted = answerFirst(actions)
  const answer = view.supplement ? sorted[0] : undefined
  const others = sorted.filter((action) => action !== answer)
  const isOpen = view.uploads.some(({ maxFiles, files }) => files.length < maxFiles)
  if (!view.supplement && actions.length === 0 && !isOpen) return null
  return (
    <section id="to-do">
      {(view.needsApplicant || view.supplement) && <h2>{t('resident.my.todo.title')}</h2>}
      {view.supplement && <Supplement supplement={view.supplement} frame={frame} />}
      {answer && <ActionForm {...props} action={answer} withUploads />}
      {!answer && isOpen && <UploadForm {...props} />}
      {others.map((action) => (
        <Details key={action.id} summary={action.title} open={props.typed['action'] === action.id}>
          <ActionForm {...props} action={action} withUploads={false} />
        </Details>
      ))}
    </section>
  )
}

/** What hands in comes before what only puts off. */
const answerFirst = (actions: readonly ActionView[]): ActionView[] =>
  [...actions].sort((a, b) => Number(b.form.includes('items')) - Number(a.form.includes('items')))

function Supplement({ supplement, frame }: Pick<Props, 'frame'> & { readonly supplement: NonNullable<CaseView['supplement']> }) {
  const { t } = frame.asked
  return (
    <Notice kind="warning" title={t('resident.my.todo.supplement')}>
      {supplement.items.split('\n').map((line, at) => (
        <p key={String(at)}>{line}</p>
      ))}
      {supplement.until && (
        <p>
          {t('resident.my.todo.until')} <strong>{<DateText day={supplement.until} weekday />}</strong>
        </p>
      )}
    </Notice>
  )
}

function ActionForm(props: Props & { readonly action: ActionView; readonly withUploads: boolean }) {
  const { view, frame, errors, typed, actKey, action, withUploads } = props
  const { t } = frame.asked
  const mine = typed['action'] === action.id
  const text = (name: string) => (mine ? String(typed[name] ?? '') : '')
  const mistakes = mine ? errors : []
  const uploads = withUploads ? view.uploads : []
  return (
    <Form
      action={`/my/cases/${view.id}/actions/${action.id}`}
      carry={{ key: actKey, version: String(view.version) }}
      upload={uploads.length > 0}
    >
      {action.form.map((name) =>
        name === 'dueOn' ? (
          <DateField
            key={name}
            name={name}
            label={t('resident.my.field.dueOn')}
            value={partsOf(text, name)}
            error={errorOf(mistakes, name)}
          />
        ) : (
          <TextField
            key={name}
            name={name}
            label={t(`resident.my.field.${name}`)}
            rows={4}
            maxLength={2000}
            value={text(name)}
            error={errorOf(mistakes, name)}
            optional={name === 'items'}
          />
        ),
      )}
      <Uploads uploads={uploads} errors={mistakes} t={t} fileAt={(file) => `/my/cases/${view.id}/files/${file}`} />
      <Button kind={withUploads ? 'primary' : 'secondary'}>{action.title}</Button>
    </Form>
  )
}

function UploadForm({ view, frame, errors }: Props) {
  const { t } = frame.asked
  return (
    <Details summary={t('resident.my.todo.upload')} open={view.needsApplicant || errors.length > 0}>
      <Form action={`/my/cases/${view.id}/files`} upload>
        <Uploads uploads={view.uploads} errors={errors} t={t} fileAt={(file) => `/my/cases/${view.id}/files/${file}`} />
        <Button kind={view.needsApplicant ? 'primary' : 'secondary'}>{t('resident.my.apply.upload')}</Button>
      </Form>
    </Details>
  )
}

const partsOf = (text: (name: string) => string, name: string): DateParts => ({
  year: text(`${name}-year`),
  month: text(`${name}-month`),
  day: text(`${name}-day`),
})
