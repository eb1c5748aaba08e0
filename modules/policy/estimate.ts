/** From what was counted in the sample to what is shown: weighted, with how far chance may have it off, small cells withheld. */
import type { Declarations } from '@dpg/rules'
import { type Estimate, GROUPINGS, type Grouping, type Row, type RunResult, type Side } from './contract.ts'
import type { Measured } from './people/measure.ts'
import { AGES, type Cell, type Measure } from './people/tally.ts'

/** Fewer people of the sample than this are not shown. */
export const LEAST = 5
/** Half a normal interval of 95 per cent. */
const Z = 1.96

export interface Shape {
  readonly unit: RunResult['unit']
  readonly pays: boolean
}

export function shapeOf({ services }: Declarations, service: string): Shape {
  const { unit, amount } = services.find(({ id }) => id === service)!
  return { unit: unit === 'person' ? 'person' : 'household', pays: amount !== undefined }
}

export function resultOf({ info, tally, missing }: Measured, { unit, pays }: Shape): RunResult {
  const weight = info.nation / tally.people
  const estimate = (name: Measure): Estimate => {
    const { sum, squares } = tally.moments[name]
    const n = tally.households
    const variance = n > 1 ? ((squares - sum ** 2 / n) * n) / (n - 1) : 0
    return { value: weight * sum, margin: Z * weight * Math.sqrt(Math.max(0, variance)) }
  }
  const shown = (count: number): number | null => (few(count) ? null : count * weight)
  const rows = (table: Readonly<Record<string, Cell>>, order: (a: string, b: string) => number) =>
    withheld(
      Object.entries(table).sort(([a], [b]) => order(a, b)),
      weight,
    )
  const districts: Record<string, readonly Row[]> = {}
  for (const sido of Object.keys(tally.by.sido))
    districts[sido] = rows(Object.fromEntries(Object.entries(tally.by.sigungu).filter(([code]) => code.startsWith(sido))), byText)
  const { winners, losers } = tally.moments
  return {
    unit,
    pays,
    sample: { people: tally.people, households: tally.households },
    weight,
    before: { eligible: estimate('eligible0'), unknown: estimate('unknown0'), won: estimate('won0') },
    after: { eligible: estimate('eligible1'), unknown: estimate('unknown1'), won: estimate('won1') },
    difference: { eligible: estimate('eligibleDiff'), won: estimate('wonDiff') },
    people: { before: tally.persons[0] * weight, after: tally.persons[1] * weight },
    winners: {
      units: few(winners.sum) ? null : estimate('winners'),
      won: moneyOf(winners.sum, tally.gained, weight),
      newly: shown(tally.newly.winners),
    },
    losers: {
      units: few(losers.sum) ? null : estimate('losers'),
      won: moneyOf(losers.sum, tally.lost, weight),
      newly: shown(tally.newly.losers),
    },
    amountUnknown: { before: shown(tally.amountUnknown[0]), after: shown(tally.amountUnknown[1]) },
    by: Object.fromEntries(GROUPINGS.map((grouping) => [grouping, rows(tally.by[grouping], ORDER[grouping])])) as RunResult['by'],
    districts,
    missing: Object.entries(missing)
      .sort(([, a], [, b]) => b - a)
      .slice(0, 8)
      .map(([fact, count]) => ({ fact, units: shown(count) })),
  }
}

const few = (count: number): boolean => count > 0 && count < LEAST
const moneyOf = (count: number, won: number, weight: number): number | null => (few(count) ? null : won * weight)

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const byNumber = (a: string, b: string): number => Number.parseInt(a, 10) - Number.parseInt(b, 10) || byText(a, b)
const ORDER: Readonly<Record<Grouping, (a: string, b: string) => number>> = {
  sido: byText,
  sex: byText,
  size: byNumber,
  decile: byNumber,
  age: (a, b) => AGES.indexOf(Number.parseInt(a, 10) as never) - AGES.indexOf(Number.parseInt(b, 10) as never),
}

/** Counts of a table are in fives, so that what is withheld cannot be had by subtracting. */
const inFives = (count: number): number => Math.round(count / LEAST) * LEAST

/** Counts below five are withheld, others rounded to fives; money goes with the count of those who get it, or whose amount changes. */
function withheld(entries: readonly (readonly [string, Cell])[], weight: number): readonly Row[] {
  const count = (n: number): number | null => (few(n) ? null : inFives(n) * weight)
  return entries.map(([group, cell]): Row => {
    const isFewChanged = few(cell.winners) || few(cell.losers)
    const side = (at: 0 | 1): Side => ({
      eligible: count(cell.eligible[at]),
      unknown: count(cell.unknown[at]),
      won: few(cell.eligible[at]) || (at === 1 && isFewChanged) ? null : cell.won[at] * weight,
    })
    return {
      group,
      all: count(cell.all),
      before: side(0),
      after: side(1),
      winners: count(cell.winners),
      losers: count(cell.losers),
    }
  })
}
