/** Equality and order. */
import { compareNum, isNum } from './numbers.ts'
import { canCompare, instantOf, NANOS } from './temporal/clock-times.ts'
import { valueText } from './value-text.ts'
import {
  Context,
  DateTime,
  Day,
  hasUnknown,
  isList,
  type Known,
  kindOf,
  Months,
  Range,
  Seconds,
  Time,
  type Value,
} from './values.ts'

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

/** FEEL equality, Kleene over unknown parts. Values of different kinds give null; null equals only null. */
export function equal(a: Value, b: Value): boolean | null | undefined {
  if (a === undefined || b === undefined) return undefined
  if (a === null || b === null) return a === b
  if (typeof a === 'boolean') return typeof b === 'boolean' ? a === b : null
  const ordered = order(a, b)
  if (ordered !== undefined) return ordered === 0
  if (kindOf(a) !== kindOf(b)) return null
  if (isList(a) && isList(b)) return a.length === b.length ? allEqual(a.map((item, i) => equal(item, b[i]))) : false
  if (a instanceof Context && b instanceof Context) return equalContexts(a, b)
  if (a instanceof Range && b instanceof Range)
    return (
      a.form === b.form && a.lowIn === b.lowIn && a.highIn === b.highIn && allEqual([equal(a.low, b.low), equal(a.high, b.high)])
    )
  return null
}

function allEqual(parts: readonly (boolean | null | undefined)[]): boolean | undefined {
  if (parts.some((part) => part === false || part === null)) return false
  return parts.includes(undefined) ? undefined : true
}

function equalContexts(a: Context, b: Context): boolean | undefined {
  const keys = new Set([...a.fields.keys(), ...b.fields.keys()])
  const parts = [...keys].map((key) => {
    if (!a.fields.has(key)) return a.open ? undefined : false
    if (!b.fields.has(key)) return b.open ? undefined : false
    return equal(a.fields.get(key), b.fields.get(key))
  })
  const all = allEqual(parts)
  return all === true && (a.open || b.open) ? undefined : all
}

/** FEEL's `is`: the same value of the same kind, offset, zone and fractions of a second included. */
export function identical(a: Value, b: Value): boolean | undefined {
  if (a === undefined || b === undefined) return undefined
  if (kindOf(a) !== kindOf(b)) return false
  const isClock = a instanceof Time || a instanceof DateTime
  return isClock
    ? valueText(a) === valueText(b)
    : equal(a, b) === true
      ? true
      : hasUnknown(a) || hasUnknown(b)
        ? (equal(a, b) ?? false)
        : false
}
