import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkDigit, formatNumber, newNumber, parseNumber } from './number.ts'

test('번호는 붙여 쓰나 띄어 쓰나 같은 번호다', () => {
  const number = newNumber()
  const dashed = formatNumber(number)
  assert.match(dashed, /^\d{4}-\d{4}-\d{4}-\d{4}$/)
  const fullWidth = number.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)))
  for (const typed of [number, dashed, dashed.replaceAll('-', ' '), ` ${dashed.replaceAll('-', '–')}\n`, fullWidth])
    assert.equal(parseNumber(typed), number, typed)
})

test('한 자리를 잘못 적으면 언제나 알아챈다', () => {
  fc.assert(
    fc.property(fc.nat(15), fc.integer({ min: 1, max: 9 }), (at, by) => {
      const number = newNumber()
      const wrong = number.slice(0, at) + ((Number(number[at]) + by) % 10) + number.slice(at + 1)
      assert.equal(parseNumber(wrong), undefined)
    }),
  )
})

test('번호가 아닌 것은 번호로 읽지 않는다', () => {
  for (const typed of ['', '1', '0'.repeat(17), '12345678901234ab', "' or 1=1 --", '٠'.repeat(16), '\0'.repeat(16)])
    assert.equal(parseNumber(typed), undefined, typed)
})

test('검사 숫자는 ISO/IEC 7064 MOD 11,10의 예와 같다', () => {
  assert.equal(checkDigit('0794'), '5')
})
