/** From what was counted in the sample to what is shown: weighted, with how far chance may have it off, small cells withheld. */
import type { Declarations } from '@dpg/rules'
import { type Estimate, GROUPINGS, type Grouping, type Row, type RunResult, type Side } from './contract.ts'
import { AGES, type Cell, type Measure } from './people/tally.ts'
import type { Measured } from './people/together.ts'

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
  const step = LEAST * weight * bestPaid(tally)
  const money = (sum: number): number => inSteps(sum * weight, step)
  const fives = (count: number): number => inSteps(count * weight, LEAST * weight)
  const shown = (units: number): number | null => (few(units) ? null : fives(units))
  // How far it may be off is of few where few make it: in the same steps, and never less than it is.
  const marginOf = (name: Measure, coarse: number): number => {
    const { sum, squares } = tally.moments[name]
    const n = tally.households
    const variance = n > 1 ? ((squares - sum ** 2 / n) * n) / (n - 1) : 0
    return inSteps(Z * weight * Math.sqrt(Math.max(0, variance)), coarse, Math.ceil)
  }
  const count = (name: Measure): Estimate => ({
    value: fives(tally.moments[name].sum),
    margin: marginOf(name, LEAST * weight),
  })
  const won = (name: Measure): Estimate => ({ value: money(tally.moments[name].sum), margin: marginOf(name, step) })
  const before = { eligible: count('eligible0'), unknown: count('unknown0'), won: won('won0') }
  const after = { eligible: count('eligible1'), unknown: count('unknown1'), won: won('won1') }
  const changed = (units: 'winners' | 'losers', by: number): RunResult['winners'] => {
    const isFew = few(tally.moments[units].sum)
    return { units: isFew ? null : count(units), won: isFew ? null : money(by), newly: shown(tally.newly[units]) }
  }
  const rows = (table: Readonly<Record<string, Cell>>, order: (a: string, b: string) => number) =>
    withheld(
      Object.entries(table).sort(([a], [b]) => order(a, b)),
      { shown, money },
    )
  const districts: Record<string, readonly Row[]> = {}
  for (const sido of Object.keys(tally.by.sido))
    districts[sido] = rows(Object.fromEntries(Object.entries(tally.by.sigungu).filter(([code]) => code.startsWith(sido))), byText)
  return {
    unit,
    pays,
    sample: { people: tally.people, households: tally.households },
    weight,
    before,
    after,
    // Of what is shown, not of what was counted: else it would give the few away who make it.
    difference: {
      eligible: { ...count('eligibleDiff'), value: after.eligible.value - before.eligible.value },
      won: { ...won('wonDiff'), value: after.won.value - before.won.value },
    },
    people: { before: fives(tally.persons[0]), after: fives(tally.persons[1]) },
    winners: changed('winners', tally.gained),
    losers: changed('losers', tally.lost),
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

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const byNumber = (a: string, b: string): number => Number.parseInt(a, 10) - Number.parseInt(b, 10) || byText(a, b)
const ORDER: Readonly<Record<Grouping, (a: string, b: string) => number>> = {
  sido: byText,
  sex: byText,
  size: byNumber,
  decile: byNumber,
  age: (a, b) => AGES.indexOf(Number.parseInt(a, 10) as never) - AGES.indexOf(Number.parseInt(b, 10) as never),
}

/** To the nearest step, or as `to` has it: what is withheld cannot be had by subtracting what is shown. */
const inSteps = (value: number, step: number, to: (value: number) => number = Math.round): number =>
  step === 0 ? value : to(value / step) * step

/** Won a year a unit, rounded up to 1, 2 or 5 of a power of ten, in the best paid group that has five. */
function bestPaid({ by }: Measured['tally']): number {
  const cells = Object.values(by).flatMap((table) => Object.values(table))
  const means = cells.flatMap(({ eligible, won }) =>
    ([0, 1] as const).map((at) => (eligible[at] >= LEAST ? won[at] / eligible[at] : 0)),
  )
  const most = Math.max(0, ...means)
  if (most === 0) return 0
  const power = 10 ** Math.floor(Math.log10(most))
  return ([1, 2, 5].find((digit) => digit * power >= most) ?? 10) * power
}

interface Rounding {
  readonly shown: (count: number) => number | null
  readonly money: (won: number) => number
}

/** Counts below five are withheld, others rounded to fives; money goes with the count of those who get it, or whose amount changes. */
function withheld(entries: readonly (readonly [string, Cell])[], { shown: count, money }: Rounding): readonly Row[] {
  return entries.map(([group, cell]): Row => {
    const isFewChanged = few(cell.winners) || few(cell.losers)
    const side = (at: 0 | 1): Side => ({
      eligible: count(cell.eligible[at]),
      unknown: count(cell.unknown[at]),
      won: few(cell.eligible[at]) || (at === 1 && isFewChanged) ? null : money(cell.won[at]),
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
