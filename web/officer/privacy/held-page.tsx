/** One’s own looks of investigations: the person is told of each when the official says how it ended. */
import type { HeldLook, HeldOutcome } from '@dpg/access/contract'
import { textIn } from '@dpg/kernel'
import {
  Button,
  EmptyState,
  errorOf,
  ErrorSummary,
  Form,
  type FormError,
  MomentText,
  Notice,
  Radios,
  StructuredList,
  Title,
} from '@dpg/ui'
import { type Frame, OfficerPage } from '../frame.tsx'

export const OUTCOMES = ['charged', 'not-booked', 'not-referred', 'not-indicted'] as const satisfies readonly HeldOutcome[]

export interface HeldPageProps {
  readonly frame: Frame
  readonly looks: readonly HeldLook[]
  readonly factName: (fact: string) => string
  readonly isDone?: boolean
  readonly errors?: readonly FormError[]
}

export function HeldPage({ frame, looks, factName, isDone = false, errors = [] }: HeldPageProps) {
  const { t, lang } = frame.asked
  const title = t('officer.held.title')
  return (
    <OfficerPage frame={frame} title={title} hasErrors={errors.length > 0}>
      <ErrorSummary errors={errors} />
      <Title title={title} over={frame.office} lead={t('officer.held.lead')} />
      {isDone && <Notice kind="success" title={t('officer.held.done')} />}
      {looks.length === 0 && (
        <EmptyState title={t('officer.held.none')}>
          <p>{t('officer.held.noneText')}</p>
        </EmptyState>
      )}
      {looks.map(({ entry, at, facts, purpose, law, case: of, delay }) => (
        <section key={entry} id={entry}>
          <h2>
            <MomentText at={at} />
          </h2>
          <StructuredList
            items={[
              { key: t('officer.held.facts'), value: facts.map(factName).join(', ') },
              { key: t('officer.held.purpose'), value: `${textIn(purpose, lang)} (${law})` },
              ...(of ? [{ key: t('officer.held.case'), value: <a href={`/work/${of}`}>{t('officer.held.open')}</a> }] : []),
              { key: t('officer.held.delayedBy'), value: delay.law ?? '' },
              { key: t('officer.held.until'), value: <MomentText at={delay.until} /> },
            ]}
          />
          <Form action={`/privacy/held/${entry}`}>
            <Radios
              name={`outcome-${entry}`}
              label={t('officer.held.outcome')}
              options={OUTCOMES.map((value) => ({ value, label: t(`officer.held.outcome.${value}`) }))}
              error={errorOf(errors, `outcome-${entry}`)}
            />
            <Button size="medium">{t('officer.held.end')}</Button>
          </Form>
        </section>
      ))}
    </OfficerPage>
  )
}
