import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import type { Json } from '../types.ts'
import { createDmn } from './index.ts'
import { type TableParts, tableModel } from './testing/models.ts'

const value = (parts: TableParts, inputs: Readonly<Record<string, Json>>) =>
  createDmn([tableModel(parts)]).evaluate('d', inputs).value

const two: TableParts = {
  inputs: { age: 'number', region: 'string' },
  rows: [
    ['< 18', '-', '"child"'],
    ['>= 18', '"seoul"', '"city"'],
    ['>= 18', 'not("seoul")', '"country"'],
  ],
}

test('a table is unknown while an unknown input decides, and known when it does not', () => {
  assert.equal(value(two, { age: 20 }), undefined)
  assert.equal(value(two, { region: 'seoul' }), undefined)
  assert.equal(value(two, { age: 10 }), 'child')
  assert.equal(value(two, { age: 20, region: 'busan' }), 'country')
})

test('an unknown input that may be none leaves a table unknown even where all rules agree', () => {
  const parts: TableParts = {
    inputs: { n: 'number' },
    rows: [
      ['< 5', '1'],
      ['>= 5', '1'],
    ],
  }
  assert.equal(value(parts, {}), undefined)
  assert.equal(value(parts, { n: null }), null)
})

test('an unknown input with declared values is one of them, so rules that agree on all of them settle it', () => {
  const parts = (last: string): TableParts => ({
    inputs: { s: 'string', n: 'number' },
    values: { s: '"a", "b", "c"', n: '[0..100]' },
    rows: [
      ['"a", "b"', '-', '1'],
      ['"c"', '< 50', '1'],
      ['"c"', '>= 50', last],
    ],
  })
  assert.equal(value(parts('1'), {}), 1)
  assert.equal(value(parts('2'), {}), undefined)
  assert.equal(value(parts('2'), { n: 10 }), 1)
})

test('columns that look at the same thing turn out alike', () => {
  const parts: TableParts = {
    inputs: { n: 'number' },
    values: { n: '[0..100]' },
    rows: [
      ['< 50', '1'],
      ['>= 50', '1'],
    ],
  }
  const model = tableModel(parts)
  const [input, decision] = model.elements
  if (decision?.kind !== 'decision' || decision.expression?.kind !== 'table') return assert.fail('it is a table')
  const table = decision.expression
  const column = table.inputs[0]!
  const doubled = {
    ...table,
    inputs: [column, column],
    rules: table.rules.map((rule) => ({ ...rule, inputs: [rule.inputs[0]!, rule.inputs[0]!] })),
  }
  const dmn = createDmn([{ ...model, elements: [input!, { ...decision, expression: doubled }] }])
  assert.equal(dmn.evaluate('d', {}).value, 1)
})

const POLICIES = ['U', 'A', 'P', 'F', 'R', 'O', 'C', 'C+', 'C<', 'C>', 'C#']
const number = fc.integer({ min: -2, max: 12 }).map(String)
const numberCell = fc.oneof(
  fc.constant('-'),
  number,
  fc.tuple(fc.constantFrom('<', '<=', '>', '>='), number).map(([op, n]) => `${op} ${n}`),
  fc.tuple(number, number).map(([a, b]) => `[${a}..${b})`),
  fc.tuple(number, number).map(([a, b]) => `${a}, ${b}`),
  number.map((n) => `not(${n})`),
  fc.constant('null'),
  number.map((n) => `? > ${n} and ? < 8`),
)
const textCell = fc.constantFrom('-', '"a"', '"b"', '"a", "c"', 'not("a")', 'null', 'not("a", "b")')
const flagCell = fc.constantFrom('-', 'true', 'false', 'not(true)')
const outputCell = fc.constantFrom('1', '2', '3', 'null', 'n')

const tables = fc
  .record({
    hitPolicy: fc.constantFrom(...POLICIES),
    rows: fc.array(fc.tuple(numberCell, textCell, flagCell, outputCell), { minLength: 1, maxLength: 30 }),
    isClosed: fc.boolean(),
    hasDefault: fc.boolean(),
  })
  .map(
    ({ hitPolicy, rows, isClosed, hasDefault }): TableParts => ({
      hitPolicy,
      inputs: { n: 'number', s: 'string', b: 'boolean' },
      values: { result: '3, 1, 2', ...(isClosed && { s: '"a", "b", "c"' }) },
      defaults: hasDefault ? { result: '1' } : {},
      rows,
    }),
  )

const people = fc.record({
  n: fc.oneof(fc.integer({ min: -3, max: 13 }), fc.constantFrom(2.5, null)),
  s: fc.constantFrom('a', 'b', 'c', 'd', null),
  b: fc.constantFrom(true, false, null),
})
const hidden = fc.subarray(['n', 's', 'b'] as const)

/** A value outside the declared ones is an error, not a fact. */
const isValid = (parts: TableParts, { s }: { readonly s: string | null }): boolean =>
  parts.values?.['s'] === undefined || (s !== 'd' && s !== null)

test('a further fact never turns a settled answer of a table over', () => {
  let settled = 0
  const property = fc.property(tables, people, hidden, (parts, person, hide) => {
    fc.pre(isValid(parts, person))
    const dmn = createDmn([tableModel(parts)])
    const known = Object.fromEntries(Object.entries(person).filter(([key]) => !hide.some((one) => one === key)))
    const before = dmn.evaluate('d', known).value
    if (before === undefined) return
    if (hide.length > 0) settled++
    assert.deepEqual(dmn.evaluate('d', person).value, before)
  })
  fc.assert(property, { numRuns: 1500 })
  assert.ok(settled > 100, `only ${settled} tables were settled with something unknown`)
})
