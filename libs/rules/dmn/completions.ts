/**
 * A table while some inputs are unknown: its outcome is known only if every way in which the unknown inputs may turn out gives the same.
 * An input may turn out as any value its column may have: one of the declared values where there are some, else anything, null included.
 */
import type { Value } from '../feel/values.ts'
import { createAxis } from './axis.ts'
import { agree } from './boxed.ts'
import { type CellSet, passes } from './cells.ts'
import type { Outcome } from './hit-policy.ts'
import { type Cell, isSet, type Matches } from './matching.ts'

export interface Completing {
  readonly rules: readonly (readonly Cell[])[]
  /** Columns that read the same text turn out alike. */
  readonly groups: readonly number[]
  /** The declared values of each column. */
  readonly allowed: readonly (CellSet | undefined)[]
}

const MAX_WAYS = 2000
const MAX_STEPS = 1_000_000
const MAX_SUBSETS = 6

/** The outcome that all ways agree on; undefined where they do not, or are too many to look at. */
export function completed(
  table: Completing,
  values: readonly Value[],
  { sure, possible }: Matches,
  settle: (matched: readonly number[]) => Outcome,
): Outcome | undefined {
  const ways = waysOf(table, values, possible)
  if (ways === undefined) return possible.length > MAX_SUBSETS ? undefined : common(subsets(possible), sure, settle)
  return common(ways, sure, settle)
}

function common(
  ways: Iterable<readonly number[]>,
  sure: readonly number[],
  settle: (matched: readonly number[]) => Outcome,
): Outcome | undefined {
  const seen = new Set<string>()
  let first: Outcome | undefined
  for (const also of ways) {
    const key = also.join()
    if (seen.has(key)) continue
    seen.add(key)
    const outcome = settle([...sure, ...also].sort((a, b) => a - b))
    if (first === undefined) first = outcome
    if (!agree(first.value, outcome.value)) return undefined
  }
  return first
}

function* subsets(rules: readonly number[]): Iterable<readonly number[]> {
  for (let bits = 0; bits < 1 << rules.length; bits++) yield rules.filter((_, i) => (bits >> i) & 1)
}

/** The sets of possible rules that match together; undefined where cells must be evaluated, or where these are too many. */
function waysOf(
  table: Completing,
  values: readonly Value[],
  possible: readonly number[],
): Iterable<readonly number[]> | undefined {
  const unknown = table.groups.flatMap((group, c) => (values[c] === undefined ? [{ c, group }] : []))
  const cellOf = (r: number, c: number): Cell => table.rules[r]![c]!
  const isDecidable = possible.every((r) =>
    table.rules[r]!.every((cell, c) => isSet(cell) && (values[c] === undefined || passes(cell.set, values[c]) === true)),
  )
  if (!isDecidable) return undefined
  const groups = [...new Set(unknown.map((one) => one.group))]
  const choices = groups.map((group) => {
    const columns = unknown.filter((one) => one.group === group).map((one) => one.c)
    const sets = columns.flatMap((c) => possible.map((r) => setIn(cellOf(r, c))))
    return {
      columns,
      values: valuesFor(
        sets,
        columns.flatMap((c) => table.allowed[c] ?? []),
      ),
    }
  })
  const count = choices.reduce((product, { values: each }) => product * each.length, 1)
  if (count > MAX_WAYS || count * possible.length > MAX_STEPS) return undefined
  return ways(choices, possible, (r, c, value) => passes(setIn(cellOf(r, c)), value) === true)
}

const setIn = (cell: Cell): CellSet => (isSet(cell) ? cell.set : { isAny: true, parts: [], negated: false })

/** What no cell can name stands for every other kind of value. */
const OTHER: Value = []

/** One value for each way in which the sets can tell values apart. */
function valuesFor(sets: readonly CellSet[], allowed: readonly CellSet[]): readonly Value[] {
  const axis = createAxis([...sets, ...allowed])
  const all = [...Array.from({ length: axis.size }, (_, position) => axis.example(position)), OTHER].filter(
    (value) => value !== undefined,
  )
  return allowed.length === 0 ? all : all.filter((value) => allowed.every((set) => passes(set, value) === true))
}

interface Choice {
  readonly columns: readonly number[]
  readonly values: readonly Value[]
}

function* ways(
  choices: readonly Choice[],
  possible: readonly number[],
  fits: (rule: number, column: number, value: Value) => boolean,
): Iterable<readonly number[]> {
  const [first, ...rest] = choices
  if (first === undefined) {
    yield possible
    return
  }
  for (const value of first.values) {
    const left = possible.filter((r) => first.columns.every((c) => fits(r, c, value)))
    yield* ways(rest, left, fits)
  }
}
