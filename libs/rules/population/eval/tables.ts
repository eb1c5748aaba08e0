/**
 * Expressions over one coded column: evaluated by the closure back end once for each value there is, over all shards. Values after
 * which all answers stay the same share a row, so that the borders between them are found by comparing numbers.
 */
import { FUEL } from '../../compiler/run.ts'
import { isNum, toNumber } from '../../feel/numbers.ts'
import { Day, type Value } from '../../feel/values.ts'
import { countOf, FIRST } from '../columns/column.ts'
import type { PerCode } from '../plan/nodes.ts'
import { type LoadedCodes, valueOfCode } from './loaded.ts'

/** What an expression comes to for a code. */
export const NO = 0
export const YES = 1
export const NULL = 2
export const OPEN = 3

/** Where answers change: from `code` on (up to the next entry) the answer is `truth`. */
export interface Border {
  readonly code: number
  readonly truth: number
}

export interface Tables {
  /**
   * Borders of each condition over the column, by its place in `pers`. `used`: 1 for codes that somebody has, so that the others
   * need not be looked at; absent where nearly all are.
   */
  readonly borders: (
    column: LoadedCodes,
    pers: readonly PerCode[],
    used: Uint8Array | undefined,
  ) => readonly (readonly Border[])[]
  /** Numbers by code; `unknown` and `none` tell which codes have none (lists of codes). */
  readonly numbers: (column: LoadedCodes, per: PerCode) => Lookup
}

export interface Lookup {
  readonly values: Float64Array
  /** Answers by code: YES has a number, OPEN is unknown, NULL is none. */
  readonly states: Uint8Array
  readonly isWhole: boolean
  readonly most: number
  /** The least size of a number that is not 0. */
  readonly least: number
  readonly hasZero: boolean
}

const truthOf = (value: Value): number => (value === undefined ? OPEN : value === true ? YES : value === false ? NO : NULL)

const nameOf = (value: Value): string | number =>
  value instanceof Day ? value.days : typeof value === 'string' ? `"${value}` : value === undefined ? '?' : String(value)

export function createTables(): Tables {
  const rowsOf = new Map<string, ReturnType<typeof createRows>>()
  const numbersOf = new Map<string, Map<string | number, number | null | undefined>>()

  const rows = (pers: readonly PerCode[]) => {
    const key = pers.map(({ column, key: one }) => `${column} ${one}`).join('\n')
    const known = rowsOf.get(key) ?? createRows(pers)
    rowsOf.set(key, known)
    return known
  }

  return {
    borders: ({ column }, pers, used) => {
      const of = rows(pers)
      const borders: Border[][] = pers.map(() => [])
      let last = -1
      const next = (code: number, id: number): void => {
        if (id === last) return
        const [truths, before] = [of.row(id), last < 0 ? undefined : of.row(last)]
        for (let i = 0; i < pers.length; i++)
          if (truths[i] !== before?.[i]) borders[i]!.push({ code: last < 0 ? 0 : code, truth: truths[i]! })
        last = id
      }
      const { dictionary } = column
      if (dictionary.k === 'days' && used === undefined) {
        for (let code = 0; code < FIRST; code++) next(code, of.rowFor(valueOfCode(column, code)))
        for (const { day, id } of of.changes(dictionary.from, dictionary.count)) next(day - dictionary.from + FIRST, id)
        return borders
      }
      const size = FIRST + countOf(dictionary)
      // A code that nobody has may be on either side of a border.
      for (let code = 0; code < size; code++) if (used?.[code] !== 0) next(code, of.rowFor(valueOfCode(column, code)))
      return borders
    },
    numbers: ({ column }, per) => {
      const key = `${per.column} ${per.key}`
      const known = numbersOf.get(key) ?? new Map<string | number, number | null | undefined>()
      numbersOf.set(key, known)
      return lookup(column, per, known)
    },
  }
}

/** Answers of one expression by value: those to days of two centuries in an array (0: not asked), the others by name. */
interface Answers {
  days: Uint8Array | undefined
  readonly others: Map<string | number, number>
}

/** By the key of the expression. They hold for every shard, question and version of the rules. */
const answers = new Map<string, Answers>()
const MOST_KEPT = 4000
/** Days of a century. */
const CENTURY = 36_525

function answersOf({ column, key }: PerCode): Answers {
  const name = `${column} ${key}`
  const known = answers.get(name) ?? { days: undefined, others: new Map<string | number, number>() }
  if (answers.size >= MOST_KEPT) answers.clear()
  answers.set(name, known)
  return known
}

/** The place of a day in an array; -1 for what is no day, or too far away. */
const placeOf = (value: Value): number => {
  const at = value instanceof Day ? value.days + CENTURY : -1
  return at < 2 * CENTURY ? at : -1
}

function answered(known: Answers, place: number, name: string | number): number | undefined {
  if (place < 0) return known.others.get(name)
  const answer = known.days?.[place] ?? 0
  return answer === 0 ? undefined : answer - 1
}

function keep(known: Answers, place: number, name: string | number, truth: number): void {
  if (place < 0) {
    known.others.set(name, truth)
    return
  }
  known.days ??= new Uint8Array(2 * CENTURY)
  known.days[place] = truth + 1
}

function createRows(pers: readonly PerCode[]) {
  const ids = new Map<string, number>()
  const rows: Uint8Array[] = []
  const byValue = new Map<string | number, number>()
  /** By day, plus 1; 0 where not asked yet. */
  const byDay = new Int32Array(2 * CENTURY)
  /** Days on which the row changes, over all days asked about so far. */
  let changes: { readonly day: number; readonly id: number }[] = []
  let [first, end] = [0, 0]
  const known = pers.map(answersOf)
  // Those of one program share a run, which is the same but for the value from time to time.
  const programs = [
    ...Map.groupBy(
      pers.map((per, i) => ({ per, i })),
      ({ per }) => per.fresh,
    ),
  ].map(([fresh, list]) => {
    const run = fresh()
    return { run, ready: run.ready.slice(), list }
  })
  const evaluate = (value: Value, place: number, name: string | number): number => {
    const row = new Uint8Array(pers.length)
    for (const { run, ready, list } of programs) {
      let isSet = false
      for (const { per, i } of list) {
        const before = answered(known[i]!, place, name)
        if (before === undefined && !isSet) {
          run.ready.set(ready)
          run.fuel = FUEL
          per.set(run, value)
          isSet = true
        }
        row[i] = before ?? truthOf(per.code(run))
        if (before === undefined) keep(known[i]!, place, name, row[i]!)
      }
    }
    const key = String.fromCharCode(...row)
    const id = ids.get(key) ?? rows.push(row) - 1
    ids.set(key, id)
    return id
  }
  const rowFor = (value: Value): number => {
    const place = placeOf(value)
    const name = nameOf(value)
    if (place >= 0) {
      if (byDay[place] === 0) byDay[place] = 1 + evaluate(value, place, name)
      return byDay[place]! - 1
    }
    const before = byValue.get(name) ?? evaluate(value, place, name)
    byValue.set(name, before)
    return before
  }
  return {
    row: (id: number): Uint8Array => rows[id]!,
    rowFor,
    /** The row of the first of these days, and of each later one on which it changes. */
    changes: (from: number, count: number): readonly { readonly day: number; readonly id: number }[] => {
      if (count === 0) return []
      if (first === end || from < first || from + count > end) {
        ;[first, end] = first === end ? [from, from + count] : [Math.min(first, from), Math.max(end, from + count)]
        changes = []
        for (let day = first; day < end; day++) {
          const id = rowFor(new Day(day))
          if (id !== changes.at(-1)?.id) changes.push({ day, id })
        }
      }
      const start = changes.findLastIndex(({ day }) => day <= from)
      return [{ day: from, id: changes[start]!.id }, ...changes.slice(start + 1).filter(({ day }) => day < from + count)]
    },
  }
}

function lookup(column: LoadedCodes['column'], per: PerCode, known: Map<string | number, number | null | undefined>): Lookup {
  const size = FIRST + countOf(column.dictionary)
  const values = new Float64Array(size)
  const states = new Uint8Array(size)
  let [isWhole, hasZero, most, least] = [true, false, 0, Number.POSITIVE_INFINITY]
  const of = (value: Value): number | null | undefined => {
    const name = nameOf(value)
    if (known.has(name)) return known.get(name)
    const run = per.fresh()
    per.set(run, value)
    const result = per.code(run)
    const made = result === undefined ? undefined : isNum(result) ? toNumber(result) : null
    known.set(name, made)
    return made
  }
  for (let code = 0; code < size; code++) {
    const value = of(valueOfCode(column, code))
    if (typeof value !== 'number') {
      states[code] = value === undefined ? OPEN : NULL
      continue
    }
    states[code] = YES
    values[code] = value
    if (!Number.isSafeInteger(value)) isWhole = false
    if (value === 0) hasZero = true
    else least = Math.min(least, Math.abs(value))
    most = Math.max(most, Math.abs(value))
  }
  return { values, states, isWhole, most, least, hasZero }
}

/** Stretches of codes with such answers; the last may have no end. */
export function stretches(
  list: readonly Border[],
  is: (truth: number) => boolean,
): { readonly from: number; readonly to: number | undefined }[] {
  const found: { from: number; to: number | undefined }[] = []
  for (let i = 0; i < list.length; ) {
    const from = list[i]!.code
    const isIn = is(list[i]!.truth)
    while (i < list.length && is(list[i]!.truth) === isIn) i++
    if (isIn) found.push({ from, to: list[i]?.code })
  }
  return found
}
