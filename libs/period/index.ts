export { age, ageInMonths, dayAfterMonths, dayOfAge, monthsBetween, yearAge } from './age.ts'
export type { Calendar } from './calendar.ts'
export {
  addWorkingDays,
  holidayNames,
  isWeekend,
  isWorkingDay,
  KOREA,
  nextWorkingDay,
  UnknownHolidaysError,
  withHolidays,
  workingDaysIn,
} from './calendar.ts'
export type { CivilDate, Day } from './day.ts'
export { addMonths, addYears, civil, dayFromIso, dayOf, daysInMonth, isLeapYear, isoFromDay, weekday } from './day.ts'
export type { EpochMs, Interval, OfficeHours, WorkingTimeQuestion } from './office.ts'
export { dayOfInstant, instantAt, OFFICE_HOURS, workingTimeBetween, workingTimeDue } from './office.ts'
export type { Period, PeriodQuestion, Rule, Unit } from './period.ts'
export { lastDayOf, latestDayBefore, period, periodEnd } from './period.ts'
export type { Pause, ProcessingDue, ProcessingQuestion } from './processing.ts'
export { processingDue, shiftByPauses } from './processing.ts'
export type { Reckoned } from './unproclaimed.ts'
export { asProclaimed } from './unproclaimed.ts'
