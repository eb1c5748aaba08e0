/** Time zones by their IANA names, from the platform's own tables (`Intl`); no table of ours, no clock. */

const NAME = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/

/** Formatters are dear to make and there are few zones; a platform fact, not state of a caller. */
const formats = new Map<string, Intl.DateTimeFormat | undefined>()
const MAX_ZONES = 1000

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  if (formats.has(zone)) return formats.get(zone)
  const made = NAME.test(zone) ? create(zone) : undefined
  if (formats.size < MAX_ZONES) formats.set(zone, made)
  return made
}

function create(zone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    // The platform knows no such zone; its only way to say so.
    return undefined
  }
}

export const isZone = (zone: string): boolean => formatOf(zone) !== undefined

const DAY = 86_400
const DAYS_IN_400_YEARS = 146_097
/** Years that the platform can tell apart: before, zones had local mean time; after, today's rules go on. */
const FIRST = -98_624 // 1 January 1700
const LAST = 157_112 // about 2400

/** Seconds that the zone is ahead of UTC at an instant, given as days since 1970 and seconds of the day, both UTC. */
export function offsetAt(zone: string, days: number, seconds: number): number {
  const format = formatOf(zone)
  if (format === undefined) return 0
  const near = days < FIRST || days > LAST ? nearby(days) : days
  const instant = near * DAY + Math.floor(seconds)
  const parts: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(instant * 1000)) parts[type] = Number(value)
  const local = Date.UTC(parts.year!, parts.month! - 1, parts.day!, parts.hour!, parts.minute!, parts.second!) / 1000
  return local - instant
}

/** The same day of the calendar in a year whose rules the platform has. */
function nearby(days: number): number {
  const turns = days < FIRST ? Math.ceil((FIRST - days) / DAYS_IN_400_YEARS) : -Math.ceil((days - LAST) / DAYS_IN_400_YEARS)
  const moved = days + turns * DAYS_IN_400_YEARS
  return days < FIRST ? moved - DAYS_IN_400_YEARS : moved
}

/**
 * Seconds ahead of UTC for a local date and time. An hour that occurs twice is the first of the two; an hour that is skipped
 * keeps the offset from before.
 */
export function offsetOfLocal(zone: string, days: number, seconds: number): number {
  const early = offsetAt(zone, days - 1, seconds)
  const late = offsetAt(zone, days + 1, seconds)
  if (early === late) return early
  const isEarly = offsetAt(zone, days, seconds - early) === early
  if (isEarly) return early
  return offsetAt(zone, days, seconds - late) === late ? late : early
}

/** Seconds ahead of UTC of the zone's standard time: what a time without a date can mean. */
export function standardOffset(zone: string): number {
  const NEW_YEAR_2024 = 19_723
  return Math.min(offsetAt(zone, NEW_YEAR_2024, 0), offsetAt(zone, NEW_YEAR_2024 + 182, 0))
}
