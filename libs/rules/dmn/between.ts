/** A value between two others, for examples. */
import { Decimal, isNum, normal } from '../feel/numbers.ts'
import { Day, type Known, Months, order, Seconds, type Value } from '../feel/values.ts'

/** A value above `low` and below `high` (an absent end is open); undefined when there is none. At least one end is there. */
export function midpoint(low: Known | undefined, high: Known | undefined): Value {
  const found = candidate(low, high)
  if (found === undefined || found === null) return undefined
  const isAbove = low === undefined || rank(low, found) < 0
  const isBelow = high === undefined || rank(found, high) < 0
  return isAbove && isBelow ? found : undefined
}

const rank = (a: Known, b: Known): number => (typeof a === 'boolean' ? Number(a) - Number(b) : (order(a, b) ?? 0))

function candidate(low: Known | undefined, high: Known | undefined): Value {
  const end = low ?? high
  if (isNum(end)) return number(isNum(low) ? low : undefined, isNum(high) ? high : undefined)
  if (typeof end === 'string') return low === undefined ? '' : high === undefined ? `${String(low)}z` : `${String(low)} `
  if (typeof end === 'boolean') return low !== undefined
  if (end instanceof Day) return new Day(low instanceof Day ? low.days + 1 : end.days - 1)
  if (end instanceof Months) return new Months(low instanceof Months ? low.months + 1 : end.months - 1)
  if (end instanceof Seconds) {
    if (low instanceof Seconds && high instanceof Seconds && high.seconds - low.seconds <= 1) {
      return low.nanos < 999_999_999 ? new Seconds(low.seconds, low.nanos + 1) : new Seconds(low.seconds + 1, 0)
    }
    return new Seconds(low instanceof Seconds ? low.seconds + 1 : end.seconds - 1)
  }
  return undefined
}

/** The roundest: a whole number where there is one. */
function number(low: Known | undefined, high: Known | undefined): Value {
  if (!isNum(low)) return isNum(high) ? normal(new Decimal(high).minus(1).ceil()) : undefined
  const above = normal(new Decimal(low).plus(1).floor())
  if (!isNum(high)) return above
  if (isNum(above) && new Decimal(above).lt(high)) return above
  return normal(new Decimal(low).plus(high).div(2))
}
