/** From what was counted in the sample to what is shown: weighted, with how far chance may have it off, small cells withheld. */
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

export function resultOf({ info, tally }: Measured, { unit, pays }: Shape): RunResult {
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
    missing: Object.entries(tally.missing)
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

type Count = (cell: Cell) => number

/**
 * Counts below five are withheld. Where a column of a table would have just one such gap, the next smallest is withheld too, so that
 * nobody takes the others from the total. Money goes with the count of those who get it.
 */
function withheld(entries: readonly (readonly [string, Cell])[], weight: number): readonly Row[] {
  const cells = entries.map(([, cell]) => cell)
  const column = (count: Count): ReadonlySet<number> => {
    const counts = cells.map(count)
    const hidden = new Set(counts.flatMap((n, i) => (few(n) ? [i] : [])))
    if (hidden.size === 1) {
      const next = counts
        .map((n, i) => [n, i] as const)
        .filter(([n, i]) => n > 0 && !hidden.has(i))
        .sort(([a], [b]) => a - b)[0]
      if (next !== undefined) hidden.add(next[1])
    }
    return hidden
  }
  const counts = {
    all: (cell: Cell) => cell.all,
    eligible0: (cell: Cell) => cell.eligible[0],
    eligible1: (cell: Cell) => cell.eligible[1],
    unknown0: (cell: Cell) => cell.unknown[0],
    unknown1: (cell: Cell) => cell.unknown[1],
    winners: (cell: Cell) => cell.winners,
    losers: (cell: Cell) => cell.losers,
  }
  const hidden = Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, column(count)]))
  return entries.map(([group, cell], i): Row => {
    const isHidden = (name: keyof typeof counts) => hidden[name]!.has(i)
    const value = (name: keyof typeof counts) => (isHidden(name) ? null : counts[name](cell) * weight)
    // A difference of a few would tell what is withheld, so the later number goes with it.
    const isFew = isHidden('winners') || isHidden('losers') || few(Math.abs(cell.eligible[1] - cell.eligible[0]))
    const side = (at: 0 | 1): Side => {
      const isGone = isHidden(`eligible${at}`) || (at === 1 && isFew)
      return {
        eligible: isGone ? null : value(`eligible${at}`),
        unknown: at === 1 && few(Math.abs(cell.unknown[1] - cell.unknown[0])) ? null : value(`unknown${at}`),
        won: isGone ? null : cell.won[at] * weight,
      }
    }
    return { group, all: value('all'), before: side(0), after: side(1), winners: value('winners'), losers: value('losers') }
  })
}
