/** The rules' reading of the facts as they stand: criterion by criterion, and how the amount was reached. */
import type { OfficerCaseView } from '@dpg/casework/contract'
import { Details, EmptyState, formatNumber, LawRef, Money, OutcomeBadge, Table } from '@dpg/ui'
import type { Frame } from './frame.tsx'
import { type Outlook, OutlookParts } from './outlook.tsx'

interface AssessmentProps {
  readonly view: OfficerCaseView
  readonly frame: Frame
  readonly outlook: Outlook
}

export function Assessment({ view, frame, outlook }: AssessmentProps) {
  const { t, lang } = frame.asked
  const { assessment } = view
  if (!assessment)
    return (
      <section>
        <h2>{t('officer.assessment.title')}</h2>
        <EmptyState title={t('officer.assessment.none')} />
      </section>
    )
  const labels = new Map(view.facts.map((fact) => [fact.fact, fact.label]))
  return (
    <section>
      <h2>{t('officer.assessment.title')}</h2>
      <p>
        <OutcomeBadge outcome={assessment.outcome} /> {t('officer.assessment.asOf', { day: assessment.asOf })}
      </p>
      <Table
        caption={t('officer.assessment.criteria')}
        rows={assessment.criteria}
        rowKey={(row) => row.id}
        columns={[
          { key: 'says', label: t('officer.column.criterion'), isRowHeader: true, cell: (row) => row.says },
          { key: 'outcome', label: t('officer.column.result'), cell: (row) => <OutcomeBadge outcome={row.outcome} /> },
          {
            key: 'facts',
            label: t('officer.column.facts'),
            cell: (row) => row.facts.map((fact) => labels.get(fact) ?? fact).join(', '),
          },
          { key: 'law', label: t('officer.column.law'), cell: (row) => (row.law ? <LawRef law={row.law} /> : null) },
        ]}
      />
      {assessment.missing.length > 0 && (
        <p>
          {t('officer.assessment.missing', {
            count: formatNumber(assessment.missing.length, lang),
            facts: assessment.missing.map((fact) => labels.get(fact) ?? fact).join(', '),
          })}
        </p>
      )}
      <OutlookParts outlook={outlook} frame={frame} />
      {assessment.amount && <Amount amount={assessment.amount} frame={frame} />}
    </section>
  )
}

type AmountView = NonNullable<NonNullable<OfficerCaseView['assessment']>['amount']>

function Amount({ amount, frame }: { readonly amount: AmountView; readonly frame: Frame }) {
  const { t } = frame.asked
  return (
    <>
      <p>
        {t('officer.amount.title')}{' '}
        {amount.won === null ? (
          t('officer.amount.unknown')
        ) : (
          <Money won={amount.won} {...(isPer(amount.per) ? { per: amount.per } : {})} large />
        )}
      </p>
      <Details summary={t('officer.amount.steps')}>
        <Table
          caption={t('officer.amount.steps')}
          hideCaption
          rows={amount.steps.map((step, at) => ({ ...step, at }))}
          rowKey={(step) => String(step.at)}
          columns={[
            { key: 'says', label: t('officer.column.step'), isRowHeader: true, cell: (step) => step.says },
            { key: 'value', label: t('officer.column.value'), numeric: true, cell: (step) => step.value ?? '-' },
            { key: 'law', label: t('officer.column.law'), cell: (step) => (step.law ? <LawRef law={step.law} /> : null) },
          ]}
        />
      </Details>
    </>
  )
}

const isPer = (per: string): per is 'month' | 'year' | 'once' | 'day' => ['month', 'year', 'once', 'day'].includes(per)
