import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { addMonths, addYears, civil, dayFromIso, dayOf, isoFromDay, weekday } from './index.ts'

test('a day is the number of days since 1970-01-01', () => {
  assert.equal(dayFromIso('1970-01-01'), 0)
  assert.equal(dayFromIso('1969-12-31'), -1)
  assert.equal(dayFromIso('2026-03-01'), 20_513)
})

test('days and dates agree with the platform over four thousand years', () => {
  fc.assert(
    fc.property(fc.integer({ min: -700_000, max: 700_000 }), (day) => {
      const date = new Date(day * 86_400_000)
      const { year, month, day: dayOfMonth } = civil(day)
      assert.deepEqual([year, month, dayOfMonth], [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()])
      assert.equal(dayOf(year, month, dayOfMonth), day)
      assert.equal(weekday(day) % 7, date.getUTCDay())
    }),
  )
})

test('what is not a date is refused', () => {
  for (const text of ['2025-02-29', '2026-13-01', '2026-00-10', '2026-4-1', '20260401', '2026-04-31', ' 2026-04-01', '']) {
    assert.throws(() => dayFromIso(text), RangeError, text)
  }
  assert.equal(isoFromDay(dayFromIso('0001-01-01')), '0001-01-01')
})

test('a month that lacks the day gives its last day', () => {
  assert.equal(isoFromDay(addMonths(dayFromIso('2026-01-31'), 1)), '2026-02-28')
  assert.equal(isoFromDay(addMonths(dayFromIso('2024-03-31'), -1)), '2024-02-29')
  assert.equal(isoFromDay(addYears(dayFromIso('2024-02-29'), 1)), '2025-02-28')
  assert.equal(isoFromDay(addMonths(dayFromIso('2026-11-15'), 14)), '2028-01-15')
})
