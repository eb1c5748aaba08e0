/** Which parts of an unknown condition cannot be worked out with what is known: a division by zero, a number too large. */
import { type Node, type NodeOf, partsOf } from '../compiler/ir.ts'
import { print } from '../feel/print.ts'
import { hasUnknown, isList, Lambda, type Value } from '../feel/values.ts'
import type { Evaluation } from './evaluation.ts'

/** Parts that are told, and items of a list that are looked at. */
const [TOLD, LOOKED_AT] = [5, 100]

/** As FEEL, the innermost ones: all they are made of is known, and still they have no value. */
export function failedParts(root: Node, { program: { words }, run, given }: Evaluation): readonly string[] {
  const found = new Set<string>()
  const worth = (node: Node): Value => words.compile(node)(run)

  function look(node: Node): void {
    if (found.size >= TOLD || !hasUnknown(worth(node))) return
    switch (node.k) {
      case 'fact': {
        const derive = given[node.index] === 1 ? undefined : words.facts[node.index]!.derive
        if (derive !== undefined) outside(derive)
        return
      }
      case 'let':
        look(node.def)
        return
      case 'if': {
        look(node.cond)
        const cond = worth(node.cond)
        if (cond !== undefined) look(cond === true ? node.yes : node.no)
        return
      }
      case 'some':
      case 'every':
      case 'filter':
      case 'for':
        look(node.list)
        inItems(node)
        return
      case 'lambda':
      case 'context':
        return
    }
    const parts = partsOf(node)
    const isKnown = (node.k === 'arith' || node.k === 'call') && parts.map(worth).every(isPlain)
    if (isKnown) found.add(print(node))
    else for (const part of parts) look(part)
  }

  /** What a fact is derived from does not see the names around it. */
  function outside(derive: Node): void {
    const outer = run.locals
    run.locals = []
    look(derive)
    run.locals = outer
  }

  function inItems({ slot, list, body }: NodeOf<'some' | 'every' | 'filter' | 'for'>): void {
    const items = worth(list)
    if (items === undefined || !isList(items)) return
    for (const item of items.slice(0, LOOKED_AT)) {
      run.locals[slot] = item
      look(body)
    }
  }

  look(root)
  return [...found]
}

/** Known, and no function, whose own parts may not be. */
const isPlain = (value: Value): boolean => !hasUnknown(value) && !(value instanceof Lambda)
