import { type Calendar, isWorkingDay, KOREA } from './calendar.ts'
import type { Day } from './day.ts'

/** Milliseconds since 1970-01-01T00:00Z, as `Temporal.Instant.epochMilliseconds`. */
export type EpochMs = number

const MINUTE = 60_000
const DAY_MS = 86_400_000
/** 표준시에 관한 법률: UTC+9 all year; there has been no summer time since 1988. */
const KST_MS = 9 * 60 * MINUTE

/** When an office works: shifts in minutes from midnight, ascending, not overlapping. */
export interface OfficeHours {
  readonly shifts: readonly (readonly [fromMinute: number, toMinute: number])[]
}

/** 09:00–18:00 with 12:00–13:00 off: eight hours (국가공무원 복무규정 제9조제2항). */
export const OFFICE_HOURS: OfficeHours = {
  shifts: [
    [9 * 60, 12 * 60],
    [13 * 60, 18 * 60],
  ],
}

/** The Korean day in which an instant lies. */
export const dayOfInstant = (at: EpochMs): Day => Math.floor((at + KST_MS) / DAY_MS)

/** The instant at which `minute` of a Korean day begins; 1440 is the end of the day. */
export const instantAt = (day: Day, minute = 0): EpochMs => day * DAY_MS - KST_MS + minute * MINUTE

export interface Interval {
  readonly from: EpochMs
  readonly to: EpochMs
}

export interface WorkingTimeQuestion {
  readonly start: EpochMs
  /** Working time to pass, in minutes; above 0. */
  readonly minutes: number
  readonly office?: OfficeHours
  readonly calendar?: Calendar
  /** Time that does not count. May overlap and lie anywhere. */
  readonly pauses?: readonly Interval[]
}

/**
 * The instant at which that much working time has passed since `start`. Time outside the shifts, on Saturdays, on 공휴일 and in
 * pauses does not count. An end that meets the end of a shift is that end, not the start of the next.
 */
export function workingTimeDue({
  start,
  minutes,
  office = OFFICE_HOURS,
  calendar = KOREA,
  pauses = [],
}: WorkingTimeQuestion): EpochMs {
  if (!(minutes > 0) || !Number.isFinite(minutes)) throw new RangeError(`working time must be above 0: ${minutes}`)
  if (office.shifts.length === 0) throw new RangeError('an office without shifts never gets anything done')
  let left = minutes * MINUTE
  for (let day = dayOfInstant(start); ; day += 1) {
    for (const open of openTimes(day, start, office, calendar, pauses)) {
      if (left <= open.to - open.from) return open.from + left
      left -= open.to - open.from
    }
  }
}

/** Working time between two instants, in milliseconds; what `workingTimeDue` counts. */
export function workingTimeBetween(
  { from, to }: Interval,
  { office = OFFICE_HOURS, calendar = KOREA, pauses = [] }: Pick<WorkingTimeQuestion, 'office' | 'calendar' | 'pauses'> = {},
): number {
  let passed = 0
  for (let day = dayOfInstant(from); instantAt(day) < to; day += 1) {
    for (const open of openTimes(day, from, office, calendar, pauses)) passed += Math.max(0, Math.min(open.to, to) - open.from)
  }
  return passed
}

function openTimes(day: Day, start: EpochMs, office: OfficeHours, calendar: Calendar, pauses: readonly Interval[]): Interval[] {
  if (instantAt(day, 1440) <= start || !isWorkingDay(day, calendar)) return []
  return office.shifts
    .map(([from, to]) => ({ from: Math.max(start, instantAt(day, from)), to: instantAt(day, to) }))
    .filter(({ from, to }) => from < to)
    .flatMap((shift) => without(shift, pauses))
}

function without(shift: Interval, pauses: readonly Interval[]): Interval[] {
  let open = [shift]
  for (const pause of pauses) {
    open = open.flatMap(({ from, to }) =>
      [
        { from, to: Math.min(to, pause.from) },
        { from: Math.max(from, pause.to), to },
      ].filter((part) => part.from < part.to),
    )
  }
  return open
}
