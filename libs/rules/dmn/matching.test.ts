import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { compileUnaryTests, createBudget } from '../feel/expression.ts'
import { parseNumber } from '../feel/numbers.ts'
import { parseTemporal } from '../feel/temporal/literal.ts'
import type { Value } from '../feel/values.ts'
import { cellSet, passes } from './cells.ts'
import type { Tests } from './literal.ts'
import { type Cell, createMatcher } from './matching.ts'

const numbers = fc.oneof(fc.integer({ min: -3, max: 9 }).map(String), fc.constantFrom('2.5', '-0.1', '1e2', '9007199254740993'))
const texts = fc.constantFrom('"a"', '"b"', '"서울"', '"a\\"b"', '""', '"-"')
const days = fc.constantFrom('date("2026-03-01")', '@"2026-03-02"', '@"P1Y"', '@"P3D"', 'duration("PT5S")')
const constants = fc.oneof(numbers, texts, days, fc.constantFrom('true', 'false', 'null'))
const ordered = fc.oneof(numbers, texts, days)
const single = fc.oneof(
  constants,
  fc.tuple(fc.constantFrom('<', '<=', '>', '>=', '='), ordered).map(([op, end]) => `${op} ${end}`),
  fc
    .tuple(
      fc.constantFrom('[', '(', ']'),
      fc.oneof(fc.tuple(numbers, numbers), fc.tuple(days, days), fc.tuple(texts, texts)),
      fc.constantFrom(']', ')', '['),
    )
    .map(([open, [low, high], close]) => `${open}${low}..${high}${close}`),
  numbers.map((n) => `? > ${n}`),
  fc.tuple(numbers, numbers).map(([a, b]) => `? between ${a} and ${b}`),
)
const cells = fc.oneof(
  fc.constant('-'),
  fc.array(single, { minLength: 1, maxLength: 4 }).map((all) => all.join(', ')),
  fc.array(single, { minLength: 1, maxLength: 3 }).map((all) => `not(${all.join(', ')})`),
)
const values: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(null, true, false, undefined, 'a', 'b', '서울', 'a"b', '', '-', [1, 2], 100),
  fc.integer({ min: -4, max: 10 }),
  fc.constantFrom('2.5', '-0.1', '9007199254740993').map((text) => parseNumber(text)),
  fc.constantFrom('2026-02-28', '2026-03-01', '2026-03-02', 'P1Y', 'P2Y', 'P3D', 'PT5S').map((text) => parseTemporal(text)),
)

test('a cell read as a set passes exactly what evaluating its tests passes', () => {
  let read = 0
  fc.assert(
    fc.property(cells, values, (text, value) => {
      const set = cellSet(text)
      if (set === undefined) return
      read++
      assert.equal(passes(set, value), compileUnaryTests(text, []).test(value, []))
    }),
    { numRuns: 4000 },
  )
  assert.ok(read > 2000, `only ${read} cells were read as sets`)
})

const rows = fc.array(fc.tuple(cells, cells, cells), { minLength: 13, maxLength: 120 })
const FRAME = { budget: createBudget(), hasClock: false }

const testing = (text: string): Tests => {
  const compiled = compileUnaryTests(text, [])
  return (value) => compiled.test(value, [])
}

const cellOf = (text: string): Cell => {
  const set = cellSet(text)
  return set === undefined ? { tests: testing(text) } : { set }
}

test('the index finds the same rules as looking at each', () => {
  let found = 0
  const property = fc.property(
    rows,
    fc.array(fc.tuple(values, values, values), { minLength: 20, maxLength: 20 }),
    (texts, points) => {
      const rules = texts.map((row) => row.map(cellOf))
      const match = createMatcher(rules)
      for (const point of points) {
        const expected = { sure: [] as number[], possible: [] as number[] }
        rules.forEach((row, r) => {
          const truths = row.map((cell, c) => ('set' in cell ? passes(cell.set, point[c]) : cell.tests!(point[c], [], FRAME)))
          if (truths.every((truth) => truth === true)) expected.sure.push(r)
          else if (truths.every((truth) => truth === true || truth === undefined)) expected.possible.push(r)
        })
        found += expected.sure.length
        assert.deepEqual(match(point, [], FRAME), expected)
      }
    },
  )
  fc.assert(property, { numRuns: 150 })
  assert.ok(found > 100, `only ${found} matches`)
})
