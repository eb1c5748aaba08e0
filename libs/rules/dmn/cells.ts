/** The cells of a table as sets of values, where that can be said without evaluating: constants, ranges of constants, `-`, `not(…)`. */
import type { Interval } from '../compiler/intervals.ts'
import type { CompareOp, Expr, Test } from '../feel/ast.ts'
import { FeelError } from '../errors.ts'
import { compileExpression } from '../feel/expression.ts'
import { FUNCTIONS } from '../feel/functions/index.ts'
import { not, or, type Truth } from '../feel/logic.ts'
import { parseNumber } from '../feel/numbers.ts'
import { within } from '../feel/operators.ts'
import { parseUnaryTests } from '../feel/parser.ts'
import { equal } from '../feel/equality.ts'
import { type Known, Range, type Value } from '../feel/values.ts'

/** One value, or all values between two. */
export type Part = { readonly value: Known } | Interval

export interface CellSet {
  /** `-`: whatever the value. */
  readonly isAny: boolean
  /** Values of any of these; `negated`: of none of these. */
  readonly parts: readonly Part[]
  readonly negated: boolean
}

export const ANY_CELL: CellSet = { isAny: true, parts: [], negated: false }

export const isPoint = (part: Part): part is { readonly value: Known } => 'value' in part

/** Does the value pass the cell? Exactly what evaluating its tests would say. */
export function passes({ isAny, parts, negated }: CellSet, value: Value): Truth {
  if (isAny) return true
  if (value === undefined) return undefined
  let result: Truth = false
  for (const part of parts) {
    const one = isPoint(part)
      ? equal(value, part.value)
      : within(value, new Range(part.low ?? null, part.high ?? null, part.lowIn, part.highIn))
    if (one === true) return !negated
    result = or(result, one)
  }
  return negated ? not(result) : result
}

/** The set of a cell; undefined when it must be evaluated (it names something, or calls what is not constant), or does not parse. */
export function cellSet(text: string): CellSet | undefined {
  const quick = quickly(text.trim())
  if (quick !== undefined) return quick
  if (/[\p{L}_]/u.test(text) && !/["?]|true|false|null|date|time|duration|not/.test(text)) return undefined
  try {
    return setOf(parseUnaryTests(text), text)
  } catch (error) {
    if (error instanceof FeelError) return undefined
    throw error
  }
}

const NUMBER = String.raw`-?\d+(?:\.\d+)?`
const POINT = new RegExp(`^(?:(${NUMBER})|"([^"\\\\]*)")$`)
const SIDE = new RegExp(`^(<=?|>=?)\\s*(${NUMBER})$`)
const BETWEEN = new RegExp(`^([[(\\]])\\s*(${NUMBER})\\s*\\.\\.\\s*(${NUMBER})\\s*([\\])[])$`)

/** The commonest cells without a parser: a table may have a million. */
function quickly(text: string): CellSet | undefined {
  if (text === '-' || text === '') return ANY_CELL
  const point = POINT.exec(text)
  if (point) return of([{ value: point[2] ?? parseNumber(point[1]!)! }])
  const one = SIDE.exec(text)
  if (one) return of([side(one[1] as CompareOp, parseNumber(one[2]!)!)])
  const both = BETWEEN.exec(text)
  if (!both) return undefined
  const [, open, low, high, close] = both
  return of([{ low: parseNumber(low!)!, lowIn: open === '[', high: parseNumber(high!)!, highIn: close === ']' }])
}

const of = (parts: readonly Part[]): CellSet => ({ isAny: false, parts, negated: false })

function side(op: CompareOp, end: Known): Interval {
  const isLow = op === '>' || op === '>='
  const isIn = op === '>=' || op === '<='
  return isLow
    ? { low: end, lowIn: isIn, high: undefined, highIn: false }
    : { low: undefined, lowIn: false, high: end, highIn: isIn }
}

function setOf(expr: Expr, text: string): CellSet | undefined {
  if (expr.k === 'boolean' && text.trim() === '-') return ANY_CELL
  if (expr.k === 'call' && expr.fn.k === 'name' && expr.fn.name === 'not' && expr.args.length === 1) {
    const inner = partsIn(expr.args[0]!, text)
    return inner && { isAny: false, parts: inner, negated: true }
  }
  const parts = partsIn(expr, text)
  return parts && of(parts)
}

function partsIn(expr: Expr, text: string): readonly Part[] | undefined {
  if (expr.k === 'or') {
    const a = partsIn(expr.a, text)
    const b = a && partsIn(expr.b, text)
    return a && b && [...a, ...b]
  }
  if (expr.k === 'in' && isInput(expr.value)) {
    const all = expr.tests.map((test) => partOf(test, text))
    return all.every((part) => part !== undefined) ? all : undefined
  }
  if (expr.k === 'compare' && isInput(expr.a)) return one(partOf({ op: expr.op, value: expr.b, start: 0, end: 0 }, text))
  if (expr.k === 'between' && isInput(expr.value)) {
    const low = constant(expr.low, text)
    const high = constant(expr.high, text)
    return low == null || high == null ? undefined : [{ low, lowIn: true, high, highIn: true }]
  }
  return undefined
}

const one = (part: Part | undefined): readonly Part[] | undefined => part && [part]

const isInput = (expr: Expr): boolean => expr.k === 'name' && expr.name === '?'

function partOf(test: Test, text: string): Part | undefined {
  const { op, value } = test
  if (op === '!=') return undefined
  if (op === 'in' && value.k === 'range') {
    if (value.form === '=' || value.form === '!=') return undefined
    const low = value.low && constant(value.low, text)
    const high = value.high && constant(value.high, text)
    if ((value.low && low == null) || (value.high && high == null)) return undefined
    return { low: low ?? undefined, lowIn: value.lowIn, high: high ?? undefined, highIn: value.highIn }
  }
  if (op === 'in' && !['number', 'string', 'boolean', 'null', 'at', 'neg', 'call'].includes(value.k)) return undefined
  const known = constant(value, text)
  if (known === undefined || (typeof known === 'object' && known !== null && Array.isArray(known))) return undefined
  if (op === 'in' || op === '=') return known instanceof Range ? undefined : { value: known }
  return known === null ? undefined : side(op, known)
}

/** The value of a plain number, text or truth value, read without a parser; undefined for anything else. */
export function plainConstant(text: string): Known | undefined {
  const point = POINT.exec(text)
  if (point) return point[2] ?? parseNumber(point[1]!)
  return text === 'true' ? true : text === 'false' ? false : text === 'null' ? null : undefined
}

/** The value of a constant expression; undefined when it names anything. */
function constant(expr: Expr, text: string): Known | undefined {
  if (expr.k === 'string' || expr.k === 'boolean') return expr.value
  if (expr.k === 'null') return null
  if (expr.k === 'number') return parseNumber(expr.text)
  if (!isConstant(expr)) return undefined
  return compileExpression(text.slice(expr.start, expr.end), []).evaluate([])
}

const CONSTANT_FUNCTIONS = new Set(['date', 'time', 'date and time', 'duration', 'number', 'string'])

function isConstant(expr: Expr): boolean {
  if (expr.k === 'neg') return isConstant(expr.value)
  if (expr.k === 'call')
    return (
      expr.fn.k === 'name' && CONSTANT_FUNCTIONS.has(expr.fn.name) && FUNCTIONS.has(expr.fn.name) && expr.args.every(isConstant)
    )
  return ['number', 'string', 'boolean', 'null', 'at'].includes(expr.k)
}
