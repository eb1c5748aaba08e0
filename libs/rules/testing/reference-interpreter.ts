/**
 * For tests only: FEEL straight from the syntax tree, as naively as can be. No folding, no short circuits, no sharing.
 * It shares the values and the built-in functions with the engine, not its evaluation.
 */
import { LimitError } from '../errors.ts'
import type { Expr, Iterator, Test } from '../feel/ast.ts'
import type { Failed } from '../feel/failure.ts'
import { type Fn, FUNCTIONS } from '../feel/functions/index.ts'
import { chainOf } from '../feel/names.ts'
import { parseNumber } from '../feel/numbers.ts'
import { arithmetic, negative, path } from '../feel/operators.ts'
import { parseTemporal } from '../feel/temporal/literal.ts'
import { coerce, instanceOf, resolveType } from '../feel/types.ts'
import { Context, Day, equal, hasUnknown, isList, Lambda, order, Range, type Value } from '../feel/values.ts'

export type Env = ReadonlyMap<string, Value>

const UNKNOWN = undefined

interface World {
  readonly today: number
  /** In a filter a field of the item goes before a name from outside (DMN). */
  readonly isItemFirst: boolean
  /** What cannot be worked out comes to this. */
  readonly failed: Failed
}

/** The value of an expression as FEEL has it; names (dotted ones too) are looked up in `env`, where absent is unknown. */
export const interpret = (expr: Expr, env: Env, today: number, isItemFirst = false): Value =>
  valueIn(expr, env, { today, isItemFirst, failed: null })

/** The same as screening has it: what cannot be worked out is unknown. */
export const interpretRule = (expr: Expr, env: Env, today: number): Value =>
  valueIn(expr, env, { today, isItemFirst: false, failed: UNKNOWN })

type Go = (part: Expr, ...more: readonly (readonly [string, Value])[]) => Value

function valueIn(expr: Expr, env: Env, world: World): Value {
  const go: Go = (part, ...more) => valueIn(part, more.length > 0 ? new Map([...env, ...more]) : env, world)
  switch (expr.k) {
    case 'null':
      return null
    case 'boolean':
    case 'string':
      return expr.value
    case 'number':
      return parseNumber(expr.text) ?? null
    case 'at':
      return parseTemporal(expr.text) ?? null
    case 'name':
    case 'path': {
      const name = chainOf(expr)?.join('.')
      if (name !== undefined && env.has(name)) return env.get(name)
      return expr.k === 'path' ? path(go(expr.of), expr.name) : UNKNOWN
    }
    case 'neg':
      return negative(go(expr.value))
    case 'binary': {
      const [a, b] = [go(expr.a), go(expr.b)]
      const result = arithmetic(expr.op, a, b)
      return result === null && a !== null && b !== null ? world.failed : result
    }
    case 'compare':
      return compared(expr.op, go(expr.a), go(expr.b))
    case 'and':
      return conjunction([go(expr.a), go(expr.b)])
    case 'or':
      return disjunction([go(expr.a), go(expr.b)])
    case 'between':
      return conjunction([compared('>=', go(expr.value), go(expr.low)), compared('<=', go(expr.value), go(expr.high))])
    case 'in':
      return disjunction(expr.tests.map((test) => tested(go(expr.value), test, go)))
    case 'if': {
      const cond = go(expr.cond)
      const [yes, no] = [go(expr.yes), go(expr.no)]
      if (cond !== UNKNOWN) return cond === true ? yes : no
      return !hasUnknown(yes) && !hasUnknown(no) && isSame(yes, no) ? yes : UNKNOWN
    }
    case 'list':
      return expr.items.map((item) => go(item))
    case 'context': {
      const fields = new Map<string, Value>()
      for (const { key, value } of expr.entries) fields.set(key, valueIn(value, new Map([...env, ...fields]), world))
      return new Context(fields, false)
    }
    case 'range':
      return rangeOf(expr, go)
    case 'instanceOf': {
      const type = resolveType(expr.type, new Map())
      return type ? instanceOf(go(expr.value), type) : null
    }
    case 'some':
      return quantified(expr.iterators, expr.body, env, world, disjunction)
    case 'every':
      return quantified(expr.iterators, expr.body, env, world, conjunction)
    case 'for': {
      const results: Value[] = []
      const end = turns(expr.iterators, env, world, (inner) => {
        results.push(valueIn(expr.body, new Map([...inner, ['partial', [...results]]]), world))
      })
      return end === true ? results : end
    }
    case 'filter': {
      const bind = (item: Value) => [...(world.isItemFirst ? hiding(item, env) : []), ['item', item] as const]
      return filtered(go(expr.of), expr.by, bind, go)
    }
    case 'function':
      return new Lambda(expr.params, (args) => {
        const types = expr.types.map((type) => type && resolveType(type, new Map()))
        return go(expr.body, ...expr.params.map((name, i) => [name, types[i] ? coerce(args[i], types[i]) : args[i]] as const))
      })
    case 'call':
      return called(expr, env, world, go)
  }
}

function called({ fn: callee, args, names }: Extract<Expr, { k: 'call' }>, env: Env, world: World, go: Go): Value {
  const name = callee.k === 'name' && !env.has(callee.name) ? callee.name : undefined
  const fn = name === undefined ? undefined : FUNCTIONS.get(name)
  const given = args.map((arg) => go(arg))
  if (fn !== undefined) return builtIn(fn, given, names, world)
  const lambda = go(callee)
  if (lambda === UNKNOWN) return UNKNOWN
  return lambda instanceof Lambda && lambda.params.length === given.length ? lambda.call(given) : null
}

function builtIn(known: Fn, given: readonly Value[], names: readonly string[] | undefined, world: World): Value {
  const fn = names ? (known.forms?.find(({ params }) => names.every((name) => params.includes(name))) ?? known) : known
  const args = names ? fn.params.map((param) => given[names.indexOf(param)]) : given
  if (given.length < fn.min || given.length > fn.max) return null
  if (!fn.partial && given.some(hasUnknown)) return UNKNOWN
  const result = fn.run(args, world.today)
  if (result === UNKNOWN && fn.partial) return UNKNOWN
  if (result !== UNKNOWN && result !== null) return result
  // Of none there is none, and where nothing is there nothing has failed.
  const isNone = fn.picks || args.some((arg) => arg === null || (isList(arg) && arg.includes(null)))
  return isNone ? null : world.failed
}

/** Runs `act` with the iterators bound, for each of their items; true when all had lists. */
function turns(iterators: readonly Iterator[], env: Env, world: World, act: (env: Env) => void): true | null | undefined {
  const [first, ...rest] = iterators
  if (first === undefined) {
    act(env)
    return true
  }
  const items = itemsOf(first, env, world)
  if (!isList(items)) return items === UNKNOWN ? UNKNOWN : null
  for (const item of items) {
    const end = turns(rest, new Map([...env, [first.name, item]]), world, act)
    if (end !== true) return end
  }
  return true
}

function itemsOf({ list, to }: Iterator, env: Env, world: World): Value {
  const given = valueIn(list, env, world)
  if (to !== undefined) return counted(given, valueIn(to, env, world))
  if (!(given instanceof Range)) return given === UNKNOWN || given === null || isList(given) ? given : [given]
  const all = counted(given.low, given.high)
  if (!isList(all)) return all
  if (given.low != null && given.high != null && (order(given.low, given.high) ?? 0) > 0) return null
  return all.slice(given.lowIn ? 0 : 1, given.highIn ? all.length : -1)
}

function counted(from: Value, to: Value): Value {
  if (from === UNKNOWN || to === UNKNOWN) return UNKNOWN
  const isDays = from instanceof Day && to instanceof Day
  const [a, b] = isDays ? [from.days, to.days] : [from, to]
  if (typeof a !== 'number' || typeof b !== 'number') return null
  if (Math.abs(b - a) > 100_000) throw new LimitError()
  const all = Array.from({ length: Math.abs(b - a) + 1 }, (_, i) => (a <= b ? a + i : a - i))
  return isDays ? all.map((days) => new Day(days)) : all
}

function quantified(
  [first, ...rest]: readonly Iterator[],
  body: Expr,
  env: Env,
  world: World,
  join: (values: readonly Value[]) => Value,
): Value {
  if (first === undefined) return valueIn(body, env, world)
  const items = itemsOf(first, env, world)
  if (!isList(items)) return items === UNKNOWN ? UNKNOWN : null
  return join(items.map((item) => quantified(rest, body, new Map([...env, [first.name, item]]), world, join)))
}

/** Does a part of the tree name `item`, other than in a filter inside? */
function namesItem(part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return false
  if ('k' in part && part.k === 'name' && 'name' in part) return part.name === 'item'
  const inner = 'k' in part && part.k === 'filter' && 'of' in part ? [part.of] : Object.values(part)
  return inner.some(namesItem)
}

/** The names of `env` that a field of the item hides, or may hide. */
function hiding(item: Value, env: Env): readonly (readonly [string, Value])[] {
  if (item !== UNKNOWN && !(item instanceof Context)) return []
  const names = [...env.keys()].filter((name) => item === UNKNOWN || item.open || item.fields.has(name))
  return names.map((name) => [name, path(item, name)] as const)
}

type Bind = (item: Value) => readonly (readonly [string, Value])[]

/** A condition that does not name the item may be a position. */
function filtered(of: Value, by: Expr, bind: Bind, go: Go): Value {
  if (of === UNKNOWN) return UNKNOWN
  const items = isList(of) ? of : of === null ? [] : [of]
  if (!namesItem(by))
    for (const item of items.length === 0 ? [null] : items) {
      const answer = go(by, ...bind(item))
      if (answer === UNKNOWN) return UNKNOWN
      if (answer === null || typeof answer === 'boolean') continue
      const isPlace = typeof answer === 'number' && answer !== 0 && Math.abs(answer) <= items.length
      return isPlace ? items[answer > 0 ? answer - 1 : items.length + answer] : null
    }
  const answers = items.map((item) => go(by, ...bind(item)))
  return answers.includes(UNKNOWN) ? UNKNOWN : items.filter((_, i) => answers[i] === true)
}

function rangeOf(expr: Extract<Expr, { k: 'range' }>, go: Go): Value {
  const [low, high] = [expr.low ? go(expr.low) : null, expr.high ? go(expr.high) : null]
  if (low === UNKNOWN || high === UNKNOWN) return UNKNOWN
  if ((expr.low && low === null) || (expr.high && high === null)) return null
  if (order(low ?? high, high ?? low) === undefined) return null
  return new Range(low, high, expr.lowIn, expr.highIn, expr.form)
}

/** Functions are the same only when they are one. */
const isSame = (a: Value, b: Value): boolean => a === b || equal(a, b) === true

function compared(op: string, a: Value, b: Value): Value {
  if (a === UNKNOWN || b === UNKNOWN) return UNKNOWN
  if (op === '=' || op === '!=') {
    const same = equal(a, b)
    return typeof same === 'boolean' ? same === (op === '=') : same
  }
  const c = order(a, b)
  if (c === UNKNOWN) return null
  return { '<': c < 0, '<=': c <= 0, '>': c > 0, '>=': c >= 0 }[op] ?? null
}

function conjunction(values: readonly Value[]): Value {
  if (values.includes(false)) return false
  if (values.includes(UNKNOWN)) return UNKNOWN
  return values.every((value) => value === true) ? true : null
}

function disjunction(values: readonly Value[]): Value {
  if (values.includes(true)) return true
  if (values.includes(UNKNOWN)) return UNKNOWN
  return values.every((value) => value === false) ? false : null
}

function tested(value: Value, test: Test, go: Go): Value {
  if (test.op !== 'in') return compared(test.op, value, go(test.value))
  if (test.value.k === 'range') {
    const { low, high, lowIn, highIn, form } = test.value
    if (low && (form === '=' || form === '!=')) return compared(form, value, go(low))
    const above = low ? compared(lowIn ? '>=' : '>', value, go(low)) : true
    return conjunction([above, high ? compared(highIn ? '<=' : '<', value, go(high)) : true])
  }
  const given = go(test.value)
  if (given === UNKNOWN || value === UNKNOWN) return UNKNOWN
  if (given instanceof Range) return inRange(value, given)
  if (!isList(given)) return compared('=', value, given)
  return disjunction([isList(value) ? orFalse(equal(value, given)) : false, ...given.map((item) => amongOne(value, item))])
}

const amongOne = (value: Value, item: Value): Value =>
  item instanceof Range && value !== UNKNOWN ? inRange(value, item) : orFalse(equal(value, item))

/** What cannot be compared is not equal. */
const orFalse = (same: boolean | null | undefined): Value => (same === null ? false : same)

function inRange(value: Value, { low, high, lowIn, highIn, form }: Range): Value {
  if (form === '!=') return compared('!=', value, low)
  const above = low === null ? true : compared(lowIn ? '>=' : '>', value, low)
  return conjunction([above, high === null ? true : compared(highIn ? '<=' : '<', value, high)])
}
