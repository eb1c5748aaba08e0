/** Adds up answers: by group, and household by household for how far an estimate may be off. */
import type { Grouping } from '../contract.ts'

export interface Stand {
  readonly outcome: 'eligible' | 'ineligible' | 'unknown'
  readonly won: number
  readonly isAmountKnown: boolean
  /** Whose standing it is, counted through all people. */
  readonly row: number
}

/** One person, before and after. People of one household come one after another, the head first. */
export interface UnitAnswer {
  readonly household: number
  readonly sido: string
  readonly sigungu: string
  /** Of AGES, by `ageBand`. */
  readonly age: string
  readonly sex: string
  readonly size: number
  readonly income: number
  readonly before: Stand
  readonly after: Stand
}

/** Of one group, in units of the sample. */
export interface Cell {
  all: number
  eligible: [number, number]
  unknown: [number, number]
  won: [number, number]
  winners: number
  losers: number
}

export const MEASURES = [
  'eligible0',
  'eligible1',
  'eligibleDiff',
  'unknown0',
  'unknown1',
  'won0',
  'won1',
  'wonDiff',
  'winners',
  'losers',
] as const
export type Measure = (typeof MEASURES)[number]

/** Sum over households and sum of squares: the variance of the estimate is that of drawing whole households. */
export interface Moments {
  readonly sum: number
  readonly squares: number
}

export interface Tally {
  readonly people: number
  readonly households: number
  readonly persons: readonly [number, number]
  readonly moments: Readonly<Record<Measure, Moments>>
  readonly newly: { readonly winners: number; readonly losers: number }
  readonly gained: number
  readonly lost: number
  readonly amountUnknown: readonly [number, number]
  readonly by: Readonly<Record<Grouping | 'sigungu', Readonly<Record<string, Cell>>>>
  readonly open: Open
}

/** Units whose answer is not known: whom to ask what is missing before and after. */
export interface Open {
  readonly units: readonly { readonly before: number | undefined; readonly after: number | undefined }[]
  /** How many units each stands for, where there are more than are kept. */
  readonly each: number
}

/** So many units at most are asked what is missing. */
const MOST_OPEN = 20_000

export const AGES = [0, 10, 20, 30, 40, 50, 60, 65, 75, 85] as const

interface Options {
  readonly perHousehold: boolean
  readonly deciles: readonly number[]
}

export function createTally({ perHousehold, deciles }: Options) {
  const by: Record<Grouping | 'sigungu', Record<string, Cell>> = { sido: {}, sigungu: {}, age: {}, sex: {}, size: {}, decile: {} }
  const sums = Object.fromEntries(MEASURES.map((name) => [name, { sum: 0, squares: 0 }])) as Record<
    Measure,
    { sum: number; squares: number }
  >
  const open = createOpen()
  const amountUnknown: [number, number] = [0, 0]
  const persons: [number, number] = [0, 0]
  const newly = { winners: 0, losers: 0 }
  let [people, households, gained, lost] = [0, 0, 0, 0]
  let waiting: UnitAnswer[] = []

  const count = (unit: UnitAnswer, household: Record<Measure, number>) => {
    const { before, after } = unit
    const isSettled = before.outcome !== 'unknown' && after.outcome !== 'unknown' && before.isAmountKnown && after.isAmountKnown
    const [was, is] = [before.outcome === 'eligible', after.outcome === 'eligible']
    const more = isSettled && (after.won > before.won || (is && !was && after.won === before.won))
    const less = isSettled && (after.won < before.won || (was && !is && after.won === before.won))
    for (const cell of cellsOf(unit)) {
      cell.all++
      put(cell, 0, before)
      put(cell, 1, after)
      if (more) cell.winners++
      if (less) cell.losers++
    }
    if (more) {
      gained += after.won - before.won
      if (!was) newly.winners++
    }
    if (less) {
      lost += before.won - after.won
      if (!is) newly.losers++
    }
    if (was && !before.isAmountKnown) amountUnknown[0]++
    if (is && !after.isAmountKnown) amountUnknown[1]++
    if (before.outcome === 'unknown' || after.outcome === 'unknown') open.add(before, after)
    household.eligible0 += Number(was)
    household.eligible1 += Number(is)
    household.unknown0 += Number(before.outcome === 'unknown')
    household.unknown1 += Number(after.outcome === 'unknown')
    household.won0 += before.won
    household.won1 += after.won
    household.winners += Number(more)
    household.losers += Number(less)
  }

  const cellsOf = ({ sido, sigungu, age, sex, size, income }: UnitAnswer): readonly Cell[] => [
    cellIn(by.sido, sido),
    cellIn(by.sigungu, sigungu),
    cellIn(by.age, age),
    cellIn(by.sex, sex),
    cellIn(by.size, size >= 6 ? '6+' : String(size)),
    cellIn(by.decile, DECILES[decileOf(income)]!),
  ]
  const decileOf = (income: number): number => {
    let above = 0
    for (const end of deciles) if (income > end) above++
    return above
  }

  const close = () => {
    const [head] = waiting
    if (head === undefined) return
    const household = Object.fromEntries(MEASURES.map((name) => [name, 0])) as Record<Measure, number>
    for (const one of waiting) {
      persons[0] += Number(one.before.outcome === 'eligible')
      persons[1] += Number(one.after.outcome === 'eligible')
    }
    const units = perHousehold
      ? [{ ...head, before: best(waiting.map((one) => one.before)), after: best(waiting.map((one) => one.after)) }]
      : waiting
    for (const unit of units) count(unit, household)
    household.eligibleDiff = household.eligible1 - household.eligible0
    household.wonDiff = household.won1 - household.won0
    for (const name of MEASURES) {
      sums[name].sum += household[name]
      sums[name].squares += household[name] ** 2
    }
    people += waiting.length
    households++
    waiting = []
  }

  return {
    add(one: UnitAnswer): void {
      if (waiting[0] !== undefined && waiting[0].household !== one.household) close()
      waiting.push(one)
    },
    result(): Tally {
      close()
      return { people, households, persons, moments: sums, newly, gained, lost, amountUnknown, by, open: open.result() }
    },
  }
}

const DECILES = Array.from({ length: 10 }, (_, i) => String(i + 1))

function put(cell: Cell, side: 0 | 1, { outcome, won }: Stand): void {
  if (outcome === 'eligible') cell.eligible[side]++
  if (outcome === 'unknown') cell.unknown[side]++
  cell.won[side] += won
}

/** Keeps every unit while there are few, then every second, every fourth…: the same people give the same ones. */
function createOpen() {
  let units: { readonly before: number | undefined; readonly after: number | undefined }[] = []
  let [seen, each] = [0, 1]
  const rowOf = ({ outcome, row }: Stand): number | undefined => (outcome === 'unknown' ? row : undefined)
  return {
    add: (before: Stand, after: Stand): void => {
      if (seen++ % each !== 0) return
      units.push({ before: rowOf(before), after: rowOf(after) })
      if (units.length < MOST_OPEN) return
      units = units.filter((_, i) => i % 2 === 0)
      each *= 2
    },
    result: (): Open => ({ units, each }),
  }
}

function cellIn(table: Record<string, Cell>, group: string): Cell {
  table[group] ??= { all: 0, eligible: [0, 0], unknown: [0, 0], won: [0, 0], winners: 0, losers: 0 }
  return table[group]
}

const RANK = { eligible: 0, unknown: 1, ineligible: 2 } as const

/** Paid once a household: whoever of it would get most asks for it. */
const best = (stands: readonly Stand[]): Stand =>
  stands.reduce((a, b) => ((RANK[b.outcome] - RANK[a.outcome] || a.won - b.won) < 0 ? b : a))

/** The band that somebody born on such a day is in. */
export function ageBand(birth: string, asOf: string): string {
  const years = Number(asOf.slice(0, 4)) - Number(birth.slice(0, 4)) - (asOf.slice(5) < birth.slice(5) ? 1 : 0)
  const at = AGES.findLastIndex((low) => years >= low)
  const low = AGES[Math.max(at, 0)]!
  const next = AGES[at + 1]
  return next === undefined ? `${low}+` : `${low}-${next - 1}`
}
