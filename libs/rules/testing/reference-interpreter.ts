/**
 * For tests only: FEEL straight from the syntax tree, as naively as can be. No folding, no short circuits, no sharing.
 * It shares the values and the built-in functions with the engine, not its evaluation.
 */
import type { Expr, Test } from '../feel/ast.ts'
import { FUNCTIONS } from '../feel/functions/index.ts'
import { chainOf } from '../feel/names.ts'
import { arithmetic, path } from '../feel/operators.ts'
import { parseNumber } from '../feel/numbers.ts'
import { equal, hasUnknown, isList, order, Range, type Value } from '../feel/values.ts'

export type Env = ReadonlyMap<string, Value>

const UNKNOWN = undefined

/** The value of an expression; names (dotted ones too) are looked up in `env`, where absent is unknown. */
export function interpret(expr: Expr, env: Env, today: number): Value {
  const go = (part: Expr, more?: readonly [string, Value]): Value => interpret(part, more ? new Map([...env, more]) : env, today)
  switch (expr.k) {
    case 'null':
      return null
    case 'boolean':
    case 'string':
      return expr.value
    case 'number':
      return parseNumber(expr.text) ?? null
    case 'name':
    case 'path': {
      const chain = chainOf(expr)
      const name = chain?.join('.')
      if (name !== undefined && env.has(name)) return env.get(name)
      return expr.k === 'path' ? path(go(expr.of), expr.name) : UNKNOWN
    }
    case 'neg':
      return arithmetic('-', 0, go(expr.value))
    case 'binary':
      return arithmetic(expr.op, go(expr.a), go(expr.b))
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
      return !hasUnknown(yes) && !hasUnknown(no) && equal(yes, no) === true ? yes : UNKNOWN
    }
    case 'list':
      return expr.items.map((item) => go(item))
    case 'some':
    case 'every': {
      const { name, list } = expr.iterators[0]!
      const items = go(list)
      if (!isList(items)) return items === UNKNOWN ? UNKNOWN : null
      const answers = items.map((item) => go(expr.body, [name, item]))
      return expr.k === 'some' ? disjunction(answers) : conjunction(answers)
    }
    case 'for': {
      const { name, list } = expr.iterators[0]!
      const items = go(list)
      return isList(items) ? items.map((item) => go(expr.body, [name, item])) : items === UNKNOWN ? UNKNOWN : null
    }
    case 'filter': {
      const items = go(expr.of)
      if (!isList(items)) return items === UNKNOWN ? UNKNOWN : []
      const answers = items.map((item) => go(expr.by, ['item', item]))
      return answers.includes(UNKNOWN) ? UNKNOWN : items.filter((_, i) => answers[i] === true)
    }
    case 'call': {
      const name = expr.fn.k === 'name' ? expr.fn.name : ''
      const fn = FUNCTIONS.get(name)!
      const args = expr.args.map((arg) => go(arg))
      if (!fn.partial && args.some(hasUnknown)) return UNKNOWN
      const result = fn.run(args, today)
      return result === UNKNOWN && !fn.partial ? null : result
    }
    default:
      throw new Error(`The reference interpreter does not know ${expr.k}`)
  }
}

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

function tested(value: Value, test: Test, go: (part: Expr) => Value): Value {
  if (test.op !== 'in') return compared(test.op, value, go(test.value))
  if (test.value.k === 'range') {
    const { low, high, lowIn, highIn } = test.value
    const above = low ? compared(lowIn ? '>=' : '>', value, go(low)) : true
    return conjunction([above, high ? compared(highIn ? '<=' : '<', value, go(high)) : true])
  }
  const given = go(test.value)
  if (given === UNKNOWN || given instanceof Range) return UNKNOWN
  if (!isList(given)) return compared('=', value, given)
  return disjunction(given.map((item) => compared('=', value, item) ?? (item === UNKNOWN || value === UNKNOWN ? UNKNOWN : false)))
}
