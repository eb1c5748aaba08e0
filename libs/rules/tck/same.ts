/** Is a result what the TCK expects? Numbers within 1e-8, everything else exactly. */
import { Decimal, isNum } from '../feel/numbers.ts'
import { Context, DateTime, Day, isList, kindOf, Months, Seconds, Time, type Value } from '../feel/values.ts'

const TOLERANCE = '1e-8'

export function isSame(actual: Value, expected: Value): boolean {
  if (actual === undefined || expected === undefined || actual === null || expected === null) return actual === expected
  if (isNum(actual) && isNum(expected)) return new Decimal(actual).minus(expected).abs().lte(TOLERANCE)
  if (kindOf(actual) !== kindOf(expected)) return false
  if (isList(actual) && isList(expected))
    return actual.length === expected.length && actual.every((item, i) => isSame(item, expected[i]))
  if (actual instanceof Context && expected instanceof Context)
    return (
      actual.fields.size === expected.fields.size &&
      [...expected.fields].every(([key, value]) => actual.fields.has(key) && isSame(actual.fields.get(key), value))
    )
  if (actual instanceof Day && expected instanceof Day) return actual.days === expected.days
  if (actual instanceof Time && expected instanceof Time) return isSameClock(actual, expected)
  if (actual instanceof DateTime && expected instanceof DateTime)
    return actual.days === expected.days && isSameClock(actual, expected)
  if (actual instanceof Months && expected instanceof Months) return actual.months === expected.months
  if (actual instanceof Seconds && expected instanceof Seconds)
    return actual.seconds === expected.seconds && actual.nanos === expected.nanos
  return actual === expected
}

/** XML Schema knows no named zones, so a value in one is none that can be expected. */
const isSameClock = (a: Time | DateTime, b: Time | DateTime): boolean =>
  a.nanos === b.nanos && a.offset === b.offset && a.zone === undefined
