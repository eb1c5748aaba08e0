/**
 * Conditions that read the value of one fact and nothing else: an age between two others, one of these districts. There are hundreds
 * of the same fact, and they come out alike for everyone with the same value, so that is remembered by value.
 */
import type { Words } from '../compiler/vocabulary.ts'
import type { Value } from '../feel/values.ts'
import type { Formulas } from './formulas.ts'

export interface Column {
  readonly fact: number
  readonly conditions: Int32Array
  /** By value: the outcome code of each. */
  readonly kept: Map<Value, Uint8Array>
}

/** Fewer are judged one by one. */
const WORTH_IT = 8

/** Of the values that come first: ages and districts are fewer, of incomes there is no end. */
export const MOST_VALUES = 1_000

/** The first `count` are conditions, the others parts of some. */
export function byValue(
  judged: Formulas['judged'],
  count: number,
  { facts }: Pick<Words, 'facts'>,
): { readonly columns: readonly Column[]; readonly loose: Int32Array } {
  const byFact: number[][] = facts.map(() => [])
  judged.forEach(({ node, readsRole }, at) => {
    if (!readsRole && (node.k === 'interval' || node.k === 'oneOf') && node.x.k === 'fact') byFact[node.x.index]!.push(at)
  })
  const columns = byFact.flatMap((list, fact): readonly Column[] =>
    list.length < WORTH_IT || list[0]! >= count ? [] : [{ fact, conditions: Int32Array.from(list), kept: new Map() }],
  )
  const inColumns = new Set(columns.flatMap((column) => [...column.conditions]))
  const loose = judged.slice(0, count).flatMap(({ readsRole }, at) => (readsRole || inColumns.has(at) ? [] : [at]))
  return { columns, loose: Int32Array.from(loose) }
}
