import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import {
  addMonths,
  dayFromIso,
  isoFromDay,
  isWorkingDay,
  lastDayOf,
  latestDayBefore,
  type PeriodQuestion,
  period,
  periodEnd,
} from './index.ts'

const at = dayFromIso
const end = (from: string, amount: number, unit: PeriodQuestion['unit'], rule: NonNullable<PeriodQuestion['rule']> = 'civil') =>
  isoFromDay(periodEnd({ from: at(from), amount, unit, rule }))

test('the day of the event does not count (민법 제157조)', () => {
  assert.equal(end('2026-03-03', 10, 'days'), '2026-03-13')
  assert.equal(end('2026-03-03', 90, 'days'), '2026-06-01')
})

test('a period that begins at midnight counts its first day (민법 제157조 단서)', () => {
  assert.equal(end('2026-03-03', 10, 'days', 'civil-from-midnight'), '2026-03-12')
})

test('weeks, months and years end on the eve of the corresponding day (민법 제160조)', () => {
  assert.equal(end('2026-03-03', 2, 'weeks'), '2026-03-17')
  assert.equal(end('2026-04-15', 3, 'months'), '2026-07-15')
  assert.equal(end('2024-11-20', 1, 'years'), '2025-11-20')
})

test('a month without the corresponding day ends the period with its last day (민법 제160조제3항)', () => {
  const { firstDay, lastDay, articles } = period({ from: at('2025-01-30'), amount: 1, unit: 'months' })
  assert.deepEqual([isoFromDay(firstDay), isoFromDay(lastDay)], ['2025-01-31', '2025-02-28'])
  assert.ok(articles.includes('민법 제160조제3항'))
  assert.equal(isoFromDay(lastDayOf(at('2024-02-29'), 1, 'years')), '2025-02-28')
})

test('a month that begins on its first day ends with its last (민법 제160조제1항)', () => {
  assert.equal(end('2026-03-31', 1, 'months'), '2026-04-30')
})

test('a last day on Saturday, Sunday, holiday and substitute holiday moves past all four (민법 제161조)', () => {
  const { lastDay, endDay, articles } = period({ from: at('2026-01-31'), amount: 1, unit: 'months' })
  assert.equal(isoFromDay(lastDay), '2026-02-28')
  assert.equal(isoFromDay(endDay), '2026-03-03')
  assert.equal(articles.at(-1), '민법 제161조')
})

test('a last day within 추석 moves to the first working day after it', () => {
  assert.equal(end('2025-09-05', 30, 'days'), '2025-10-10')
})

test('a restriction counts its first day and ends on a holiday all the same (행정기본법 제6조제2항)', () => {
  assert.equal(end('2026-02-01', 1, 'months', 'restriction'), '2026-02-28')
  assert.equal(end('2026-01-31', 30, 'days', 'restriction'), '2026-03-01')
})

test('an Act comes into force without counting the day of promulgation and without moving (행정기본법 제7조)', () => {
  assert.equal(end('2026-01-31', 1, 'months', 'promulgation'), '2026-02-28')
})

test('six or more days of a petition are working days, the day of receipt the first (민원처리법 제19조제2항)', () => {
  assert.equal(end('2026-02-09', 7, 'days', 'petition'), '2026-02-20')
  assert.equal(end('2026-02-14', 7, 'days', 'petition'), '2026-02-27')
})

test('months of a petition count the first day and follow the Civil Act (민원처리법 제19조제3항)', () => {
  assert.equal(end('2026-03-16', 1, 'months', 'petition'), '2026-04-15')
  assert.equal(end('2026-02-01', 1, 'months', 'petition'), '2026-03-03')
})

test('five days or fewer of a petition are hours and are refused here', () => {
  assert.throws(() => end('2026-03-03', 5, 'days', 'petition'), /processingDue/)
})

test('an amount that is no period is refused', () => {
  for (const amount of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])
    assert.throws(() => end('2026-03-03', amount, 'days'), RangeError)
})

test('a period whose end needs holidays nobody has published yet says which year', () => {
  assert.throws(() => end('2027-06-15', 1, 'years'), { name: 'UnknownHolidaysError', year: 2028 })
  assert.equal(end('2027-06-15', 1, 'years', 'promulgation'), '2028-06-15')
})

test('ten days before a hearing leave ten whole days between the notice and the hearing', () => {
  assert.equal(isoFromDay(latestDayBefore({ event: at('2026-04-15'), amount: 10, unit: 'days' })), '2026-04-04')
  assert.equal(isoFromDay(latestDayBefore({ event: at('2026-04-19'), amount: 1, unit: 'weeks' })), '2026-04-11')
  assert.equal(isoFromDay(latestDayBefore({ event: at('2026-04-15'), amount: 1, unit: 'months' })), '2026-03-14')
})

const question = fc.record({
  from: fc.integer({ min: at('2018-01-01'), max: at('2025-12-31') }),
  amount: fc.integer({ min: 1, max: 12 }),
  unit: fc.constantFrom('days' as const, 'weeks' as const, 'months' as const),
})

test('a civil period never ends on a day off, and never before its calendar end', () => {
  fc.assert(
    fc.property(question, (asked) => {
      const { lastDay, endDay } = period(asked)
      assert.ok(isWorkingDay(endDay) && endDay >= lastDay)
      for (let day = lastDay; day < endDay; day += 1) assert.ok(!isWorkingDay(day))
    }),
  )
})

test('counting the first day never ends a period later', () => {
  fc.assert(fc.property(question, (asked) => assert.ok(periodEnd({ ...asked, rule: 'civil-from-midnight' }) <= periodEnd(asked))))
})

test('a period of months ends on the eve of the day months later, or on that day when the month is too short', () => {
  fc.assert(
    fc.property(question, ({ from, amount }) => {
      const later = addMonths(from, amount)
      const sameNumber = isoFromDay(later).slice(8) === isoFromDay(from).slice(8)
      assert.equal(lastDayOf(from, amount, 'months'), sameNumber ? later - 1 : later)
    }),
  )
})

test('the latest day before an event is in time and the next day is late', () => {
  fc.assert(
    fc.property(question, ({ from: event, amount, unit }) => {
      const act = latestDayBefore({ event, amount, unit })
      assert.ok(lastDayOf(act + 1, amount, unit) < event)
      assert.ok(lastDayOf(act + 2, amount, unit) >= event)
    }),
  )
})
