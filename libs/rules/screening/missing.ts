/** Which facts and parameters could still change an unknown answer: a walk down the parts that are themselves unknown. */
import type { Compiler } from '../compiler/compile.ts'
import type { MissingSets } from './missing-sets.ts'
import { type Node, type NodeOf, partsOf, visitAll } from '../compiler/ir.ts'
import * as ops from '../feel/operators.ts'
import type { Code, Run } from '../compiler/run.ts'
import { hasUnknown, isList, Lambda, Range, type Value } from '../feel/values.ts'

/**
 * What was found so far: `facts` a set of `sets`, `params` indexes of parameters. `kept` is what each part that reads no bound name
 * came to in this evaluation, by its place: 0 nobody looked, KNOWN, or the set that it waits for and 1. Many conditions share parts.
 * `steps`: what was found for steps of an amount before, by slot, so that a long row of them is not walked down again.
 */
export interface Missing {
  readonly sets: Pick<MissingSets, 'plus' | 'union'>
  readonly kept: Int32Array
  readonly steps: ReadonlyMap<number, Waits>
  facts: number
  readonly params: number[]
}

export type Waits = Readonly<Pick<Missing, 'facts' | 'params'>>

const KNOWN = -1

const addFact = (found: Missing, index: number): void => {
  found.facts = found.sets.plus(found.facts, index)
}

const addParam = ({ params }: Missing, index: number): void => {
  if (!params.includes(index)) params.push(index)
}

const addAll = (found: Missing, { facts, params }: Waits): void => {
  found.facts = found.sets.union(found.facts, facts)
  for (const param of params) addParam(found, param)
}

export interface FactNode {
  readonly askable: boolean
  readonly derive: Node | undefined
}

/** A part of a node; `place` is -1 where it reads the name of a loop, which is another at each turn. */
interface Part {
  readonly code: Code
  readonly trace: Trace
  readonly place: number
}

/** Adds what a part waits for; whether anything in it is unknown. */
function addPart({ code, trace, place }: Part, run: Run, found: Missing): boolean {
  const { sets, kept, steps } = found
  const before = place < 0 ? 0 : (kept[place] ?? 0)
  if (before === KNOWN) return false
  if (before > 0) {
    found.facts = sets.union(found.facts, before - 1)
    return true
  }
  if (!hasUnknown(code(run))) {
    if (place >= 0) kept[place] = KNOWN
    return false
  }
  const own: Missing = { sets, kept, steps, facts: 0, params: [] }
  trace(run, own)
  addAll(found, own)
  if (place >= 0 && own.params.length === 0) kept[place] = own.facts + 1
  return true
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
  const places = new Map<number, number>()

  function placeOf(node: Node): number {
    const known = places.get(node.id)
    if (known !== undefined) return known
    let isBound = false
    visitAll(node, ({ k }) => {
      if (k === 'var') isBound = true
    })
    const made = isBound ? -1 : places.size
    places.set(node.id, made)
    return made
  }

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
        return (_run, found) => addParam(found, node.index)
      case 'var':
        return sourceTrace(node)
      case 'let':
        return letTrace(node)
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
    if (derive === undefined || askable) return (_run, found) => addFact(found, index)
    const below = traceOf(derive)
    return (run, found) => {
      const outer = run.locals
      run.locals = []
      below(run, found)
      run.locals = outer
    }
  }

  function letTrace({ slot, def }: NodeOf<'let'>): Trace {
    const below = traceOf(def)
    return (run, found) => {
      const before = found.steps.get(slot)
      if (before === undefined) below(run, found)
      else addAll(found, before)
    }
  }

  function partsTrace(node: Node, parts: readonly Node[]): Trace {
    const all = parts.map((part): Part => ({ code: compile(part), trace: traceOf(part), place: placeOf(part) }))
    const source = sourceTrace(node)
    const computes = node.k === 'arith' || node.k === 'call'
    return (run, found) => {
      let isSeen = false
      for (const part of all) if (addPart(part, run, found)) isSeen = true
      // What is made of known parts and still unknown cannot be worked out: nothing is missing, unless a function knows more.
      const isFailure = computes && !all.some(({ code }) => code(run) instanceof Lambda)
      if (!isSeen && !isFailure) source(run, found)
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
      let isSeen = false
      for (const item of items) {
        run.locals[node.slot] = item
        if (!hasUnknown(body(run))) continue
        isSeen = true
        inBody(run, found)
      }
      if (!isSeen && items.some(hasUnknown)) ofList(run, found)
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
    let sources: readonly NodeOf<'fact' | 'param'>[] | undefined
    return (run, found) => {
      sources ??= sourcesOf(node)
      for (const part of sources) {
        if (part.k === 'param') {
          if (run.params[part.index] === undefined) addParam(found, part.index)
          continue
        }
        const value = compile(part)(run)
        if (value === undefined) traceOf(part)(run, found)
        else if (hasUnknown(value)) addLeaves(part, found)
      }
    }
  }

  /** The given leaf facts below a fact that is known only in part. */
  function addLeaves(node: NodeOf<'fact'>, found: Missing): void {
    const { askable, derive } = factAt(node.index)
    if (derive === undefined || askable) addFact(found, node.index)
    else
      visitAll(derive, (part) => {
        if (part.k === 'fact') addLeaves(part, found)
      })
  }

  return {
    trace: (node: Node, run: Run, found: Missing): void => traceOf(node)(run, found),
    /** How many places parts have by now. */
    places: () => places.size,
  }
}

type Over = NodeOf<'for' | 'some' | 'every' | 'filter'>

/** The nodes of facts and parameters that a node names, those behind its names included. */
function sourcesOf(node: Node): readonly NodeOf<'fact' | 'param'>[] {
  const found: NodeOf<'fact' | 'param'>[] = []
  visitAll(node, (part) => {
    if (part.k === 'fact' || part.k === 'param') found.push(part)
  })
  return found
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
