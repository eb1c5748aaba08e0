/** Which facts and parameters could still change an unknown answer: a walk down the parts that are themselves unknown. */
import type { Compiler } from '../compiler/compile.ts'
import { type Node, partsOf, visitAll } from '../compiler/ir.ts'
import * as ops from '../feel/operators.ts'
import type { Run } from '../compiler/run.ts'
import { hasUnknown, isList, Range, type Value } from '../feel/values.ts'

export interface Missing {
  readonly facts: Set<number>
  readonly params: Set<number>
}

export interface FactNode {
  readonly askable: boolean
  readonly derive: Node | undefined
}

/**
 * Collects what is missing for a node whose value is unknown. A derived fact that can be asked for stands for itself, another
 * one for what is missing below it. A fact that was given but lacks a field (a member without a birth date) counts as missing.
 */
export function createTracer(compile: Compiler, factAt: (index: number) => FactNode) {
  function trace(node: Node, run: Run, found: Missing): void {
    switch (node.k) {
      case 'fact': {
        const { askable, derive } = factAt(node.index)
        if (derive === undefined || askable) found.facts.add(node.index)
        else inside(run, [], () => trace(derive, run, found))
        return
      }
      case 'param':
        found.params.add(node.index)
        return
      case 'var':
        traceSource(node, run, found)
        return
      case 'let':
        trace(node.def, run, found)
        return
      case 'if':
        traceIf(node, run, found)
        return
      case 'for':
      case 'some':
      case 'every':
      case 'filter':
        traceOver(node, run, found)
        return
      case 'lambda':
        traceSource(node.body, run, found)
        return
      default:
        traceParts(node, partsOf(node), run, found)
        return
    }
  }

  function traceParts(node: Node, parts: readonly Node[], run: Run, found: Missing): void {
    let isSeen = false
    for (const part of parts) {
      if (!hasUnknown(compile(part)(run))) continue
      isSeen = true
      trace(part, run, found)
    }
    if (!isSeen) traceSource(node, run, found)
  }

  function traceIf(node: Extract<Node, { k: 'if' }>, run: Run, found: Missing): void {
    const cond = compile(node.cond)(run)
    if (cond === undefined) traceParts(node, [node.cond, node.yes, node.no], run, found)
    else trace(cond === true ? node.yes : node.no, run, found)
  }

  function traceOver(node: Extract<Node, { k: 'for' | 'some' | 'every' | 'filter' }>, run: Run, found: Missing): void {
    const items = itemsOf(node, run)
    if (items === undefined) {
      traceParts(node, node.k !== 'filter' && node.to ? [node.list, node.to] : [node.list], run, found)
      traceSource(node.body, run, found)
      return
    }
    const body = compile(node.body)
    for (const item of items) {
      run.locals[node.slot] = item
      if (hasUnknown(body(run))) trace(node.body, run, found)
    }
    if (items.some(hasUnknown) && !found.facts.size && !found.params.size) traceSource(node.list, run, found)
  }

  function itemsOf(node: Extract<Node, { k: 'for' | 'some' | 'every' | 'filter' }>, run: Run): readonly Value[] | undefined {
    const list = compile(node.list)(run)
    if (node.k !== 'filter' && node.to) {
      const steps = ops.steps(list, compile(node.to)(run))
      return isList(steps) ? steps : undefined
    }
    if (list instanceof Range) {
      const steps = ops.steps(list.low, list.high)
      return isList(steps) ? steps : undefined
    }
    return list === undefined ? undefined : isList(list) ? list : [list]
  }

  /** Nothing below is unknown by itself, or it cannot be told which: the facts it comes from that are not wholly known. */
  function traceSource(node: Node, run: Run, found: Missing): void {
    visitAll(node, (part) => {
      if (part.k === 'param' && run.params[part.index] === undefined) found.params.add(part.index)
      if (part.k !== 'fact') return
      const value = compile(part)(run)
      if (!hasUnknown(value)) return
      if (value === undefined) trace(part, run, found)
      else addLeaves(part, found)
    })
  }

  /** The given leaf facts below a fact that is known only in part. */
  function addLeaves(node: Extract<Node, { k: 'fact' }>, found: Missing): void {
    const { askable, derive } = factAt(node.index)
    if (derive === undefined || askable) found.facts.add(node.index)
    else
      visitAll(derive, (part) => {
        if (part.k === 'fact') addLeaves(part, found)
      })
  }

  function inside(run: Run, locals: Value[], act: () => void): void {
    const outer = run.locals
    run.locals = locals
    act()
    run.locals = outer
  }

  return trace
}

/** The facts and parameters a node names, those behind its names included, in order of appearance. */
export function readsOf(node: Node): { readonly facts: readonly number[]; readonly params: readonly number[] } {
  const facts = new Set<number>()
  const params = new Set<number>()
  visitAll(node, (part) => {
    if (part.k === 'fact') facts.add(part.index)
    if (part.k === 'param') params.add(part.index)
  })
  return { facts: [...facts], params: [...params] }
}
