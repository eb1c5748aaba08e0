/** Operators, loosest first: one function a level. */
import type { CompareOp, Expr, Test } from '../ast.ts'
import { COMPARE, type Grammar } from './grammar.ts'

export function operators(grammar: Grammar): Pick<Grammar, 'disjunction' | 'additive' | 'test'> {
  const { peek, take, isOp, acceptOp, acceptWord, expectOp, expectWord, span, deeper, link } = grammar.cursor

  function disjunction(): Expr {
    let a = conjunction()
    while (acceptWord('or')) {
      link()
      const b = conjunction()
      a = { k: 'or', a, b, ...span(a) }
    }
    return a
  }

  function conjunction(): Expr {
    let a = comparison()
    while (acceptWord('and')) {
      link()
      const b = comparison()
      a = { k: 'and', a, b, ...span(a) }
    }
    return a
  }

  function comparison(): Expr {
    let a = additive()
    for (;;) {
      link()
      if (peek().kind === 'op' && COMPARE.has(peek().text)) {
        const op = take().text as CompareOp
        const b = additive()
        a = { k: 'compare', op, a, b, ...span(a) }
      } else if (acceptWord('between')) {
        const low = additive()
        expectWord('and')
        const high = additive()
        a = { k: 'between', value: a, low, high, ...span(a) }
      } else if (acceptWord('in')) {
        const tests = testList()
        a = { k: 'in', value: a, tests, ...span(a) }
      } else return a
    }
  }

  function testList(): readonly Test[] {
    if (!isOp('(')) return [test(additive)]
    const open = take()
    const first = test(grammar.expression)
    if (first.op === 'in' && isOp('..')) {
      const value = grammar.postfix(grammar.rangeAfter(open, first.value, false))
      return [{ op: 'in', value, start: value.start, end: value.end }]
    }
    const tests = [first]
    while (acceptOp(',')) tests.push(test(grammar.expression))
    expectOp(')')
    if (tests.length > 1 || first.op !== 'in') return tests
    const value = grammar.postfix({ ...first.value, ...span(open) })
    return [{ op: 'in', value, start: value.start, end: value.end }]
  }

  function test(value: () => Expr): Test {
    const from = peek()
    if (from.kind === 'op' && COMPARE.has(from.text)) {
      take()
      return { op: from.text as CompareOp, value: additive(), ...span(from) }
    }
    return { op: 'in', value: value(), ...span(from) }
  }

  function additive(): Expr {
    let a = multiplicative()
    while (isOp('+') || isOp('-')) {
      link()
      const op = take().text === '+' ? '+' : '-'
      const b = multiplicative()
      a = { k: 'binary', op, a, b, ...span(a) }
    }
    return a
  }

  function multiplicative(): Expr {
    let a = power()
    while (isOp('*') || isOp('/')) {
      link()
      const op = take().text === '*' ? '*' : '/'
      const b = power()
      a = { k: 'binary', op, a, b, ...span(a) }
    }
    return a
  }

  function power(): Expr {
    let a = negation()
    while (acceptOp('**')) {
      link()
      const b = negation()
      a = { k: 'binary', op: '**', a, b, ...span(a) }
    }
    return a
  }

  function negation(): Expr {
    if (!isOp('-')) return grammar.postfix()
    const from = take()
    const value = deeper(negation)
    return { k: 'neg', value, ...span(from) }
  }

  return { disjunction, additive, test }
}
