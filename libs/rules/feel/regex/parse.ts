/** Patterns of XPath and XQuery functions (what FEEL's `matches`, `replace`, `split` take) as a tree. */
import { type CharSet, ESCAPES, either, except, ignoringCase, minus, property, range } from './classes.ts'

export type Tree =
  | { readonly k: 'set'; readonly set: CharSet }
  | { readonly k: 'start' | 'end' }
  | { readonly k: 'sequence' | 'choice'; readonly parts: readonly Tree[] }
  | { readonly k: 'repeat'; readonly of: Tree; readonly least: number; readonly most: number; readonly isLazy: boolean }
  | { readonly k: 'group'; readonly index: number; readonly of: Tree }
  | { readonly k: 'same'; readonly index: number }

export interface Flags {
  /** `s`: a dot is any character. */
  readonly dotAll: boolean
  /** `m`: `^` and `$` mean lines. */
  readonly lines: boolean
  /** `i`: case does not matter. */
  readonly ignoreCase: boolean
  /** `x`: white space in the pattern means nothing. */
  readonly spaced: boolean
  /** `q`: every character stands for itself. */
  readonly literal: boolean
}

/** Undefined when a letter is no flag. */
export function parseFlags(text: string): Flags | undefined {
  if (/[^smixq]/.test(text)) return undefined
  const has = (flag: string) => text.includes(flag)
  return { dotAll: has('s'), lines: has('m'), ignoreCase: has('i'), spaced: has('x'), literal: has('q') }
}

/** Thrown and caught here: the pattern is none. */
class Refused extends Error {}

const MAX_REPEAT = 1000
const MAX_NESTING = 100
const NEW_LINES = either([range(10, 10), range(13, 13)])

/** The tree and how many groups it has; undefined when the pattern is wrong. */
export function parsePattern(pattern: string, flags: Flags): { readonly tree: Tree; readonly groups: number } | undefined {
  try {
    return parsing([...(flags.spaced && !flags.literal ? unspaced(pattern) : pattern)], flags)
  } catch (error) {
    if (error instanceof Refused) return undefined
    throw error
  }
}

/** White space inside a class stays. */
function unspaced(pattern: string): string {
  let depth = 0
  let kept = ''
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i]!
    if (char === '[') depth++
    if (char === ']') depth--
    if (depth > 0 || !/[ \t\n\r]/.test(char)) kept += char
    if (char === '\\') kept += depth > 0 || !/[ \t\n\r]/.test(pattern[i + 1] ?? ' ') ? (pattern[++i] ?? '') : ''
  }
  return kept
}

function parsing(chars: readonly string[], flags: Flags): { tree: Tree; groups: number } {
  let at = 0
  let groups = 0
  let nesting = 0
  const closed = new Set<number>()
  const fold = (set: CharSet): CharSet => (flags.ignoreCase ? ignoringCase(set) : set)
  const one = (char: string): Tree => ({ k: 'set', set: fold(range(char.codePointAt(0)!, char.codePointAt(0)!)) })
  const refuse = (): never => {
    throw new Refused()
  }
  const accept = (char: string): boolean => chars[at] === char && ++at > 0

  function choice(): Tree {
    if (++nesting > MAX_NESTING) refuse()
    const parts = [sequence()]
    while (accept('|')) parts.push(sequence())
    nesting--
    return parts.length === 1 ? parts[0]! : { k: 'choice', parts }
  }

  function sequence(): Tree {
    const parts: Tree[] = []
    while (at < chars.length && chars[at] !== '|' && chars[at] !== ')') parts.push(quantified(atom()))
    return { k: 'sequence', parts }
  }

  function quantified(of: Tree): Tree {
    const bounds = quantifier()
    if (bounds === undefined) return of
    if (quantifier(true) !== undefined) return refuse()
    return { k: 'repeat', of, ...bounds, isLazy: accept('?') }
  }

  function quantifier(isPeek = false): { least: number; most: number } | undefined {
    const char = chars[at]
    if (isPeek) return char === '*' || char === '+' || char === '{' ? { least: 0, most: 0 } : undefined
    if (accept('?')) return { least: 0, most: 1 }
    if (accept('*')) return { least: 0, most: Number.POSITIVE_INFINITY }
    if (accept('+')) return { least: 1, most: Number.POSITIVE_INFINITY }
    return accept('{') ? counted() : undefined
  }

  function counted(): { least: number; most: number } {
    const end = chars.indexOf('}', at)
    const parts = /^(\d+)(,(\d*))?$/.exec(chars.slice(at, end).join(''))
    if (end < 0 || parts === null) return refuse()
    at = end + 1
    const least = Number(parts[1])
    const most = parts[2] === undefined ? least : parts[3] === '' ? Number.POSITIVE_INFINITY : Number(parts[3])
    if (most < least || least > MAX_REPEAT || (most > MAX_REPEAT && most !== Number.POSITIVE_INFINITY)) return refuse()
    return { least, most }
  }

  function atom(): Tree {
    const char = chars[at++]!
    if (flags.literal) return one(char)
    if (char === '(') return group()
    if (char === '[') return { k: 'set', set: charClass() }
    if (char === '\\') return escaped()
    if (char === '.') return { k: 'set', set: flags.dotAll ? () => true : except(NEW_LINES) }
    if (char === '^') return { k: 'start' }
    if (char === '$') return { k: 'end' }
    return '*+?{}]'.includes(char) ? refuse() : one(char)
  }

  function group(): Tree {
    const isPlain = chars[at] === '?' && chars[at + 1] === ':'
    if (isPlain) at += 2
    const index = isPlain ? 0 : ++groups
    const of = choice()
    if (!accept(')')) refuse()
    if (isPlain) return of
    closed.add(index)
    return { k: 'group', index, of }
  }

  function escaped(): Tree {
    const set = classEscape()
    if (set !== undefined) return { k: 'set', set }
    const char = chars[at++]
    if (char === undefined) return refuse()
    if (/[1-9]/.test(char)) return same(Number(char))
    return one(plainEscape(char))
  }

  /** As many digits as name a group that is closed. */
  function same(first: number): Tree {
    let index = first
    while (/\d/.test(chars[at] ?? '') && closed.has(index * 10 + Number(chars[at]))) index = index * 10 + Number(chars[at++])
    return closed.has(index) ? { k: 'same', index } : refuse()
  }

  function plainEscape(char: string): string {
    const control = { n: '\n', r: '\r', t: '\t' }[char]
    if (control !== undefined) return control
    return '\\|.?*+(){}$-[]^'.includes(char) ? char : refuse()
  }

  /** After a backslash: a set with a name; undefined when a single character stands there. */
  function classEscape(): CharSet | undefined {
    const char = chars[at] ?? ''
    if (char === 'p' || char === 'P') {
      const end = chars.indexOf('}', at)
      const named = chars[at + 1] === '{' && end > 0 ? property(chars.slice(at + 2, end).join('')) : undefined
      if (named === undefined) return refuse()
      at = end + 1
      return char === 'P' ? except(named) : named
    }
    if (!Object.hasOwn(ESCAPES, char)) return undefined
    at++
    return ESCAPES[char]
  }

  /** After `[`. */
  function charClass(): CharSet {
    if (++nesting > MAX_NESTING) refuse()
    const isNegated = accept('^')
    const sets: CharSet[] = []
    let without: CharSet | undefined
    while (chars[at] !== ']') {
      if (at >= chars.length) refuse()
      if (chars[at] === '-' && chars[at + 1] === '[' && sets.length > 0) {
        at += 2
        without = charClass()
        if (chars[at] !== ']') refuse()
      } else sets.push(classItem())
    }
    at++
    nesting--
    if (sets.length === 0) refuse()
    const all = isNegated ? except(either(sets)) : either(sets)
    return without === undefined ? all : minus(all, without)
  }

  function classItem(): CharSet {
    if (accept('\\')) {
      const set = classEscape()
      if (set !== undefined) return set
      at--
    }
    const low = classChar()
    const isRange = chars[at] === '-' && chars[at + 1] !== ']' && chars[at + 1] !== '[' && chars[at + 1] !== undefined
    if (!isRange) return fold(range(low, low))
    at++
    const high = classChar()
    return low > high ? refuse() : fold(range(low, high))
  }

  function classChar(): number {
    const char = chars[at++]
    if (char === undefined || char === '[') return refuse()
    return (char === '\\' ? plainEscape(chars[at++] ?? '') : char).codePointAt(0)!
  }

  const tree = choice()
  if (at < chars.length) refuse()
  return { tree, groups }
}
