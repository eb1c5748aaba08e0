import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createEngine, parseFeel } from '@dpg/rules'
import { boundsOf } from './bounds.ts'

const NAMES = { x: { low: -3, high: 4 }, y: { low: 1, high: 5 }, z: { low: 0, high: 2 } }
const bounds = (feel: string) => boundsOf(parseFeel(feel), (name) => NAMES[name as keyof typeof NAMES])

test('what can be read off an expression: below what it never falls, above what it never rises', () => {
  assert.deepEqual(bounds('count(list) + 1'), { low: 1, high: Number.POSITIVE_INFINITY })
  assert.deepEqual(bounds('max([y, x])'), { low: 1, high: 5 })
  assert.deepEqual(bounds('if a then y else -y'), { low: -5, high: 5 })
  assert.equal(bounds('if y = 0 then 1 else y'), undefined, 'someone has thought of y')
  assert.equal(bounds('table[2]'), undefined, 'of tables nothing is said')
  assert.equal(bounds('y / table[2]'), undefined)
  assert.deepEqual(bounds('z / table[2]'), { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY })
})

test('no value lies outside', () => {
  const { expr } = fc.letrec<{ expr: string }>((tie) => ({
    expr: fc.oneof(
      { depthSize: 'small', maxDepth: 4 },
      fc.constantFrom('x', 'y', 'z', '2', '0.5', '-1'),
      fc.tuple(tie('expr'), fc.constantFrom('+', '-', '*', '/'), tie('expr')).map(([a, op, b]) => `(${a} ${op} ${b})`),
      fc.tuple(fc.constantFrom('max', 'min', 'sum'), tie('expr'), tie('expr')).map(([f, a, b]) => `${f}([${a}, ${b}])`),
      tie('expr').map((a) => `abs(${a})`),
      tie('expr').map((a) => `(-${a})`),
      fc.tuple(tie('expr'), tie('expr')).map(([a, b]) => `(if c then ${a} else ${b})`),
    ),
  }))
  const facts = [
    ...['x', 'y', 'z'].map((id) => ({ id, type: 'number' as const, askable: true })),
    { id: 'c', type: 'boolean' as const, askable: true },
  ]
  const engine = createEngine({ facts, parameters: [], services: [] })
  const person = fc.record({
    x: fc.integer({ min: -3, max: 4 }),
    y: fc.integer({ min: 1, max: 5 }),
    z: fc.integer({ min: 0, max: 2 }),
    c: fc.boolean(),
  })
  let said = 0
  fc.assert(
    fc.property(expr, person, (feel, given) => {
      const between = bounds(feel)
      const value = engine.value(feel, { facts: given, asOf: '2026-11-26' })
      if (between === undefined || typeof value !== 'number') return
      said++
      const room = 1e-9 * Math.max(1, Math.abs(value))
      assert.ok(value >= between.low - room && value <= between.high + room, `${feel}: ${value}`)
    }),
    { numRuns: 2000 },
  )
  assert.ok(said > 500)
})
