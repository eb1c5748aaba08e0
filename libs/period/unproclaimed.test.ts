import assert from 'node:assert/strict'
import test from 'node:test'
import { addWorkingDays, asProclaimed, dayFromIso, isoFromDay, KOREA, nextWorkingDay, periodEnd, withHolidays } from './index.ts'

const at = dayFromIso
const inDays = (from: string, amount: number) =>
  asProclaimed((calendar) => isoFromDay(periodEnd({ from: at(from), amount, unit: 'days', calendar })))

test('a period that ends in a proclaimed year is certain, and moves off its holidays', () => {
  assert.deepEqual(inDays('2026-09-26', 90), { value: '2026-12-28', unproclaimed: [] })
})

test('a period that reaches a year not yet proclaimed ends all the same, off weekends, and says that it is not certain', () => {
  assert.deepEqual(inDays('2027-10-04', 90), { value: '2028-01-03', unproclaimed: [2028] }) // 2 January 2028 is a Sunday
  assert.deepEqual(inDays('2027-11-26', 36), { value: '2028-01-03', unproclaimed: [2028] }) // New Year's Day, on a Saturday
  assert.deepEqual(
    asProclaimed((calendar) => isoFromDay(nextWorkingDay(at('2029-03-01'), calendar))),
    { value: '2029-03-01', unproclaimed: [2029] },
    'a holiday on a weekday counts as a weekday',
  )
})

test('however many years are not proclaimed, each is named once', () => {
  const { value, unproclaimed } = asProclaimed((calendar) => addWorkingDays(at('2027-12-31'), 600, calendar))
  assert.ok(value > at('2030-01-01'))
  assert.deepEqual(unproclaimed, [2028, 2029, 2030])
})

test('once a year is proclaimed its holidays count', () => {
  const calendar = withHolidays(KOREA, { holidays: [['2028-01-03', ['임시공휴일']]], completeYears: [2028] })
  assert.deepEqual(
    asProclaimed((known) => isoFromDay(nextWorkingDay(at('2028-01-02'), known)), calendar),
    { value: '2028-01-04', unproclaimed: [] },
  )
})

test('years that were proclaimed long ago are not guessed, and other errors pass', () => {
  assert.throws(() => asProclaimed((calendar) => nextWorkingDay(at('2010-03-02'), calendar)), { year: 2010 })
  assert.throws(() => asProclaimed(() => assert.fail('other')), /other/)
})
