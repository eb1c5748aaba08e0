/** One grouping of a result: a chart, and behind it the table with all numbers. */
import type { Grouping, Policy, Row, RunResult } from '@dpg/policy/contract'
import { type Column, Details, Table } from '@dpg/ui'
import type { ComponentChildren } from 'preact'
import type { Frame } from '../frame.tsx'
import { BarChart, type BarRow } from './bar-chart.tsx'
import { compact, hundreds } from './words.tsx'

export const MEASURES = ['eligible', 'won', 'change'] as const
export type Measure = (typeof MEASURES)[number]

export interface GroupProps {
  readonly frame: Frame
  readonly policy: Policy
  readonly result: Pick<RunResult, 'unit' | 'pays'>
  readonly grouping: Grouping | 'sigungu'
  readonly rows: readonly Row[]
  readonly show: Measure
  readonly title: string
  /** A link behind a group. */
  readonly href?: (group: string) => string
  readonly children?: ComponentChildren
}

export function Group({ frame, policy, result, grouping, rows, show, title, href, children }: GroupProps) {
  const { t, lang } = frame.asked
  const name = (group: string) => policy.groupName(grouping, group, lang)
  const withheld = t('officer.policy.withheld')
  const said = (value: number | null) => (value === null ? withheld : compact(value, lang))
  const bars = rows.map((row): BarRow => {
    const [first, second] =
      show === 'change'
        ? [row.winners, row.losers]
        : show === 'won'
          ? [row.before.won, row.after.won]
          : [row.before.eligible, row.after.eligible]
    return { label: name(row.group), first, second, words: `${said(first)} ${show === 'change' ? '/' : '→'} ${said(second)}` }
  })
  const legend = t(`officer.policy.legend.${show}`).split('|') as [string, string]
  return (
    <section class="chart-part">
      <BarChart
        caption={<h3>{title}</h3>}
        summary={t('officer.policy.chart.summary', { title, what: legend.join(', ') })}
        legend={legend}
        rows={bars}
      >
        {children}
        <Details summary={t('officer.policy.chart.table', { title })}>
          <Table
            caption={title}
            hideCaption
            columns={columns(frame, result, name, href)}
            rows={rows}
            rowKey={(row) => row.group}
          />
        </Details>
      </BarChart>
    </section>
  )
}

function columns(
  { asked: { t, lang } }: Frame,
  { unit, pays }: GroupProps['result'],
  name: (group: string) => string,
  href?: (group: string) => string,
): Column<Row>[] {
  const number = (value: number | null) => (value === null ? t('officer.policy.withheld') : hundreds(value, lang))
  const money = (value: number | null) => (value === null ? t('officer.policy.withheld') : compact(value, lang))
  const column = (key: string, cell: (row: Row) => string): Column<Row> => ({
    key,
    label: t(`officer.policy.column.${key}`),
    numeric: true,
    cell,
  })
  return [
    {
      key: 'group',
      label: t('officer.policy.column.group'),
      isRowHeader: true,
      cell: (row) => (href ? <a href={href(row.group)}>{name(row.group)}</a> : name(row.group)),
    },
    { ...column('all', (row) => number(row.all)), label: t(`officer.policy.column.all.${unit}`) },
    column('eligibleBefore', (row) => number(row.before.eligible)),
    column('eligibleAfter', (row) => number(row.after.eligible)),
    column('unknown', (row) => `${number(row.before.unknown)} → ${number(row.after.unknown)}`),
    ...(pays ? [column('wonBefore', (row) => money(row.before.won)), column('wonAfter', (row) => money(row.after.won))] : []),
    column('winners', (row) => number(row.winners)),
    column('losers', (row) => number(row.losers)),
  ]
}
