/** A place in the tokens of an expression: look, take, expect, and the limits that keep parsing bounded. */
import type { At } from './ast.ts'
import { FeelError } from '../errors.ts'
import { createPhrases, type Phrase } from './phrases.ts'
import { type Token, tokenize } from './lexer.ts'

const MAX_NESTING = 200
const MAX_CHAIN = 2000

export interface Cursor {
  readonly peek: (ahead?: number) => Token
  readonly take: () => Token
  readonly isOp: (text: string, ahead?: number) => boolean
  readonly isWord: (text: string, ahead?: number) => boolean
  /** Takes the token when it is there. */
  readonly acceptOp: (text: string) => boolean
  readonly acceptWord: (text: string) => boolean
  readonly expectOp: (text: string) => Token
  readonly expectWord: (text: string) => Token
  /** Refuses the token that stands here. */
  readonly fail: (expected: string) => never
  /** From the start of `from` to the end of the token taken last. */
  readonly span: (from: At) => At
  /** Runs one level deeper; refuses what is nested too deeply. */
  readonly deeper: <T>(parse: () => T) => T
  /** Counts one more operator in a row. */
  readonly link: () => void
  /** The tokens of a part that was read. */
  readonly tokensOf: (part: At) => readonly Token[]
  /** The longest name of several tokens that stands here. */
  readonly phrase: () => Phrase | undefined
  /** A property of several words that stands here. */
  readonly property: () => Phrase | undefined
  /** A type's name of several words or signs that stands here. */
  readonly typePhrase: () => Phrase | undefined
  /** Reads a name that is being introduced, up to a stop; known from here on. */
  readonly newName: (stop: (token: Token) => boolean) => string
  /** Makes a name known from here on. */
  readonly introduce: (name: string) => void
}

/** Starts at the beginning of `source`; `names` may hold spaces and signs. Throws FeelError where the text is no FEEL. */
export function createCursor(source: string, names: readonly string[], typeNames: readonly string[] = []): Cursor {
  const tokens = tokenize(source)
  const phrases = createPhrases(names, typeNames)
  let at = 0
  let nesting = 0
  let chain = 0

  const peek = (ahead = 0): Token => tokens[Math.min(at + ahead, tokens.length - 1)]!
  const take = (): Token => tokens[Math.min(at++, tokens.length - 1)]!
  const isOp = (text: string, ahead = 0) => peek(ahead).kind === 'op' && peek(ahead).text === text
  const isWord = (text: string, ahead = 0) => peek(ahead).kind === 'word' && peek(ahead).text === text
  const fail = (expected: string): never => {
    const { kind, start, end } = peek()
    const found = kind === 'end' ? 'the end' : source.slice(start, end)
    throw new FeelError(`Found ${found} where ${expected} was expected`, start, end, expected)
  }

  /** Words, numbers and signs that names may hold, the spaces between them kept as one. */
  function newName(stop: (token: Token) => boolean): string {
    const from = peek()
    if (from.kind !== 'word') fail('a name')
    let name = take().text
    let end = from.end
    while (!stop(peek())) {
      const { kind, text, start } = peek()
      if (kind !== 'word' && kind !== 'number' && !(kind === 'op' && SIGNS.has(text))) fail('a name')
      name += (start > end ? ' ' : '') + text
      end = take().end
    }
    phrases.introduce(name)
    return name
  }

  return {
    peek,
    take,
    isOp,
    isWord,
    acceptOp: (text) => isOp(text) && take() !== undefined,
    acceptWord: (text) => isWord(text) && take() !== undefined,
    expectOp: (text) => (isOp(text) ? take() : fail(text)),
    expectWord: (text) => (isWord(text) ? take() : fail(text)),
    fail,
    span: (from) => ({ start: from.start, end: tokens[at - 1]?.end ?? 0 }),
    deeper: (parse) => {
      const { start, end } = peek()
      if (++nesting > MAX_NESTING) throw new FeelError('The expression is nested too deeply', start, end, 'a simpler expression')
      const result = parse()
      nesting--
      return result
    },
    link: () => {
      if (++chain > MAX_CHAIN) throw new FeelError('The expression is too long', peek().start, peek().end, 'fewer operators')
    },
    tokensOf: ({ start, end }) => tokens.filter((token) => token.start >= start && token.end <= end && token.kind !== 'end'),
    phrase: () => phrases.longest(peek),
    property: () => phrases.property(peek),
    typePhrase: () => phrases.type(peek),
    newName,
    introduce: phrases.introduce,
  }
}

/** Signs that a name may hold (DMN 1.5, 10.3.1.2, rule 29). */
const SIGNS = new Set(['.', '/', '-', "'", '’', '+', '*'])
