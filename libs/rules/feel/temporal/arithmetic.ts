/** Sums, differences, products of dates, times and durations (DMN 1.5, 10.3.2.3.4 and table 45 ff.). Undefined: no meaning. */
import { addMonths, dayOf } from '../dates.ts'
import { Decimal, divide, isNum, normal, type Num } from '../numbers.ts'
import { DateTime, Day, type Known, Months, Seconds, Time, type Value } from '../values.ts'
import { addMonthsTo, addSecondsTo, canCompare, DAY_SECONDS, instantOf, midnight, NANOS, turned } from './clock-times.ts'
import { decimalOf, fromDecimal, monthsOf, negated, secondsOf } from './durations.ts'

/** 999,999,999 years either way, as DMN wants. */
const FIRST_DAY = dayOf(-999_999_999, 1, 1)!
const LAST_DAY = dayOf(999_999_999, 12, 31)!
const bounded = <T extends Day | DateTime>(at: T | undefined): T | undefined =>
  at !== undefined && at.days >= FIRST_DAY && at.days <= LAST_DAY ? at : undefined

export function plus(a: Known, b: Known): Value {
  if (a instanceof Months) return b instanceof Months ? monthsOf(a.months + b.months) : moved(b, a)
  if (a instanceof Seconds) return b instanceof Seconds ? secondsOf(a.seconds + b.seconds, a.nanos + b.nanos) : moved(b, a)
  return moved(a, b)
}

/** A point in time moved by a duration. */
function moved(at: Known, by: Known): Value {
  if (by instanceof Months) {
    if (at instanceof DateTime) return bounded(addMonthsTo(at, by.months))
    const days = at instanceof Day ? addMonths(at.days, by.months) : undefined
    return bounded(days === undefined ? undefined : new Day(days))
  }
  if (!(by instanceof Seconds)) return undefined
  if (at instanceof Time) return turned(at, by.seconds, by.nanos)
  if (at instanceof DateTime) return bounded(addSecondsTo(at, by.seconds, by.nanos))
  return at instanceof Day ? bounded(new Day(at.days + Math.floor(by.seconds / DAY_SECONDS))) : undefined
}

export function minus(a: Known, b: Known): Value {
  if (b instanceof Months) return plus(a, new Months(-b.months || 0))
  if (b instanceof Seconds) return plus(a, negated(b))
  if (a instanceof Day && b instanceof Day) return secondsOf((a.days - b.days) * DAY_SECONDS)
  if (a instanceof Time && b instanceof Time) return between(a, b)
  const [to, from] = [a, b].map((one) => (one instanceof Day ? midnight(one) : one))
  return to instanceof DateTime && from instanceof DateTime ? between(to, from) : undefined
}

function between(to: Time | DateTime, from: Time | DateTime): Value {
  if (!canCompare(to, from)) return undefined
  const [b, a] = [instantOf(to), instantOf(from)]
  const whole = (b.days - a.days) * DAY_SECONDS + Math.floor(b.nanos / NANOS) - Math.floor(a.nanos / NANOS)
  return secondsOf(whole, (b.nanos % NANOS) - (a.nanos % NANOS))
}

/** A duration so many times; months are cut towards zero. */
export function times(a: Known, b: Known): Value {
  if (isNum(a)) return isNum(b) ? undefined : times(b, a)
  return isNum(b) ? scaled(a, (size) => size.times(b)) : undefined
}

export function over(a: Known, b: Known): Value {
  if (isNum(b)) return b === 0 ? undefined : scaled(a, (size) => size.div(b))
  if (a instanceof Months && b instanceof Months) return b.months === 0 ? undefined : divide(a.months, b.months)
  return a instanceof Seconds && b instanceof Seconds ? ratio(decimalOf(a), decimalOf(b)) : undefined
}

function scaled(duration: Known, change: (size: Decimal) => Decimal): Value {
  if (duration instanceof Months) return monthsOf(change(new Decimal(duration.months)).trunc().toNumber())
  return duration instanceof Seconds ? fromDecimal(change(decimalOf(duration))) : undefined
}

const ratio = (a: Decimal, b: Decimal): Num | undefined => (b.isZero() ? undefined : normal(a.div(b)))
