/** Types: `number`, `date and time`, `list<…>`, `context<a: …>`, `function<…> -> …`, names of item definitions. */
import type { TypeName } from '../ast.ts'
import { type Grammar, KEYWORDS } from './grammar.ts'

export function types(grammar: Grammar): Pick<Grammar, 'typeName'> {
  const { peek, take, isOp, isWord, acceptOp, expectOp, fail, deeper, typePhrase, newName } = grammar.cursor

  const typeName = (): TypeName => deeper(read)

  function read(): TypeName {
    const name = plainName()
    if (!isOp('<')) return { name }
    take()
    const of: TypeName[] = []
    const keys: string[] = []
    while (!isOp('>')) {
      if (name === 'context') {
        keys.push(newName((token) => token.text === ':'))
        expectOp(':')
      }
      of.push(typeName())
      if (!isOp('>')) expectOp(',')
    }
    expectOp('>')
    const gives = name === 'function' && acceptOp('->') ? typeName() : undefined
    return { name, of, ...(name === 'context' && { keys }), ...(gives && { gives }) }
  }

  function plainName(): string {
    const known = typePhrase()
    if (known !== undefined) {
      known.words.forEach(take)
      return known.name
    }
    const parts: string[] = []
    if (isWord('function')) return take().text
    while (peek().kind === 'word' && !KEYWORDS.has(peek().text)) {
      parts.push(take().text)
      if (isOp('.') && peek(1).kind === 'word') {
        take()
        parts.push(`${parts.pop()}.${take().text}`)
      }
    }
    if (isWord('and') && parts.at(-1) === 'date') parts.push(...[take(), take()].map((token) => token.text))
    if (isWord('and') && (parts[0] === 'years' || parts[0] === 'days'))
      while (peek().kind === 'word' && parts.length < 4) parts.push(take().text)
    return parts.length === 0 ? fail('a type') : parts.join(' ')
  }

  return { typeName }
}
