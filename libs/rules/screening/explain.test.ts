import assert from 'node:assert/strict'
import test from 'node:test'
import { createEngine, type CriterionExplanation, type FactDecl, type Json } from '../index.ts'

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
  assert.deepEqual(changes('p.age >= 65', { 'p.born': '1961-03-03' }), [
    { kind: 'date', fact: 'p.born', from: '2026-03-03', reaches: { count: 65, unit: 'years' } },
  ])
  assert.deepEqual(changes('age(p.born) > 65', { 'p.born': '1961-03-03' }), [
    { kind: 'date', fact: 'p.born', from: '2027-03-03', reaches: { count: 66, unit: 'years' } },
  ])
  assert.deepEqual(changes('months between(p.moved, today) >= 6', { 'p.moved': '2025-12-31' }), [
    { kind: 'date', fact: 'p.moved', from: '2026-07-01', reaches: { count: 6, unit: 'months' } },
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
    { kind: 'date', fact: 'child.birthDate', from: '2026-03-02', reaches: { count: 1, unit: 'years' } },
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

const household = (services: Parameters<typeof createEngine>[0]['services']) =>
  createEngine({
    facts: [
      fact('p.born', 'date'),
      fact('p.wage', 'number'),
      fact('p.rent', 'number'),
      fact('h.size', 'number', { askable: false }),
      fact('h.income', 'number', { derive: 'p.wage * 70 / 100 + p.rent' }),
      fact('h.share', 'number', { derive: 'h.income * 100 / median[h.size]', askable: false }),
      fact('p.flag', 'boolean'),
      fact('p.area', 'string'),
      fact('p.receivesA', 'boolean'),
    ],
    parameters: [{ id: 'median', values: [{ from: '2026-01-01', value: [2_564_238, 4_199_292, 5_359_036] }] }],
    services,
  })
const one = (id: string, tests: readonly string[], more: object = {}) => ({
  id,
  basis: 'law' as const,
  unit: 'person' as const,
  criteria: tests.map((test, at) => ({ id: `c${at}`, test })),
  ...more,
})
const known = { 'p.born': '1970-05-01', 'p.wage': 3_000_000, 'p.rent': 100_000, 'h.size': 1, 'p.flag': false, 'p.area': 'x' }
const asOf = '2026-03-01'

test('a share of the median income is told as the income it takes, and the wage behind it, to the won', () => {
  const engine = household([one('s', ['h.share <= 50'])])
  const [change] = engine.explain('s', { facts: known, asOf }).criteria[0]!.changes
  assert.deepEqual(change, {
    kind: 'threshold',
    fact: 'h.share',
    op: '<=',
    value: 50,
    through: [
      { fact: 'h.income', op: '<=', value: 1_282_119 },
      { fact: 'p.wage', op: '<=', value: 1_688_741 },
    ],
  })
  assert.ok(change?.kind === 'threshold')
  for (const { fact: id, value } of change.through!) {
    assert.equal(engine.screen({ facts: { ...known, [id]: value }, asOf }).counts.eligible, 1)
    assert.equal(engine.screen({ facts: { ...known, [id]: value + 1 }, asOf }).counts.eligible, 0)
  }
})

test('when one change is not enough the fewest that do are told together, tried out', () => {
  const engine = household([
    one('both', ['h.share <= 50', 'age(p.born) >= 65', 'p.area = "y" or p.flag']),
    one('never', ['p.area = "y"', 'p.area = "z"']),
    one('passed', ['age(p.born) >= 60', 'age(p.born) < 58']),
    one('open', ['p.flag', 'p.receivesA']),
  ])
  const remedy = (id: string) => engine.explain(id, { facts: known, asOf }).remedy
  assert.deepEqual(
    remedy('both')?.changes.map(({ kind, fact: id }) => [kind, id]),
    [
      ['threshold', 'h.share'],
      ['date', 'p.born'],
      ['value', 'p.area'],
    ],
  )
  assert.deepEqual([remedy('both')?.on, remedy('both')?.outcome], ['2035-05-01', 'eligible'])
  assert.equal(remedy('never'), undefined)
  assert.equal(remedy('passed'), undefined)
  assert.deepEqual(remedy('open'), { changes: [{ kind: 'value', fact: 'p.flag', values: [true] }], on: asOf, outcome: 'unknown' })
})

test('an open answer says what to ask first', () => {
  const engine = household([one('s', ['p.flag or p.receivesA', 'p.area = "y"'])])
  assert.deepEqual(engine.explain('s', { facts: {}, asOf }).ask, [{ fact: 'p.area', settles: 1 }])
  assert.deepEqual(engine.explain('s', { facts: known, asOf }).ask, [])
})

test('services that exclude or require each other are told, receiving apart from being able to get', () => {
  const engine = household([
    one('a', ['p.flag']),
    one('b', ['p.wage > 0'], { excludes: [{ service: 'a', law: '법 제7조', receives: 'p.receivesA' }] }),
    one('c', ['p.wage > 0'], { requires: [{ service: 'a', receives: 'p.receivesA' }] }),
    one('d', ['p.rent > 9e9'], { excludes: [{ service: 'a' }] }),
  ])
  const { results } = engine.screen({ facts: { ...known, 'p.receivesA': true }, asOf })
  assert.equal(results[0]!.relations, undefined, 'not open itself')
  assert.deepEqual(results[1]!.relations, [
    { kind: 'excludes', service: 'a', law: '법 제7조', isReceived: true, couldGet: 'ineligible' },
  ])
  assert.deepEqual(results[2]!.relations, [{ kind: 'requires', service: 'a', isReceived: true, couldGet: 'ineligible' }])
  assert.equal(results[3]!.relations, undefined)
  const { relations } = engine.explain('a', { facts: { ...known, 'p.flag': true }, asOf })
  assert.deepEqual(relations, [
    { kind: 'excludes', service: 'b', law: '법 제7조', couldGet: 'eligible' },
    { kind: 'excludes', service: 'd', couldGet: 'ineligible' },
  ])
  const [, b] = engine.screen({ facts: known, asOf, services: ['a', 'b'] }).results
  assert.deepEqual(b?.relations, [{ kind: 'excludes', service: 'a', law: '법 제7조', couldGet: 'ineligible' }])
})

test('a receipt that is no fact, or no yes or no, is refused', () => {
  const having = (receives: string) => () => household([one('a', []), one('b', [], { excludes: [{ service: 'a', receives }] })])
  assert.throws(having('p.nothing'), /There is no fact p.nothing/)
  assert.throws(having('p.wage'), /p.wage is no yes or no/)
  assert.throws(() => household([one('a', [], { requires: [{ service: 'a' }] })]), /itself/)
})

test('what cannot be worked out is unknown and says so, and nothing else does', () => {
  const failed = (test: string, facts: Record<string, Json>) => {
    const [{ outcome, missing, failed: parts }] = explain(test, facts).criteria as [CriterionExplanation]
    assert.deepEqual([outcome === 'unknown', missing], [parts !== undefined, []], test)
    return parts
  }
  assert.deepEqual(failed('10 / (p.income - 3) > 1', { 'p.income': 3 }), ['10 / (p.income - 3)'])
  assert.deepEqual(failed('10 / (p.income - 3) = 1', { 'p.income': 3 }), ['10 / (p.income - 3)'])
  assert.deepEqual(failed('p.income ** 99999999 > 1', { 'p.income': 7 }), ['p.income ** 99999999'])
  assert.deepEqual(failed('modulo(7, p.income) = 1 or p.flag', { 'p.income': 0, 'p.flag': false }), ['modulo(7, p.income)'])
  assert.deepEqual(failed('some x in p.members satisfies 1 / x.a > 0', { 'p.members': [{ a: -1 }, { a: 0 }] }), ['1 / x.a'])
  assert.deepEqual(failed('some x in p.members satisfies 1 / x.a > 0', { 'p.members': [{ a: -1 }] }), undefined)
  assert.deepEqual(failed('every x in p.members satisfies 1 / x.a = 1', { 'p.members': [{ a: 1 }, { a: 0 }] }), ['1 / x.a'])
  assert.equal(failed('every x in p.members satisfies 1 / x.a = 1', { 'p.members': [{ a: 2 }, { a: 0 }] }), undefined)
  assert.equal(failed('10 / p.income = 1 and p.flag', { 'p.income': 0, 'p.flag': false }), undefined)
  assert.equal(failed('p.age >= 0', { 'p.born': '2027-01-01' }), undefined)
  assert.equal(failed('10 / p.income > 1', { 'p.income': 20 }), undefined)
  assert.equal(failed('10 / p.income > 1', { 'p.income': null }), undefined)
  assert.equal(failed('p.income > 0 and 10 / p.income = 1', { 'p.income': 0 }), undefined)
  assert.equal(failed('if p.income = 0 then false else 10 / p.income > 1', { 'p.income': 0 }), undefined)
  assert.equal(failed('p.flag and 10 / p.income > 1', { 'p.income': 0, 'p.flag': false }), undefined)
})

test('a condition that takes too long is told as not worked out, and the others as they are', () => {
  const { outcome, criteria, because } = createEngine({
    facts: [fact('n', 'number')],
    parameters: [],
    services: [
      {
        ...{ id: 's', basis: 'law', unit: 'person' },
        criteria: [
          { id: 'long', test: 'some x in 1..1000000000 satisfies x = n' },
          { id: 'short', test: 'n > 1' },
        ],
      },
    ],
  }).explain('s', { facts: { n: 3 }, asOf: '2026-03-01' })
  assert.deepEqual([outcome, because], ['unknown', ['long']])
  assert.deepEqual(
    criteria.map((one) => [one.outcome, one.failed?.length]),
    [
      ['unknown', 1],
      ['met', undefined],
    ],
  )
})
