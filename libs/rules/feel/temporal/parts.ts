/** Properties of dates, times and durations (DMN 1.5, table 53). */
import { civil, weekday } from '../dates.ts'
import { DateTime, Day, Months, type Seconds, Time, type Value } from '../values.ts'
import { NANOS, offsetOf } from './clock-times.ts'
import { negated, secondsOf } from './durations.ts'

/** A property by its name; null when there is none of that name. */
export function temporalPart(of: Day | Time | DateTime | Months | Seconds, name: string): Value {
  if (of instanceof Day) return dayPart(of.days, name)
  if (of instanceof Time) return clockPart(of, name)
  if (of instanceof DateTime) return dayPart(of.days, name) ?? clockPart(of, name)
  if (of instanceof Months) return name === 'years' ? Math.trunc(of.months / 12) : name === 'months' ? of.months % 12 || 0 : null
  return secondsPart(of, name)
}

function dayPart(days: number, name: string): Value {
  if (name === 'year' || name === 'month' || name === 'day') return civil(days)[name]
  return name === 'weekday' ? weekday(days) : null
}

function clockPart(of: Time | DateTime, name: string): Value {
  const seconds = Math.floor(of.nanos / NANOS)
  switch (name) {
    case 'hour':
      return Math.floor(seconds / 3600)
    case 'minute':
      return Math.floor(seconds / 60) % 60
    case 'second':
      return seconds % 60
    case 'timezone':
      return of.zone ?? null
    case 'time offset': {
      const offset = offsetOf(of)
      return offset === undefined ? null : secondsOf(offset)
    }
    default:
      return null
  }
}

/** Each part of a negative duration is negative. */
function secondsPart(of: Seconds, name: string): Value {
  const sign = of.seconds < 0 ? -1 : 1
  const { seconds } = sign < 0 ? negated(of) : of
  const sizes: Readonly<Record<string, number>> = {
    days: Math.floor(seconds / 86_400),
    hours: Math.floor((seconds % 86_400) / 3600),
    minutes: Math.floor((seconds % 3600) / 60),
    seconds: seconds % 60,
  }
  return Object.hasOwn(sizes, name) ? sign * sizes[name]! || 0 : null
}
