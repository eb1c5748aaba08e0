import assert from 'node:assert/strict'
import test from 'node:test'
import { createEngine, type FactDecl, type Json } from '../index.ts'

const fact = (id: string, type: FactDecl['type'], more: Partial<FactDecl> = {}): FactDecl => ({
  id,
  type,
  askable: true,
  ...more,
})
const engine = (test: string, each?: string) =>
  createEngine({
    facts: [
      fact('p.born', 'date'),
      fact('p.age', 'number', { derive: 'age(p.born)', askable: false }),
      fact('p.income', 'number'),
      fact('p.area', 'string'),
      fact('p.kind', 'string', { values: ['a', 'b', 'c'] }),
      fact('p.flag', 'boolean'),
      fact('p.moved', 'date'),
      fact('p.members', 'list'),
    ],
    parameters: [{ id: 'limit', values: [{ from: '2026-01-01', value: 2_000_000 }] }],
    services: [{ id: 's', basis: 'law', unit: 'child', criteria: [{ id: 'c', test }], ...(each && { each }) }],
  })
const explain = (test: string, facts: Record<string, Json>, each?: string) =>
  engine(test, each).explain('s', { facts, asOf: '2026-03-01' })
const changes = (test: string, facts: Record<string, Json>, each?: string) => explain(test, facts, each).criteria[0]!.changes

test('an age that is not reached yet comes on a day', () => {
  assert.deepEqual(changes('p.age >= 65', { 'p.born': '1961-03-03' }), [{ kind: 'date', fact: 'p.born', from: '2026-03-03' }])
  assert.deepEqual(changes('age(p.born) > 65', { 'p.born': '1961-03-03' }), [
    { kind: 'date', fact: 'p.born', from: '2027-03-03' },
  ])
  assert.deepEqual(changes('months between(p.moved, today) >= 6', { 'p.moved': '2025-12-31' }), [
    { kind: 'date', fact: 'p.moved', from: '2026-07-01' },
  ])
  assert.deepEqual(changes('today >= p.moved', { 'p.moved': '2026-05-01' }), [
    { kind: 'date', fact: 'p.moved', from: '2026-05-01' },
  ])
})

test('an age that has passed does not come back', () => {
  assert.deepEqual(changes('p.age <= 34', { 'p.born': '1961-03-03' }), [])
})

test('an income above the limit says the limit in force', () => {
  const { criteria } = explain('p.income <= limit', { 'p.income': 2_500_000 })
  assert.deepEqual(criteria[0]?.changes, [{ kind: 'threshold', fact: 'p.income', op: '<=', value: 2_000_000 }])
  assert.deepEqual(criteria[0]?.tree, {
    kind: 'compare',
    fact: 'p.income',
    value: 2_500_000,
    op: '<=',
    threshold: 2_000_000,
    text: 'p.income <= limit',
    outcome: 'notMet',
    parameters: [{ id: 'limit', from: '2026-01-01' }],
    change: { kind: 'threshold', fact: 'p.income', op: '<=', value: 2_000_000 },
  })
  assert.deepEqual(changes('p.income in [100..200]', { 'p.income': 50 }), [
    { kind: 'threshold', fact: 'p.income', op: '>=', value: 100 },
  ])
  assert.deepEqual(changes('p.income in [100..200]', { 'p.income': 250 }), [
    { kind: 'threshold', fact: 'p.income', op: '<=', value: 200 },
  ])
})

test('a value that does not fit says which do', () => {
  assert.deepEqual(changes('p.area = "11110"', { 'p.area': '26110' }), [{ kind: 'value', fact: 'p.area', values: ['11110'] }])
  assert.deepEqual(changes('p.kind != "a"', { 'p.kind': 'a' }), [{ kind: 'value', fact: 'p.kind', values: ['b', 'c'] }])
  assert.deepEqual(changes('p.flag', { 'p.flag': false }), [{ kind: 'value', fact: 'p.flag', values: [true] }])
  assert.deepEqual(changes('not(p.flag)', { 'p.flag': true }), [{ kind: 'value', fact: 'p.flag', values: [false] }])
})

test('of several ways the one with the fewest changes is told', () => {
  const facts = { 'p.income': 3_000_000, 'p.area': 'x', 'p.flag': false }
  assert.deepEqual(changes('(p.income <= limit and p.area = "y") or p.flag', facts), [
    { kind: 'value', fact: 'p.flag', values: [true] },
  ])
  assert.equal(changes('p.income <= limit and p.area = "y" and p.flag', facts).length, 3)
})

test('an unknown criterion names the facts that are missing', () => {
  const { outcome, because, criteria } = explain('p.age >= 65 and p.flag', { 'p.flag': true })
  assert.deepEqual([outcome, because, criteria[0]?.missing], ['unknown', ['c'], ['p.born']])
  assert.deepEqual(
    criteria[0]?.tree.children?.map((node) => node.outcome),
    ['unknown', 'met'],
  )
})

test('a child that is too young says when', () => {
  const members = [{ birthDate: '2025-03-02' }]
  assert.deepEqual(changes('age(child.birthDate) >= 1', { 'p.members': members }, 'p.members'), [
    { kind: 'date', fact: 'child.birthDate', from: '2026-03-02' },
  ])
  assert.deepEqual(explain('age(child.birthDate) >= 1', { 'p.members': [] }, 'p.members').because, ['c'])
})

test('the change, once made, makes the criterion hold', () => {
  const rules = engine('p.income in [100..200] and p.kind != "a" and p.flag')
  const facts: Record<string, Json> = { 'p.income': 50, 'p.kind': 'a', 'p.flag': false }
  const after = { ...facts }
  for (const change of rules.explain('s', { facts, asOf: '2026-03-01' }).criteria[0]!.changes)
    if (change.kind !== 'date') after[change.fact] = change.kind === 'threshold' ? change.value : change.values[0]!
  assert.equal(rules.explain('s', { facts: after, asOf: '2026-03-01' }).outcome, 'eligible')
})
