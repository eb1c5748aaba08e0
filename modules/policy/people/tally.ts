/** Adds up answers: by group, and household by household for how far an estimate may be off. */
import type { Grouping } from '../contract.ts'

export interface Stand {
  outcome: 'eligible' | 'ineligible' | 'unknown'
  won: number
  isAmountKnown: boolean
  /** Whose standing it is, counted through the people of the shard. */
  row: number
}

/** One person, before and after: a place to be filled, used again for people of other households. */
export interface UnitAnswer {
  sido: string
  sigungu: string
  /** Of AGES, by `ageBand`. */
  age: string
  sex: string
  size: number
  income: number
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
}

/** Units whose answer is not known: whom to ask what is missing before and after. */
export interface Open {
  readonly units: readonly { readonly before: number | undefined; readonly after: number | undefined }[]
  /** How many units each stands for, where there are more than are kept. */
  readonly each: number
}

/** So many units of a shard at most are asked what is missing. */
const MOST_OPEN = 4_000

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
  /** Places of the household at hand; `waiting` of them are taken. */
  const places: UnitAnswer[] = []
  const whole = emptyPlace()
  const household = new Float64Array(MEASURES.length)
  let [home, waiting] = [Number.NaN, 0]
  const cells: Cell[] = []

  const count = (unit: UnitAnswer) => {
    const { before, after } = unit
    const isSettled = before.outcome !== 'unknown' && after.outcome !== 'unknown' && before.isAmountKnown && after.isAmountKnown
    const [was, is] = [before.outcome === 'eligible', after.outcome === 'eligible']
    const more = isSettled && (after.won > before.won || (is && !was && after.won === before.won))
    const less = isSettled && (after.won < before.won || (was && !is && after.won === before.won))
    findCells(unit)
    for (const cell of cells) {
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
    household[IN.eligible0]! += Number(was)
    household[IN.eligible1]! += Number(is)
    household[IN.unknown0]! += Number(before.outcome === 'unknown')
    household[IN.unknown1]! += Number(after.outcome === 'unknown')
    household[IN.won0]! += before.won
    household[IN.won1]! += after.won
    household[IN.winners]! += Number(more)
    household[IN.losers]! += Number(less)
  }

  const findCells = ({ sido, sigungu, age, sex, size, income }: UnitAnswer): void => {
    cells[0] = cellIn(by.sido, sido)
    cells[1] = cellIn(by.sigungu, sigungu)
    cells[2] = cellIn(by.age, age)
    cells[3] = cellIn(by.sex, sex)
    cells[4] = cellIn(by.size, size >= 6 ? '6+' : String(size))
    cells[5] = cellIn(by.decile, DECILES[decileOf(income)]!)
  }
  const decileOf = (income: number): number => {
    let above = 0
    for (const end of deciles) if (income > end) above++
    return above
  }

  const close = () => {
    if (waiting === 0) return
    household.fill(0)
    for (let i = 0; i < waiting; i++) {
      const { before, after } = places[i]!
      if (before.outcome === 'eligible') persons[0]++
      if (after.outcome === 'eligible') persons[1]++
    }
    if (perHousehold) {
      Object.assign(whole, places[0], { before: best(places, waiting, 'before'), after: best(places, waiting, 'after') })
      count(whole)
    } else for (let i = 0; i < waiting; i++) count(places[i]!)
    household[IN.eligibleDiff] = household[IN.eligible1]! - household[IN.eligible0]!
    household[IN.wonDiff] = household[IN.won1]! - household[IN.won0]!
    MEASURES.forEach((name, i) => {
      const value = household[i]!
      if (value === 0) return
      sums[name].sum += value
      sums[name].squares += value * value
    })
    people += waiting
    households++
    waiting = 0
  }

  return {
    /** The place for the next person of this household; people of one come one after another, the head first. Fill it whole. */
    next(of: number): UnitAnswer {
      if (of !== home) close()
      home = of
      places[waiting] ??= emptyPlace()
      return places[waiting++]!
    },
    result(): { readonly tally: Tally; readonly open: Open } {
      close()
      const tally = { people, households, persons, moments: sums, newly, gained, lost, amountUnknown, by }
      return { tally, open: open.result() }
    },
  }
}

/** Where each measure is in a row of numbers. */
const IN = Object.fromEntries(MEASURES.map((name, i) => [name, i])) as Record<Measure, number>

const emptyStand = (): Stand => ({ outcome: 'ineligible', won: 0, isAmountKnown: true, row: 0 })
const emptyPlace = (): UnitAnswer => ({
  sido: '',
  sigungu: '',
  age: '',
  sex: '',
  size: 0,
  income: 0,
  before: emptyStand(),
  after: emptyStand(),
})

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

/** Paid once a household: whoever of it would get most asks for it; the first of those who would get the same. */
function best(places: readonly UnitAnswer[], count: number, side: 'before' | 'after'): Stand {
  let found = places[0]![side]
  for (let i = 1; i < count; i++) {
    const one = places[i]![side]
    if ((RANK[one.outcome] - RANK[found.outcome] || found.won - one.won) < 0) found = one
  }
  return found
}

/** The band that somebody born on such a day is in. */
export function ageBand(birth: string, asOf: string): string {
  const years = Number(asOf.slice(0, 4)) - Number(birth.slice(0, 4)) - (asOf.slice(5) < birth.slice(5) ? 1 : 0)
  const at = AGES.findLastIndex((low) => years >= low)
  const low = AGES[Math.max(at, 0)]!
  const next = AGES[at + 1]
  return next === undefined ? `${low}+` : `${low}-${next - 1}`
}
