/** What people are sorted by: a FEEL expression over the facts of a plan, and the way to it that needs least. */
import type { Node } from '../../compiler/ir.ts'
import { lower } from '../../compiler/lower.ts'
import { FeelError } from '../../errors.ts'
import { parseFeel } from '../../feel/parser.ts'
import type { GroupBy } from '../types.ts'
import type { Derived } from './derived.ts'
import type { Num, PerCode, Pool } from './nodes.ts'
import type { Plan } from './services.ts'

/** By code, by a number of the tile, or by a derived column. */
export type Grouping =
  | { readonly k: 'code'; readonly per: PerCode }
  | { readonly k: 'number'; readonly num: Num }
  | { readonly k: 'derived'; readonly derived: Derived }

/** Puts into the pool what the grouping reads. Throws FeelError where the expression is wrong. */
export function planGrouping({ value }: Pick<GroupBy, 'value'>, plan: Plan, pool: Pool): Grouping {
  const { lowering } = plan
  const node = readExpression(value, plan)
  const per = lowering.perCode(node)
  if (per !== undefined) {
    // So that its column is read.
    pool.num({ k: 'lookup', per })
    return { k: 'code', per }
  }
  const num = node.t === 'number' ? lowering.num(node) : undefined
  if (num !== undefined) return { k: 'number', num }
  const type = node.t === 'number' || node.t === 'boolean' || node.t === 'date' ? node.t : 'string'
  const derived: Derived = { ...lowering.derive(node), type }
  // A column of its own, worked out person by person where there is none yet.
  pool.num({ k: 'personNumber', derived })
  return { k: 'derived', derived }
}

/** An expression over the facts of a plan. Throws FeelError. */
function readExpression(source: string, { program }: Plan): Node {
  const { words } = program
  const { node, findings } = lower(parseFeel(source), words.store, words)
  const [first] = findings
  if (first !== undefined) throw new FeelError(first.message, first.start, first.end, first.remedy)
  return node
}
