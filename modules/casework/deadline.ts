/** Days until which something may be done, off Saturdays and holidays (민법 제161조), in years not proclaimed yet too. */
import { asProclaimed, dayFromIso, isoFromDay, isWorkingDay, nextWorkingDay, periodEnd } from '@dpg/period'
import { amountsOf } from './duration.ts'

/** The last day of a period from a definition (`P90D`, `P3M`), counted from the day after `from` (민법 제157조). */
export function endAfter(from: string, within: string): string {
  const { months, days } = amountsOf(within)
  const length = months > 0 ? ({ amount: months, unit: 'months' } as const) : ({ amount: days, unit: 'days' } as const)
  return isoFromDay(asProclaimed((calendar) => periodEnd({ from: dayFromIso(from), ...length, calendar })).value)
}

/** The day itself, or the next working day. */
export const onWorkingDay = (day: string): string =>
  isoFromDay(asProclaimed((calendar) => nextWorkingDay(dayFromIso(day), calendar)).value)

/** The day itself, or the last working day before it: for what is given, not asked. */
export function beforeDaysOff(day: string): string {
  return isoFromDay(
    asProclaimed((calendar) => {
      let at = dayFromIso(day)
      while (!isWorkingDay(at, calendar)) at -= 1
      return at
    }).value,
  )
}
