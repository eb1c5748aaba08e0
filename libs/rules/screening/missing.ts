/** Which facts and parameters could still change an unknown answer: a walk down the parts that are themselves unknown. */
import type { Compiler } from '../compiler/compile.ts'
import { type Node, type NodeOf, partsOf, visitAll } from '../compiler/ir.ts'
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

/** Adds what is missing for a node whose value is unknown. */
export type Trace = (run: Run, found: Missing) => void

/**
 * Collects what is missing for a node whose value is unknown. A derived fact that can be asked for stands for itself, another
 * one for what is missing below it. A fact that was given but lacks a field (a member without a birth date) counts as missing.
 * Traces are compiled like values are: each node's once, when it is first needed.
 */
export function createTracer(compile: Compiler, factAt: (index: number) => FactNode) {
  const traces = new Map<number, Trace>()

  function traceOf(node: Node): Trace {
    const known = traces.get(node.id)
    if (known !== undefined) return known
    let made: Trace | undefined
    const trace: Trace = (run, found) => {
      made ??= make(node)
      made(run, found)
    }
    traces.set(node.id, trace)
    return trace
  }

  function make(node: Node): Trace {
    switch (node.k) {
      case 'fact':
        return factTrace(node.index)
      case 'param':
        return (_run, found) => void found.params.add(node.index)
      case 'var':
        return sourceTrace(node)
      case 'let':
        return traceOf(node.def)
      case 'if':
        return ifTrace(node)
      case 'for':
      case 'some':
      case 'every':
      case 'filter':
        return overTrace(node)
      case 'lambda':
        return sourceTrace(node.body)
      default:
        return partsTrace(node, partsOf(node))
    }
  }

  function factTrace(index: number): Trace {
    const { askable, derive } = factAt(index)
    if (derive === undefined || askable) return (_run, found) => void found.facts.add(index)
    const below = traceOf(derive)
    return (run, found) => {
      const outer = run.locals
      run.locals = []
      below(run, found)
      run.locals = outer
    }
  }

  function partsTrace(node: Node, parts: readonly Node[]): Trace {
    const all = parts.map((part) => ({ code: compile(part), trace: traceOf(part) }))
    const source = sourceTrace(node)
    return (run, found) => {
      let isSeen = false
      for (const { code, trace } of all) {
        if (!hasUnknown(code(run))) continue
        isSeen = true
        trace(run, found)
      }
      if (!isSeen) source(run, found)
    }
  }

  function ifTrace(node: NodeOf<'if'>): Trace {
    const cond = compile(node.cond)
    const yes = traceOf(node.yes)
    const no = traceOf(node.no)
    const all = partsTrace(node, [node.cond, node.yes, node.no])
    return (run, found) => {
      const test = cond(run)
      if (test === undefined) all(run, found)
      else if (test === true) yes(run, found)
      else no(run, found)
    }
  }

  function overTrace(node: Over): Trace {
    // What the results so far were at each turn is not kept, so which turn lacks what cannot be told.
    if (node.k === 'for' && node.partial !== undefined) return sourceTrace(node)
    const to = node.k === 'filter' ? undefined : node.to
    const lists = partsTrace(node, to ? [node.list, to] : [node.list])
    const body = compile(node.body)
    const inBody = traceOf(node.body)
    const ofBody = sourceTrace(node.body)
    const ofList = sourceTrace(node.list)
    return (run, found) => {
      const items = itemsOf(node, run)
      if (items === undefined) {
        lists(run, found)
        ofBody(run, found)
        return
      }
      for (const item of items) {
        run.locals[node.slot] = item
        if (hasUnknown(body(run))) inBody(run, found)
      }
      if (items.some(hasUnknown) && !found.facts.size && !found.params.size) ofList(run, found)
    }
  }

  /** What a loop runs over now; undefined when it is not known. */
  function itemsOf(node: Over, run: Run): readonly Value[] | undefined {
    const list = compile(node.list)(run)
    if (node.k !== 'filter' && node.to) {
      const steps = ops.steps(list, compile(node.to)(run))
      return isList(steps) ? steps : undefined
    }
    if (list instanceof Range) {
      const steps = ops.stepsIn(list)
      return isList(steps) ? steps : undefined
    }
    return list === undefined ? undefined : isList(list) ? list : [list]
  }

  /** Nothing below is unknown by itself, or it cannot be told which: the facts it comes from that are not wholly known. */
  function sourceTrace(node: Node): Trace {
    return (run, found) => {
      visitAll(node, (part) => {
        if (part.k === 'param' && run.params[part.index] === undefined) found.params.add(part.index)
        if (part.k !== 'fact') return
        const value = compile(part)(run)
        if (!hasUnknown(value)) return
        if (value === undefined) traceOf(part)(run, found)
        else addLeaves(part, found)
      })
    }
  }

  /** The given leaf facts below a fact that is known only in part. */
  function addLeaves(node: NodeOf<'fact'>, found: Missing): void {
    const { askable, derive } = factAt(node.index)
    if (derive === undefined || askable) found.facts.add(node.index)
    else
      visitAll(derive, (part) => {
        if (part.k === 'fact') addLeaves(part, found)
      })
  }

  return (node: Node, run: Run, found: Missing): void => traceOf(node)(run, found)
}

type Over = NodeOf<'for' | 'some' | 'every' | 'filter'>

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
