/** A place in the tokens of an expression: look, take, expect, and the limits that keep parsing bounded. */
import type { At } from './ast.ts'
import { FeelError } from '../errors.ts'
import { FUNCTION_NAMES } from './functions/index.ts'
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
  readonly tokensBetween: (at: At) => readonly Token[]
  /** The longest name of several tokens that stands here. */
  readonly phrase: () => Phrase | undefined
  /** Makes a name of several words known from here on. */
  readonly introduce: (words: readonly string[]) => void
}

/** A name of several tokens. `call`: only when a parenthesis follows. */
export interface Phrase {
  readonly words: readonly string[]
  readonly name: string
  readonly call: boolean
}

/** Starts at the beginning of `source`; `names` may hold spaces and signs. Throws FeelError where the text is no FEEL. */
export function createCursor(source: string, names: readonly string[]): Cursor {
  const tokens = tokenize(source)
  const phrases = phrasesOf(names)
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
  const stands = ({ words, call }: Phrase): boolean =>
    words.every((text, i) => peek(i).text === text && peek(i).kind !== 'string') && (!call || isOp('(', words.length))

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
    tokensBetween: ({ start, end }) => tokens.filter((token) => token.start >= start && token.end <= end && token.kind !== 'end'),
    phrase: () =>
      phrases.reduce<Phrase | undefined>(
        (best, one) => (one.words.length > (best?.words.length ?? 0) && stands(one) ? one : best),
        undefined,
      ),
    introduce: (words) => {
      phrases.push({ words, name: words.join(' '), call: false })
    },
  }
}

const SIMPLE = /^[\p{L}_?][\p{L}\p{N}\p{M}_?]*(\.[\p{L}_?][\p{L}\p{N}\p{M}_?]*)*$/u

const phrasesOf = (names: readonly string[]): Phrase[] => [
  ...names.filter((name) => !SIMPLE.test(name)).map((name) => phrase(name, false)),
  ...FUNCTION_PHRASES,
]

function phrase(name: string, call: boolean): Phrase {
  const words = tokenize(name).map((token) => token.text)
  return { words: words.slice(0, -1), name, call }
}

const FUNCTION_PHRASES = FUNCTION_NAMES.filter((name) => name.includes(' ')).map((name) => phrase(name, true))
