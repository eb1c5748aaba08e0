/** The closure back end: each node becomes a function of a Run. Equal nodes share one function. */
import { LimitError } from '../errors.ts'
import type { BinaryOp, CompareOp } from '../feel/ast.ts'
import { type Interval, holds } from './intervals.ts'
import type { Node, NodeOf } from './ir.ts'
import { filter, loop, quantified } from '../feel/loops.ts'
import { and, not, or, type Truth } from '../feel/logic.ts'
import * as ops from '../feel/operators.ts'
import { burn, type Code, readFact, type Run, withLocals } from './run.ts'
import { weigh } from '../feel/tank.ts'
import { ANY, coerce, type FunctionType, instanceOf } from '../feel/types.ts'
import { Context, Day, equal, holdsUnknown, Lambda, order, Range, type Value } from '../feel/values.ts'

export type Compiler = (node: Node) => Code

/** A compiler for the nodes of one store. */
export function createCompiler(): Compiler {
  const done = new Map<number, Code>()
  const compile: Compiler = (node) => {
    const known = done.get(node.id)
    if (known !== undefined) return known
    const code = make(node, compile)
    done.set(node.id, code)
    return code
  }
  return compile
}

function make(node: Node, compile: Compiler): Code {
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
      return arithmetic(node.op, compile(node.a), compile(node.b))
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
      return call(node, compile)
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

function arithmetic(op: BinaryOp, a: Code, b: Code): Code {
  return (run) => {
    const x = a(run)
    const y = b(run)
    if (typeof x !== 'number' || typeof y !== 'number') {
      weigh(run, x)
      weigh(run, y)
      burn(run, DECIMAL_COST)
    }
    if (op === '**' || op === '/') burn(run, op === '/' ? DECIMAL_COST : POWER_COST)
    return ops.arithmetic(op, x, y)
  }
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

function call({ fn, args }: NodeOf<'call'>, compile: Compiler): Code {
  const codes = args.map((arg) => arg && compile(arg))
  return (run) => {
    const values: Value[] = []
    for (const code of codes) {
      const value = code?.(run)
      if (code !== undefined && !fn.partial && holdsUnknown(value, run)) return undefined
      if (fn.walks) holdsUnknown(value, run)
      weigh(run, value)
      values.push(value)
    }
    if (fn.cost !== undefined) burn(run, fn.cost)
    const result = fn.run(values, run.today, run.now, run)
    weigh(run, result)
    return result === undefined && !fn.partial ? null : result
  }
}

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

function invoke(node: NodeOf<'invoke'>, compile: Compiler): Code {
  const of = compile(node.of)
  const args = node.args.map(compile)
  const { names } = node
  return (run) => {
    const fn = of(run)
    if (fn === undefined) return undefined
    if (!(fn instanceof Lambda) || fn.params.length !== args.length) return null
    burn(run)
    const given = args.map((arg) => arg(run))
    if (names === undefined) return fn.call(given)
    return fn.params.every((name) => names.includes(name)) ? fn.call(fn.params.map((name) => given[names.indexOf(name)])) : null
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

const MAX_CALLS = 500

function lambda(node: NodeOf<'lambda'>, compile: Compiler): Code {
  const body = compile(node.body)
  const { params, types } = node
  const type: FunctionType | undefined = types.some((one) => one !== undefined)
    ? { k: 'function', params: types.map((one) => one ?? ANY), gives: ANY }
    : undefined
  return (run: Run) => {
    const outer = [...run.locals]
    const apply = (args: readonly Value[]): Value => {
      const locals = [...outer]
      node.slots.forEach((slot, i) => {
        locals[slot] = types[i] === undefined ? args[i] : coerce(args[i], types[i])
      })
      return inCall(run, locals, body)
    }
    return new Lambda(params, apply, type)
  }
}

/** One call deeper; calls inside one another end in a LimitError, never in an overflow. */
function inCall(run: Run, locals: Value[], body: Code): Value {
  burn(run)
  const depth = run.depth ?? 0
  if (depth >= MAX_CALLS) throw new LimitError('Functions call each other too deeply: fewer calls inside one another are needed')
  run.depth = depth + 1
  try {
    return withLocals(run, locals, body)
  } catch (error) {
    throw error instanceof RangeError
      ? new LimitError('The evaluation is nested too deeply: simpler functions are needed')
      : error
  } finally {
    run.depth = depth
  }
}
