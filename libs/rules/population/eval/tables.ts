/**
 * Expressions over one coded column: evaluated by the closure back end once for each value there is, over all shards. Values after
 * which all answers stay the same share a row, so that the borders between them are found by comparing numbers.
 */
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
  /** Borders of each condition over the column, by its place in `pers`. `used`: 1 for codes that somebody has. */
  readonly borders: (column: LoadedCodes, pers: readonly PerCode[], used: Uint8Array) => readonly (readonly Border[])[]
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
      const { rowFor, row } = rows(pers)
      const size = FIRST + countOf(column.dictionary)
      const borders: Border[][] = pers.map(() => [])
      let last = -1
      for (let code = 0; code < size; code++) {
        // Nobody has it: it may be on either side of a border.
        if (used[code] === 0) continue
        const id = rowFor(valueOfCode(column, code))
        if (id === last) continue
        const [truths, before] = [row(id), last < 0 ? undefined : row(last)]
        for (let i = 0; i < pers.length; i++) if (truths[i] !== before?.[i]) borders[i]!.push({ code, truth: truths[i]! })
        last = id
      }
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

function createRows(pers: readonly PerCode[]) {
  const ids = new Map<string, number>()
  const rows: Uint8Array[] = []
  const byValue = new Map<string | number, number>()
  // Those that make runs of the same program share one run a value.
  const programs = [
    ...Map.groupBy(
      pers.map((per, i) => ({ per, i })),
      ({ per }) => per.fresh,
    ),
  ]
  const evaluate = (value: Value): number => {
    const row = new Uint8Array(pers.length)
    for (const [fresh, list] of programs) {
      const run = fresh()
      // They read the same column, so one setting serves all.
      list[0]!.per.set(run, value)
      for (const { per, i } of list) row[i] = truthOf(per.code(run))
    }
    const key = String.fromCharCode(...row)
    const id = ids.get(key) ?? rows.push(row) - 1
    ids.set(key, id)
    return id
  }
  return {
    row: (id: number): Uint8Array => rows[id]!,
    rowFor: (value: Value): number => {
      const name = nameOf(value)
      const known = byValue.get(name) ?? evaluate(value)
      byValue.set(name, known)
      return known
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
