/** Everything of a service that may be otherwise, as it is today: figures first, then conditions and steps. */
import type { Draft, PeopleInfo } from '@dpg/policy/contract'
import {
  Button,
  ButtonRow,
  DateField,
  Details,
  ErrorSummary,
  errorOf,
  Form,
  type FormError,
  LawRef,
  Select,
  TextField,
  Title,
} from '@dpg/ui'
import { type Frame, OfficerPage } from '../frame.tsx'
import { aboutPeople } from './people-note.tsx'
import { shown } from './read-changes.ts'

export interface PolicyFormProps {
  readonly frame: Frame
  readonly draft: Draft
  readonly people: PeopleInfo
  readonly typed: Readonly<Record<string, string>>
  readonly errors: readonly FormError[]
  /** Against sending twice. */
  readonly once: string
}

export function PolicyForm(props: PolicyFormProps) {
  const { frame, draft, people, typed, errors, once } = props
  const { t } = frame.asked
  const title = t('officer.policy.form.title', { service: draft.title })
  const hasRules = errors.some(({ field }) => field?.startsWith('c.') || field?.startsWith('s.'))
  const day = { year: typed['day-year'] ?? '', month: typed['day-month'] ?? '', day: typed['day-day'] ?? '' }
  const isDayTyped = Object.values(day).some((part) => part !== '')
  return (
    <OfficerPage frame={frame} title={title} hasErrors={errors.length > 0} breadcrumb={crumbs(frame, title)}>
      <ErrorSummary errors={errors} />
      <Title title={title} lead={t('officer.policy.form.lead')} />
      <Form action="/policy/runs" carry={{ service: draft.service, key: once }}>
        {draft.parameters.length > 0 && <h2>{t('officer.policy.form.figures')}</h2>}
        {draft.parameters.map((figure) => (
          <Figure key={figure.id} figure={figure} {...props} />
        ))}
        <Details summary={t('officer.policy.form.rules')} asRow open={hasRules || isChanged(typed)}>
          <p>{t('officer.policy.form.rulesLead')}</p>
          {draft.criteria.map(({ id, says, law, test }) => (
            <TextField
              key={id}
              name={`c.${id}`}
              label={says}
              hint={<LawHint law={law} words={t('officer.policy.form.criterion', { id })} />}
              value={typed[`c.${id}`] ?? test}
              rows={rowsOf(typed[`c.${id}`] ?? test)}
              error={errorOf(errors, `c.${id}`)}
            />
          ))}
          {draft.steps.map(({ let: step, says, law, be }) => (
            <TextField
              key={step}
              name={`s.${step}`}
              label={says}
              hint={<LawHint law={law} words={t('officer.policy.form.step', { id: step })} />}
              value={typed[`s.${step}`] ?? be}
              rows={rowsOf(typed[`s.${step}`] ?? be)}
              error={errorOf(errors, `s.${step}`)}
            />
          ))}
        </Details>
        <DateField
          name="day"
          label={t('officer.policy.form.day')}
          hint={t('officer.policy.form.dayHint')}
          value={isDayTyped ? day : draft.asOf}
          error={errorOf(errors, 'day')}
        />
        {aboutPeople(frame, people)}
        <ButtonRow>
          <Button>{t('officer.policy.form.run')}</Button>
        </ButtonRow>
      </Form>
    </OfficerPage>
  )
}

export const crumbs = ({ asked: { t } }: Frame, here: string) => [
  { label: t('officer.policy.title'), href: '/policy' },
  { label: here },
]

const isChanged = (typed: Readonly<Record<string, string>>) =>
  !('service' in typed) && Object.keys(typed).some((name) => name.startsWith('c.') || name.startsWith('s.'))

/** At least two, so that it is a text area. */
const rowsOf = (feel: string): number => Math.min(12, Math.max(2, Math.ceil(feel.length / 70) + feel.split('\n').length - 1))

const LawHint = ({ law, words }: { readonly law: string | null; readonly words: string }) => (
  <>
    {words}
    {law && (
      <>
        {' · '}
        <LawRef law={law} />
      </>
    )}
  </>
)

function Figure({ figure, frame, typed, errors }: PolicyFormProps & { readonly figure: Draft['parameters'][number] }) {
  const { t } = frame.asked
  const { id, title, unit, law, leaves } = figure
  if (leaves.length === 0) return null
  const boxes = leaves.map(({ path, label, value }) => {
    const name = `p.${id}/${path}`
    const said = leaves.length === 1 ? title : label || title
    const hint = leaves.length === 1 && law ? <LawRef law={law} /> : undefined
    const common = { name, label: said, ...(hint && { hint }), error: errorOf(errors, name) }
    if (typeof value === 'boolean')
      return (
        <Select
          key={name}
          {...common}
          options={['true', 'false'].map((one) => ({ value: one, label: t(`officer.policy.form.${one}`) }))}
          value={typed[name] ?? String(value)}
          placeholder={null}
        />
      )
    const suffix = typeof value === 'number' && unit ? t(`officer.policy.unit.${unit}`) : undefined
    return (
      <TextField
        key={name}
        {...common}
        value={typed[name] ?? shown(value)}
        width="medium"
        {...(typeof value === 'number' ? { inputMode: 'decimal' as const } : {})}
        {...(suffix ? { suffix } : {})}
        autoComplete="off"
      />
    )
  })
  if (leaves.length === 1) return <>{boxes}</>
  return (
    <fieldset class="form-group figure-set">
      <legend class="form-tit">{title}</legend>
      {law && (
        <div class="form-hint">
          <LawRef law={law} />
        </div>
      )}
      <div class="figure-boxes">{boxes}</div>
    </fieldset>
  )
}
