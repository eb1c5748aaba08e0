/** Names of several tokens: those in scope, those an expression introduces, built-in functions, properties. */
import { FUNCTION_NAMES } from './functions/index.ts'
import { type Token, tokenize } from './lexer.ts'

/** `call`: only when a parenthesis follows. `gaps`: where a space stands before a word. */
export interface Phrase {
  readonly words: readonly string[]
  readonly gaps: readonly boolean[]
  readonly name: string
  readonly call: boolean
}

type Look = (ahead: number) => Token

export interface Phrases {
  /** The longest phrase that stands at a place. */
  readonly longest: (look: Look) => Phrase | undefined
  /** The property of several words that stands there. */
  readonly property: (look: Look) => Phrase | undefined
  /** The type's name of several words or signs that stands there. */
  readonly type: (look: Look) => Phrase | undefined
  readonly introduce: (name: string) => void
}

/** Of `names`, those that are no plain word (or dotted words) are phrases. */
export function createPhrases(names: readonly string[], typeNames: readonly string[] = []): Phrases {
  const own = new Map<string, Phrase[]>()
  const types = tableOf(
    typeNames.filter((name) => !SIMPLE.test(name)),
    false,
  )
  const introduce = (name: string): void => {
    if (SIMPLE.test(name)) return
    const made = phraseOf(name, false)
    if (made !== undefined) add(own, made)
  }
  for (const name of names) introduce(name)
  return {
    introduce,
    longest: (look) => {
      const first = look(0).text
      return longestOf(FUNCTIONS.get(first), look, longestOf(own.get(first), look, undefined))
    },
    property: (look) => longestOf(PROPERTIES.get(look(0).text), look, undefined),
    type: (look) => longestOf(types.get(look(0).text), look, undefined),
  }
}

/** Among equally long ones, the first found stays. */
function longestOf(among: readonly Phrase[] | undefined, look: Look, best: Phrase | undefined): Phrase | undefined {
  if (among === undefined) return best
  return among.reduce((found, one) => (one.words.length > (found?.words.length ?? 0) && stands(one, look) ? one : found), best)
}

/** `a - b` is no name `a-b`. */
const stands = ({ words, gaps, call }: Phrase, look: Look): boolean =>
  words.every((text, i) => {
    const token = look(i)
    return token.text === text && token.kind !== 'string' && (i === 0 || token.start > look(i - 1).end === gaps[i])
  }) &&
  (!call || (look(words.length).kind === 'op' && look(words.length).text === '('))

const SIMPLE = /^[\p{L}_?][\p{L}\p{N}\p{M}_?]*(\.[\p{L}_?][\p{L}\p{N}\p{M}_?]*)*$/u

/** Undefined for a text that no expression could hold as a name. */
function phraseOf(name: string, call: boolean): Phrase | undefined {
  try {
    const tokens = tokenize(name).slice(0, -1)
    const gaps = tokens.map(({ start }, i) => i > 0 && start > tokens[i - 1]!.end)
    return { words: tokens.map((token) => token.text), gaps, name, call }
  } catch {
    // No token can stand for part of it, so it can only be read by other means (get value).
    return undefined
  }
}

function add(to: Map<string, Phrase[]>, phrase: Phrase): void {
  const [first] = phrase.words
  if (first === undefined) return
  const same = to.get(first)
  if (same === undefined) to.set(first, [phrase])
  else same.push(phrase)
}

function tableOf(names: readonly string[], call: boolean): ReadonlyMap<string, readonly Phrase[]> {
  const table = new Map<string, Phrase[]>()
  for (const name of names) {
    const made = phraseOf(name, call)
    if (made !== undefined) add(table, made)
  }
  return table
}

const FUNCTIONS = tableOf(
  FUNCTION_NAMES.filter((name) => name.includes(' ')),
  true,
)
const PROPERTIES = tableOf(['time offset', 'start included', 'end included'], false)
