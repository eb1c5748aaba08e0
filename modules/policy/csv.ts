/** A run as rows for a spreadsheet: UTF-8 with a byte order mark, CRLF, every text safe from being taken for a formula. */
import type { Translate } from '@dpg/kernel'
import type { PolicyRun, Row, RunResult } from './contract.ts'
import { GROUPINGS } from './contract.ts'

const BOM = '\ufeff'

/** A cell that begins like a formula gets an apostrophe before it; quotes are doubled. Numbers stand bare. */
export function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(Math.round(value))
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export interface CsvWords {
  readonly t: Translate
  readonly groupName: (grouping: string, group: string) => string
  readonly figureName: (parameter: string) => string
}

export function csvOf(run: PolicyRun & { readonly result: RunResult }, { t, groupName, figureName }: CsvWords): string {
  const { result, inputs } = run
  const withheld = t('policy.csv.withheld')
  const shown = (value: number | null) => (value === null ? withheld : value)
  const head = [
    ...[t('policy.csv.group'), t('policy.csv.value'), t('policy.csv.all')],
    ...[
      t('policy.csv.eligibleBefore'),
      t('policy.csv.eligibleAfter'),
      t('policy.csv.unknownBefore'),
      t('policy.csv.unknownAfter'),
    ],
    ...[t('policy.csv.wonBefore'), t('policy.csv.wonAfter'), t('policy.csv.winners'), t('policy.csv.losers')],
  ]
  const line = (grouping: string, name: string, { all, before, after, winners, losers }: Omit<Row, 'group'>) => [
    t(`policy.by.${grouping}`),
    name,
    ...[all, before.eligible, after.eligible, before.unknown, after.unknown, before.won, after.won, winners, losers].map(shown),
  ]
  const { before, after } = result
  const total = line('all', t('policy.by.all'), {
    all: result.weight * (result.unit === 'person' ? result.sample.people : result.sample.households),
    before: { eligible: before.eligible.value, unknown: before.unknown.value, won: before.won.value },
    after: { eligible: after.eligible.value, unknown: after.unknown.value, won: after.won.value },
    winners: result.winners.units?.value ?? null,
    losers: result.losers.units?.value ?? null,
  })
  const groups = GROUPINGS.flatMap((grouping) =>
    result.by[grouping].map((row) => line(grouping, groupName(grouping, row.group), row)),
  )
  // Several cities have a 중구: the row alone must say which.
  const districts = Object.entries(result.districts).flatMap(([sido, rows]) =>
    rows.map((row) => line('sigungu', `${groupName('sido', sido)} ${groupName('sigungu', row.group)}`, row)),
  )
  const about = [
    [t('policy.csv.about'), run.title],
    [t('policy.csv.run'), run.id],
    [t('policy.csv.day'), inputs.asOf],
    [t('policy.csv.release'), inputs.release],
    [t('policy.csv.rules'), inputs.rules],
    [t('policy.csv.data'), inputs.data],
    [t('policy.csv.code'), inputs.code],
    [t('policy.csv.result'), run.resultHash ?? ''],
    ...inputs.changes.map((change) => [
      t(`policy.change.${change.kind}`),
      change.kind === 'parameter'
        ? `${figureName(change.parameter)} (${change.parameter}${change.path ? `/${change.path}` : ''})`
        : change.kind === 'criterion'
          ? change.criterion
          : change.step,
      change.kind === 'parameter' ? JSON.stringify(change.value) : change.kind === 'criterion' ? change.test : change.be,
    ]),
    ...(result.standIns ?? []).map(({ parameter, from }) => [
      t('policy.csv.standIn'),
      `${figureName(parameter)} (${parameter})`,
      t(`policy.csv.standIn${from === null ? '.none' : '.from'}`, { from: from ?? '' }),
    ]),
    [t('policy.csv.sample'), result.sample.people, t('policy.csv.weight'), result.weight.toFixed(2)],
  ]
  return (
    BOM +
    [...about, [], head, total, ...groups, ...districts]
      .map((one) => one.map(cell).join(','))
      .map((one) => `${one}\r\n`)
      .join('')
  )
}
