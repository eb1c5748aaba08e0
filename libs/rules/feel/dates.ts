/** Days as integers: days since 1970-01-01 in the proleptic Gregorian calendar. No clock, no time zone. */

const DAYS_IN_400_YEARS = 146_097

/** Days since 1970-01-01 of a civil date (month 1-12); undefined when there is no such day. */
export function dayOf(year: number, month: number, day: number): number | undefined {
  if (!Number.isInteger(year) || Math.abs(year) > 999_999_999) return undefined
  if (!(month >= 1 && month <= 12) || !(day >= 1 && day <= daysInMonth(year, month))) return undefined
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * DAYS_IN_400_YEARS + dayOfEra - 719_468
}

export interface Civil {
  readonly year: number
  readonly month: number
  readonly day: number
}

/** The civil date of a day number. */
export function civil(days: number): Civil {
  const z = days + 719_468
  const era = Math.floor(z / DAYS_IN_400_YEARS)
  const dayOfEra = z - era * DAYS_IN_400_YEARS
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day }
}

export const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)

export const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31

const ISO = /^(-?(?:[1-9]\d{4,8}|\d{4}))-(\d{2})-(\d{2})$/

/** The day number of `2026-03-01`; undefined when it is no day. */
export function parseDay(text: string): number | undefined {
  const parts = ISO.exec(text)
  return parts ? dayOf(Number(parts[1]), Number(parts[2]), Number(parts[3])) : undefined
}

/** `2026-03-01` */
export function dayText(days: number): string {
  const { year, month, day } = civil(days)
  const y = String(Math.abs(year)).padStart(4, '0')
  return `${year < 0 ? '-' : ''}${y}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** The day `months` later; a day that the month lacks becomes its last (as date + duration does in FEEL). */
export function addMonths(days: number, months: number): number | undefined {
  const { year, month, day } = civil(days)
  const total = year * 12 + month - 1 + months
  const y = Math.floor(total / 12)
  const m = total - y * 12 + 1
  return dayOf(y, m, Math.min(day, daysInMonth(y, m)))
}

/**
 * Whole months from `from` to `to`, the first day counted (민법 제158조의 초일 산입). A month is complete on the day of the same
 * number; where the month lacks it, the period ends with the month's last day (민법 제160조제3항), so it is complete on the
 * first of the next month. Negative when `to` is before `from`.
 */
export function monthsBetween(from: number, to: number): number {
  if (to < from) return -monthsBetween(to, from)
  const a = civil(from)
  const b = civil(to)
  return (b.year - a.year) * 12 + b.month - a.month - (b.day < a.day ? 1 : 0)
}

/**
 * 만 나이 (행정기본법 제7조의2, 민법 제158조): the day of birth counts, so one is a year older when the birthday begins.
 * Born on 29 February, in common years: the year ends with 28 February (민법 제160조제3항), one is older on 1 March.
 */
export const ageOn = (birth: number, on: number): number | undefined =>
  on < birth ? undefined : Math.floor(monthsBetween(birth, on) / 12)

/** The first day on which monthsBetween(from, day) >= months. */
export function dayAfterMonths(from: number, months: number): number | undefined {
  const { year, month, day } = civil(from)
  const total = year * 12 + month - 1 + months
  const y = Math.floor(total / 12)
  const m = total - y * 12 + 1
  return dayOf(y, m, day) ?? dayOf(m === 12 ? y + 1 : y, m === 12 ? 1 : m + 1, 1)
}

/** 1 (Monday) .. 7 (Sunday) */
export const weekday = (days: number): number => ((((days + 3) % 7) + 7) % 7) + 1

/** ISO 8601 week number. */
export function isoWeek(days: number): number {
  const thursday = days - weekday(days) + 4
  const first = dayOf(civil(thursday).year, 1, 1)!
  return Math.floor((thursday - first) / 7) + 1
}
