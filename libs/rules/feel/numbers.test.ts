import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { createEngine, type Json } from '../index.ts'
import { compileExpression } from './expression.ts'

const engine = createEngine({ facts: [], parameters: [], services: [] })
const value = (expr: string): Json | undefined => engine.value(expr, { facts: {}, asOf: '2026-03-01' })

test('amounts of money come out to the won', () => {
  assert.equal(value('349700 * 80 / 100'), 279_760)
  assert.equal(value('349700 * (80 / 100)'), 279_760)
  assert.equal(value('floor to(342510 * 80 / 100, 10)'), 274_000)
  assert.equal(value('ceil to(274001, 10)'), 274_010)
  assert.equal(value('round to(274005, 10)'), 274_010)
  assert.equal(value('floor to(-15, 10)'), -20)
})

test('decimals are exact where binary fractions are not', () => {
  assert.equal(value('0.1 + 0.2'), 0.3)
  assert.equal(value('0.1 + 0.2 = 0.3'), true)
  assert.equal(value('1.1 * 1.1'), 1.21)
  assert.equal(value('100 * 1.1'), 110)
})

test('whole numbers beyond 2^53 stay exact and are told as text where JSON cannot hold them', () => {
  assert.equal(value('9007199254740993 - 1 = 9007199254740992'), true)
  assert.equal(value('9007199254740993 + 0'), '9007199254740993')
  assert.equal(value('9007199254740993 - 9007199254740990'), 3)
})

test('a fraction that does not end has 34 digits and is told as text', () => {
  assert.equal(value('1 / 3'), '0.3333333333333333333333333333333333')
})

test('a division by zero and other errors are null for the standard, unknown where people are judged', () => {
  for (const expr of [
    '1 / 0',
    'sqrt(-1)',
    'log(0)',
    'modulo(1, 0)',
    '10 ** 10000',
    'floor to(5, 0)',
    'number("1a")',
    'mean([])',
  ]) {
    assert.equal(compileExpression(expr, []).evaluate([]), null, expr)
    assert.equal(value(expr), undefined, expr)
  }
})

test('what is made of none is none, and what is not there has not failed', () => {
  const none = ['1 + null', 'sum([1, null])', 'max([])', 'sublist([1], 2)', 'get value({a: 1}, "b")', 'substring("a", 5)']
  for (const expr of [...none, 'age(date("2030-01-01"), date("2026-01-01"))']) assert.equal(value(expr), null, expr)
})

test('whole-number arithmetic agrees with big integers', () => {
  const whole = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 })
  fc.assert(
    fc.property(whole, whole, whole, (a, b, c) => {
      const exact = BigInt(a) * BigInt(b) + BigInt(c)
      const text = (n: number) => (n < 0 ? `(${n})` : String(n))
      assert.equal(value(`${text(a)} * ${text(b)} + ${text(c)} = ${exact}`), true)
    }),
    { numRuns: 300 },
  )
})

test('rounding to a unit never moves further than the unit and gives a multiple of it', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 1, max: 10_000 }), (n, unit) => {
      const floor = value(`floor to(${n}, ${unit})`)
      assert.equal(floor, Math.floor(n / unit) * unit || 0)
    }),
    { numRuns: 200 },
  )
})
