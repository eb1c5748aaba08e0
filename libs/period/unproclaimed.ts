/** Reckoning into a year whose holidays nobody has proclaimed yet: work must go on, and it is said that the day may move. */
import { type Calendar, KOREA, UnknownHolidaysError, withHolidays } from './calendar.ts'

export interface Reckoned<T> {
  readonly value: T
  /** Years, in the order met, of which weekends were known and every weekday was taken for a working day; `[]`: it is certain. */
  readonly unproclaimed: readonly number[]
}

/**
 * Reckons with the holidays that are known. In a year after them, which 월력요항 has not proclaimed yet, holidays on weekdays count
 * as working days and weekends are days off as ever: a last day found so is never later than the true one. A year before the
 * known ones has been proclaimed; that it is missing is a mistake, so it still throws UnknownHolidaysError.
 */
export function asProclaimed<T>(reckon: (calendar: Calendar) => T, calendar: Calendar = KOREA): Reckoned<T> {
  const last = Math.max(...calendar.years)
  const unproclaimed: number[] = []
  for (let known = calendar; ; ) {
    try {
      return { value: reckon(known), unproclaimed }
    } catch (error) {
      if (!(error instanceof UnknownHolidaysError) || error.year <= last || unproclaimed.includes(error.year)) throw error
      unproclaimed.push(error.year)
      known = withHolidays(known, { holidays: [], completeYears: [error.year] })
    }
  }
}
