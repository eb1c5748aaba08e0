/** Parts of a rule that give nothing, so that whoever is judged is told no: numbers beyond all bounds, patterns that are none. */
import { createEngine, type Expr, FeelError, type Json, namesIn, parseFeel } from '@dpg/rules'
import { type Finding, finding } from '../findings.ts'
import type { Written } from './feel.ts'
import type { ServiceCheck } from './lint.ts'

/** A condition of the rules and a step of the amount, with their places. */
export const rulesWritten = ({ eligibility, amount }: Parameters<ServiceCheck>[0]): Written[] => [
  ...eligibility.criteria.map((one, i): Written => [['eligibility', 'criteria', i, 'test'], one.test]),
  ...(amount?.steps ?? []).map((one, i): Written => [['amount', 'steps', i, 'be'], one.be]),
]

/** Only these give nothing without reading a fact; most expressions need not be read once more. */
const SUSPICIOUS = /\*\*|\d{18}|\.\.\s*\d{6}|\b(matches|replace|split)\s*\(/
const PATTERNS: readonly string[] = ['matches', 'replace', 'split']

export const lintNothing: ServiceCheck = (service, { pack, sources }) => {
  const names = [...pack.facts.keys(), ...pack.parameters.keys()]
  return rulesWritten(service).flatMap(([path, feel]): Finding[] => {
    if (feel === null || !SUSPICIOUS.test(feel)) return []
    const place = () => sources.place('service', service.id, path)
    const engine = createEngine({ facts: [], parameters: [], services: [] })
    const evaluate = (part: string) => engine.value(part, { facts: {}, asOf: '2000-01-01' })
    const constant = givesNothing(feel, names, (part) => (namesIn(part).length === 0 ? evaluate(part) : undefined))
    const pattern = patternsIn(feel, names).find((part) => isNothing(() => evaluate(`matches("", ${part})`)))
    const isPattern = constant !== undefined && pattern !== undefined && constant.includes(pattern)
    return [
      ...(constant === undefined || isPattern ? [] : [finding('feel.nothing', place(), { feel: short(constant) })]),
      ...(pattern === undefined ? [] : [finding('feel.pattern', place(), { feel: short(pattern) })]),
    ]
  })
}

/** The smallest part that gives nothing although all it is made of gives something; undefined: there is none. */
export function givesNothing(
  feel: string,
  names: readonly string[],
  evaluate: (part: string) => Json | undefined,
): string | undefined {
  const text = ({ start, end }: Expr) => feel.slice(start, end)
  const look = (expr: Expr): string | undefined => {
    const parts = partsOf(expr)
    for (const part of parts) {
      const found = look(part)
      if (found !== undefined) return found
    }
    if (!COUNTS.includes(expr.k)) return undefined
    const isWhole = parts.every((part) => !isNothing(() => evaluate(text(part))))
    return isWhole && isNothing(() => evaluate(text(expr))) ? text(expr) : undefined
  }
  const expr = parsed(feel, names)
  return expr && look(expr)
}

const COUNTS: readonly Expr['k'][] = ['binary', 'call', 'neg', 'compare', 'for']

/** Not what stands under names of its own (`for`, `some`, `function`, a filter): outside it means nothing. */
function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.k) {
    case 'binary':
    case 'compare':
    case 'and':
    case 'or':
      return [expr.a, expr.b]
    case 'neg':
    case 'instanceOf':
    case 'in':
      return [expr.value]
    case 'between':
      return [expr.value, expr.low, expr.high]
    case 'if':
      return [expr.cond, expr.yes, expr.no]
    case 'call':
      return expr.args
    case 'list':
      return expr.items
    case 'path':
    case 'filter':
      return expr.k === 'filter' ? [expr.of] : []
    default:
      return []
  }
}

function patternsIn(feel: string, names: readonly string[]): string[] {
  const expr = parsed(feel, names)
  const found: string[] = []
  const look = (part: Expr): void => {
    const pattern = part.k === 'call' && part.fn.k === 'name' && PATTERNS.includes(part.fn.name) ? part.args[1] : undefined
    if (pattern?.k === 'string') found.push(feel.slice(pattern.start, pattern.end))
    for (const inner of partsOf(part)) look(inner)
  }
  if (expr) look(expr)
  return found
}

/** What does not parse, or names what is not there, is told elsewhere; what never ends gives nothing. */
function isNothing(run: () => Json | undefined): boolean {
  try {
    return run() === null
  } catch (error) {
    if (error instanceof FeelError) return false
    return error instanceof Error && error.name === 'LimitError'
  }
}

function parsed(feel: string, names: readonly string[]): Expr | undefined {
  try {
    return parseFeel(feel, names)
  } catch (error) {
    if (!(error instanceof FeelError)) throw error
    return undefined
  }
}

const SHORT = 80
const short = (text: string): string => (text.length > SHORT ? `${text.slice(0, SHORT)}…` : text)
