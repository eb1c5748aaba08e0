/**
 * A value of an expression as SQL. Unknown is NULL, so SQL's own `and`, `or`, `=` and `<` are Kleene's. FEEL's null ("known to
 * have none") is a second plane, `none`: true where the value is null. `v` is NULL there as well, so only what treats null unlike
 * unknown looks at it.
 */
import type { Digits } from './digits.ts'

export type TermType = 'boolean' | 'number' | 'string' | 'date' | 'seconds' | 'null'

export interface Term {
  readonly t: TermType
  readonly v: string
  /** True where the value is null, false elsewhere, never NULL; absent: never null. */
  readonly none?: string | undefined
  /** May it be unknown? */
  readonly open: boolean
  /** A quotient that is not divided out: `v / den`, `den` positive. */
  readonly den?: string | undefined
  readonly denDigits?: Digits | undefined
  /** Of a number. */
  readonly digits?: Digits | undefined
  /** The last column stage that it reads. */
  readonly stage: number
}

/** True where the value is settled: a value, or null. */
export function known({ v, none, open }: Term): string {
  if (!open) return 'TRUE'
  return none === undefined ? `(${v} IS NOT NULL)` : `(${v} IS NOT NULL OR ${none})`
}

export const stageOf = (terms: readonly Term[]): number => Math.max(0, ...terms.map(({ stage }) => stage))

export function conjunction(parts: readonly string[]): string {
  const kept = [...new Set(parts)].filter((part) => part !== 'TRUE')
  return kept.length === 0 ? 'TRUE' : kept.length === 1 ? kept[0]! : `(${kept.join(' AND ')})`
}

export function disjunction(parts: readonly (string | undefined)[]): string | undefined {
  const kept = [...new Set(parts)].filter((part) => part !== undefined)
  return kept.length === 0 ? undefined : kept.length === 1 ? kept[0]! : `(${kept.join(' OR ')})`
}

/** Null where all are settled and one is null (and where `more` says so): the rule of everything strict. */
export function strictNone(terms: readonly Term[], more?: string): string | undefined {
  const nulls = disjunction([...terms.map(({ none }) => none), more])
  return nulls === undefined ? undefined : conjunction([...terms.map(known), nulls])
}

export const isOpen = (terms: readonly Term[]): boolean => terms.some(({ open }) => open)
