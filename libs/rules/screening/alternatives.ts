/**
 * Conditions that hold when one of their parts does ("a farmer, or a fisher, or one of these districts"). Hundreds share their parts, so
 * each part is judged once a person, as conditions are, and what it waits for is taken over like theirs.
 */
import { type Node, visitAll } from '../compiler/ir.ts'
import type { Condition } from './program.ts'

/** `judged` begins with the conditions; after them come parts that are no conditions by themselves. */
export interface Alternatives {
  readonly judged: readonly Condition[]
  /** By condition: its parts, as indexes of `judged`; undefined where it is judged as a whole. */
  readonly partsOf: readonly (Int32Array | undefined)[]
}

/** `create` makes a condition that reads no role. */
export function createAlternatives(conditions: readonly Condition[], create: (node: Node) => Condition): Alternatives {
  const judged = [...conditions]
  const byNode = new Map(conditions.flatMap(({ node, readsRole }, at) => (readsRole ? [] : [[node.id, at] as const])))
  const indexOf = (node: Node): number => {
    const known = byNode.get(node.id)
    if (known !== undefined) return known
    byNode.set(node.id, judged.length)
    return judged.push(create(node)) - 1
  }
  const partsOf = conditions.map(({ node, readsRole }) =>
    !readsRole && node.k === 'or' && node.items.every(isPart) ? Int32Array.from(node.items, indexOf) : undefined,
  )
  return { judged, partsOf }
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
