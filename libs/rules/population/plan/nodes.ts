/** What is done with columns: conditions on planes of bits, numbers on columns. Equal nodes are one, over all programs of a run. */
import type { Interval } from '../../compiler/intervals.ts'
import type { Run } from '../../compiler/run.ts'
import type { Value } from '../../feel/values.ts'
import type { Truth } from '../../feel/logic.ts'
import type { Rounding } from '../../feel/numbers.ts'
import type { Derived } from './derived.ts'

/** An expression over one coded column, evaluated once for each code. `set` puts the value where the expression reads it. */
export interface PerCode {
  readonly column: string
  readonly key: string
  /** For people who look at the report. */
  readonly shown: string
  readonly fresh: () => Run
  readonly set: (run: Run, value: Value) => void
  readonly code: (run: Run) => Value
  /** The key under which it is told that it was given up (given-up.ts). */
  readonly valueKey: string
}

export type BoolShape =
  /** `tooLong`: the text of what was given up for everybody. */
  | { readonly k: 'const'; readonly value: Truth; readonly tooLong?: string | undefined }
  | { readonly k: 'bits'; readonly column: string }
  | { readonly k: 'table'; readonly per: PerCode }
  | { readonly k: 'and' | 'or'; readonly items: readonly Bool[] }
  | { readonly k: 'not'; readonly a: Bool }
  | { readonly k: 'if'; readonly cond: Bool; readonly yes: Bool; readonly no: Bool }
  | { readonly k: 'compare'; readonly op: '<' | '<=' | '=' | '!='; readonly a: Num; readonly b: Num; readonly exact: Derived }
  | { readonly k: 'within'; readonly x: Num; readonly set: readonly Interval[]; readonly exact: Derived }
  /** Is it none (null)? */
  | { readonly k: 'isNone'; readonly x: Num }
  /** Person by person; a column of bits under the key of `derived`. */
  | { readonly k: 'person'; readonly derived: Derived }
  /** A criterion: none counts as not met. */
  | { readonly k: 'met'; readonly a: Bool }

export type NumShape =
  | { readonly k: 'scalar'; readonly value: number | null | undefined; readonly tooLong?: string | undefined }
  | { readonly k: 'lookup'; readonly per: PerCode }
  | { readonly k: 'numbers'; readonly column: string }
  | { readonly k: 'arith'; readonly op: '+' | '-' | '*' | '/'; readonly a: Num; readonly b: Num }
  | { readonly k: 'extreme'; readonly sign: 1 | -1; readonly items: readonly Num[] }
  | { readonly k: 'choose'; readonly cond: Bool; readonly yes: Num; readonly no: Num }
  | { readonly k: 'round'; readonly how: Rounding; readonly x: Num; readonly unit: number }
  | { readonly k: 'personNumber'; readonly derived: Derived }

export type Bool = BoolShape & { readonly id: number; readonly key: string }
export type Num = NumShape & { readonly id: number; readonly key: string }

/** Equal keys give the same node. */
export function createPool() {
  const bools = new Map<string, Bool>()
  const nums = new Map<string, Num>()
  return {
    bool: (shape: BoolShape): Bool => intern(bools, keyOfBool(shape), shape),
    num: (shape: NumShape): Num => intern(nums, keyOfNum(shape), shape),
    bools: (): readonly Bool[] => [...bools.values()],
    nums: (): readonly Num[] => [...nums.values()],
  }
}

export type Pool = ReturnType<typeof createPool>

function intern<S extends object>(known: Map<string, S & { id: number; key: string }>, key: string, shape: S) {
  const before = known.get(key)
  if (before !== undefined) return before
  const made = { ...shape, id: known.size, key }
  known.set(key, made)
  return made
}

function keyOfBool(shape: BoolShape): string {
  switch (shape.k) {
    case 'const':
      return `const ${shape.value} ${shape.tooLong ?? ''}`
    case 'bits':
      return `bits ${shape.column}`
    case 'table':
      return `table ${shape.per.column} ${shape.per.key}`
    case 'and':
    case 'or':
      return `${shape.k} ${shape.items.map(({ id }) => id).join()}`
    case 'not':
    case 'met':
      return `${shape.k} ${shape.a.id}`
    case 'if':
      return `if ${shape.cond.id} ${shape.yes.id} ${shape.no.id}`
    case 'compare':
    case 'within':
      return `${shape.k} ${shape.exact.key}`
    case 'isNone':
      return `isNone ${shape.x.id}`
    case 'person':
      return `person ${shape.derived.key}`
  }
}

function keyOfNum(shape: NumShape): string {
  switch (shape.k) {
    case 'scalar':
      return `scalar ${shape.value} ${shape.tooLong ?? ''}`
    case 'lookup':
      return `lookup ${shape.per.column} ${shape.per.key}`
    case 'numbers':
      return `numbers ${shape.column}`
    case 'arith':
      return `${shape.op} ${shape.a.id} ${shape.b.id}`
    case 'extreme':
      return `extreme ${shape.sign} ${shape.items.map(({ id }) => id).join()}`
    case 'choose':
      return `choose ${shape.cond.id} ${shape.yes.id} ${shape.no.id}`
    case 'round':
      return `${shape.how} ${shape.x.id} ${shape.unit}`
    case 'personNumber':
      return `person ${shape.derived.key}`
  }
}

/** A coded column of numbers as they stand. */
export function itself(column: string): PerCode {
  let current: Value
  return {
    column,
    key: 'itself',
    shown: column,
    fresh: () => NO_RUN,
    set: (_run, value) => {
      current = value
    },
    code: () => current,
    valueKey: '',
  }
}
const NO_RUN: Run = { facts: [], ready: new Uint8Array(0), derive: [], params: [], today: 0, locals: [], fuel: 0 }
