/** The closure back end: each node becomes a function of a Run. Equal nodes share one function. */
import type { BinaryOp, CompareOp } from '../feel/ast.ts'
import { call, invoke, lambda } from './calls.ts'
import { type Failed, isFailure } from '../feel/failure.ts'
import { type Interval, holds } from './intervals.ts'
import type { Node, NodeOf } from './ir.ts'
import { filter, loop, quantified } from '../feel/loops.ts'
import { and, not, or, type Truth } from '../feel/logic.ts'
import * as ops from '../feel/operators.ts'
import { burn, type Code, readFact, type Run } from './run.ts'
import { weigh } from '../feel/tank.ts'
import { instanceOf } from '../feel/types.ts'
import { Context, Day, equal, holdsUnknown, order, Range, type Value } from '../feel/values.ts'

export type Compiler = (node: Node) => Code

/** A compiler for the nodes of one store. `failed`: what a part comes to that cannot be worked out. */
export function createCompiler(failed: Failed): Compiler {
  const done = new Map<number, Code>()
  const compile: Compiler = (node) => {
    const known = done.get(node.id)
    if (known !== undefined) return known
    const code = make(node, compile, failed)
    done.set(node.id, code)
    return code
  }
  return compile
}

function make(node: Node, compile: Compiler, failed: Failed): Code {
  switch (node.k) {
    case 'const':
      return () => node.value
    case 'fact':
      return (run) => (run.ready[node.index] === 1 ? run.facts[node.index] : readFact(run, node.index))
    case 'param':
      return (run) => run.params[node.index]
    case 'today':
      return (run) => new Day(run.today)
    case 'var':
    case 'let':
      return (run) => run.locals[node.slot]
    case 'and':
      return kleene(node.items.map(compile), and, true, false)
    case 'or':
      return kleene(node.items.map(compile), or, false, true)
    case 'not':
      return unary(compile(node.a), not)
    case 'compare':
      return comparison(node.op, compile(node.a), compile(node.b))
    case 'interval':
      return interval(compile(node.x), node.set)
    case 'oneOf':
      return oneOf(compile(node.x), node)
    case 'in':
      return binary(compile(node.x), compile(node.test), ops.isIn)
    case 'arith':
      return arithmetic(node.op, compile(node.a), compile(node.b), failed)
    case 'neg':
      return unary(compile(node.a), ops.negative)
    case 'if':
      return conditional(compile(node.cond), compile(node.yes), compile(node.no))
    case 'for':
      return loop(node, compile)
    case 'some':
      return quantified(node, compile, or, false, true)
    case 'every':
      return quantified(node, compile, and, true, false)
    case 'filter':
      return filter(node, compile)
    case 'path':
      return unary(compile(node.of), (of) => ops.path(of, node.name))
    case 'field':
      return field(node, compile)
    case 'call':
      return call(node, compile, failed)
    case 'invoke':
      return invoke(node, compile)
    case 'list':
      return list(node.items.map(compile))
    case 'context':
      return context(node, compile)
    case 'range':
      return range(node, compile)
    case 'lambda':
      return lambda(node, compile)
    case 'instanceOf':
      return unary(compile(node.a), (a) => instanceOf(a, node.type))
  }
}

const unary =
  (a: Code, run: (a: Value) => Value): Code =>
  (at) =>
    run(a(at))

const binary =
  (a: Code, b: Code, apply: (a: Value, b: Value, run: Run) => Value): Code =>
  (run) =>
    apply(a(run), b(run), run)

/** What takes longer than a turn of a loop: numbers that are no safe integers, quotients, powers. */
const DECIMAL_COST = 5
const POWER_COST = 1000

function arithmetic(op: BinaryOp, a: Code, b: Code, failed: Failed): Code {
  const quick = QUICK[op]
  const cost = op === '**' ? POWER_COST : DECIMAL_COST
  return (run) => {
    const x = a(run)
    const y = b(run)
    if (typeof x === 'number' && typeof y === 'number' && quick !== undefined) {
      const result = quick(x, y)
      // 0 rather than -0.
      if (Number.isSafeInteger(result)) return result + 0
    } else {
      weigh(run, x)
      weigh(run, y)
    }
    burn(run, cost)
    const result = ops.arithmetic(op, x, y)
    return isFailure(result, x, y) ? failed : result
  }
}

/** Exact wherever the result is a safe integer. */
const QUICK: Partial<Readonly<Record<BinaryOp, (a: number, b: number) => number>>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
}

/** `and` and `or`: stops at the first item that settles it. */
function kleene(items: readonly Code[], join: (a: Value, b: Value) => Truth, start: boolean, settles: boolean): Code {
  return (run) => {
    let result: Truth = start
    for (const item of items) {
      const value = item(run)
      if (value === settles) return settles
      if (value !== start) result = join(result, value)
    }
    return result
  }
}

function comparison(op: CompareOp, a: Code, b: Code): Code {
  const slow = (x: Value, y: Value, run: Run) => {
    weigh(run, x)
    weigh(run, y)
    return ops.compare(op, x, y, run)
  }
  return (run) => {
    const x = a(run)
    const y = b(run)
    if (typeof x !== 'number' || typeof y !== 'number') return slow(x, y, run)
    if (op === '<') return x < y
    if (op === '<=') return x <= y
    if (op === '>') return x > y
    if (op === '>=') return x >= y
    return op === '=' ? x === y : x !== y
  }
}

function interval(x: Code, set: readonly Interval[]): Code {
  const one = set.length === 1 ? set[0] : undefined
  const isPlain = (end: unknown) => end === undefined || typeof end === 'number'
  if (one === undefined || !isPlain(one.low) || !isPlain(one.high)) return unary(x, (value) => inSet(set, value))
  const low = typeof one.low === 'number' ? one.low : Number.NEGATIVE_INFINITY
  const high = typeof one.high === 'number' ? one.high : Number.POSITIVE_INFINITY
  const { lowIn, highIn } = one
  return (run) => {
    const value = x(run)
    if (typeof value !== 'number') return inSet(set, value)
    return (value > low || (lowIn && value === low)) && (value < high || (highIn && value === high))
  }
}

const inSet = (set: readonly Interval[], value: Value): Truth =>
  value === undefined ? undefined : value === null ? null : (holds(set, value) ?? null)

function oneOf(x: Code, { values, negated }: NodeOf<'oneOf'>): Code {
  const isPlain = values.every((value) => typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')
  if (isPlain) {
    const set = new Set<Value>(values)
    return (run) => {
      const value = x(run)
      return value === undefined ? undefined : set.has(value) !== negated
    }
  }
  return (run) => {
    const value = x(run)
    return value === undefined ? undefined : values.some((one) => equal(one, value) === true) !== negated
  }
}

function conditional(cond: Code, yes: Code, no: Code): Code {
  return (run) => {
    const test = cond(run)
    if (test !== undefined) return test === true ? yes(run) : no(run)
    const a = yes(run)
    return isSame(a, no(run), run) ? a : undefined
  }
}

/** Surely the same value: known through and through, and equal. */
const isSame = (a: Value, b: Value, run: Run): boolean =>
  a === b || (!holdsUnknown(a, run) && !holdsUnknown(b, run) && equal(a, b, run) === true)

function field({ of, name, otherwise }: NodeOf<'field'>, compile: Compiler): Code {
  const item = compile(of)
  const outer = otherwise && compile(otherwise)
  return (run) => {
    const value = item(run)
    if (value === undefined || (value instanceof Context && (value.open || value.fields.has(name)))) return ops.path(value, name)
    if (outer !== undefined) return outer(run)
    return ops.path(value, name)
  }
}

const list =
  (items: readonly Code[]): Code =>
  (run) =>
    items.map((item) => item(run))

function context(node: NodeOf<'context'>, compile: Compiler): Code {
  const items = node.items.map(compile)
  return (run) => {
    const fields = new Map<string, Value>()
    items.forEach((item, i) => {
      const value = item(run)
      run.locals[node.slots[i]!] = value
      fields.set(node.keys[i]!, value)
    })
    return new Context(fields, false)
  }
}

function range(node: NodeOf<'range'>, compile: Compiler): Code {
  const low = node.low && compile(node.low)
  const high = node.high && compile(node.high)
  return (run) => {
    const from = low === undefined ? null : low(run)
    const to = high === undefined ? null : high(run)
    // It could still become null, for its ends may not fit each other.
    if (from === undefined || to === undefined) return undefined
    if ((low && from === null) || (high && to === null)) return null
    // What has no order with itself (a list, a context) has no range either.
    if (order(from ?? to, to ?? from) === undefined) return null
    return new Range(from, to, node.lowIn, node.highIn, node.form)
  }
}
