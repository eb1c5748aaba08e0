import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { age, ageInMonths, dayFromIso, dayOfAge, isoFromDay, lastDayOf, monthsBetween, yearAge } from './index.ts'

const at = dayFromIso
const anyDay = fc.integer({ min: at('1900-01-01'), max: at('2099-12-31') })

test('an age is reached when the birthday begins, since the day of birth counts', () => {
  assert.equal(age(at('1961-03-02'), at('2026-03-01')), 64)
  assert.equal(age(at('1961-03-02'), at('2026-03-02')), 65)
  assert.equal(age(at('2026-03-02'), at('2026-03-02')), 0)
})

test('someone born on 29 February grows older on 1 March in common years and on 29 February in leap years', () => {
  const birth = at('2004-02-29')
  assert.equal(age(birth, at('2023-02-28')), 18)
  assert.equal(age(birth, at('2023-03-01')), 19)
  assert.equal(age(birth, at('2024-02-28')), 19)
  assert.equal(age(birth, at('2024-02-29')), 20)
  assert.equal(isoFromDay(dayOfAge(birth, 19)), '2023-03-01')
})

test('1900 and 2100 are common years', () => {
  assert.equal(isoFromDay(dayOfAge(at('1896-02-29'), 4)), '1900-03-01')
  assert.equal(isoFromDay(dayOfAge(at('2096-02-29'), 4)), '2100-03-01')
})

test('months of an infant are complete on the day of the same number, or on the first of the month after one that lacks it', () => {
  assert.equal(ageInMonths(at('2026-01-15'), at('2026-02-14')), 0)
  assert.equal(ageInMonths(at('2026-01-15'), at('2026-02-15')), 1)
  assert.equal(ageInMonths(at('2026-01-31'), at('2026-02-28')), 0)
  assert.equal(ageInMonths(at('2026-01-31'), at('2026-03-01')), 1)
})

test('nobody has an age before birth', () => {
  assert.throws(() => age(at('2026-03-02'), at('2026-03-01')), RangeError)
})

test('연 나이 changes with the year alone', () => {
  assert.equal(yearAge(at('2007-12-31'), at('2026-01-01')), 19)
})

test('an age never falls, and rises by one a year', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 0, max: 60_000 }), (birth, lived) => {
      const today = age(birth, birth + lived)
      const tomorrow = age(birth, birth + lived + 1)
      assert.ok(tomorrow === today || tomorrow === today + 1)
    }),
  )
})

test('the day of an age is the first day on which one has it, and the eve ends the period of so many years', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 1, max: 120 }), (birth, years) => {
      const day = dayOfAge(birth, years)
      assert.equal(age(birth, day), years)
      assert.equal(age(birth, day - 1), years - 1)
      assert.equal(lastDayOf(birth, years, 'years'), day - 1)
    }),
  )
})

test('months between two days are the negative of the months back', () => {
  fc.assert(fc.property(anyDay, anyDay, (a, b) => assert.equal(monthsBetween(a, b) + monthsBetween(b, a), 0)))
})
