import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { addMonths, ageOn, civil, dayAfterMonths, dayOf, dayText, isoWeek, monthsBetween, parseDay, weekday } from './dates.ts'

const at = (iso: string) => parseDay(iso)!
const anyDay = fc.integer({ min: -200_000, max: 200_000 })

test('a day survives the way to year, month, day and back', () => {
  fc.assert(
    fc.property(anyDay, (day) => {
      const { year, month, day: d } = civil(day)
      assert.equal(dayOf(year, month, d), day)
      assert.equal(parseDay(dayText(day)), day)
      assert.equal(dayText(day).slice(-10), new Date(day * 86_400_000).toISOString().slice(-24, -14))
    }),
  )
})

test('days that do not exist are refused', () => {
  for (const text of ['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '20260101', '2026-04-31', ''])
    assert.equal(parseDay(text), undefined)
})

test('one is a year older when the birthday begins (행정기본법 제7조의2, 민법 제158조)', () => {
  assert.equal(ageOn(at('1961-03-02'), at('2026-03-01')), 64)
  assert.equal(ageOn(at('1961-03-02'), at('2026-03-02')), 65)
  assert.equal(ageOn(at('2026-03-02'), at('2026-03-01')), undefined)
})

test('born on 29 February, one is older on 1 March in common years (민법 제160조제3항)', () => {
  assert.equal(ageOn(at('2004-02-29'), at('2023-02-28')), 18)
  assert.equal(ageOn(at('2004-02-29'), at('2023-03-01')), 19)
  assert.equal(ageOn(at('2004-02-29'), at('2024-02-29')), 20)
})

test('a month that begins on the 31st is complete on the first after a shorter month', () => {
  assert.equal(monthsBetween(at('2026-01-31'), at('2026-02-28')), 0)
  assert.equal(monthsBetween(at('2026-01-31'), at('2026-03-01')), 1)
})

test('the day on which so many months are complete is the first such day', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 0, max: 1500 }), (from, months) => {
      const day = dayAfterMonths(from, months)!
      assert.equal(monthsBetween(from, day), months)
      if (months > 0) assert.equal(monthsBetween(from, day - 1), months - 1)
    }),
  )
})

test('a date plus months keeps the day or takes the last of the month', () => {
  assert.equal(dayText(addMonths(at('2024-01-31'), 1)!), '2024-02-29')
  assert.equal(dayText(addMonths(at('2024-03-31'), -1)!), '2024-02-29')
  assert.equal(dayText(addMonths(at('2024-11-15'), 3)!), '2025-02-15')
})

test('weekdays and ISO weeks follow the calendar', () => {
  assert.equal(weekday(at('2026-03-02')), 1)
  assert.equal(isoWeek(at('2026-01-01')), 1)
  assert.equal(isoWeek(at('2027-01-01')), 53)
})
