/** Literals, names, parentheses, ranges, lists, contexts. */
import type { At, CompareOp, Expr } from '../ast.ts'
import { FeelError } from '../../errors.ts'
import { COMPARE, type Grammar, KEYWORDS } from './grammar.ts'

/** After a range's end, `[` closes it unless what follows could be a filter. */
const AFTER_RANGE = new Set(['', ')', ']', ',', '}', '.', 'and', 'or', 'then', 'else', 'return', 'satisfies', ...COMPARE])

export function primaries(grammar: Grammar): Pick<Grammar, 'primary' | 'rangeAfter' | 'closesRange'> {
  const { peek, take, isOp, acceptOp, expectOp, fail, span, phrase, newName, introduce } = grammar.cursor

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
      return rangeAfter(open, grammar.expression(), false)
    }
    if (isOp('{')) return context()
    return fail('a value')
  }

  function word(): Expr {
    const from = peek()
    const known = phrase()
    if (known !== undefined) {
      known.words.forEach(take)
      return { k: 'name', name: known.name, ...span(from) }
    }
    if (from.text === 'null') return { k: 'null', ...span(take()) }
    if (from.text === 'true' || from.text === 'false') return { k: 'boolean', value: take().text === 'true', ...span(from) }
    if (KEYWORDS.has(from.text)) return grammar.boxed() ?? fail('a value')
    return { k: 'name', name: take().text, ...span(from) }
  }

  function parenthesis(): Expr {
    const open = take()
    if (peek().kind === 'op' && COMPARE.has(peek().text)) {
      const form = take().text as CompareOp
      const value = grammar.additive()
      expectOp(')')
      return { ...comparisonRange(form, value), form, ...span(open) }
    }
    const inner = grammar.expression()
    if (isOp('..')) return rangeAfter(open, inner, false)
    expectOp(')')
    return { ...inner, ...span(open) }
  }

  let inRange = 0
  function closesRange(): boolean {
    const after = peek(1)
    return inRange > 0 && (after.kind === 'end' || (after.kind !== 'string' && AFTER_RANGE.has(after.text)))
  }

  function bracket(): Expr {
    const open = take()
    const items: Expr[] = []
    const outer = inRange
    inRange = 0
    if (!isOp(']')) {
      items.push(grammar.expression())
      if (isOp('..')) {
        inRange = outer
        return rangeAfter(open, items[0]!, true)
      }
      while (acceptOp(',')) items.push(grammar.expression())
    }
    inRange = outer
    expectOp(']')
    return { k: 'list', items, ...span(open) }
  }

  function rangeAfter(open: At, low: Expr, lowIn: boolean): Expr {
    expectOp('..')
    inRange++
    const high = grammar.expression()
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
      const key = token.kind === 'string' ? take().text : newName((next) => next.text === ':')
      if (token.kind === 'string') introduce(key)
      if (entries.some((entry) => entry.key === key))
        throw new FeelError(`${key} stands twice in the context`, token.start, token.end, 'each key once')
      expectOp(':')
      entries.push({ key, value: grammar.expression() })
      if (!isOp('}')) expectOp(',')
    }
    expectOp('}')
    return { k: 'context', entries, ...span(open) }
  }

  return { primary, rangeAfter, closesRange }
}

type RangeEnds = Omit<Extract<Expr, { k: 'range' }>, 'start' | 'end'>

function comparisonRange(form: CompareOp, value: Expr): RangeEnds {
  if (form === '=' || form === '!=') return { k: 'range', low: value, high: value, lowIn: form === '=', highIn: form === '=' }
  const isLow = form === '>' || form === '>='
  const isIn = form.length === 2
  return {
    k: 'range',
    low: isLow ? value : undefined,
    high: isLow ? undefined : value,
    lowIn: isLow && isIn,
    highIn: !isLow && isIn,
  }
}
