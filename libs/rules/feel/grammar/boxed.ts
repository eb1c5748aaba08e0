/** `if`, `for`, `some`, `every`, `function`. */
import type { Expr, Iterator, TypeName } from '../ast.ts'
import { type Grammar, KEYWORDS } from './grammar.ts'

export function boxedExpressions(grammar: Grammar): Pick<Grammar, 'boxed'> {
  const { peek, take, isOp, isWord, acceptOp, expectOp, expectWord, span, newName } = grammar.cursor

  function boxed(): Expr | undefined {
    if (isWord('if')) return conditional()
    if (isWord('for') && peek(1).kind === 'word') return loop()
    if ((isWord('some') || isWord('every')) && peek(1).kind === 'word' && !KEYWORDS.has(peek(1).text)) return quantified()
    return isWord('function') && isOp('(', 1) ? functionLiteral() : undefined
  }

  function conditional(): Expr {
    const from = take()
    const cond = grammar.expression()
    expectWord('then')
    const yes = grammar.expression()
    expectWord('else')
    const no = grammar.expression()
    return { k: 'if', cond, yes, no, ...span(from) }
  }

  function loop(): Expr {
    const from = take()
    const iterators = iteratorList()
    expectWord('return')
    const body = grammar.expression()
    return { k: 'for', iterators, body, ...span(from) }
  }

  function quantified(): Expr {
    const from = take()
    const k = from.text === 'some' ? 'some' : 'every'
    const iterators = iteratorList()
    expectWord('satisfies')
    const body = grammar.expression()
    return { k, iterators, body, ...span(from) }
  }

  function iteratorList(): readonly Iterator[] {
    const iterators: Iterator[] = []
    do {
      const from = peek()
      const name = newName((token) => token.text === 'in')
      expectWord('in')
      const list = grammar.expression()
      const to = acceptOp('..') ? grammar.expression() : undefined
      iterators.push({ name, list, ...(to && { to }), ...span(from) })
    } while (acceptOp(','))
    return iterators
  }

  function functionLiteral(): Expr {
    const from = take()
    expectOp('(')
    const params: string[] = []
    const types: (TypeName | undefined)[] = []
    while (!isOp(')')) {
      params.push(newName((token) => token.text === ',' || token.text === ')' || token.text === ':'))
      types.push(acceptOp(':') ? grammar.typeName() : undefined)
      if (!isOp(')')) expectOp(',')
    }
    expectOp(')')
    const body = grammar.expression()
    return { k: 'function', params, types, body, ...span(from) }
  }

  return { boxed }
}
