/** Equality and order. */
import { compareNum, isNum } from './numbers.ts'
import { newTank, enter, type Tank } from './tank.ts'
import { canCompare, instantOf, NANOS } from './temporal/clock-times.ts'
import { valueText } from './value-text.ts'
import { Context, DateTime, Day, isList, type Known, kindOf, Months, Range, Seconds, Time, type Value } from './values.ts'

/** Order of two known values of one kind; undefined when they have none. */
export function order(a: Known, b: Known): number | undefined {
  if (isNum(a)) return isNum(b) ? compareNum(a, b) : undefined
  if (a instanceof Day) return b instanceof Day ? a.days - b.days : undefined
  if (typeof a === 'string') return typeof b === 'string' ? (a < b ? -1 : a > b ? 1 : 0) : undefined
  if (a instanceof Months) return b instanceof Months ? a.months - b.months : undefined
  if (a instanceof Seconds) return b instanceof Seconds ? a.seconds - b.seconds || a.nanos - b.nanos : undefined
  if (a instanceof Time) return b instanceof Time ? instants(a, b) : undefined
  return a instanceof DateTime && b instanceof DateTime ? instants(a, b) : undefined
}

/** Times are compared to the second, as DMN says; what is local has no order with what is not. */
function instants(a: Time | DateTime, b: Time | DateTime): number | undefined {
  if (!canCompare(a, b)) return undefined
  const [x, y] = [instantOf(a), instantOf(b)]
  return x.days - y.days || Math.floor(x.nanos / NANOS) - Math.floor(y.nanos / NANOS)
}

/**
 * FEEL equality, Kleene over unknown parts. Values of different kinds give null; null equals only null. Walking through lists and
 * contexts costs a tank; throws LimitError.
 */
export const equal = (a: Value, b: Value, tank?: Tank): boolean | null | undefined => equalAt(a, b, tank, 0)

function equalAt(a: Value, b: Value, tank: Tank | undefined, depth: number): boolean | null | undefined {
  if (a === undefined || b === undefined) return undefined
  if (a === null || b === null) return a === b
  if (typeof a === 'boolean') return typeof b === 'boolean' ? a === b : null
  const ordered = order(a, b)
  if (ordered !== undefined) return ordered === 0
  if (kindOf(a) !== kindOf(b)) return null
  if (isList(a) && isList(b)) return equalLists(a, b, tank ?? newTank(), depth)
  if (a instanceof Context && b instanceof Context) return equalContexts(a, b, tank ?? newTank(), depth)
  return a instanceof Range && b instanceof Range ? equalRanges(a, b) : null
}

function equalLists(a: readonly Value[], b: readonly Value[], tank: Tank, depth: number): boolean | undefined {
  if (a.length !== b.length) return false
  enter(tank, a.length, depth)
  let result: boolean | undefined = true
  for (let i = 0; i < a.length; i++) {
    const same = equalAt(a[i], b[i], tank, depth + 1)
    if (same === false || same === null) return false
    if (same === undefined) result = undefined
  }
  return result
}

function equalContexts(a: Context, b: Context, tank: Tank, depth: number): boolean | undefined {
  const keys = new Set([...a.fields.keys(), ...b.fields.keys()])
  enter(tank, keys.size, depth)
  let result: boolean | undefined = a.open || b.open ? undefined : true
  for (const key of keys) {
    const isAbsent = (!a.fields.has(key) && !a.open) || (!b.fields.has(key) && !b.open)
    const same = isAbsent ? false : equalAt(a.fields.get(key), b.fields.get(key), tank, depth + 1)
    if (same === false || same === null) return false
    if (same === undefined) result = undefined
  }
  return result
}

/** An end that is unbounded is null on both sides. */
function equalRanges(a: Range, b: Range): boolean | undefined {
  if (a.form !== b.form || a.lowIn !== b.lowIn || a.highIn !== b.highIn) return false
  const [low, high] = [equal(a.low, b.low), equal(a.high, b.high)]
  if (low === false || low === null || high === false || high === null) return false
  return low === undefined || high === undefined ? undefined : true
}

/** FEEL's `is` over known values: of one kind and equal, for times the offset, the zone and fractions of a second included. */
export function identical(a: Known, b: Known): boolean {
  if (kindOf(a) !== kindOf(b)) return false
  return a instanceof Time || a instanceof DateTime ? valueText(a) === valueText(b) : equal(a, b) === true
}
