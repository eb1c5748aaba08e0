/** Closures that run over lists: for, some, every, filters. */
import type { Compiler } from '../compiler/compile.ts'
import type { NodeOf } from '../compiler/ir.ts'
import type { Truth } from './logic.ts'
import * as ops from './operators.ts'
import { burn, type Code, type Run } from '../compiler/run.ts'
import { isList, Range, type Value } from './values.ts'

function listed(node: NodeOf<'for' | 'some' | 'every'>, compile: Compiler): Code {
  const items = compile(node.list)
  const to = node.to && compile(node.to)
  return (run) => {
    if (to !== undefined) return ops.steps(items(run), to(run))
    const value = items(run)
    if (value instanceof Range) return ops.stepsIn(value)
    return value === undefined || value === null || isList(value) ? value : [value]
  }
}

/** `for … return`; inner iterators add to the same results. */
export function loop(node: NodeOf<'for'>, compile: Compiler): Code {
  const collect = collector(node, compile, node.partial)
  return (run) => {
    const results: Value[] = []
    const end = collect(run, results)
    return end === true ? results : end
  }
}

/** Adds to the results; true when all is done, else what the whole comes to. */
type Collect = (run: Run, results: Value[]) => true | null | undefined

function collector(node: NodeOf<'for'>, compile: Compiler, partial: number | undefined): Collect {
  const items = listed(node, compile)
  const { slot, body } = node
  const inner = node.isFlat && body.k === 'for' ? collector(body, compile, partial) : adder(compile(body), partial)
  return (run, results) => {
    const list = items(run)
    if (!isList(list)) return list === undefined ? undefined : null
    for (const item of list) {
      burn(run)
      run.locals[slot] = item
      const end = inner(run, results)
      if (end !== true) return end
    }
    return true
  }
}

function adder(body: Code, partial: number | undefined): Collect {
  if (partial === undefined)
    return (run, results) => {
      results.push(body(run))
      return true
    }
  return (run, results) => {
    burn(run, results.length)
    run.locals[partial] = [...results]
    results.push(body(run))
    return true
  }
}

/** `some` and `every`: or and and over the items. */
export function quantified(
  node: NodeOf<'some' | 'every'>,
  compile: Compiler,
  join: (a: Value, b: Value) => Truth,
  start: boolean,
  settles: boolean,
): Code {
  const items = listed(node, compile)
  const body = compile(node.body)
  const { slot } = node
  return (run) => {
    const list = items(run)
    if (!isList(list)) return list === undefined ? undefined : null
    let result: Truth = start
    for (const item of list) {
      burn(run)
      run.locals[slot] = item
      const value = body(run)
      if (value === settles) return settles
      result = join(result, value)
    }
    return result
  }
}

/** `list[…]`: by a condition on each item, or by position. */
export function filter(node: NodeOf<'filter'>, compile: Compiler): Code {
  const items = compile(node.list)
  const body = compile(node.body)
  const { slot, isFixed, isOpen } = node
  return (run) => {
    const given = items(run)
    if (given === undefined) return undefined
    const list = isList(given) ? given : given === null ? [] : [given]
    if (isFixed || (isOpen && list.length === 0)) {
      run.locals[slot] = null
      return byFixed(list, body(run))
    }
    const kept: Value[] = []
    for (const item of list) {
      burn(run)
      run.locals[slot] = item
      const by = body(run)
      if (by === undefined) return undefined
      if (isOpen && by !== null && typeof by !== 'boolean') return ops.itemAt(list, by)
      if (by === true) kept.push(item)
    }
    return kept
  }
}

/** All or none by a condition that is the same for all, or the item at a position. */
function byFixed(list: readonly Value[], by: Value): Value {
  if (by === undefined) return undefined
  return typeof by === 'boolean' || by === null ? (by ? list : []) : ops.itemAt(list, by)
}
