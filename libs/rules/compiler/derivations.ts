/** Derivations must end: no circles, and no chains so long that following them would leave the stack. */
import { readsOf } from '../screening/missing.ts'
import { behind, type Node, partsOf } from './ir.ts'
import type { Fact } from './vocabulary.ts'

/** Expressions inside one another, along derivations. Those of a country stay below a few dozen; twice as many are still answered. */
const MAX_DEPTH = 2_000

/** Tells of circles, and of the first derivation that is too long. */
export function checkDerivations(facts: readonly Fact[], report: (where: string, message: string, remedy: string) => void): void {
  /** By fact: how deep what is derived for it goes. Undefined: not looked at; null: it is being looked at. */
  const depths: (number | null | undefined)[] = []
  let isTold = false
  const visit = (index: number, path: readonly number[]): number => {
    const known = depths[index]
    const { decl, derive } = facts[index]!
    if (known === null) {
      const ids = [...path.slice(path.indexOf(index)), index].map((at) => facts[at]!.decl.id)
      report(`facts/${ids[0]}`, `${ids.join(' -> ')} is a circle`, 'Derive facts only from facts that do not need them')
      return 0
    }
    if (known !== undefined) return known
    if (derive === undefined) return 0
    depths[index] = null
    // A path that is too long is told of before it leaves the stack.
    const isLong = path.length > MAX_DEPTH / 2
    const below = isLong ? MAX_DEPTH : Math.max(0, ...readsOf(derive).facts.map((next) => visit(next, [...path, index])))
    const depth = below + heightOf(derive)
    depths[index] = depth
    if (depth > MAX_DEPTH && !isTold) {
      isTold = true
      report(
        `facts/${decl.id}`,
        `${decl.id} is derived through too many others`,
        'Derive it through fewer facts, or simpler ones',
      )
    }
    return depth
  }
  for (const index of facts.keys()) visit(index, [])
}

/** How many expressions stand inside one another; what a name stands for counts as standing there. */
function heightOf(root: Node): number {
  const heights = new Map<number, number>()
  const look = (node: Node): number => {
    const known = heights.get(node.id)
    if (known !== undefined) return known
    heights.set(node.id, 0)
    const source = behind(node)
    let height = source === undefined ? 0 : look(source)
    for (const part of partsOf(node)) height = Math.max(height, look(part))
    heights.set(node.id, height + 1)
    return height + 1
  }
  return look(root)
}
