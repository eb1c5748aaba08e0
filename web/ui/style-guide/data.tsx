/** What we know and why. */
import { OutcomeBadge } from '../content/badge.tsx'
import { CodeBlock } from '../content/code-block.tsx'
import { DateText } from '../content/date.tsx'
import { FactSource } from '../content/fact-source.tsx'
import { LawRef } from '../content/law-ref.tsx'
import { Money } from '../content/money.tsx'
import { ProofBadge } from '../content/proof-badge.tsx'
import { StructuredList } from '../content/structured-list.tsx'
import { Table } from '../content/table.tsx'
import type { GuidePart } from './index.tsx'

const CHECKED = '2026-11-24T05:12:00Z'

export const Data = ({ t }: GuidePart) => (
  <section aria-labelledby="data">
    <h2 id="data">{t('data.title')}</h2>
    <StructuredList
      items={[
        {
          key: t('data.birth'),
          value: <DateText day="1960-03-05" />,
          source: <FactSource register={t('data.residents')} agency={t('data.interior')} at={CHECKED} />,
          action: { href: '#data', text: t('data.wrong') },
        },
        {
          key: t('data.income'),
          value: <Money won={1_234_560} per="month" />,
          source: <FactSource derived={t('data.incomeFrom')} />,
        },
        { key: t('data.account'), value: t('data.accountValue'), source: <FactSource self at={CHECKED} /> },
      ]}
    />
    <Table
      caption={t('data.criteria')}
      rowKey={(row) => row.key}
      rows={CRITERIA}
      columns={[
        { key: 'what', label: t('data.criterion'), isRowHeader: true, cell: (row) => t(`data.criterion.${row.key}`) },
        { key: 'outcome', label: t('data.outcome'), cell: (row) => <OutcomeBadge outcome={row.outcome} /> },
        { key: 'law', label: t('data.law'), cell: (row) => <LawRef law={row.law} /> },
      ]}
    />
    <Table
      caption={t('data.trace')}
      rowKey={(row) => String(row.index)}
      rows={TRACE}
      columns={[
        { key: 'who', label: t('data.who'), isRowHeader: true, cell: () => t('data.office') },
        { key: 'why', label: t('data.why'), cell: () => t('data.purpose') },
        { key: 'proof', label: t('data.proof'), cell: (row) => <ProofBadge state={row.state} index={row.index} href="#data" /> },
        { key: 'number', label: t('data.times'), numeric: true, cell: (row) => row.times },
      ]}
    />
    <CodeBlock
      label="GET /api/services"
      code={'curl -s https://example.org/api/services?q=월세\n{ "total": 12, "items": [ … ] }'}
    />
  </section>
)

const CRITERIA = [
  { key: 'age', outcome: 'met', law: '기초연금법 제3조제1항' },
  { key: 'income', outcome: 'unknown', law: '기초연금법 시행령 제4조' },
  { key: 'other', outcome: 'notMet', law: '보건복지부고시 제2025-135호' },
] as const

const TRACE = [
  { index: 18_204, state: 'proven', times: 3 },
  { index: 18_377, state: 'pending', times: 12 },
  { index: 18_391, state: 'failed', times: 1 },
] as const
