/** What follows a value: paths, filters, calls, `instance of`. */
import type { Expr } from '../ast.ts'
import type { Grammar } from './grammar.ts'

export function postfixes(grammar: Grammar): Pick<Grammar, 'postfix'> {
  const { peek, take, isOp, isWord, acceptOp, expectOp, fail, span, link, phrase, property } = grammar.cursor

  function postfix(from: Expr = grammar.primary()): Expr {
    let of = from
    for (;;) {
      link()
      if (acceptOp('.')) of = { k: 'path', of, name: fieldName(), ...span(of) }
      else if (isOp('[') && !grammar.closesRange()) {
        take()
        const by = grammar.expression()
        expectOp(']')
        of = { k: 'filter', of, by, ...span(of) }
      } else if (isOp('(')) of = call(of)
      else if (isWord('instance') && isWord('of', 1)) {
        take()
        take()
        const type = grammar.typeName()
        of = { k: 'instanceOf', value: of, type, ...span(of) }
      } else return of
    }
  }

  function fieldName(): string {
    const found = property() ?? phrase()
    if (found === undefined || found.call) return peek().kind === 'word' ? take().text : fail('a name after the dot')
    found.words.forEach(take)
    return found.name
  }

  function call(fn: Expr): Expr {
    expectOp('(')
    const args: Expr[] = []
    const named: string[] = []
    const isNamed = startsNamedArgument()
    while (!isOp(')')) {
      if (isNamed) {
        const parts: string[] = []
        while (peek().kind === 'word') parts.push(take().text)
        if (parts.length === 0) fail('the name of an argument')
        named.push(parts.join(' '))
        expectOp(':')
      }
      args.push(grammar.expression())
      if (!isOp(')')) expectOp(',')
    }
    expectOp(')')
    return { k: 'call', fn, args, ...(isNamed && { names: named }), ...span(fn) }
  }

  function startsNamedArgument(): boolean {
    let ahead = 0
    while (peek(ahead).kind === 'word') ahead++
    return ahead > 0 && isOp(':', ahead)
  }

  return { postfix }
}
