/** FEEL text into tokens, each with its place. */
import { FeelError } from '../errors.ts'

export interface Token {
  readonly kind: 'number' | 'string' | 'at' | 'word' | 'op' | 'end'
  /** The text as written; for strings the value. */
  readonly text: string
  readonly start: number
  readonly end: number
}

const MAX_LENGTH = 100_000
const SKIP = /(?:\s|\ufeff|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/uy
const NUMBER = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/uy
const WORD = /[\p{L}_?\u{10000}-\u{effff}][\p{L}\p{N}\p{M}_?\u{10000}-\u{effff}\u00b7\u203f\u2040\u200c\u200d]*/uy
const STRING = /"(?:[^"\\]|\\[\s\S])*"/uy
/** Apostrophes mean something only in names. */
const OP = /\.\.|\*\*|<=|>=|!=|->|[-+*/=<>(){}[\],.:@'’]/uy
const ESCAPE = /\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|[\s\S])/g
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', "'": "'", '\\': '\\' }

/** Reads the whole text; throws FeelError at the first character that is no FEEL. */
export function tokenize(source: string): readonly Token[] {
  if (source.length > MAX_LENGTH)
    throw new FeelError('The expression is too long', 0, source.length, `at most ${MAX_LENGTH} characters`)
  const tokens: Token[] = []
  let at = 0
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    return pattern.exec(source)?.[0]
  }
  while (at < source.length) {
    const skipped = take(SKIP)
    if (skipped !== undefined) {
      at += skipped.length
      continue
    }
    const token = next(source, at, take)
    tokens.push(token)
    at = token.end
  }
  tokens.push({ kind: 'end', text: '', start: source.length, end: source.length })
  return tokens
}

function next(source: string, at: number, take: (pattern: RegExp) => string | undefined): Token {
  const char = source[at]!
  if (char === '"') {
    const text = take(STRING)
    if (text === undefined) throw new FeelError('The string does not end', at, source.length, 'a closing "')
    return { kind: 'string', text: unquote(text), start: at, end: at + text.length }
  }
  if (char === '@' && source[at + 1] === '"') {
    STRING.lastIndex = at + 1
    const text = STRING.exec(source)?.[0]
    if (text === undefined) throw new FeelError('The literal does not end', at, source.length, 'a closing "')
    return { kind: 'at', text: unquote(text), start: at, end: at + 1 + text.length }
  }
  const word = take(WORD)
  if (word !== undefined) return { kind: 'word', text: word, start: at, end: at + word.length }
  const number = /[\d.]/.test(char) ? take(NUMBER) : undefined
  if (number !== undefined) return { kind: 'number', text: number, start: at, end: at + number.length }
  const op = take(OP)
  if (op !== undefined) return { kind: 'op', text: op, start: at, end: at + op.length }
  const shown = String.fromCodePoint(source.codePointAt(at)!)
  throw new FeelError(`${shown} has no meaning here`, at, at + shown.length, 'a name, a value or an operator')
}

/** An escape that FEEL does not know stays as it is written, backslash included: `\s` in a pattern. */
const unquote = (quoted: string): string =>
  quoted.slice(1, -1).replace(ESCAPE, (whole: string, code: string) => {
    const point = code.length > 1 ? Number.parseInt(code.slice(1), 16) : Number.NaN
    return point <= 0x10ffff ? String.fromCodePoint(point) : (ESCAPES[code] ?? whole)
  })
