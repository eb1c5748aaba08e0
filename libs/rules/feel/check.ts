/** Checks for a linter that knows only names: syntax, names and functions that do not exist. */
import type { Expr } from './ast.ts'
import { FeelError } from '../errors.ts'
import { FUNCTIONS } from './functions/index.ts'
import { chainOf, suggest } from './names.ts'
import { parseFeel } from './parser.ts'
import type { Finding } from '../types.ts'

/**
 * All that is wrong with an expression, with places (offsets into the text). `names`: fact ids, parameters, steps, roles.
 * A name is known when it, or a dotted beginning of it, is among them.
 */
export function checkFeel(source: string, names: readonly string[]): readonly Finding[] {
  const expr = parsed(source, names)
  if ('message' in expr) return [expr]
  const known = new Set(names)
  const findings: Finding[] = []
  walk(expr, new Set(['today']), false, {
    name: (words, at, inFilter) => {
      const isKnown = words.some((_, i) => known.has(words.slice(0, i + 1).join('.')))
      if (isKnown || isBuiltIn(words) || (inFilter && words.length === 1)) return
      const name = words.join('.')
      const remedy = suggest(name, names, 'Declare it as a fact or a parameter')
      findings.push({
        kind: 'name',
        message: `There is no fact, parameter or name ${name}`,
        start: at.start,
        end: at.end,
        remedy,
      })
    },
    call: (name, at) => {
      if (FUNCTIONS.has(name)) return
      const remedy = suggest(name, FUNCTIONS.keys(), 'Use a function of FEEL')
      findings.push({ kind: 'function', message: `There is no function ${name}`, start: at.start, end: at.end, remedy })
    },
  })
  return findings
}

/** The dotted names of facts and parameters that an expression reads, each once, in order. Throws FeelError. */
export function namesIn(source: string): readonly string[] {
  const names = new Set<string>()
  walk(parseFeel(source), new Set(['today']), false, {
    name: (words) => (isBuiltIn(words) ? undefined : names.add(words.join('.'))),
    call: () => undefined,
  })
  return [...names]
}

/** A built-in function as a value: `sort(list, before)`. */
const isBuiltIn = ([word, ...more]: readonly string[]): boolean => more.length === 0 && FUNCTIONS.has(word!)

function parsed(source: string, names: readonly string[]): Expr | Finding {
  try {
    return parseFeel(source, names)
  } catch (error) {
    if (!(error instanceof FeelError)) throw error
    const { message, start, end, expected } = error
    return { kind: 'syntax', message, start, end, remedy: `Expected ${expected}` }
  }
}

interface Visitor {
  readonly name: (words: readonly string[], at: Expr, inFilter: boolean) => void
  readonly call: (name: string, at: Expr) => void
}

/** Visits the free names (not those bound inside) and the functions called by name. */
function walk(expr: Expr, bound: ReadonlySet<string>, inFilter: boolean, visit: Visitor): void {
  const go = (part: Expr, more: readonly string[] = []) =>
    walk(part, more.length > 0 ? new Set([...bound, ...more]) : bound, inFilter, visit)
  switch (expr.k) {
    case 'name':
    case 'path': {
      const words = chainOf(expr)
      if (words === undefined && expr.k === 'path') go(expr.of)
      else if (words !== undefined && !bound.has(words[0]!)) visit.name(words, expr, inFilter)
      return
    }
    case 'for':
    case 'some':
    case 'every': {
      const names: string[] = expr.k === 'for' ? ['partial'] : []
      for (const iterator of expr.iterators) {
        go(iterator.list, names)
        if (iterator.to) go(iterator.to, names)
        names.push(iterator.name)
      }
      go(expr.body, names)
      return
    }
    case 'filter':
      go(expr.of)
      walk(expr.by, new Set([...bound, 'item']), true, visit)
      return
    case 'function':
      go(expr.body, expr.params)
      return
    case 'context': {
      const names: string[] = []
      for (const { key, value } of expr.entries) {
        go(value, names)
        names.push(key)
      }
      return
    }
    case 'call':
      if (expr.fn.k !== 'name') go(expr.fn)
      else if (!bound.has(expr.fn.name)) visit.call(expr.fn.name, expr.fn)
      for (const arg of expr.args) go(arg)
      return
    default:
      for (const part of partsOf(expr)) go(part)
  }
}

function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.k) {
    case 'neg':
    case 'instanceOf':
      return [expr.value]
    case 'binary':
    case 'compare':
    case 'and':
    case 'or':
      return [expr.a, expr.b]
    case 'between':
      return [expr.value, expr.low, expr.high]
    case 'in':
      return [expr.value, ...expr.tests.map((test) => test.value)]
    case 'if':
      return [expr.cond, expr.yes, expr.no]
    case 'list':
      return expr.items
    case 'range':
      return [expr.low, expr.high].filter((end) => end !== undefined)
    default:
      return []
  }
}
