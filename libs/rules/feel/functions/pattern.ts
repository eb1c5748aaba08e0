/** `matches`, `replace`, `split` (DMN 1.5, 10.3.4.3): patterns as XPath and XQuery functions take them. */
import { type Matcher, type Match, matcherOver } from '../regex/match.ts'
import { type Flags, parseFlags } from '../regex/parse.ts'
import { type Program, programOf } from '../regex/program.ts'
import type { Value } from '../values.ts'
import { newTank } from '../tank.ts'
import { type Fn, fn, type Functions } from './function.ts'

const MAX_TEXT = 1_000_000

interface Pattern {
  readonly program: Program
  readonly flags: Flags
}

function patternOf(pattern: Value, flags: Value): Pattern | undefined {
  if (typeof pattern !== 'string' || pattern.length > 10_000) return undefined
  const read = flags === undefined || flags === null ? parseFlags('') : typeof flags === 'string' ? parseFlags(flags) : undefined
  const program = read && programOf(pattern, read)
  return read && program && { program, flags: read }
}

const pointsOf = (text: string): readonly number[] => Array.from(text, (char) => char.codePointAt(0)!)

function textOf(points: readonly number[], start: number, end: number): string {
  let text = ''
  for (let i = start; i < end; i++) text += String.fromCodePoint(points[i]!)
  return text
}

const matches: Fn['run'] = ([input, pattern, flags], _today, _now, tank = newTank()) => {
  const made = patternOf(pattern, flags)
  return typeof input === 'string' && made ? matcherOver(made.program, pointsOf(input), tank).next(0) !== undefined : null
}

/** All matches from left to right; undefined when the pattern matches nothing at all, which would never end. */
function allMatches(matcher: Matcher): readonly Match[] | undefined {
  const all: Match[] = []
  let from = 0
  for (let match = matcher.next(from); match !== undefined; match = matcher.next(from)) {
    if (match[1] === match[0]) return undefined
    all.push(match)
    from = match[1]!
  }
  return all
}

const replace: Fn['run'] = ([input, pattern, replacement, flags], _today, _now, tank = newTank()) => {
  const made = patternOf(pattern, flags)
  if (typeof input !== 'string' || typeof replacement !== 'string' || !made) return null
  const parts = made.flags.literal ? [replacement] : template(replacement, made.program.groups)
  const points = pointsOf(input)
  const found = parts && allMatches(matcherOver(made.program, points, tank))
  if (!parts || !found) return null
  let text = ''
  let from = 0
  for (const match of found) {
    text += textOf(points, from, match[0]!)
    for (const part of parts) text += typeof part === 'string' ? part : textOf(points, match[part * 2]!, match[part * 2 + 1]!)
    from = match[1]!
    if (text.length > MAX_TEXT) return null
  }
  return text + textOf(points, from, points.length)
}

/** Texts and numbers of groups; undefined when a `$` or a backslash stands alone. A group that the pattern lacks is empty. */
function template(text: string, groups: number): readonly (string | number)[] | undefined {
  const parts: (string | number)[] = []
  let rest = text
  while (rest !== '') {
    const plain = /^[^$\\]+/.exec(rest) ?? /^\\[$\\]/.exec(rest)
    const group = plain ?? /^\$\d+/.exec(rest)
    if (group === null) return undefined
    let { length } = group[0]
    if (plain !== null) parts.push(plain[0].startsWith('\\') ? plain[0].slice(1) : plain[0])
    else {
      while (length > 2 && Number(rest.slice(1, length)) > groups) length--
      const index = Number(rest.slice(1, length))
      if (index <= groups) parts.push(index)
    }
    rest = rest.slice(length)
  }
  return parts
}

const split: Fn['run'] = ([text, delimiter], _today, _now, tank = newTank()) => {
  const made = patternOf(delimiter, undefined)
  if (typeof text !== 'string' || !made) return null
  const points = pointsOf(text)
  const found = allMatches(matcherOver(made.program, points, tank))
  if (found === undefined) return null
  const starts = [0, ...found.map((match) => match[1]!)]
  return starts.map((start, i) => textOf(points, start, found[i]?.[0] ?? points.length))
}

export const pattern: Functions = {
  matches: { ...fn('input, pattern, flags?', 'boolean', matches, ['string', 'string', 'string']), cost: 100 },
  replace: {
    ...fn('input, pattern, replacement, flags?', 'string', replace, ['string', 'string', 'string', 'string']),
    cost: 100,
  },
  split: { ...fn('string, delimiter', 'list', split, ['string', 'string']), cost: 100 },
}
