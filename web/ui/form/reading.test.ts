import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readDate } from './read-date.ts'
import { readWon } from './read-won.ts'

const boxes = (year: string, month: string, day: string) => ({ 'd-year': year, 'd-month': month, 'd-day': day })

test('three boxes give a day of the calendar', () => {
  assert.deepEqual(readDate(boxes(' 1960', '3', '05 '), 'd'), { is: 'date', iso: '1960-03-05' })
  assert.deepEqual(readDate(boxes('2024', '2', '29'), 'd'), { is: 'date', iso: '2024-02-29' })
})

test('nothing, a part, or a day that no calendar has are told apart', () => {
  assert.equal(readDate({}, 'd').is, 'empty')
  assert.equal(readDate({ 'd-year': ['1', '2'] }, 'd').is, 'empty')
  const part = readDate(boxes('1960', '', '5'), 'd')
  assert.deepEqual(part.is === 'incomplete' && part.missing, ['month'])
  for (const [y, m, d] of [
    ['2026', '2', '30'],
    ['2025', '2', '29'],
    ['60', '1', '1'],
    ['2026', '13', '1'],
    ['2026', 'a', '1'],
    ['2026', '0', '1'],
  ])
    assert.equal(readDate(boxes(y!, m!, d!), 'd').is, 'impossible', `${y}-${m}-${d}`)
})

test('amounts are read as people write them', () => {
  const cases: [string, bigint | undefined][] = [
    ['1,234,560', 1_234_560n],
    ['1234560원', 1_234_560n],
    ['300만', 3_000_000n],
    ['1억 2,000만 원', 120_000_000n],
    ['3만5000원', 35_000n],
    ['₩ 0', 0n],
    ['', undefined],
    ['원', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['많이', undefined],
    ['1만억', undefined],
    ['99999999999999', undefined],
  ]
  for (const [text, won] of cases) assert.equal(readWon(text), won, text)
})

test('every amount is read back from the way it is shown', () => {
  fc.assert(fc.property(fc.bigInt(0n, 10_000_000_000_000n), (won) => readWon(`${won.toLocaleString('ko-KR')}원`) === won))
})
