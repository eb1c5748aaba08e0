/** Any date, time or duration from its text, as in `@"…"`. */
import { parseDay } from '../dates.ts'
import { type DateTime, Day, type Months, type Seconds, type Time } from '../values.ts'
import { parseDateTime, parseTime } from './clock-times.ts'
import { parseDuration } from './durations.ts'

/** Undefined for a text that is none of them. */
export function parseTemporal(text: string): Day | Time | DateTime | Months | Seconds | undefined {
  const days = parseDay(text)
  return days === undefined ? (parseDateTime(text) ?? parseTime(text) ?? parseDuration(text)) : new Day(days)
}
