/** Times of the day and dates with a time: from text, as text, as instants. */
import { addMonths, dayText, parseDay } from '../dates.ts'
import { DateTime, type Day, Time } from '../values.ts'
import { isZone, offsetAt, offsetOfLocal, standardOffset } from './zones.ts'

export const NANOS = 1_000_000_000
export const DAY_SECONDS = 86_400
export const DAY_NANOS = DAY_SECONDS * NANOS

/** ±18 hours, as ISO 8601 libraries agree. */
const MAX_OFFSET = 18 * 3600
const TIME = /^(\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:(Z)|([+-])(\d{2}):(\d{2})(?::(\d{2}))?|@(.+))?$/

interface Clock {
  readonly nanos: number
  readonly offset: number | undefined
  readonly zone: string | undefined
}

function parseClock(text: string): Clock | undefined {
  const parts = TIME.exec(text)
  if (parts === null) return undefined
  const [hour, minute, second] = parts.slice(1, 4).map(Number)
  const fraction = Number((parts[4] ?? '').slice(0, 9).padEnd(9, '0'))
  const nanos = (hour! * 3600 + minute! * 60 + second!) * NANOS + fraction
  if (minute! > 59 || second! > 59 || nanos > DAY_NANOS) return undefined
  const zone = parts[10]
  if (zone !== undefined && !isZone(zone)) return undefined
  if (parts[5] !== undefined) return { nanos, offset: 0, zone }
  if (parts[6] === undefined) return { nanos, offset: undefined, zone }
  const [hours, minutes, seconds] = [parts[7], parts[8], parts[9] ?? '0'].map(Number)
  const size = hours! * 3600 + minutes! * 60 + seconds!
  if (minutes! > 59 || seconds! > 59 || size > MAX_OFFSET) return undefined
  return { nanos, offset: parts[6] === '-' && size > 0 ? -size : size, zone }
}

export const isOffset = (seconds: number): boolean => Math.abs(seconds) <= MAX_OFFSET

/** `10:30:00`, `10:30:00.5Z`, `10:30:00+09:00`, `10:30:00@Asia/Seoul`; undefined for anything else. */
export function parseTime(text: string): Time | undefined {
  const clock = parseClock(text)
  return clock && new Time(clock.nanos % DAY_NANOS, clock.offset, clock.zone)
}

/** `2026-03-01T10:30:00` with what a time may have, or a day alone (its midnight); undefined for anything else. */
export function parseDateTime(text: string): DateTime | undefined {
  const at = text.indexOf('T')
  const days = parseDay(at < 0 ? text : text.slice(0, at))
  if (days === undefined) return undefined
  const clock = at < 0 ? { nanos: 0, offset: undefined, zone: undefined } : parseClock(text.slice(at + 1))
  // 24:00 is the midnight that ends the day.
  return clock && new DateTime(days + Math.floor(clock.nanos / DAY_NANOS), clock.nanos % DAY_NANOS, clock.offset, clock.zone)
}

const two = (n: number): string => String(n).padStart(2, '0')

function clockText({ nanos, offset, zone }: Clock): string {
  const seconds = Math.floor(nanos / NANOS)
  const fraction = String(nanos % NANOS)
    .padStart(9, '0')
    .replace(/0+$/, '')
  const plain = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return plain + (fraction && `.${fraction}`) + (zone === undefined ? offsetText(offset) : `@${zone}`)
}

function offsetText(offset: number | undefined): string {
  if (offset === undefined) return ''
  if (offset === 0) return 'Z'
  const size = Math.abs(offset)
  const seconds = size % 60
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(size / 3600))}:${two(Math.floor(size / 60) % 60)}${seconds ? `:${two(seconds)}` : ''}`
}

export const timeText = (time: Time): string => clockText(time)
export const dateTimeText = (at: DateTime): string => `${dayText(at.days)}T${clockText(at)}`

/** Seconds ahead of UTC; undefined for what is local to nowhere. */
export function offsetOf(value: Time | DateTime): number | undefined {
  if (value.zone === undefined) return value.offset
  if (value instanceof Time) return standardOffset(value.zone)
  return offsetOfLocal(value.zone, value.days, Math.floor(value.nanos / NANOS))
}

/** Days and nanoseconds of the day, moved by whole seconds. */
export function shifted(days: number, nanos: number, seconds: number): { readonly days: number; readonly nanos: number } {
  const rest = Math.floor(nanos / NANOS) + (seconds % DAY_SECONDS)
  const more = Math.floor(rest / DAY_SECONDS)
  return {
    days: days + Math.trunc(seconds / DAY_SECONDS) + more,
    nanos: (rest - more * DAY_SECONDS) * NANOS + (nanos % NANOS),
  }
}

/** The midnight that begins a day, in UTC: what a date means where a date with a time is needed. */
export const midnight = (day: Day): DateTime => new DateTime(day.days, 0, 0, undefined)

/** Moves by months, the time of the day kept; undefined where there is no such day. */
export function addMonthsTo(at: DateTime, months: number): DateTime | undefined {
  const days = addMonths(at.days, months)
  return days === undefined ? undefined : new DateTime(days, at.nanos, at.offset, at.zone)
}

/** Moves by seconds and nanoseconds; with a zone, by time that really passes. */
export function addSecondsTo(at: DateTime, seconds: number, nanos: number): DateTime {
  const carry = Math.floor(((at.nanos % NANOS) + nanos) / NANOS)
  const fraction = at.nanos - (at.nanos % NANOS) + ((at.nanos + nanos) % NANOS)
  const { zone, offset } = at
  const ahead = zone === undefined ? 0 : offsetOf(at)!
  const utc = shifted(at.days, fraction, seconds + carry - ahead)
  if (zone === undefined) return new DateTime(utc.days, utc.nanos, offset, zone)
  const local = shifted(utc.days, utc.nanos, offsetAt(zone, utc.days, Math.floor(utc.nanos / NANOS)))
  return new DateTime(local.days, local.nanos, offset, zone)
}

/** Moves a time round the clock. */
export function turned(time: Time, seconds: number, nanos: number): Time {
  const { nanos: moved } = addSecondsTo(new DateTime(0, time.nanos, undefined, undefined), seconds, nanos)
  return new Time(moved, time.offset, time.zone)
}

/** Both local or neither: only then do two of them stand on one line of time. */
export const canCompare = (a: Time | DateTime, b: Time | DateTime): boolean => isLocal(a) === isLocal(b)

const isLocal = ({ offset, zone }: Clock): boolean => offset === undefined && zone === undefined

/** Where a value stands on its line of time. */
export const instantOf = (value: Time | DateTime): { readonly days: number; readonly nanos: number } =>
  shifted(value instanceof Time ? 0 : value.days, value.nanos, -(offsetOf(value) ?? 0))
