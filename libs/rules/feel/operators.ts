/** The operators of FEEL over known and unknown values. Unknown operands make an unknown result; errors are null. */
import { LimitError } from '../errors.ts'
import type { BinaryOp, CompareOp } from './ast.ts'
import { contains } from './functions/list.ts'
import { field } from './functions/context.ts'
import { and, or, type Truth } from './logic.ts'
import * as num from './numbers.ts'
import type { Tank } from './tank.ts'
import * as temporal from './temporal/arithmetic.ts'
import { negated } from './temporal/durations.ts'
import { temporalPart } from './temporal/parts.ts'
import { Context, DateTime, Day, equal, isList, type Known, Months, order, Range, Seconds, Time, type Value } from './values.ts'

export function compare(op: CompareOp, a: Value, b: Value, tank?: Tank): Truth {
  if (a === undefined || b === undefined) return undefined
  if (op === '=') return equal(a, b, tank)
  if (op === '!=') {
    const same = equal(a, b, tank)
    return typeof same === 'boolean' ? !same : same
  }
  const c = order(a, b)
  if (c === undefined) return null
  return op === '<' ? c < 0 : op === '<=' ? c <= 0 : op === '>' ? c > 0 : c >= 0
}

/** Does the range hold the value? Kleene over its ends. */
export function within(value: Value, range: Range): Truth {
  if (range.form === '!=') return compare('!=', value, range.low)
  const above = range.low === null ? true : compare(range.lowIn ? '>=' : '>', value, range.low)
  const below = range.high === null ? true : compare(range.highIn ? '<=' : '<', value, range.high)
  return and(above, below)
}

/** `value in test`, where the test may be a value, a list (of values and ranges) or a range. */
export function isIn(value: Value, test: Value, tank?: Tank): Truth {
  if (value === undefined || test === undefined) return undefined
  if (test instanceof Range) return within(value, test)
  if (!isList(test)) return equal(value, test, tank)
  const isAll = isList(value) ? equal(value, test, tank) : false
  if (isAll === true) return true
  let result: Truth = isAll === undefined ? undefined : false
  for (const one of test) result = or(result, one instanceof Range ? within(value, one) : contains([one], value, tank))
  return result
}

const MAX_TEXT = 1_000_000

const whole = (value: Value): value is number => typeof value === 'number'

export function arithmetic(op: BinaryOp, a: Value, b: Value): Value {
  if (a === undefined || b === undefined) return undefined
  if (num.isNum(a) && num.isNum(b)) return NUMERIC[op](a, b) ?? null
  if (typeof a === 'string' || typeof b === 'string') return op === '+' ? joined(a, b) : null
  return TEMPORAL[op]?.(a, b) ?? null
}

const joined = (a: Known, b: Known): string | null =>
  typeof a === 'string' && typeof b === 'string' && a.length + b.length <= MAX_TEXT ? a + b : null

const TEMPORAL: Readonly<Record<BinaryOp, ((a: Known, b: Known) => Value) | undefined>> = {
  '+': temporal.plus,
  '-': temporal.minus,
  '*': temporal.times,
  '/': temporal.over,
  '**': undefined,
}

const NUMERIC: Readonly<Record<BinaryOp, (a: num.Num, b: num.Num) => num.Num | undefined>> = {
  '+': num.add,
  '-': num.subtract,
  '*': num.multiply,
  '/': num.divide,
  '**': num.power,
}

export function negative(a: Value): Value {
  if (a === undefined) return undefined
  if (num.isNum(a)) return num.negate(a)
  if (a instanceof Months) return new Months(-a.months || 0)
  return a instanceof Seconds ? negated(a) : null
}

/** `of.name`: a field of a context, of each context of a list, a part of a date, duration or range. */
export function path(of: Value, name: string): Value {
  if (of === undefined) return undefined
  if (of instanceof Context) return field(of, name)
  if (isList(of)) return of.map((item) => path(item, name))
  if (of instanceof Range) return rangePart(of, name)
  return isTemporal(of) ? temporalPart(of, name) : null
}

const isTemporal = (of: Known): of is Day | Time | DateTime | Months | Seconds =>
  of instanceof Day || of instanceof Time || of instanceof DateTime || of instanceof Months || of instanceof Seconds

function rangePart(range: Range, name: string): Value {
  if (name === 'start') return range.low
  if (name === 'end') return range.high
  if (name === 'start included') return range.lowIn
  return name === 'end included' ? range.highIn : null
}

/** The item at a position (1 first, -1 last); null when there is none. */
export function itemAt(list: readonly Value[], position: Value): Value {
  if (!whole(position) || position === 0 || Math.abs(position) > list.length) return null
  return list[position > 0 ? position - 1 : list.length + position]
}

const MAX_STEPS = 100_000

/** What `for x in from..to` runs over; null when the ends are no whole numbers or days. Throws LimitError for too many turns. */
export function steps(from: Value, to: Value): Value {
  if (from === undefined || to === undefined) return undefined
  const isDays = from instanceof Day && to instanceof Day
  const [a, b] = isDays ? [from.days, to.days] : [from, to]
  if (!whole(a) || !whole(b)) return null
  // Null would be a silent "no" to whoever is judged.
  if (Math.abs(b - a) > MAX_STEPS) throw new LimitError()
  const step = a <= b ? 1 : -1
  const all = Array.from({ length: Math.abs(b - a) + 1 }, (_, i) => a + i * step)
  return isDays ? all.map((days) => new Day(days)) : all
}

/** What `for x in [from..to]` runs over: upwards only, open ends left out. */
export function stepsIn({ low, high, lowIn, highIn }: Range): Value {
  const all = steps(low, high)
  const isDown = low != null && high != null && order(low, high)! > 0
  if (!isList(all)) return all
  return isDown ? null : all.slice(lowIn ? 0 : 1, highIn ? undefined : -1)
}
