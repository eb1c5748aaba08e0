import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import {
  addWorkingDays,
  dayFromIso,
  holidayNames,
  isoFromDay,
  isWorkingDay,
  KOREA,
  withHolidays,
  workingDaysIn,
} from './index.ts'

const at = dayFromIso

test('the holidays of 2018 to 2027 are known, with substitute, election and temporary ones', () => {
  assert.deepEqual([...KOREA.years], [2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027])
  for (const day of ['2026-03-02', '2026-05-25', '2026-06-03', '2026-07-17', '2025-01-27', '2027-12-27']) {
    assert.equal(isWorkingDay(at(day)), false, day)
    assert.ok(holidayNames(at(day)).length > 0, day)
  }
  assert.deepEqual(holidayNames(at('2025-05-05')).length, 2)
})

test('Saturdays and Sundays are days off in any year', () => {
  assert.equal(isWorkingDay(at('2050-01-01')), false)
  assert.equal(isWorkingDay(at('1999-12-26')), false)
})

test('a weekday of an unknown year is not guessed', () => {
  assert.throws(() => isWorkingDay(at('2028-03-02')), { name: 'UnknownHolidaysError', year: 2028 })
  assert.throws(() => addWorkingDays(at('2027-12-31'), 1), { year: 2028 })
})

test('a holiday proclaimed later, and a year published later, can be added', () => {
  const calendar = withHolidays(KOREA, {
    holidays: [
      ['2026-10-02', ['임시공휴일']],
      ['2028-01-03', ['대체공휴일']],
    ],
    completeYears: [2028],
  })
  assert.equal(isWorkingDay(at('2026-10-02'), calendar), false)
  assert.equal(isWorkingDay(at('2026-10-02')), true)
  assert.equal(isoFromDay(addWorkingDays(at('2027-12-31'), 1, calendar)), '2028-01-04')
})

test('working days are counted after the day itself, over 설날', () => {
  assert.equal(isoFromDay(addWorkingDays(at('2026-02-13'), 1)), '2026-02-19')
  assert.equal(isoFromDay(addWorkingDays(at('2026-02-19'), -1)), '2026-02-13')
  assert.equal(isoFromDay(addWorkingDays(at('2026-02-14'), 0)), '2026-02-19')
})

test('adding working days and counting them agree', () => {
  const day = fc.integer({ min: at('2018-03-01'), max: at('2026-12-31') })
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 40 }), (from, amount) => {
      const to = addWorkingDays(from, amount)
      assert.ok(isWorkingDay(to))
      assert.equal(workingDaysIn(from + 1, to), amount)
    }),
  )
})
