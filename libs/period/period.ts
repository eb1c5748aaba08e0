import { dayAfterMonths } from './age.ts'
import { type Calendar, isWorkingDay, KOREA, nextWorkingDay } from './calendar.ts'
import { addMonths, civil, type Day, daysInMonth, monthAfter } from './day.ts'

export type Unit = 'days' | 'weeks' | 'months' | 'years'

/**
 * How a period is counted:
 * - `civil`: 민법 제157조 본문, 제159조–제161조; the rule for administrative periods too (행정기본법 제6조제1항).
 * - `civil-from-midnight`: the period begins at 00:00 of `from`, so that day counts (민법 제157조 단서).
 * - `restriction`: how long a right is limited or a duty lasts (행정기본법 제6조제2항): the first day counts and the period ends
 *   even on a holiday. Not where that would be to the person's disadvantage (단서): use `civil` there; the caller knows which.
 * - `promulgation`: when an Act comes into force (행정기본법 제7조): the first day does not count, it ends even on a holiday.
 * - `petition`: 처리기간 of a 민원 (민원처리법 제19조제2항·제3항): days are working days, the first counted, and must be six or
 *   more (fewer are hours: `processingDue`); weeks, months and years as 민법 제159조–제161조, the first day counted.
 */
export type Rule = 'civil' | 'civil-from-midnight' | 'restriction' | 'promulgation' | 'petition'

export interface PeriodQuestion {
  /** The day of the event from which the period runs. */
  readonly from: Day
  /** A whole number above 0. */
  readonly amount: number
  readonly unit: Unit
  /** `civil` when absent. */
  readonly rule?: Rule
  readonly calendar?: Calendar
}

export interface Period {
  /** 기산일: the first day that counts. */
  readonly firstDay: Day
  /** The last day by the calendar, before 민법 제161조. */
  readonly lastDay: Day
  /** The day with whose end (24:00, 민법 제159조) the period ends. */
  readonly endDay: Day
  /** The articles that decided, in the order applied. */
  readonly articles: readonly string[]
}

interface Counting {
  readonly firstDayCounts: boolean
  readonly movesOffHolidays: boolean
  readonly article: string
}

const COUNTING: Record<Rule, Counting> = {
  civil: { firstDayCounts: false, movesOffHolidays: true, article: '민법 제157조' },
  'civil-from-midnight': { firstDayCounts: true, movesOffHolidays: true, article: '민법 제157조 단서' },
  restriction: { firstDayCounts: true, movesOffHolidays: false, article: '행정기본법 제6조제2항' },
  promulgation: { firstDayCounts: false, movesOffHolidays: false, article: '행정기본법 제7조' },
  petition: { firstDayCounts: true, movesOffHolidays: true, article: '민원 처리에 관한 법률 제19조제3항' },
}

/** The last day of a period; see `Rule` for the ways of counting and `period` for the reasons. */
export const periodEnd = (question: PeriodQuestion): Day => period(question).endDay

/**
 * A period with its first day, its end and the articles that decided. Throws RangeError for an amount that is not a whole number
 * above 0 and for a petition of five days or fewer, UnknownHolidaysError when the end falls in a year without a known calendar.
 */
export function period({ from, amount, unit, rule = 'civil', calendar = KOREA }: PeriodQuestion): Period {
  if (!Number.isInteger(amount) || amount < 1) throw new RangeError(`a period is a whole number above 0: ${amount}`)
  if (rule === 'petition' && unit === 'days') return petitionDays(from, amount, calendar)
  const { firstDayCounts, movesOffHolidays, article } = COUNTING[rule]
  const firstDay = firstDayCounts ? from : from + 1
  const lastDay = lastDayOf(firstDay, amount, unit)
  const endDay = movesOffHolidays ? nextWorkingDay(lastDay, calendar) : lastDay
  const articles = [article, ...calendarArticles(firstDay, amount, unit), '민법 제159조']
  if (endDay !== lastDay) articles.push('민법 제161조')
  return { firstDay, lastDay, endDay, articles }
}

/** 민원처리법 제19조제2항: days of which neither Saturdays nor 공휴일 count; the day of receipt counts when it is a working day. */
function petitionDays(from: Day, amount: number, calendar: Calendar): Period {
  if (amount <= 5) throw new RangeError('five days or fewer are counted in hours (민원처리법 제19조제1항): use processingDue')
  const firstDay = nextWorkingDay(from, calendar)
  let endDay = firstDay
  for (let left = amount - 1; left > 0; ) {
    endDay += 1
    if (isWorkingDay(endDay, calendar)) left -= 1
  }
  return { firstDay, lastDay: endDay, endDay, articles: ['민원 처리에 관한 법률 제19조제2항'] }
}

/**
 * 민법 제160조: weeks, months and years by the calendar. The period ends on the eve of the day that corresponds to the first day;
 * where the last month has no such day, with that month's last day (제3항).
 */
export function lastDayOf(firstDay: Day, amount: number, unit: Unit): Day {
  if (unit === 'days') return firstDay + amount - 1
  if (unit === 'weeks') return firstDay + amount * 7 - 1
  return dayAfterMonths(firstDay, unit === 'years' ? amount * 12 : amount) - 1
}

function calendarArticles(firstDay: Day, amount: number, unit: Unit): string[] {
  if (unit === 'days') return []
  if (unit === 'weeks') return ['민법 제160조제2항']
  const { year, month, day } = civil(firstDay)
  const last = monthAfter(year, month, unit === 'years' ? amount * 12 : amount)
  const lacksDay = day > daysInMonth(last.year, last.month)
  return lacksDay ? ['민법 제160조제3항'] : [day === 1 ? '민법 제160조제1항' : '민법 제160조제2항']
}

/**
 * Counting back from a day, as in "ten days before the hearing" (행정절차법 제21조제2항): the last day on which the act is in time.
 * The whole period, counted from the day after the act (민법 제157조), must end before the day of the event. It does not move for
 * a holiday: that would shorten it.
 */
export function latestDayBefore({
  event,
  amount,
  unit,
}: {
  readonly event: Day
  readonly amount: number
  readonly unit: Unit
}): Day {
  if (!Number.isInteger(amount) || amount < 1) throw new RangeError(`a period is a whole number above 0: ${amount}`)
  const endsInTime = (act: Day) => lastDayOf(act + 1, amount, unit) < event
  let act = unit === 'days' || unit === 'weeks' ? event : addMonths(event, unit === 'years' ? -amount * 12 : -amount)
  if (unit === 'days' || unit === 'weeks') act -= amount * (unit === 'weeks' ? 7 : 1)
  while (!endsInTime(act)) act -= 1
  return act
}
