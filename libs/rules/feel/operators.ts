/** The operators of FEEL over known and unknown values. Unknown operands make an unknown result; errors are null. */
import type { BinaryOp, CompareOp } from './ast.ts'
import { addMonths, civil, weekday } from './dates.ts'
import { contains } from './functions/list.ts'
import { field } from './functions/context.ts'
import { and, or, type Truth } from './logic.ts'
import * as num from './numbers.ts'
import { Context, Day, equal, isList, type Known, kindOf, Months, order, Range, Seconds, type Value } from './values.ts'

export function compare(op: CompareOp, a: Value, b: Value): Truth {
  if (a === undefined || b === undefined) return undefined
  if (op === '=') return equal(a, b)
  if (op === '!=') {
    const same = equal(a, b)
    return typeof same === 'boolean' ? !same : same
  }
  const c = order(a, b)
  if (c === undefined) return null
  return op === '<' ? c < 0 : op === '<=' ? c <= 0 : op === '>' ? c > 0 : c >= 0
}

/** Does the range hold the value? Kleene over its ends. */
export function within(value: Value, range: Range): Truth {
  const above = range.low === null ? true : compare(range.lowIn ? '>=' : '>', value, range.low)
  const below = range.high === null ? true : compare(range.highIn ? '<=' : '<', value, range.high)
  return and(above, below)
}

/** `value in test`, where the test may be a value, a list (of values and ranges) or a range. */
export function isIn(value: Value, test: Value): Truth {
  if (test === undefined) return undefined
  if (test instanceof Range) return within(value, test)
  if (!isList(test)) return equal(value, test)
  if (isList(value) && equal(value, test) === true) return true
  let result: Truth = false
  for (const one of test) result = or(result, one instanceof Range ? within(value, one) : contains([one], value))
  return result
}

const MAX_TEXT = 1_000_000

const whole = (value: Value): value is number => typeof value === 'number'

export function arithmetic(op: BinaryOp, a: Value, b: Value): Value {
  if (a === undefined || b === undefined) return undefined
  if (num.isNum(a) && num.isNum(b)) return NUMERIC[op](a, b) ?? null
  if (op === '+') return plus(a, b) ?? null
  if (op === '-') return minus(a, b) ?? null
  if (op === '*') return times(a, b) ?? times(b, a) ?? null
  return op === '/' ? (over(a, b) ?? null) : null
}

const NUMERIC: Readonly<Record<BinaryOp, (a: num.Num, b: num.Num) => num.Num | undefined>> = {
  '+': num.add,
  '-': num.subtract,
  '*': num.multiply,
  '/': num.divide,
  '**': num.power,
}

function later(day: Day, by: Months | Seconds, sign: 1 | -1): Day | undefined {
  const days = by instanceof Months ? addMonths(day.days, sign * by.months) : day.days + Math.floor((sign * by.seconds) / 86_400)
  return days === undefined || !(Math.abs(days) <= MAX_DAYS) ? undefined : new Day(days)
}

/** About 999,999,999 years either way, as DMN wants. */
const MAX_DAYS = 365_000_000_000

const isDuration = (value: Known): value is Months | Seconds => value instanceof Months || value instanceof Seconds

function plus(a: Known, b: Known): Value {
  if (typeof a === 'string' && typeof b === 'string') return a.length + b.length > MAX_TEXT ? undefined : a + b
  if (a instanceof Day && isDuration(b)) return later(a, b, 1)
  if (b instanceof Day && isDuration(a)) return later(b, a, 1)
  if (a instanceof Months && b instanceof Months) return durationOf(Months, a.months + b.months)
  return a instanceof Seconds && b instanceof Seconds ? durationOf(Seconds, a.seconds + b.seconds) : undefined
}

function minus(a: Known, b: Known): Value {
  if (a instanceof Day && b instanceof Day) return new Seconds((a.days - b.days) * 86_400)
  if (a instanceof Day && isDuration(b)) return later(a, b, -1)
  if (a instanceof Months && b instanceof Months) return durationOf(Months, a.months - b.months)
  return a instanceof Seconds && b instanceof Seconds ? durationOf(Seconds, a.seconds - b.seconds) : undefined
}

function times(a: Known, b: Known): Value {
  if (!num.isNum(b)) return undefined
  const factor = num.toNumber(b)
  if (a instanceof Months) return durationOf(Months, Math.trunc(a.months * factor))
  return a instanceof Seconds ? durationOf(Seconds, a.seconds * factor) : undefined
}

/** Undefined where it is too long to be counted exactly. */
const durationOf = (kind: typeof Months | typeof Seconds, size: number): Months | Seconds | undefined =>
  Math.abs(size) <= Number.MAX_SAFE_INTEGER ? new kind(size || 0) : undefined

function over(a: Known, b: Known): Value {
  if (num.isNum(b)) return compareZero(b) ? undefined : times(a, num.normal(new num.Decimal(1).div(b)) ?? null)
  if (a instanceof Months && b instanceof Months) return b.months === 0 ? undefined : num.divide(a.months, b.months)
  return a instanceof Seconds && b instanceof Seconds && b.seconds !== 0 ? num.fromJs(a.seconds / b.seconds) : undefined
}

const compareZero = (n: num.Num): boolean => num.compareNum(n, 0) === 0

export function negative(a: Value): Value {
  if (a === undefined) return undefined
  if (num.isNum(a)) return num.negate(a)
  if (a instanceof Months) return new Months(-a.months)
  return a instanceof Seconds ? new Seconds(-a.seconds) : null
}

/** `of.name`: a field of a context, of each context of a list, a part of a date, duration or range. */
export function path(of: Value, name: string): Value {
  if (of === undefined) return undefined
  if (of instanceof Context) return field(of, name)
  if (isList(of)) return of.map((item) => path(item, name))
  if (of instanceof Day) return DAY_PARTS[name]?.(of.days) ?? null
  if (of instanceof Months) return name === 'years' ? Math.trunc(of.months / 12) : name === 'months' ? of.months % 12 : null
  if (of instanceof Seconds) return SECOND_PARTS[name]?.(of.seconds) ?? null
  return of instanceof Range ? rangePart(of, name) : null
}

const DAY_PARTS: Readonly<Record<string, ((days: number) => number) | undefined>> = Object.assign(Object.create(null), {
  year: (days: number) => civil(days).year,
  month: (days: number) => civil(days).month,
  day: (days: number) => civil(days).day,
  weekday,
})

const SECOND_PARTS: Readonly<Record<string, ((seconds: number) => number) | undefined>> = Object.assign(Object.create(null), {
  days: (seconds: number) => Math.trunc(seconds / 86_400),
  hours: (seconds: number) => Math.trunc((seconds % 86_400) / 3600),
  minutes: (seconds: number) => Math.trunc((seconds % 3600) / 60),
  seconds: (seconds: number) => seconds % 60,
})

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

const TYPES: Readonly<Record<string, readonly string[]>> = {
  number: ['number'],
  string: ['string'],
  boolean: ['boolean'],
  date: ['date'],
  'years and months duration': ['months'],
  'days and time duration': ['seconds'],
  list: ['list'],
  context: ['context'],
  range: ['range'],
  function: ['function'],
  Null: ['null'],
}

export const isTypeName = (name: string): boolean => name === 'Any' || Object.hasOwn(TYPES, name)

export function instanceOf(value: Value, type: string): Truth {
  if (value === undefined) return undefined
  if (type === 'Any') return value !== null
  return TYPES[type]?.includes(kindOf(value)) ?? null
}

const MAX_STEPS = 100_000

/** What `for x in from..to` runs over; null when the ends are no whole numbers or days, or too far apart. */
export function steps(from: Value, to: Value): Value {
  if (from === undefined || to === undefined) return undefined
  const isDays = from instanceof Day && to instanceof Day
  const [a, b] = isDays ? [from.days, to.days] : [from, to]
  if (!whole(a) || !whole(b) || Math.abs(b - a) > MAX_STEPS) return null
  const step = a <= b ? 1 : -1
  const all = Array.from({ length: Math.abs(b - a) + 1 }, (_, i) => a + i * step)
  return isDays ? all.map((days) => new Day(days)) : all
}
