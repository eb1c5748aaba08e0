/**
 * Conditions that are made of others by and, or, not and if ("a farmer of this district, or a firm there"). Hundreds share their parts,
 * so each part is judged once a person, as conditions are, and what a condition waits for is taken over from its parts.
 */
import { type Node, visitAll } from '../compiler/ir.ts'
import type { Condition } from './program.ts'

export interface Formula {
  readonly k: 'and' | 'or' | 'not' | 'if'
  /** Indexes of `judged`. */
  readonly parts: Int32Array
}

export interface Formulas {
  /** Begins with the conditions; after them come parts, of which it is told whether they are false or null. */
  readonly judged: readonly Condition[]
  /** By the same: undefined where it is judged as a whole. */
  readonly formulaOf: readonly (Formula | undefined)[]
  /** Of lists whose elements are judged, by node: what they wait for is kept like what conditions wait for. */
  readonly lists: ReadonlyMap<number, number>
}

/** `create` makes a condition that reads no role. */
export function createFormulas(
  conditions: readonly Condition[],
  lists: readonly Node[],
  create: (node: Node) => Condition,
): Formulas {
  const judged = [...conditions]
  const whole = new Map(
    conditions.flatMap(({ node, readsRole }, at) => (readsRole || splits(node) ? [] : [[node.id, at] as const])),
  )
  const parts = new Map<number, number>()
  const formulaOf: (Formula | undefined)[] = conditions.map(() => undefined)

  const part = (node: Node): number => {
    const known = parts.get(node.id)
    if (known !== undefined) return known
    const at = judged.push(create(node)) - 1
    parts.set(node.id, at)
    formulaOf.push(undefined)
    const items = splits(node)
    if (items !== undefined) formulaOf[at] = { k: kindOf(node), parts: Int32Array.from(items, part) }
    return at
  }
  conditions.forEach(({ node, readsRole }, at) => {
    const items = readsRole ? undefined : splits(node)
    // False or null is the same for a condition, so for one that stands by itself as well.
    if (items !== undefined)
      formulaOf[at] = {
        k: 'or',
        parts: Int32Array.from(node.k === 'or' ? items : [node], (one) => whole.get(one.id) ?? part(one)),
      }
  })
  return { judged, formulaOf, lists: new Map(lists.map((list) => [list.id, part(list)])) }
}

const kindOf = ({ k }: Node): Formula['k'] => (k === 'and' || k === 'not' || k === 'if' ? k : 'or')

/** What a node is made of; undefined where it is to be judged as a whole. */
function splits(node: Node): readonly Node[] | undefined {
  const items =
    node.k === 'and' || node.k === 'or'
      ? node.items
      : node.k === 'not'
        ? [node.a]
        : node.k === 'if'
          ? [node.cond, node.yes, node.no]
          : []
  return items.length > 0 && items.every(isPart) ? items : undefined
}

/** True, false, null or unknown, and the same wherever it stands. */
function isPart(root: Node): boolean {
  if (root.t !== 'boolean') return false
  let isBound = false
  visitAll(root, ({ k }) => {
    if (k === 'var' || k === 'let') isBound = true
  })
  return !isBound
}
