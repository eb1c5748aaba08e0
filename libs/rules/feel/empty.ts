/** Parts of an expression that come to nothing whoever is judged, for all that matters in them stands there. */
import { FeelError, LimitError } from '../errors.ts'
import type { Json } from '../types.ts'
import type { Expr } from './ast.ts'
import { type Budget, compileExpression, createBudget } from './expression.ts'
import { toJson } from './json.ts'
import { parseFeel } from './parser.ts'
import { FUEL } from './tank.ts'

export interface Empty {
  /** `literal`: a day or time that there is not; rules that are compiled tell of it themselves. */
  readonly why: 'zero' | 'nothing' | 'pattern' | 'literal'
  /** Of the part, in the expression. */
  readonly start: number
  readonly text: string
}

/** Only these come to nothing without reading a fact; what holds none of them need not be read once more. */
const SUSPICIOUS = /[/(@]|\*\*|\.\.|\d{18}|\d[eE]/
/** Constants of one expression that are worked out; nobody writes more by hand. */
const LOOKED_AT = 300
/** Findings of one expression. */
const TOLD = 5

/** The smallest parts that come to nothing, in order; none where the expression does not parse (that is told elsewhere). */
export function emptyIn(feel: string, names: readonly string[], read = tryParseFeel): readonly Empty[] {
  if (!SUSPICIOUS.test(feel)) return []
  const expr = read(feel, names)
  if (expr === undefined) return []
  const found: Empty[] = []
  const around = new Set(names)
  const text = ({ start, end }: Expr): string => feel.slice(start, end)
  const worth = evaluator()
  const tell = (why: Empty['why'], part: Expr): boolean => found.push({ why, start: part.start, text: text(part) }) > 0

  /** The names that a part reads; undefined where it, or something in it, comes to nothing. */
  const look = (part: Expr): ReadonlySet<string> | undefined => {
    const parts = childrenOf(part)
    const below = parts.map(look)
    const isWhole = below.every((names) => names !== undefined)
    const names = new Set(below.flatMap((one) => [...(one ?? [])]))
    for (const bound of boundBy(part)) names.delete(bound)
    if (part.k === 'name') names.add(part.name)
    if (part.k === 'call' && part.fn.k === 'name' && READS_DAY.includes(part.fn.name)) names.add('today')
    // A function of the names around may be anything, called as one of FEEL's own or not.
    if (part.k === 'call' && part.fn.k === 'name' && around.has(part.fn.name)) names.add(part.fn.name)
    const isEmpty = isWhole && isEmptyPart(part, (inner) => below[parts.indexOf(inner)]?.size === 0, names.size === 0)
    return isWhole && !isEmpty ? names : undefined
  }

  function isEmptyPart(part: Expr, isConstant: (inner: Expr) => boolean, isAllConstant: boolean): boolean {
    const divisor = divisorOf(part)
    if (divisor && isConstant(divisor) && worth(text(divisor)) === 0) return tell('zero', part)
    const pattern = patternOf(part)
    const flags = flagsOf(part)
    const given = flags === undefined ? '' : flags.k === 'string' ? `, ${text(flags)}` : undefined
    if (pattern?.k === 'string' && given !== undefined && worth(`matches("", ${text(pattern)}${given})`) === null)
      return tell('pattern', pattern)
    if (part.k === 'for' || part.k === 'some' || part.k === 'every')
      for (const { list, to } of part.iterators) {
        if (!(to ? isConstant(list) && isConstant(to) : list.k === 'range' && isConstant(list))) continue
        const over = to ? feel.slice(list.start, to.end) : text(list)
        if (worth(`count(for turn in ${over} return 1)`) !== null) continue
        return tell('nothing', { ...list, end: (to ?? list).end })
      }
    if (part.k === 'at') return worth(text(part)) === undefined && tell('literal', part)
    if (isAllConstant) return comesToValue(part) && worth(text(part)) === null && tell('nothing', part)
    const samples = samplesOf(part, text, isConstant)
    return samples.length > 0 && samples.every((sample) => worth(sample) === null) && tell('nothing', part)
  }

  look(expr)
  return found.slice(0, TOLD)
}

/**
 * What constants come to; null also for what never ends, undefined for what cannot be said. All of one expression may take as long as
 * one that never ends, no longer.
 */
function evaluator(): (text: string) => Json | undefined {
  const known = new Map<string, Json | undefined>()
  let left = FUEL
  return (text) => {
    if (known.has(text)) return known.get(text)
    if (known.size >= LOOKED_AT || left <= 0) return undefined
    const budget = createBudget()
    const value = orNothing(() => constantOf(text, budget))
    left -= FUEL - budget.fuel
    known.set(text, value)
    return value
  }
}

function constantOf(text: string, budget: Budget): Json | undefined {
  const { findings, evaluate } = compileExpression(text, [])
  return findings.length > 0 ? undefined : toJson(evaluate([], budget))
}

/** What does not parse, or names what is not there, is told elsewhere. */
function orNothing(run: () => Json | undefined): Json | undefined {
  try {
    return run()
  } catch (error) {
    return error instanceof LimitError ? null : undefined
  }
}

const READS_DAY: readonly string[] = ['today', 'now', 'age']
const PATTERNS: readonly string[] = ['matches', 'replace', 'split']
/** With constants in some places these may come to nothing whatever number stands in the others. */
const NUMERIC = /^(?:floor to|ceil to|round to|decimal|round (?:up|down|half up|half down))$/

const divisorOf = (part: Expr): Expr | undefined =>
  part.k === 'binary' && part.op === '/' ? part.b : isCallOf(part, ['modulo']) ? part.args[1] : undefined

const patternOf = (part: Expr): Expr | undefined => (isCallOf(part, PATTERNS) ? part.args[1] : undefined)

/** The flags a pattern is read with: with `x`, blanks in it mean nothing. */
const flagsOf = (part: Expr): Expr | undefined =>
  isCallOf(part, PATTERNS) ? part.args[part.fn.k === 'name' && part.fn.name === 'replace' ? 3 : 2] : undefined

const isCallOf = (part: Expr, names: readonly string[]): part is Extract<Expr, { k: 'call' }> =>
  part.k === 'call' && part.fn.k === 'name' && names.includes(part.fn.name) && part.names === undefined

/** A literal that is out of range, an operator, a call. Elsewhere (a field, an item, `if`) nothing may be meant. */
function comesToValue(part: Expr): boolean {
  if (part.k === 'number') return part.text.length > 300 || /e/i.test(part.text)
  return ['binary', 'call', 'neg', 'compare', 'for'].includes(part.k)
}

/** The part with numbers in the place of what is not known; none where that would say nothing. */
function samplesOf(part: Expr, text: (part: Expr) => string, isConstant: (inner: Expr) => boolean): readonly string[] {
  const given = operandsOf(part)
  if (!given.some(isConstant)) return []
  return ['2', '3', '10'].map((number) => {
    const operands = given.map((one) => (isConstant(one) ? `(${text(one)})` : number))
    return part.k === 'call' ? `${text(part.fn)}(${operands.join(', ')})` : operands.join(' ** ')
  })
}

function operandsOf(part: Expr): readonly Expr[] {
  if (part.k === 'binary') return part.op === '**' ? [part.a, part.b] : []
  return part.k === 'call' && part.fn.k === 'name' && NUMERIC.test(part.fn.name) && part.names === undefined ? part.args : []
}

/** Names that mean something inside a part only. */
function boundBy(part: Expr): readonly string[] {
  if (part.k === 'for' || part.k === 'some' || part.k === 'every') return ['partial', ...part.iterators.map(({ name }) => name)]
  if (part.k === 'filter') return ['item']
  if (part.k === 'function') return part.params
  return part.k === 'context' ? part.entries.map(({ key }) => key) : []
}

/** The expressions inside one, wherever they stand: in loops, filters, tests, lists. */
export const childrenOf = (part: Expr): readonly Expr[] =>
  Object.entries(part).flatMap(([key, inner]) =>
    part.k === 'call' && key === 'fn' && part.fn.k === 'name' ? [] : exprsIn(inner),
  )

function exprsIn(value: unknown): readonly Expr[] {
  if (typeof value !== 'object' || value === null) return []
  if ('k' in value) return [value as Expr]
  return Object.values(value).flatMap(exprsIn)
}

/** As `parseFeel`; undefined where it does not parse. */
export function tryParseFeel(feel: string, names: readonly string[]): Expr | undefined {
  try {
    return parseFeel(feel, names)
  } catch (error) {
    if (!(error instanceof FeelError)) throw error
    return undefined
  }
}
