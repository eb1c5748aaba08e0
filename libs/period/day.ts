/** A day is an integer: days since 1970-01-01 (proleptic Gregorian). No clock, no time zone. */
export type Day = number

export interface CivilDate {
  readonly year: number
  /** 1..12 */
  readonly month: number
  readonly day: number
}

const ERA = 146_097 // days in 400 years

/** The calendar date of a day. */
export function civil(day: Day): CivilDate {
  const z = day + 719_468
  const era = Math.floor(z / ERA)
  const doe = z - era * ERA
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365)
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100))
  const mp = Math.floor((5 * doy + 2) / 153)
  const month = mp < 10 ? mp + 3 : mp - 9
  return { year: yoe + era * 400 + (month <= 2 ? 1 : 0), month, day: doy - Math.floor((153 * mp + 2) / 5) + 1 }
}

/** The day of a calendar date, or undefined when there is no such date (2025-02-29). */
export function dayOf(year: number, month: number, day: number): Day | undefined {
  if (!Number.isInteger(year) || !Number.isInteger(month) || !Number.isInteger(day)) return undefined
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yoe = y - era * 400
  const doy = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  return era * ERA + yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy - 719_468
}

export const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

export const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (isLeapYear(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31

/** `2026-03-01` to a day. Throws RangeError for anything that is not a real date of the years 0000..9999. */
export function dayFromIso(iso: string): Day {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso)
  const day = match && dayOf(Number(match[1]), Number(match[2]), Number(match[3]))
  if (day === null || day === undefined) throw new RangeError(`not a date as YYYY-MM-DD: ${JSON.stringify(iso)}`)
  return day
}

/** A day as `2026-03-01`. */
export function isoFromDay(day: Day): string {
  const { year, month, day: date } = civil(day)
  if (year < 0 || year > 9999) throw new RangeError(`outside the years 0000..9999: ${day}`)
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
}

/** 1 (Monday) .. 7 (Sunday). */
export const weekday = (day: Day): number => ((((day + 3) % 7) + 7) % 7) + 1

/**
 * The day of the same number `months` later (or earlier); where that month lacks it, the month's last day.
 * This is calendar arithmetic, not the end of a legal period: that is `periodEnd`.
 */
export function addMonths(day: Day, months: number): Day {
  const { year, month, day: date } = civil(day)
  const target = monthAfter(year, month, months)
  return dayOf(target.year, target.month, Math.min(date, daysInMonth(target.year, target.month)))!
}

/** The same date `years` later; 29 February becomes 28 February in common years. See `addMonths`. */
export const addYears = (day: Day, years: number): Day => addMonths(day, years * 12)

export function monthAfter(year: number, month: number, months: number): { year: number; month: number } {
  if (!Number.isInteger(months)) throw new RangeError(`months must be a whole number: ${months}`)
  const total = year * 12 + month - 1 + months
  const y = Math.floor(total / 12)
  return { year: y, month: total - y * 12 + 1 }
}
