import assert from 'node:assert/strict'
import test from 'node:test'
import type { Json } from '../types.ts'
import { createDmn } from './index.ts'
import { type TableParts, tableModel } from './testing/models.ts'

const ask = (parts: TableParts, inputs: Readonly<Record<string, Json>>) => createDmn([tableModel(parts)]).evaluate('d', inputs)
const value = (parts: TableParts, inputs: Readonly<Record<string, Json>>) => ask(parts, inputs).value

const bands = (hitPolicy: string): TableParts => ({
  hitPolicy,
  inputs: { age: 'number' },
  values: { result: '"high", "middle", "low"' },
  rows: [
    ['>= 10', '"low"'],
    ['>= 20', '"high"'],
    ['[20..30]', '"middle"'],
  ],
})

test('each hit policy gives what the standard says when several rules match', () => {
  const given = (policy: string) => value(bands(policy), { age: 25 })
  assert.equal(given('U'), null)
  assert.equal(given('A'), null)
  assert.equal(given('P'), 'high')
  assert.equal(given('F'), 'low')
  assert.deepEqual(given('R'), ['low', 'high', 'middle'])
  assert.deepEqual(given('O'), ['high', 'middle', 'low'])
  assert.deepEqual(given('C'), ['low', 'high', 'middle'])
})

test('a policy that forbids several matches names the rules that conflict', () => {
  assert.deepEqual(ask(bands('U'), { age: 25 }).fired, [{ where: 'decision d / table', rules: [1, 2, 3], isConflict: true }])
  assert.deepEqual(ask(bands('F'), { age: 25 }).fired, [{ where: 'decision d / table', rules: [1] }])
})

test('ANY is content with rules that say the same', () => {
  const parts: TableParts = {
    hitPolicy: 'A',
    inputs: { n: 'number' },
    rows: [
      ['> 1', '"x"'],
      ['> 2', '"x"'],
    ],
  }
  assert.equal(value(parts, { n: 3 }), 'x')
})

test('collected numbers are summed, counted, and their ends found', () => {
  const parts = (hitPolicy: string): TableParts => ({
    hitPolicy,
    inputs: { n: 'number' },
    rows: [
      ['> 1', '10'],
      ['> 2', '0.5'],
      ['> 3', '7'],
    ],
  })
  assert.equal(value(parts('C+'), { n: 5 }), 17.5)
  assert.equal(value(parts('C#'), { n: 5 }), 3)
  assert.equal(value(parts('C<'), { n: 5 }), 0.5)
  assert.equal(value(parts('C>'), { n: 5 }), 10)
})

test('several outputs are one context, with defaults where no rule matches', () => {
  const parts: TableParts = {
    inputs: { n: 'number' },
    outputs: ['rate', 'note'],
    defaults: { rate: '0', note: '"none"' },
    rows: [['> 1', '5', '"some"']],
  }
  assert.deepEqual(value(parts, { n: 2 }), { rate: 5, note: 'some' })
  assert.deepEqual(value(parts, { n: 1 }), { rate: 0, note: 'none' })
})

test('no rule and no default is null', () => {
  assert.equal(value({ inputs: { n: 'number' }, rows: [['> 1', '5']] }, { n: 0 }), null)
})

test('an input outside its declared values gives null, whatever the rules', () => {
  const parts: TableParts = { inputs: { s: 'string' }, values: { s: '"a", "b"' }, rows: [['-', '1']] }
  assert.equal(value(parts, { s: 'a' }), 1)
  assert.equal(value(parts, { s: 'c' }), null)
})

test('cells may be conditions on the input and on names around', () => {
  const parts: TableParts = {
    hitPolicy: 'F',
    inputs: { a: 'number', b: 'number' },
    rows: [
      ['? > b', '-', '"more"'],
      ['b', '-', '"same"'],
      ['not(b)', '-', '"less"'],
    ],
  }
  assert.equal(value(parts, { a: 3, b: 2 }), 'more')
  assert.equal(value(parts, { a: 2, b: 2 }), 'same')
  assert.equal(value(parts, { a: 1, b: 2 }), 'less')
})

test('a cell that does not parse never matches and is told with rule, column and place', () => {
  const dmn = createDmn([
    tableModel({
      inputs: { a: 'number' },
      rows: [
        ['< < 5', '1'],
        ['-', '2 +'],
      ],
    }),
  ])
  assert.equal(dmn.evaluate('d', { a: 1 }).value, null)
  assert.deepEqual(
    dmn.findings.map(({ where, start }) => ({ where, start })),
    [
      { where: 'decision d / table / rule 1 / input 1', start: 2 },
      { where: 'decision d / table / rule 2 / output 1', start: 3 },
    ],
  )
})

test('outputs without an order, an aggregation that collects nothing, a value that is not declared are told', () => {
  const messages = (parts: TableParts) => createDmn([tableModel(parts)]).findings.map((one) => one.message)
  const rows = [['-', '"x"']]
  assert.deepEqual(messages({ hitPolicy: 'P', inputs: { n: 'number' }, rows }), ['PRIORITY has no order to go by'])
  assert.deepEqual(messages({ inputs: { n: 'number' }, values: { result: '"a", "b"' }, rows }), [
    '"x" is not among the declared values',
  ])
})
