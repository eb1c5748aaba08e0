/** Until when: the periods are figures of the country pack, counted as the Civil Act counts (민법 제157조·제161조). */
import type { Pack } from '@dpg/definitions'
import { asProclaimed, dayFromIso, isoFromDay, periodEnd, type Unit } from '@dpg/period'
import { noPeriods } from './contract.ts'

/** The parameter that holds each period, and what it counts in. */
const PERIODS = {
  answer: ['sharingAnswerMonths', 'months'],
  dataset: ['sharingDatasetDays', 'days'],
  appeal: ['sharingAppealDays', 'days'],
  review: ['sharingReviewDays', 'days'],
} as const satisfies Record<string, readonly [string, Unit]>

/** The last day of a period that begins with something done on `from` (ISO day). Throws `sharing/no-periods`. */
export function lastDay({ parameters }: Pack, period: keyof typeof PERIODS, from: string): string {
  const [parameter, unit] = PERIODS[period]
  const value = parameters
    .get(parameter)
    ?.values.findLast((one) => one.from <= from && (one.to === null || from <= one.to))?.value
  if (typeof value !== 'number') throw noPeriods({ parameter })
  const end = asProclaimed((calendar) => periodEnd({ from: dayFromIso(from), amount: value, unit, calendar }))
  return isoFromDay(end.value)
}
