import * as published from '@hyunbinseo/holidays-kr/all'
import { civil, type Day, isoFromDay, weekday } from './day.ts'

/** 공휴일 of the years somebody has published. Saturdays and ordinary Sundays are not in it: they need no list. */
export interface Calendar {
  readonly years: ReadonlySet<number>
  /** ISO date to the names of the holiday, Korean as published. */
  readonly holidays: ReadonlyMap<string, readonly string[]>
}

/** The holidays of a year are asked for, and nobody has published them yet (or they are too long ago). */
export class UnknownHolidaysError extends RangeError {
  override readonly name = 'UnknownHolidaysError'
  readonly year: number
  constructor(year: number, calendar: Calendar) {
    const years = [...calendar.years].sort((a, b) => a - b)
    super(`the public holidays of ${year} are not known (known: ${years[0]}..${years.at(-1)}); give a calendar that has them`)
    this.year = year
  }
}

/**
 * 관공서의 공휴일에 관한 규정, as published each year in 월력요항: with substitute, election and temporary holidays,
 * 2018..2027. A holiday proclaimed later is added with `withHolidays`.
 */
export const KOREA: Calendar = fromYears(
  Object.entries(published).map(([name, holidays]) => [Number(name.slice(1)), Object.entries(holidays)] as const),
)

type Entries = readonly (readonly [iso: string, names: readonly string[]])[]

function fromYears(years: readonly (readonly [year: number, entries: Entries])[]): Calendar {
  return { years: new Set(years.map(([year]) => year)), holidays: new Map(years.flatMap(([, entries]) => entries)) }
}

/**
 * The same calendar with more in it: `holidays` adds days (임시공휴일, a holiday of one office), `completeYears` says of which
 * further years the list is now complete.
 */
export function withHolidays(
  calendar: Calendar,
  more: {
    readonly holidays: Iterable<readonly [iso: string, names: readonly string[]]>
    readonly completeYears?: Iterable<number>
  },
): Calendar {
  return {
    years: new Set([...calendar.years, ...(more.completeYears ?? [])]),
    holidays: new Map([...calendar.holidays, ...more.holidays]),
  }
}

/** The names of the public holiday on that day, `[]` when it is none. Throws UnknownHolidaysError outside the known years. */
export function holidayNames(day: Day, calendar: Calendar = KOREA): readonly string[] {
  const names = calendar.holidays.get(isoFromDay(day))
  if (names) return names
  const { year } = civil(day)
  if (!calendar.years.has(year)) throw new UnknownHolidaysError(year, calendar)
  return []
}

export const isWeekend = (day: Day): boolean => weekday(day) >= 6

/**
 * Neither Saturday nor 공휴일 (Sunday is one, 관공서의 공휴일에 관한 규정 제2조제1호). Weekends are always known; for a weekday
 * outside the calendar's years this throws UnknownHolidaysError rather than guess.
 */
export const isWorkingDay = (day: Day, calendar: Calendar = KOREA): boolean =>
  !isWeekend(day) && holidayNames(day, calendar).length === 0

/** The day itself when it is a working day, else the next one (민법 제161조). */
export function nextWorkingDay(day: Day, calendar: Calendar = KOREA): Day {
  let next = day
  while (!isWorkingDay(next, calendar)) next += 1
  return next
}

/**
 * The n-th working day after `day` (before it when n is negative); `day` itself is not counted. 0 gives `nextWorkingDay(day)`.
 */
export function addWorkingDays(day: Day, amount: number, calendar: Calendar = KOREA): Day {
  if (!Number.isInteger(amount)) throw new RangeError(`working days must be a whole number: ${amount}`)
  if (amount === 0) return nextWorkingDay(day, calendar)
  const step = Math.sign(amount)
  let at = day
  for (let left = Math.abs(amount); left > 0; ) {
    at += step
    if (isWorkingDay(at, calendar)) left -= 1
  }
  return at
}

/** How many working days lie in `from..to`, both counted; 0 when `to` is before `from`. */
export function workingDaysIn(from: Day, to: Day, calendar: Calendar = KOREA): number {
  let count = 0
  for (let day = from; day <= to; day += 1) if (isWorkingDay(day, calendar)) count += 1
  return count
}
