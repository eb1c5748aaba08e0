/** Why a condition is not met although nothing says no: parts that cannot be worked out with what is known (a division by zero, a number too large). */
import { type Node, type NodeOf, partsOf } from '../compiler/ir.ts'
import { print } from '../feel/print.ts'
import { isList, type Value } from '../feel/values.ts'
import type { Evaluation } from './evaluation.ts'

/** Parts that are told, and items of a list that are looked at. */
const [TOLD, LOOKED_AT] = [5, 100]

/** As FEEL, the innermost ones: what they are made of is there, and still they have no value. None where null means "there is none". */
export function failedParts(root: Node, evaluation: Evaluation): readonly string[] {
  const { program, run } = evaluation
  const { words } = program
  const found = new Set<string>()
  const worth = (node: Node): Value => words.compile(node)(run)

  /** Looks below what is null, or false (null = 5 is); whether something there failed, and that is why. */
  function look(node: Node): boolean {
    const value = worth(node)
    if (found.size >= TOLD || (value !== null && value !== false)) return false
    switch (node.k) {
      case 'and': {
        const settling = value === false ? node.items.filter((item) => worth(item) === false) : node.items
        return value === false ? settling.every(look) : settling.map(look).includes(true)
      }
      case 'fact': {
        const derive = evaluation.given[node.index] === 1 ? undefined : words.facts[node.index]!.derive
        return derive !== undefined && outside(derive)
      }
      case 'if':
        return look(node.cond) || look(worth(node.cond) === true ? node.yes : node.no)
      case 'some':
      case 'every':
        return inItems(node) || look(node.list)
      case 'filter':
      case 'for':
      case 'lambda':
      case 'context':
        return false
    }
    const parts = partsOf(node)
    // All of them: each may have failed by itself.
    if (parts.map(look).includes(true)) return true
    // Before birth there is no age: nothing has failed.
    const counts = node.k === 'arith' || (node.k === 'call' && !node.fn.readsToday)
    const isFailed = counts && value === null && parts.every((part) => worth(part) !== null)
    if (isFailed) found.add(print(node))
    return isFailed
  }

  /** What a fact is derived from does not see the names around it. */
  function outside(derive: Node): boolean {
    const outer = run.locals
    run.locals = []
    const isFailed = look(derive)
    run.locals = outer
    return isFailed
  }

  function inItems({ k, slot, list, body }: NodeOf<'some' | 'every'>): boolean {
    const items = worth(list)
    if (items === undefined || !isList(items)) return false
    const [isNo, isFailed] = [[], []] as [boolean[], boolean[]]
    for (const item of items.slice(0, LOOKED_AT)) {
      run.locals[slot] = item
      isFailed.push(look(body))
      isNo.push(worth(body) === false)
    }
    // One that is surely not so settles `every`.
    return isFailed.includes(true) && (k === 'some' || isNo.every((no, i) => !no || isFailed[i]))
  }

  return look(root) ? [...found] : []
}
