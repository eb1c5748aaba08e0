/** Sets of numbers or days as sorted, disjoint intervals: unions, intersections, complements of conditions on one value. */
import { type Known, order } from '../feel/values.ts'

/** An end that is undefined is unbounded. */
export interface Interval {
  readonly low: Known | undefined
  readonly lowIn: boolean
  readonly high: Known | undefined
  readonly highIn: boolean
}

const compare = (a: Known, b: Known): number => order(a, b) ?? Number.NaN

export const isFull = (set: readonly Interval[]): boolean =>
  set.length === 1 && set[0]!.low === undefined && set[0]!.high === undefined

const isEmpty = ({ low, high, lowIn, highIn }: Interval): boolean => {
  if (low === undefined || high === undefined) return false
  const c = compare(low, high)
  return c > 0 || (c === 0 && !(lowIn && highIn))
}

/** Orders by the lower end: unbounded first, at equal ends the closed one first. */
function byLow(a: Interval, b: Interval): number {
  if (a.low === undefined || b.low === undefined) return (a.low === undefined ? 0 : 1) - (b.low === undefined ? 0 : 1)
  return compare(a.low, b.low) || Number(b.lowIn) - Number(a.lowIn)
}

const touches = (a: Interval, b: Interval): boolean => {
  if (a.high === undefined || b.low === undefined) return true
  const c = compare(a.high, b.low)
  return c > 0 || (c === 0 && (a.highIn || b.lowIn))
}

/** The larger upper end. */
function higher(a: Interval, b: Interval): Interval {
  if (a.high === undefined || b.high === undefined) return a.high === undefined ? a : b
  const c = compare(a.high, b.high)
  return c > 0 || (c === 0 && a.highIn) ? a : b
}

export function union(sets: readonly Interval[]): readonly Interval[] {
  const result: Interval[] = []
  for (const next of sets.filter((one) => !isEmpty(one)).sort(byLow)) {
    const last = result.at(-1)
    if (last === undefined || !touches(last, next)) result.push(next)
    else {
      const end = higher(last, next)
      result[result.length - 1] = { ...last, high: end.high, highIn: end.highIn }
    }
  }
  return result
}

export function intersect(a: readonly Interval[], b: readonly Interval[]): readonly Interval[] {
  const both = a.flatMap((x) =>
    b.map((y): Interval => {
      const low = byLow(x, y) >= 0 ? x : y
      const high = higher(x, y) === x && !sameHigh(x, y) ? y : higher(x, y) === y && !sameHigh(x, y) ? x : x
      return { low: low.low, lowIn: low.lowIn, high: high.high, highIn: high.highIn }
    }),
  )
  return union(both)
}

const sameHigh = (a: Interval, b: Interval): boolean =>
  (a.high === undefined && b.high === undefined) ||
  (a.high !== undefined && b.high !== undefined && compare(a.high, b.high) === 0 && a.highIn === b.highIn)

export function complement(set: readonly Interval[]): readonly Interval[] {
  const result: Interval[] = []
  let low: Known | undefined
  let lowIn = false
  let isOpenBelow = true
  for (const one of set) {
    if (one.low !== undefined)
      result.push({ low: isOpenBelow ? undefined : low, lowIn: !isOpenBelow && lowIn, high: one.low, highIn: !one.lowIn })
    if (one.high === undefined) return result
    low = one.high
    lowIn = !one.highIn
    isOpenBelow = false
  }
  result.push({ low: isOpenBelow ? undefined : low, lowIn: !isOpenBelow && lowIn, high: undefined, highIn: false })
  return result
}

/** Does a known value lie in the set? Undefined when it cannot be compared. */
export function holds(set: readonly Interval[], value: Known): boolean | undefined {
  for (const { low, lowIn, high, highIn } of set) {
    const below = low === undefined ? 1 : order(value, low)
    const above = high === undefined ? -1 : order(value, high)
    if (below === undefined || above === undefined) return undefined
    if ((below > 0 || (below === 0 && lowIn)) && (above < 0 || (above === 0 && highIn))) return true
  }
  return false
}
