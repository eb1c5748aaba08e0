/** Unary tests: the cells of decision tables, as one condition on the name `?`. */
import type { At, Expr } from '../ast.ts'
import type { Grammar } from './grammar.ts'

/** Kinds of expression that may be a condition without naming `?`. */
const CONDITIONS: ReadonlySet<Expr['k']> = new Set([
  ...(['name', 'path', 'compare', 'and', 'or', 'between', 'in', 'instanceOf', 'if'] as const),
  ...(['some', 'every', 'filter', 'call'] as const),
])

/** Reads all tests to the end of the text. */
export function unaryTests(grammar: Grammar): Expr {
  const { peek, take, isOp, isWord, acceptOp, expectOp, fail, span, link, tokensOf } = grammar.cursor

  function tests(): Expr {
    const from = peek()
    let all = oneTest()
    while (acceptOp(',')) {
      link()
      all = { k: 'or', a: all, b: oneTest(), ...span(from) }
    }
    return all
  }

  /** A test that names `?` is the condition itself; another is compared with `?` (a true one holds for what is no boolean). */
  function oneTest(): Expr {
    const from = peek()
    const one = grammar.test(grammar.expression)
    const place = span(from)
    if (one.op === 'in' && tokensOf(one).some((token) => token.kind === 'word' && token.text === '?')) return one.value
    const isIn: Expr = { k: 'in', value: input(place), tests: [one], ...place }
    if (one.op !== 'in' || !CONDITIONS.has(one.value.k)) return isIn
    const isBoolean = (value: Expr): Expr => ({ k: 'instanceOf', value, type: { name: 'boolean' }, ...place })
    const isNoBoolean: Expr = {
      k: 'compare',
      op: '=',
      a: isBoolean(input(place)),
      b: { k: 'boolean', value: false, ...place },
      ...place,
    }
    const isTrue: Expr = { k: 'and', a: isBoolean(one.value), b: one.value, ...place }
    return { k: 'or', a: isIn, b: { k: 'and', a: isNoBoolean, b: isTrue, ...place }, ...place }
  }

  const from = peek()
  if (isOp('-') && peek(1).kind === 'end') return { k: 'boolean', value: true, ...span(take()) }
  if (!isNegation()) return ended(tests())
  take()
  take()
  const inner = tests()
  expectOp(')')
  return ended({ k: 'call', fn: { k: 'name', name: 'not', ...span(from) }, args: [inner], ...span(from) })

  /** `not(…)` around all, not `not(…) and …`. */
  function isNegation(): boolean {
    if (!isWord('not') || !isOp('(', 1)) return false
    // What is open, and whether it is a range: that may end with any bracket, `[1..5)`.
    const open = [false]
    let ahead = 2
    for (; open.length > 0 && peek(ahead).kind !== 'end'; ahead++) {
      if (peek(ahead).kind !== 'op') continue
      const { text } = peek(ahead)
      if (text === '..') open[open.length - 1] = true
      else if (text === '[' && open.at(-1) && endsRange(ahead + 1)) open.pop()
      else if (text === '(' || text === '[') open.push(false)
      else if (text === ']' && open.length === 1 && !open[0]) open.push(false)
      else if (text === ')' || text === ']') open.pop()
    }
    return peek(ahead).kind === 'end'
  }

  function endsRange(ahead: number): boolean {
    return peek(ahead).kind === 'end' || isOp(',', ahead) || isOp(')', ahead)
  }

  function ended(expr: Expr): Expr {
    return peek().kind === 'end' ? expr : fail('a comma or the end')
  }
}

const input = ({ start, end }: At): Expr => ({ k: 'name', name: '?', start, end })
