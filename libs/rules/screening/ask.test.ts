import assert from 'node:assert/strict'
import test from 'node:test'
import { createEngine, type FactDecl, type Json, type ServiceRules } from '../index.ts'

const fact = (id: string, type: FactDecl['type'], more: Partial<FactDecl> = {}): FactDecl => ({
  id,
  type,
  askable: true,
  ...more,
})
const FACTS = [
  fact('p.born', 'date'),
  fact('p.age', 'number', { derive: 'age(p.born)' }),
  fact('p.area', 'string'),
  fact('p.income', 'number', { burden: 5 }),
  fact('p.debt', 'number', { burden: 1 }),
  fact('p.secret', 'boolean', { askable: false }),
  fact('p.a', 'boolean'),
  fact('p.b', 'boolean'),
]
const services = (...tests: readonly (readonly string[])[]): ServiceRules[] =>
  tests.map((list, i) => ({
    id: `s${i}`,
    basis: 'codes',
    unit: 'person',
    criteria: list.map((test, j) => ({ id: `c${j}`, test })),
  }))
const ask = (tests: readonly (readonly string[])[], facts: Record<string, Json> = {}) =>
  createEngine({ facts: FACTS, parameters: [], services: services(...tests) }).screen({ facts, asOf: '2026-03-01' }).ask

test('a fact that alone settles services counts each of them', () => {
  assert.deepEqual(ask([['p.area = "x"'], ['p.area = "y"'], ['p.a']]), [
    { fact: 'p.area', settles: 2 },
    { fact: 'p.a', settles: 1 },
  ])
})

test('where several facts are open, each counts half: its answer may be no', () => {
  assert.deepEqual(
    ask([
      ['p.area = "x"', 'p.a'],
      ['p.area = "y"', 'p.a'],
      ['p.area = "z"', 'p.b'],
    ]),
    [
      { fact: 'p.area', settles: 2 },
      { fact: 'p.a', settles: 1 },
      { fact: 'p.b', settles: 1 },
    ],
  )
})

test('of two questions that settle as much, the lighter one comes first', () => {
  assert.deepEqual(
    ask([['p.income < 5'], ['p.debt < 5']]).map((q) => q.fact),
    ['p.debt', 'p.income'],
  )
})

test('what decides a derived fact settles what the derived fact settles', () => {
  const questions = ask([['p.age > 5'], ['p.age > 6'], ['p.born > date("2000-01-01")']])
  assert.deepEqual(questions, [
    { fact: 'p.born', settles: 3 },
    { fact: 'p.age', settles: 2 },
  ])
})

test('a fact decides through several derivations', () => {
  const facts = [
    fact('p.dong', 'string'),
    fact('p.gu', 'string', { derive: 'substring(p.dong, 1, 5)' }),
    fact('p.do', 'string', { derive: 'substring(p.gu, 1, 2)' }),
  ]
  const rules = services(['p.gu = "11110"'], ['p.do = "11"'])
  const questions = createEngine({ facts, parameters: [], services: rules }).screen({ facts: {}, asOf: '2026-03-01' }).ask
  assert.deepEqual(questions, [
    { fact: 'p.gu', settles: 2 },
    { fact: 'p.dong', settles: 2 },
    { fact: 'p.do', settles: 1 },
  ])
})

test('nothing is asked that cannot be asked, nor about services that are settled', () => {
  assert.deepEqual(ask([['p.secret']]), [])
  assert.deepEqual(ask([['p.a', 'p.b']], { 'p.a': false }), [])
})

test('asking the first question again and again settles everything', () => {
  const tests = [['p.area = "x"', 'p.a or p.b'], ['p.age > 5', 'p.income < 3'], ['p.b and p.debt > 1']]
  const answers: Record<string, Json> = {
    'p.born': '2000-01-01',
    'p.age': 26,
    'p.area': 'x',
    'p.income': 1,
    'p.debt': 2,
    'p.a': false,
    'p.b': true,
  }
  const facts: Record<string, Json> = {}
  for (let i = 0; i < FACTS.length; i++) {
    const [first] = ask(tests, facts)
    if (first === undefined) return
    assert.ok(!(first.fact in facts))
    facts[first.fact] = answers[first.fact]!
  }
  assert.deepEqual(ask(tests, facts), [])
})
