import assert from 'node:assert/strict'
import test from 'node:test'
import { createEngine, type FactDecl, type Json } from '../index.ts'

const fact = (id: string, type: FactDecl['type'], more: Partial<FactDecl> = {}): FactDecl => ({
  id,
  type,
  askable: true,
  ...more,
})
const engine = createEngine({
  facts: [
    fact('x', 'number'),
    fact('b', 'boolean'),
    fact('s', 'string', { values: ['p', 'q', 'r'] }),
    fact('d', 'date'),
    fact('home.members', 'list'),
    fact('home.owner', 'context'),
    fact('x2', 'number', { derive: 'x * 2', askable: false }),
  ],
  parameters: [
    {
      id: 'limit',
      values: [
        { from: '2026-01-01', value: 10 },
        { from: '2027-01-01', missing: true },
      ],
    },
    { id: 'table', values: [{ from: '2026-01-01', value: { p: 1, q: 2 } }] },
  ],
  services: [],
})
const UNKNOWN = undefined
const value = (expr: string, facts: Record<string, Json> = {}, asOf = '2026-03-01') => engine.value(expr, { facts, asOf })

/** Expression over unknown x, b, s; what it must come to. */
const UNKNOWNS: readonly (readonly [string, Json | undefined])[] = [
  ['x = 5', UNKNOWN],
  ['x != 5', UNKNOWN],
  ['not(x = 5)', UNKNOWN],
  ['x in [1..5]', UNKNOWN],
  ['x between 1 and 5', UNKNOWN],
  ['x >= 5', UNKNOWN],
  ['x in (1, 2)', UNKNOWN],
  ['list contains([1, 2], x)', UNKNOWN],
  ['list contains([1, x], 1)', true],
  ['list contains([1, x], 3)', UNKNOWN],
  ['if b then 1 else 2', UNKNOWN],
  ['if b then 1 else 1', 1],
  ['some y in [b, true] satisfies y', true],
  ['every y in [b, true] satisfies y', UNKNOWN],
  ['every y in [b, false] satisfies y', false],
  ['b and false', false],
  ['b and true', UNKNOWN],
  ['b or true', true],
  ['b or false', UNKNOWN],
  ['not(b)', UNKNOWN],
  ['null and b', UNKNOWN],
  ['x = null', UNKNOWN],
  ['x + 1', UNKNOWN],
  ['x * 0', UNKNOWN],
  ['count([x, 1])', 2],
  ['[x, 1][2]', 1],
  ['sum([x, 1])', UNKNOWN],
  ['any([b, true])', true],
  ['all([b, true])', UNKNOWN],
  ['[x] = [1, 2]', false],
  ['[x, 1] = [2, 3]', false],
  ['[x, 1] = [2, 1]', UNKNOWN],
  ['[1, 2][item > x]', UNKNOWN],
  ['get value(table, s)', UNKNOWN],
  ['s = "p" or s = "q"', UNKNOWN],
  ['[x, 1]', UNKNOWN],
  ['home.owner.age', UNKNOWN],
]
for (const [expr, expected] of UNKNOWNS)
  test(`with x, b and s unknown, ${expr} is ${expected === undefined ? 'unknown' : JSON.stringify(expected)}`, () =>
    assert.deepEqual(value(expr), expected))

/** Known to be none: as DMN has it. */
const NULLS: readonly (readonly [string, Json])[] = [
  ['x = 5', false],
  ['x != 5', true],
  ['not(x = 5)', true],
  ['x in [1..5]', null],
  ['x between 1 and 5', null],
  ['x >= 5', null],
  ['x = null', true],
  ['x in (1, 2)', false],
  ['x + 1', null],
  ['if b then 1 else 2', 2],
  ['b and false', false],
  ['b and true', null],
  ['b or true', true],
]
for (const [expr, expected] of NULLS)
  test(`with x and b known to be none, ${expr} is ${expected}`, () =>
    assert.deepEqual(value(expr, { x: null, b: null }), expected))

test('conditions that together cover everything hold whatever the value', () => {
  assert.equal(value('x < 30 or x >= 30'), true)
  assert.equal(value('x <= 50 or x in (50..75] or x in (75..100] or x in (100..200] or x > 200'), true)
  assert.equal(value('x < 30 or x > 30'), undefined)
  assert.equal(value('x <= 50 or x >= 51'), undefined)
  assert.equal(value('x > 5 and x < 3'), false)
  assert.equal(value('s = "p" or s in ("q", "r")'), true)
  assert.equal(value('s != "p" or s != "q"'), true)
  assert.equal(value('b or not(b)'), true)
  assert.equal(value('b = true or b = false'), true)
  assert.equal(value('d < date("2026-01-01") or d >= date("2026-01-01")'), true)
})

test('a parameter is taken by its day, and is unknown before its first day and where it is missing', () => {
  assert.equal(value('limit', {}, '2026-12-31'), 10)
  assert.equal(value('limit', {}, '2025-12-31'), undefined)
  assert.equal(value('limit', {}, '2027-01-01'), undefined)
  assert.equal(value('x > limit', { x: 11 }, '2027-06-01'), undefined)
})

test('a derived fact follows from others, and a given value wins over it', () => {
  assert.equal(value('x2', { x: 4 }), 8)
  assert.equal(value('x2', { x: 4, x2: 9 }), 9)
  assert.equal(value('x2'), undefined)
})

test('a field that a given list or context lacks is unknown, one that FEEL made is null', () => {
  const facts = { 'home.members': [{ relation: 'child', birthDate: '2020-01-01' }, { relation: 'child' }] }
  assert.equal(value('some m in home.members satisfies age(m.birthDate) >= 6', facts), true)
  assert.equal(value('some m in home.members satisfies age(m.birthDate) >= 7', facts), undefined)
  assert.equal(value('count(home.members[relation = "child"])', facts), 2)
  assert.equal(value('{a: 1}.b'), null)
})

test('a derived fact read inside a loop leaves the names of the loop alone', () => {
  const inner = createEngine({
    facts: [fact('xs', 'list'), fact('most', 'number', { derive: 'max(for y in xs return y * 2)', askable: false })],
    parameters: [],
    services: [],
  })
  assert.deepEqual(inner.value('for x in xs return x + most', { facts: { xs: [1, 2] }, asOf: '2026-03-01' }), [5, 6])
})
