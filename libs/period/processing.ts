import { type Calendar, isWorkingDay, KOREA, nextWorkingDay } from './calendar.ts'
import type { Day } from './day.ts'
import { dayOfInstant, type EpochMs, instantAt, OFFICE_HOURS, type OfficeHours, workingTimeDue } from './office.ts'
import { period, type Unit } from './period.ts'

/**
 * Days that do not count, first and last included: a supplement counts from the day it was sent to the day it was received, both
 * included (행정절차법 시행령 제11조제1호); an outage, a hearing, a test likewise (민원처리법 시행령 제20조).
 */
export interface Pause {
  readonly from: Day
  readonly to: Day
}

export interface ProcessingQuestion {
  readonly receivedAt: EpochMs
  /** `immediate`: three working hours (민원처리법 시행령 제19조); otherwise a whole number of the unit. */
  readonly time: { readonly unit: 'immediate' } | { readonly unit: Unit; readonly amount: number }
  readonly pauses?: readonly Pause[]
  readonly office?: OfficeHours
  readonly calendar?: Calendar
}

export interface ProcessingDue {
  /** The last day in time. */
  readonly day: Day
  /** The instant: to the minute where the law counts hours, else the end of the day (민법 제159조). */
  readonly at: EpochMs
  readonly articles: readonly string[]
}

const IMMEDIATE_HOURS = 3
const HOURS_A_DAY = 8
const MOVED = '민법 제161조'

/**
 * Until when a 민원 must be dealt with (민원처리법 제19조), its pauses left out.
 * Five days or fewer run in working hours from the instant of receipt, eight a day; six or more run in working days, the first
 * counted; weeks, months and years run by the calendar, the first day counted, each paused day putting the end off by a day.
 */
export function processingDue(question: ProcessingQuestion): ProcessingDue {
  const { time } = question
  if (time.unit === 'immediate') return inHours(question, IMMEDIATE_HOURS, '민원 처리에 관한 법률 시행령 제19조')
  if (!Number.isInteger(time.amount) || time.amount < 1)
    throw new RangeError(`a period is a whole number above 0: ${time.amount}`)
  if (time.unit !== 'days') return byCalendar(question, time.amount, time.unit)
  if (time.amount <= 5) return inHours(question, time.amount * HOURS_A_DAY, '민원 처리에 관한 법률 제19조제1항')
  return inWorkingDays(question, time.amount)
}

function inHours(
  { receivedAt, pauses = [], office = OFFICE_HOURS, calendar = KOREA }: ProcessingQuestion,
  hours: number,
  article: string,
) {
  const at = workingTimeDue({
    start: receivedAt,
    minutes: hours * 60,
    office,
    calendar,
    pauses: pauses.map(({ from, to }) => ({ from: instantAt(from), to: instantAt(to, 1440) })),
  })
  return { day: dayOfInstant(at), at, articles: [article, ...pauseArticles(pauses)] }
}

function inWorkingDays({ receivedAt, pauses = [], calendar = KOREA }: ProcessingQuestion, amount: number): ProcessingDue {
  let day = dayOfInstant(receivedAt)
  for (let left = amount; ; day += 1) {
    if (isWorkingDay(day, calendar) && !isPaused(day, pauses)) left -= 1
    if (left === 0) break
  }
  return { day, at: instantAt(day, 1440), articles: ['민원 처리에 관한 법률 제19조제2항', ...pauseArticles(pauses)] }
}

function byCalendar(
  { receivedAt, pauses = [], calendar = KOREA }: ProcessingQuestion,
  amount: number,
  unit: Unit,
): ProcessingDue {
  const { firstDay, lastDay, articles } = period({ from: dayOfInstant(receivedAt), amount, unit, rule: 'petition', calendar })
  let day = firstDay - 1
  for (let left = lastDay - firstDay + 1; left > 0; ) {
    day += 1
    if (!isPaused(day, pauses)) left -= 1
  }
  const endDay = nextWorkingDay(day, calendar)
  const counted = articles.filter((article) => article !== MOVED)
  return {
    day: endDay,
    at: instantAt(endDay, 1440),
    articles: [...counted, ...pauseArticles(pauses), ...(endDay === day ? [] : [MOVED])],
  }
}

const isPaused = (day: Day, pauses: readonly Pause[]): boolean => pauses.some(({ from, to }) => from <= day && day <= to)

const pauseArticles = (pauses: readonly Pause[]): string[] =>
  pauses.length > 0 ? ['행정절차법 시행령 제11조', '민원 처리에 관한 법률 시행령 제20조'] : []

/**
 * The due day of any period, put off by the working days that fell into pauses: for clocks that are not 민원.
 * Pauses are counted up to the due day as it moves, so a pause near the end counts as well.
 */
export function shiftByPauses(
  dueDay: Day,
  pauses: readonly Pause[],
  { from, calendar = KOREA }: { from: Day; calendar?: Calendar },
): Day {
  let due = dueDay
  for (let day = from; day <= due; day += 1) {
    if (isPaused(day, pauses) && isWorkingDay(day, calendar)) due = nextWorkingDay(due + 1, calendar)
  }
  return due
}
