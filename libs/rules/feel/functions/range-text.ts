/** `range("[1..5]")` (DMN 1.5, 10.3.4.1): a range of literals from its text. */
import { type Token, tokenize } from '../lexer.ts'
import { FeelError } from '../../errors.ts'
import { negate, parseNumber } from '../numbers.ts'
import { parseTemporal } from '../temporal/literal.ts'
import { type Known, kindOf, order, Range, type Value } from '../values.ts'
import { dates } from './date.ts'
import { fn, type Functions } from './function.ts'

function rangeOf(text: string): Value {
  const tokens = tokensOf(text)
  const open = tokens.shift()?.text
  const lowIn = open === '['
  if (!lowIn && open !== '(' && open !== ']') return null
  const dots = tokens.findIndex((token) => token.kind === 'op' && token.text === '..')
  const close = tokens.pop()?.text
  const highIn = close === ']'
  if (dots < 0 || (!highIn && close !== ')' && close !== '[')) return null
  const low = literal(tokens.slice(0, dots))
  const high = literal(tokens.slice(dots + 1))
  if (low === undefined || high === undefined || kindOf(low) !== kindOf(high)) return null
  const c = order(low, high)
  return c !== undefined && c <= 0 ? new Range(low, high, lowIn, highIn) : null
}

function tokensOf(text: string): Token[] {
  try {
    return tokenize(text).filter((token) => token.kind !== 'end')
  } catch (error) {
    if (error instanceof FeelError) return []
    throw error
  }
}

/** A number, a text, an `@` literal, `date("…")` and the like; undefined for anything else. */
function literal(tokens: readonly Token[]): Known | undefined {
  const [first, ...rest] = tokens
  if (first === undefined) return undefined
  if (first.kind === 'op' && first.text === '-' && rest.length === 1 && rest[0]!.kind === 'number') {
    const size = parseNumber(rest[0]!.text)
    return size === undefined ? undefined : negate(size)
  }
  if (rest.length === 0) {
    if (first.kind === 'number') return parseNumber(first.text)
    if (first.kind === 'string') return first.text
    return first.kind === 'at' ? parseTemporal(first.text) : undefined
  }
  return called(tokens)
}

function called(tokens: readonly Token[]): Known | undefined {
  const open = tokens.findIndex((token) => token.text === '(')
  const name = tokens
    .slice(0, open)
    .map((token) => token.text)
    .join(' ')
  const [, text, close, ...more] = tokens.slice(open)
  const isCall = text?.kind === 'string' && close?.text === ')' && more.length === 0
  if (!isCall || !['date', 'time', 'date and time', 'duration'].includes(name)) return undefined
  return dates[name]!.run([text.text], 0) ?? undefined
}

export const rangeText: Functions = {
  range: fn('from', 'range', ([from]) => (typeof from === 'string' ? rangeOf(from) : null), ['string']),
}
