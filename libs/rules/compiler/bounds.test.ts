/** Hostile expressions end, in a value or a typed error. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { FUNCTIONS } from '../feel/functions/index.ts'
import { createEngine, FeelError, type Json, LimitError } from '../index.ts'

const engine = createEngine({ facts: [{ id: 'u', type: 'number', askable: true }], parameters: [], services: [] })
const value = (expr: string): Json | undefined => engine.value(expr, { facts: {}, asOf: '2026-03-01' })

const VALUES = [
  ...['null', 'true', '0', '-1', '2.5', '1e300', '-1e6000', '9007199254740993', '"a"', '""', '"2026-01-01"', '@"2024-02-29"'],
  ...['@"P1Y"', '@"-P3D"', '@"P999999999Y"', '[]', '[3, 1]', '["b"]', '[null]', '[[1]]', '{}', '{key: "k", value: 2}', '[1..5]'],
  ...['(< 5)', '(function(x, y) x < y)', 'u', '[u]', 'today'],
]
/** The same without a type that could be checked before running. */
const opaque = (text: string) => `{v: ${text}}.v`

test('every function and operator takes every kind of value', () => {
  const all = VALUES.map(opaque)
  const pairs = [...FUNCTIONS].flatMap(([name, fn]) => (fn.max > 1 ? [name] : []))
  for (const a of all) {
    for (const name of FUNCTIONS.keys()) settles(`${name}(${a})`)
    for (const b of all) {
      for (const name of pairs) settles(`${name}(${a}, ${b})`)
      for (const op of ['+', '-', '*', '/', '**', '=', '<', 'and', 'or', 'in']) settles(`${a} ${op} ${b}`)
      settles(`${a}[${b}]`)
      settles(`for i in ${a}..${b} return 1`)
    }
  }
})

function settles(expr: string): void {
  try {
    value(expr)
  } catch (error) {
    assert.ok(error instanceof FeelError, `${expr}: ${String(error)}`)
  }
}

test('loops, recursion and doubling come to an end', () => {
  assert.throws(() => value('count(for a in 1..90000, b in 1..90000 return 1)'), LimitError)
  assert.throws(() => value('{f: function(g, n) if n > 30 then 1 else g(g, n + 1) + g(g, n + 1), r: f(f, 0)}.r'), LimitError)
  const entries = Array.from({ length: 100 }, (_, i) => `a${i + 1}: a${i} + a${i}`)
  assert.equal(value(`{a0: "xx", ${entries.join(', ')}}.a100`), null)
  const lists = Array.from({ length: 40 }, (_, i) => `a${i + 1}: concatenate(a${i}, a${i})`)
  assert.equal(value(`{a0: [1, 2], ${lists.join(', ')}}.a19`), null)
})
