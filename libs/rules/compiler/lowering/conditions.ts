/** Arithmetic, comparisons and logic, with the types that are known before anything runs. */
import type { Expr, Test } from '../../feel/ast.ts'
import { arithmeticType, isNegatable, isOpen, joined } from '../../feel/static-types.ts'
import type { Node } from '../ir.ts'
import { compareTyped, expectType, type Lowering, type Place } from './place.ts'

type Of<K extends Expr['k']> = Extract<Expr, { k: K }>

export function conditions(lowering: Lowering) {
  const { store, report, go } = lowering
  const { make } = store

  function negative(expr: Of<'neg'>, place: Place): Node {
    const a = go(expr.value, place)
    if (!isNegatable(a.t)) report('type', expr, `A ${a.t} has no negative`, 'Negate a number')
    return make({ k: 'neg', a }, a.t)
  }

  function arithmetic(expr: Of<'binary'>, place: Place): Node {
    const a = go(expr.a, place)
    const b = go(expr.b, place)
    const t = arithmeticType(expr.op, a.t, b.t)
    if (t === undefined) report('type', expr, `${a.t} ${expr.op} ${b.t} has no meaning`, 'Convert one side, or correct it')
    return make({ k: 'arith', op: expr.op, a, b }, t ?? 'any')
  }

  function logic(expr: Of<'and' | 'or'>, place: Place): Node {
    const parts = chain(expr, expr.k)
    const nodes = parts.map((part) => go(part, place))
    // What is asked whether it is a boolean may be none: a cell that is a name.
    const asked = new Set(nodes.map((node) => (node.k === 'instanceOf' ? node.a : undefined)))
    const items = nodes.map((node, i) => (asked.has(node) ? node : expectType(lowering, node, 'boolean', parts[i]!)))
    return expr.k === 'and' ? store.all(items) : store.any(items)
  }

  const comparison = (expr: Of<'compare'>, place: Place): Node =>
    compareTyped(lowering, expr.op, go(expr.a, place), go(expr.b, place), expr)

  function between(expr: Of<'between'>, place: Place): Node {
    const x = go(expr.value, place)
    return store.all([
      compareTyped(lowering, '>=', x, go(expr.low, place), expr),
      compareTyped(lowering, '<=', x, go(expr.high, place), expr),
    ])
  }

  function membership(expr: Of<'in'>, place: Place): Node {
    const x = go(expr.value, place)
    return store.any(expr.tests.map((test) => oneTest(x, test, place)))
  }

  function oneTest(x: Node, test: Test, place: Place): Node {
    const { value } = test
    if (test.op !== 'in') return compareTyped(lowering, test.op, x, go(value, place), test)
    if (value.k === 'range') return inRange(x, value, place)
    const items = value.k === 'list' && x.t !== 'list' && !isOpen(x.t) ? value.items.map((item) => go(item, place)) : []
    if (items.length > 0 && items.every((item) => item.t === x.t))
      return store.any(items.map((item) => compareTyped(lowering, '=', x, item, test)))
    const node = go(value, place)
    if (node.k === 'const' && node.t === x.t && x.t !== 'list') return store.compare('=', x, node)
    return make({ k: 'in', x, test: node }, 'boolean')
  }

  function inRange(x: Node, { low, high, lowIn, highIn, form, ...at }: Of<'range'>, place: Place): Node {
    if (low && (form === '=' || form === '!=')) return compareTyped(lowering, form, x, go(low, place), at)
    const ends = [
      low && compareTyped(lowering, lowIn ? '>=' : '>', x, go(low, place), at),
      high && compareTyped(lowering, highIn ? '<=' : '<', x, go(high, place), at),
    ]
    return store.all(ends.filter((end) => end !== undefined))
  }

  function conditional(expr: Of<'if'>, place: Place): Node {
    const cond = expectType(lowering, go(expr.cond, place), 'boolean', expr.cond)
    const yes = go(expr.yes, place)
    const no = go(expr.no, place)
    return make({ k: 'if', cond, yes, no }, joined(yes, no))
  }

  return { negative, arithmetic, logic, comparison, between, membership, conditional }
}

/** The operands of a row of `and`s or `or`s, without recursion over its length. */
function chain(expr: Expr, k: 'and' | 'or'): readonly Expr[] {
  const parts: Expr[] = []
  let at = expr
  while (at.k === k) {
    parts.push(at.b)
    at = at.a
  }
  return [at, ...parts.reverse()]
}
