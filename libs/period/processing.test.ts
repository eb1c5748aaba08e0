import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import {
  dayFromIso,
  instantAt,
  isoFromDay,
  isWorkingDay,
  type ProcessingQuestion,
  processingDue,
  shiftByPauses,
  workingDaysIn,
  workingTimeBetween,
  workingTimeDue,
} from './index.ts'

const korean = (text: string) => Date.parse(`${text}:00+09:00`)
const due = (receivedAt: string, time: ProcessingQuestion['time'], pauses: readonly [string, string][] = []) =>
  processingDue({
    receivedAt: korean(receivedAt),
    time,
    pauses: pauses.map(([from, to]) => ({ from: dayFromIso(from), to: dayFromIso(to) })),
  })
const dueAt = (...asked: Parameters<typeof due>) => new Date(due(...asked).at + 9 * 3_600_000).toISOString().slice(0, 16)
const dueDay = (...asked: Parameters<typeof due>) => isoFromDay(due(...asked).day)

test('at once means within three working hours (민원처리법 시행령 제19조)', () => {
  assert.equal(dueAt('2026-03-03T10:30', { unit: 'immediate' }), '2026-03-03T14:30')
  assert.equal(dueAt('2026-03-03T17:00', { unit: 'immediate' }), '2026-03-04T11:00')
})

test('three days are 24 working hours from receipt, over 설날 and the weekend (민원처리법 제19조제1항)', () => {
  assert.equal(dueAt('2026-02-13T15:00', { unit: 'days', amount: 3 }), '2026-02-23T15:00')
})

test('what arrives at night, at lunch or on a Sunday starts when the office next opens', () => {
  assert.equal(dueAt('2026-03-03T22:00', { unit: 'days', amount: 1 }), '2026-03-04T18:00')
  assert.equal(dueAt('2026-03-03T12:20', { unit: 'days', amount: 1 }), '2026-03-04T12:00')
  assert.equal(dueAt('2026-03-08T11:00', { unit: 'days', amount: 1 }), '2026-03-09T18:00')
})

test('six days are working days with the day of receipt, however late it arrived (민원처리법 제19조제2항)', () => {
  assert.equal(dueDay('2026-03-03T17:59', { unit: 'days', amount: 6 }), '2026-03-10')
})

test('a month counts the day of receipt and ends by the Civil Act (민원처리법 제19조제3항)', () => {
  const { day, articles } = due('2026-02-01T10:00', { unit: 'months', amount: 1 })
  assert.equal(isoFromDay(day), '2026-03-03')
  assert.equal(articles.at(-1), '민법 제161조')
})

test('a supplement does not count from the day it was sent to the day it came, both included', () => {
  assert.equal(dueDay('2026-03-03T10:00', { unit: 'days', amount: 10 }), '2026-03-16')
  assert.equal(dueDay('2026-03-03T10:00', { unit: 'days', amount: 10 }, [['2026-03-05', '2026-03-09']]), '2026-03-19')
  assert.equal(dueAt('2026-03-03T10:00', { unit: 'days', amount: 1 }, [['2026-03-03', '2026-03-05']]), '2026-03-06T18:00')
  assert.equal(dueDay('2026-03-16T10:00', { unit: 'months', amount: 1 }, [['2026-04-01', '2026-04-05']]), '2026-04-20')
})

test('pauses that overlap are not counted twice', () => {
  const twice: [string, string][] = [
    ['2026-03-05', '2026-03-09'],
    ['2026-03-06', '2026-03-09'],
  ]
  assert.equal(dueDay('2026-03-03T10:00', { unit: 'days', amount: 10 }, twice), '2026-03-19')
})

test('any due day is put off by the working days that fell into pauses', () => {
  const shift = (pauses: readonly [string, string][]) =>
    isoFromDay(
      shiftByPauses(
        dayFromIso('2026-04-02'),
        pauses.map(([from, to]) => ({ from: dayFromIso(from), to: dayFromIso(to) })),
        { from: dayFromIso('2026-03-03') },
      ),
    )
  assert.equal(shift([]), '2026-04-02')
  assert.equal(shift([['2026-03-06', '2026-03-09']]), '2026-04-06')
  assert.equal(shift([['2026-04-02', '2026-04-03']]), '2026-04-06')
})

test('an office may declare its own hours', () => {
  const office = { shifts: [[8 * 60, 20 * 60]] as const }
  const at = workingTimeDue({ start: korean('2026-03-03T19:00'), minutes: 120, office })
  assert.equal(at, korean('2026-03-04T09:00'))
})

const instant = fc.integer({ min: instantAt(dayFromIso('2019-01-01')), max: instantAt(dayFromIso('2026-06-01')) })

test('the working time up to the due instant is exactly the time given, pauses or not', () => {
  const pause = fc
    .tuple(instant, fc.integer({ min: 0, max: 5 * 86_400_000 }))
    .map(([from, length]) => ({ from, to: from + length }))
  fc.assert(
    fc.property(instant, fc.integer({ min: 1, max: 5000 }), fc.array(pause, { maxLength: 3 }), (start, minutes, pauses) => {
      const to = workingTimeDue({ start, minutes, pauses })
      assert.equal(workingTimeBetween({ from: start, to }, { pauses }), minutes * 60_000)
      assert.equal(workingTimeBetween({ from: start, to: to - 1 }, { pauses }), minutes * 60_000 - 1)
    }),
  )
})

test('a petition of n working days is due on the n-th working day from receipt', () => {
  fc.assert(
    fc.property(instant, fc.integer({ min: 6, max: 60 }), (receivedAt, amount) => {
      const { day } = processingDue({ receivedAt, time: { unit: 'days', amount } })
      assert.ok(isWorkingDay(day))
      assert.equal(workingDaysIn(Math.floor((receivedAt + 9 * 3_600_000) / 86_400_000), day), amount)
    }),
  )
})
