/** What a population must hold so that programs can be evaluated on it. */
import type { Declarations } from '../../types.ts'
import type { GroupBy } from '../types.ts'
import type { Derived } from './derived.ts'
import { planGrouping } from './grouping.ts'
import type { KindOf } from './lower.ts'
import { createPool, type Pool } from './nodes.ts'
import { type Plan, planOf } from './services.ts'

export interface Needs {
  /** Facts stored as columns. */
  readonly facts: readonly string[]
  readonly derived: readonly Derived[]
}

/** Columns and derived columns that the nodes of a pool read. */
export function needsOf(pool: Pool): Needs {
  const facts = new Set<string>()
  const derived = new Map<string, Derived>()
  const keep = (one: Derived) => derived.set(one.key, one)
  for (const bool of pool.bools()) {
    if (bool.k === 'bits') facts.add(bool.column)
    if (bool.k === 'table') facts.add(bool.per.column)
    if (bool.k === 'person') keep(bool.derived)
  }
  for (const num of pool.nums()) {
    if (num.k === 'numbers') facts.add(num.column)
    if (num.k === 'lookup') facts.add(num.per.column)
    if (num.k === 'personNumber') keep(num.derived)
  }
  return { facts: [...facts].filter((column) => !derived.has(column)), derived: [...derived.values()] }
}

/** Plans rules and groupings as if nothing were stored yet: numbers are taken to be many, what lists give to be few. */
export function planBefore(
  declarations: Declarations,
  asOf: string,
  given: ReadonlySet<string>,
  amounts: boolean,
  by: readonly Pick<GroupBy, 'id' | 'value'>[] = [],
): { plan: Plan; needs: Needs } {
  const types = new Map(declarations.facts.map(({ id, type }) => [id, type]))
  const kindOf: KindOf = (column) => {
    const type = types.get(column)
    if (type === 'boolean') return 'bits'
    return type === 'number' ? 'numbers' : 'codes'
  }
  const pool = createPool()
  const plan = planOf(declarations, { pool, asOf, kindOf, given, amounts })
  for (const one of by) planGrouping(one, plan, pool)
  const needs = needsOf(pool)
  const listed = plan.program.words.facts.filter(({ decl }) => decl.type !== 'list' && decl.type !== 'context')
  const stored = new Set(listed.map(({ decl }) => decl.id))
  // Columns of derived facts over lists are known by key only; they are derived columns, not facts.
  const byKey = new Map(listed.map(({ node }) => [plan.lowering.derive(node), node] as const).map(([one]) => [one.key, one]))
  const derived = new Map(needs.derived.map((one) => [one.key, one]))
  for (const column of needs.facts) if (!stored.has(column)) derived.set(column, byKey.get(column)!)
  return { plan, needs: { facts: needs.facts.filter((column) => stored.has(column)), derived: [...derived.values()] } }
}
