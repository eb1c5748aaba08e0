import { civil, type Day, dayOf, monthAfter } from './day.ts'

/**
 * Whole months from `from` to `to`, the first day counted (민법 제158조의 초일 산입). A month is complete on the day of the same
 * number; where the month lacks that day, the period ended with the month's last day (민법 제160조제3항), so it is complete on
 * the first of the next month. Negative when `to` is before `from`.
 */
export function monthsBetween(from: Day, to: Day): number {
  if (to < from) return -monthsBetween(to, from)
  const a = civil(from)
  const b = civil(to)
  return (b.year - a.year) * 12 + b.month - a.month - (b.day < a.day ? 1 : 0)
}

/**
 * 만 나이 in years (행정기본법 제7조의2, 민법 제158조). The day of birth counts, so n years of life end on the eve of the n-th
 * birthday and the age is reached when the birthday begins. Born on 29 February, in a common year: no corresponding day, the
 * year of life ends with 28 February (민법 제160조제3항), so one is older on 1 March; in a leap year on 29 February.
 * Throws RangeError before birth: an unborn person has no age.
 */
export const age = (birthDay: Day, onDay: Day): number => Math.floor(ageInMonths(birthDay, onDay) / 12)

/** Age in months, as may be said of a child under one (행정기본법 제7조의2 단서). Throws RangeError before birth. */
export function ageInMonths(birthDay: Day, onDay: Day): number {
  if (onDay < birthDay) throw new RangeError('no age before birth')
  return monthsBetween(birthDay, onDay)
}

/** The first day on which `age(birthDay, day)` is `years`. */
export const dayOfAge = (birthDay: Day, years: number): Day => dayAfterMonths(birthDay, years * 12)

/** The first day on which `monthsBetween(from, day)` is `months`: the day after the months that begin with `from` have ended. */
export function dayAfterMonths(from: Day, months: number): Day {
  const { year, month, day } = civil(from)
  const target = monthAfter(year, month, months)
  const same = dayOf(target.year, target.month, day)
  if (same !== undefined) return same
  const next = monthAfter(target.year, target.month, 1)
  return dayOf(next.year, next.month, 1)!
}

/**
 * 연 나이: the year less the year of birth, whatever the day. Only where an Act counts so (청소년 보호법 제2조제1호,
 * 병역법 제2조제2항).
 */
export const yearAge = (birthDay: Day, onDay: Day): number => civil(onDay).year - civil(birthDay).year
