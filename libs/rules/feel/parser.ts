/** FEEL (DMN 1.5, chapter 10.3) by recursive descent: one function a level of the grammar, loosest first. */
import type { At, CompareOp, Expr, Iterator, Test, TypeName } from './ast.ts'
import { createCursor } from './cursor.ts'
import { FeelError } from '../errors.ts'
import type { Token } from './lexer.ts'

const KEYWORDS = new Set(
  'and or if then else for in return some every satisfies between instance function null true false'.split(' '),
)
const COMPARE = new Set(['=', '!=', '<', '<=', '>', '>='])
/** After a range's end, `[` closes it unless what follows could be a filter. */
const AFTER_RANGE = new Set(['', ')', ']', ',', '}', 'and', 'or', 'then', 'else', 'return', 'satisfies', ...COMPARE])

/**
 * Parses one expression. `names` are names in scope that hold spaces or signs (single words and dotted ids need not be told).
 * Throws FeelError with the place and what was expected.
 */
export function parseFeel(source: string, names: readonly string[] = []): Expr {
  return parsing(source, names).whole()
}

/**
 * Parses unary tests (the cell of a decision table) as one condition on the name `?`: `-` is true, `< 5, [7..9]` a disjunction,
 * `not(…)` a negation. Throws FeelError.
 */
export function parseUnaryTests(source: string, names: readonly string[] = []): Expr {
  return parsing(source, names).unaryTests()
}

function parsing(source: string, names: readonly string[]) {
  const cursor = createCursor(source, names)
  const { peek, take, isOp, isWord, acceptOp, acceptWord, expectOp, expectWord, fail, span, deeper, link, tokensBetween } = cursor

  const expression = (): Expr => deeper(() => boxed() ?? disjunction())

  function boxed(): Expr | undefined {
    if (isWord('if')) return conditional()
    if (isWord('for') && peek(1).kind === 'word') return loop()
    if ((isWord('some') || isWord('every')) && peek(1).kind === 'word' && !KEYWORDS.has(peek(1).text)) return quantified()
    if (isWord('function') && isOp('(', 1)) return functionLiteral()
    return undefined
  }

  function conditional(): Expr {
    const from = take()
    const cond = expression()
    expectWord('then')
    const yes = expression()
    expectWord('else')
    const no = expression()
    return { k: 'if', cond, yes, no, ...span(from) }
  }

  function loop(): Expr {
    const from = take()
    const iterators = iteratorList()
    expectWord('return')
    const body = expression()
    return { k: 'for', iterators, body, ...span(from) }
  }

  function quantified(): Expr {
    const from = take()
    const k = from.text === 'some' ? 'some' : 'every'
    const iterators = iteratorList()
    expectWord('satisfies')
    const body = expression()
    return { k, iterators, body, ...span(from) }
  }

  function iteratorList(): readonly Iterator[] {
    const iterators: Iterator[] = []
    do {
      const from = peek()
      const name = words((token) => token.text === 'in')
      expectWord('in')
      const list = expression()
      const to = acceptOp('..') ? expression() : undefined
      iterators.push({ name, list, ...(to && { to }), ...span(from) })
    } while (acceptOp(','))
    return iterators
  }

  function functionLiteral(): Expr {
    const from = take()
    expectOp('(')
    const params: string[] = []
    while (!isOp(')')) {
      params.push(words((token) => token.text === ',' || token.text === ')' || token.text === ':'))
      if (acceptOp(':')) typeName()
      if (!isOp(')')) expectOp(',')
    }
    expectOp(')')
    const body = expression()
    return { k: 'function', params, body, ...span(from) }
  }

  /** One or more words up to a stop: a name that is being introduced. */
  function words(stop: (token: Token) => boolean): string {
    const parts: string[] = []
    while (peek().kind === 'word' && !(stop(peek()) && parts.length > 0)) parts.push(take().text)
    if (parts.length === 0 || !stop(peek())) fail('a name')
    const name = parts.join(' ')
    if (parts.length > 1) cursor.introduce(parts)
    return name
  }

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
    const first = test(expression)
    if (first.op === 'in' && isOp('..')) {
      const value = rangeAfter(open, first.value, false)
      return [{ op: 'in', value, start: value.start, end: value.end }]
    }
    const tests = [first]
    while (acceptOp(',')) tests.push(test(expression))
    expectOp(')')
    if (tests.length > 1 || first.op !== 'in') return tests
    const value = postfix({ ...first.value, ...span(open) })
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
    if (!isOp('-')) return postfix()
    const from = take()
    const value = deeper(negation)
    return { k: 'neg', value, ...span(from) }
  }

  function postfix(from: Expr = primary()): Expr {
    let of = from
    for (;;) {
      link()
      if (acceptOp('.')) {
        const name = fieldName()
        of = { k: 'path', of, name, ...span(of) }
      } else if (isOp('[') && !closesRange()) {
        take()
        const by = expression()
        expectOp(']')
        of = { k: 'filter', of, by, ...span(of) }
      } else if (isOp('(')) of = call(of)
      else if (isWord('instance') && isWord('of', 1)) {
        take()
        take()
        const type = typeName()
        of = { k: 'instanceOf', value: of, type, ...span(of) }
      } else return of
    }
  }

  function fieldName(): string {
    const phrase = cursor.phrase()
    if (phrase === undefined || phrase.call) return peek().kind === 'word' ? take().text : fail('a name after the dot')
    phrase.words.forEach(take)
    return phrase.name
  }

  let inRange = 0
  function closesRange(): boolean {
    const after = peek(1)
    return inRange > 0 && (after.kind === 'end' || (after.kind !== 'string' && AFTER_RANGE.has(after.text)))
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
      args.push(expression())
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

  function typeName(): TypeName {
    const parts: string[] = []
    while (peek().kind === 'word' && !KEYWORDS.has(peek().text)) parts.push(take().text)
    if (parts.length === 0 && isWord('function')) parts.push(take().text)
    if (isWord('and') && parts.at(-1) === 'date') parts.push(...[take(), take()].map((token) => token.text))
    if (isWord('and') && (parts[0] === 'years' || parts[0] === 'days'))
      while (peek().kind === 'word' && parts.length < 4) parts.push(take().text)
    if (parts.length === 0) fail('a type')
    const of: TypeName[] = []
    if (acceptOp('<')) {
      while (!isOp('>')) {
        if (peek().kind === 'word' && isOp(':', 1)) {
          take()
          take()
        }
        of.push(typeName())
        if (!isOp('>')) expectOp(',')
      }
      expectOp('>')
      if (acceptOp('->')) typeName()
    }
    return { name: parts.join(' '), of }
  }

  function primary(): Expr {
    const token = peek()
    if (token.kind === 'number') return { k: 'number', text: take().text, ...span(token) }
    if (token.kind === 'string') return { k: 'string', value: take().text, ...span(token) }
    if (token.kind === 'at') return { k: 'at', text: take().text, ...span(token) }
    if (token.kind === 'word') return word()
    if (isOp('(')) return parenthesis()
    if (isOp('[')) return bracket()
    if (isOp(']')) {
      const open = take()
      return rangeAfter(open, expression(), false)
    }
    if (isOp('{')) return context()
    return fail('a value')
  }

  function word(): Expr {
    const from = peek()
    const phrase = cursor.phrase()
    if (phrase !== undefined) {
      phrase.words.forEach(take)
      return { k: 'name', name: phrase.name, ...span(from) }
    }
    if (from.text === 'null') return { k: 'null', ...span(take()) }
    if (from.text === 'true' || from.text === 'false') return { k: 'boolean', value: take().text === 'true', ...span(from) }
    if (KEYWORDS.has(from.text)) {
      const inner = boxed()
      return inner ?? fail('a value')
    }
    return { k: 'name', name: take().text, ...span(from) }
  }

  function parenthesis(): Expr {
    const open = take()
    if (peek().kind === 'op' && COMPARE.has(peek().text)) {
      const op = take().text
      const value = additive()
      expectOp(')')
      if (op === '=') return { k: 'range', low: value, high: value, lowIn: true, highIn: true, ...span(open) }
      if (op === '!=') return fail('<, <=, > or >=')
      const isLow = op === '>' || op === '>='
      const isIn = op.length === 2
      const ends = isLow ? { low: value, high: undefined } : { low: undefined, high: value }
      return { k: 'range', ...ends, lowIn: isLow && isIn, highIn: !isLow && isIn, ...span(open) }
    }
    const inner = expression()
    if (isOp('..')) return rangeAfter(open, inner, false)
    expectOp(')')
    return { ...inner, ...span(open) }
  }

  function bracket(): Expr {
    const open = take()
    const items: Expr[] = []
    const outer = inRange
    inRange = 0
    if (!isOp(']')) {
      items.push(expression())
      if (isOp('..')) {
        inRange = outer
        return rangeAfter(open, items[0]!, true)
      }
      while (acceptOp(',')) items.push(expression())
    }
    inRange = outer
    expectOp(']')
    return { k: 'list', items, ...span(open) }
  }

  function rangeAfter(open: At, low: Expr, lowIn: boolean): Expr {
    expectOp('..')
    inRange++
    const high = expression()
    inRange--
    if (!isOp(']') && !isOp(')') && !isOp('[')) fail('], ) or [')
    const highIn = take().text === ']'
    return { k: 'range', low, high, lowIn, highIn, ...span(open) }
  }

  function context(): Expr {
    const open = take()
    const entries: { key: string; value: Expr }[] = []
    while (!isOp('}')) {
      const token = peek()
      const key = token.kind === 'string' ? take().text : words((next) => next.text === ':')
      if (entries.some((entry) => entry.key === key))
        throw new FeelError(`${key} stands twice in the context`, token.start, token.end, 'each key once')
      expectOp(':')
      entries.push({ key, value: expression() })
      if (!isOp('}')) expectOp(',')
    }
    expectOp('}')
    return { k: 'context', entries, ...span(open) }
  }

  function whole(): Expr {
    const result = expression()
    if (peek().kind !== 'end') fail('the end')
    return result
  }

  function unaryTests(): Expr {
    const from = peek()
    if (isOp('-') && peek(1).kind === 'end') return { k: 'boolean', value: true, ...span(take()) }
    const isNot = isWord('not') && isOp('(', 1)
    if (isNot) {
      take()
      take()
    }
    let all = oneTest()
    while (acceptOp(',')) {
      link()
      all = { k: 'or', a: all, b: oneTest(), ...span(from) }
    }
    if (isNot) {
      expectOp(')')
      all = { k: 'call', fn: { k: 'name', name: 'not', ...span(from) }, args: [all], ...span(from) }
    }
    if (peek().kind !== 'end') fail('a comma or the end')
    return all
  }

  /** A test that names `?` is the condition itself; another is compared with `?` (a true one holds for what is no boolean). */
  function oneTest(): Expr {
    const from = peek()
    const input: Expr = { k: 'name', name: '?', start: from.start, end: from.start }
    const one = test(expression)
    if (one.op === 'in' && tokensBetween(one).some((token) => token.kind === 'word' && token.text === '?')) return one.value
    const isIn: Expr = { k: 'in', value: input, tests: [one], ...span(from) }
    if (one.op !== 'in' || !CONDITIONS.has(one.value.k)) return isIn
    const isTrue: Expr = { k: 'compare', op: '=', a: one.value, b: { k: 'boolean', value: true, ...span(from) }, ...span(from) }
    const isBoolean: Expr = { k: 'instanceOf', value: input, type: { name: 'boolean', of: [] }, ...span(from) }
    const isOther: Expr = { k: 'compare', op: '=', a: isBoolean, b: { k: 'boolean', value: false, ...span(from) }, ...span(from) }
    return { k: 'or', a: isIn, b: { k: 'and', a: isOther, b: isTrue, ...span(from) }, ...span(from) }
  }

  return { whole, unaryTests }
}

/** Kinds of expression that may be a condition without naming `?`. */
const CONDITIONS = new Set<Expr['k']>(
  'boolean name path compare and or between in instanceOf if some every filter call'.split(' ') as Expr['k'][],
)
