/**
 * Expressions over one coded column: evaluated by the closure back end once for each value there is, over all shards. Values after
 * which all answers stay the same share a row, so that the borders between them are found by comparing numbers.
 */
import { FUEL } from '../../compiler/run.ts'
import { isNum } from '../../feel/numbers.ts'
import { inColumn } from '../columns/builder.ts'
import { Day, type Value } from '../../feel/values.ts'
import { countOf, type Dictionary, FIRST } from '../columns/column.ts'
import type { PerCode } from '../plan/nodes.ts'
import { dayBorders } from './day-borders.ts'
import { type LoadedCodes, valueOfCode } from './loaded.ts'
import { truthOf } from './truth-of.ts'

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
  /** Numbers by code, and which codes have none. */
  readonly numbers: (column: LoadedCodes, per: PerCode) => Lookup
}

/** Codes from the first on, up to but not with the other. */
export interface Stretch {
  readonly from: number
  readonly to: number | undefined
}

export interface Lookup {
  readonly values: Float64Array
  /** Codes of which the number is unknown, and none. */
  readonly unknown: readonly Stretch[]
  readonly none: readonly Stretch[]
  readonly isWhole: boolean
  readonly most: number
  /** The least size of a number that is not 0. */
  readonly least: number
  readonly hasZero: boolean
}

const nameOf = (value: Value): string | number =>
  value instanceof Day ? value.days : typeof value === 'string' ? `"${value}` : value === undefined ? '?' : String(value)

export function createTables(): Tables {
  const rowsOf = new Map<string, ReturnType<typeof createRows>>()

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
        dayBorders(pers, dictionary.from, dictionary.count).forEach((list, i) => {
          for (const { day, truth } of list)
            if (truth !== borders[i]!.at(-1)!.truth) borders[i]!.push({ code: day - dictionary.from + FIRST, truth })
        })
        return borders
      }
      const size = FIRST + countOf(dictionary)
      // A code that nobody has may be on either side of a border.
      for (let code = 0; code < size; code++) if (used?.[code] !== 0) next(code, of.rowFor(valueOfCode(column, code)))
      return borders
    },
    numbers: ({ column }, per) => {
      const key = `${per.column} ${per.key}`
      const ofColumn = lookups.get(column.dictionary) ?? new Map<string, Lookup>()
      if (ofColumn.size >= MOST_LOOKUPS) ofColumn.clear()
      lookups.set(column.dictionary, ofColumn)
      const made = ofColumn.get(key) ?? lookup(column, per, numbersBy(key))
      ofColumn.set(key, made)
      return made
    },
  }
}

/** By the dictionary of a shard's column and the key of the expression: the next question finds them. */
const lookups = new WeakMap<Dictionary, Map<string, Lookup>>()
const MOST_LOOKUPS = 20
/** Numbers by the key of the expression and the value, over all shards. */
const numbersKept = new Map<string, Map<string | number, number | null | undefined>>()

function numbersBy(key: string): Map<string | number, number | null | undefined> {
  const known = numbersKept.get(key) ?? new Map<string | number, number | null | undefined>()
  if (numbersKept.size >= MOST_KEPT) numbersKept.clear()
  numbersKept.set(key, known)
  return known
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
  return { row: (id: number): Uint8Array => rows[id]!, rowFor }
}

function lookup(column: LoadedCodes['column'], per: PerCode, known: Map<string | number, number | null | undefined>): Lookup {
  const size = FIRST + countOf(column.dictionary)
  const values = new Float64Array(size)
  const [unknown, none]: Stretch[][] = [[], []]
  let [isWhole, hasZero, most, least] = [true, false, 0, Number.POSITIVE_INFINITY]
  const of = (value: Value): number | null | undefined => {
    const name = nameOf(value)
    if (known.has(name)) return known.get(name)
    const run = per.fresh()
    per.set(run, value)
    const result = per.code(run)
    const made = result === undefined ? undefined : isNum(result) ? inColumn(result) : null
    known.set(name, made)
    return made
  }
  for (let code = 0; code < size; code++) {
    const value = of(valueOfCode(column, code))
    if (typeof value !== 'number') {
      lengthen(value === undefined ? unknown! : none!, code)
      continue
    }
    values[code] = value
    if (!Number.isSafeInteger(value)) isWhole = false
    if (value === 0) hasZero = true
    else least = Math.min(least, Math.abs(value))
    most = Math.max(most, Math.abs(value))
  }
  return { values, unknown: unknown!, none: none!, isWhole, most, least, hasZero }
}

/** Adds a code above all that are there. */
function lengthen(list: Stretch[], code: number): void {
  const last = list.at(-1)
  if (last?.to === code) list[list.length - 1] = { from: last.from, to: code + 1 }
  else list.push({ from: code, to: code + 1 })
}

/** Stretches of codes with such answers; the last may have no end. */
export function stretches(list: readonly Border[], is: (truth: number) => boolean): Stretch[] {
  const found: Stretch[] = []
  for (let i = 0; i < list.length; ) {
    const from = list[i]!.code
    const isIn = is(list[i]!.truth)
    while (i < list.length && is(list[i]!.truth) === isIn) i++
    if (isIn) found.push({ from, to: list[i]?.code })
  }
  return found
}
