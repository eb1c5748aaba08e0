import assert from 'node:assert/strict'
import test from 'node:test'
import {
  AsOfError,
  createEngine,
  type Declarations,
  type FactDecl,
  FactTypeError,
  type Json,
  RuleErrors,
  UnknownFactError,
  UnknownServiceError,
} from '../index.ts'

const fact = (id: string, type: FactDecl['type'], more: Partial<FactDecl> = {}): FactDecl => ({
  id,
  type,
  askable: true,
  ...more,
})
const COUNTRY: Declarations = {
  facts: [
    fact('person.birthDate', 'date'),
    fact('person.age', 'number', { derive: 'age(person.birthDate)', askable: false }),
    fact('person.sigungu', 'string'),
    fact('person.pregnant', 'boolean'),
    fact('household.kind', 'string', { values: ['single', 'couple'] }),
    fact('household.income', 'number', { burden: 4 }),
    fact('household.spouseReceives', 'boolean'),
    fact('household.members', 'list'),
    fact('household.percent', 'number', { derive: 'household.income / median * 100' }),
  ],
  parameters: [
    {
      id: 'standard',
      values: [
        { from: '2025-01-01', value: 342_510 },
        { from: '2026-01-01', value: 349_700 },
        { from: '2027-01-01', missing: true },
      ],
    },
    { id: 'limit', values: [{ from: '2025-01-01', value: { single: 2_280_000, couple: 3_648_000 } }] },
    { id: 'median', values: [{ from: '2025-01-01', value: 2_500_000 }] },
  ],
  services: [
    {
      id: 'pension',
      basis: 'law',
      unit: 'person',
      criteria: [
        { id: 'age', test: 'person.age >= 65' },
        { id: 'income', test: 'household.income <= get value(limit, household.kind)' },
      ],
      amount: {
        per: 'month',
        steps: [
          { let: 'reduced', be: 'if household.spouseReceives then standard * 80 / 100 else standard' },
          { let: 'amount', be: 'floor to(reduced, 10)' },
        ],
      },
    },
    {
      id: 'child',
      basis: 'law',
      unit: 'child',
      each: 'household.members[item.relation = "child"]',
      criteria: [
        { id: 'age', test: 'age(child.birthDate) < 8' },
        { id: 'here', test: 'person.sigungu != "abroad"' },
      ],
      amount: { per: 'month', steps: [{ let: 'amount', be: 'if age(child.birthDate) < 1 then 200000 else 100000' }] },
    },
    {
      id: 'local',
      basis: 'codes',
      unit: 'person',
      criteria: [
        { id: 'area', test: 'person.sigungu = "11110"' },
        { id: 'traits', test: 'person.pregnant' },
      ],
    },
    {
      id: 'open',
      basis: 'codes',
      unit: 'person',
      criteria: [{ id: 'income', test: 'household.percent <= 50 or household.percent > 50' }],
    },
  ],
}
const engine = createEngine(COUNTRY)
const screen = (facts: Record<string, Json>, asOf = '2026-03-01') => engine.screen({ facts, asOf })
const one = (service: string, facts: Record<string, Json>, asOf = '2026-03-01') =>
  engine.screen({ facts, asOf, services: [service] }).results[0]!
const SENIOR = { 'person.birthDate': '1955-02-28', 'household.kind': 'couple', 'household.income': 1_000_000 }

test('all criteria met is eligible, one not met is not, otherwise it is unknown', () => {
  assert.equal(one('pension', SENIOR).outcome, 'eligible')
  assert.equal(one('pension', { 'person.birthDate': '1990-01-01' }).outcome, 'ineligible')
  assert.equal(one('pension', { 'person.birthDate': '1955-02-28' }).outcome, 'unknown')
})

test('a reason says which facts a criterion reads and which are missing', () => {
  const { reasons, missing } = one('pension', { 'household.kind': 'single' })
  assert.deepEqual(reasons, [
    { criterion: 'age', outcome: 'unknown', facts: ['person.age'], missing: ['person.birthDate'] },
    { criterion: 'income', outcome: 'unknown', facts: ['household.income', 'household.kind'], missing: ['household.income'] },
  ])
  assert.deepEqual(missing, ['person.birthDate', 'household.income'])
})

test('who is ruled out is asked nothing more', () => {
  const { outcome, missing, amount } = one('pension', { 'person.birthDate': '1990-01-01' })
  assert.deepEqual({ outcome, missing, amount }, { outcome: 'ineligible', missing: [], amount: undefined })
})

test('a derived fact that can be asked for is asked for itself, another through its leaves', () => {
  const { missing } = createEngine({
    ...COUNTRY,
    services: [
      { id: 's', basis: 'law', unit: 'person', criteria: [{ id: 'c', test: 'household.percent < 60 and person.age > 5' }] },
    ],
  }).screen({ facts: {}, asOf: '2026-03-01' }).results[0]!
  assert.deepEqual(missing, ['household.percent', 'person.birthDate'])
})

test('a service open to every income needs none', () => {
  assert.deepEqual(one('open', {}), {
    service: 'open',
    basis: 'codes',
    outcome: 'eligible',
    reasons: [{ criterion: 'income', outcome: 'met', facts: [], missing: [] }],
    missing: [],
  })
})

test('counts add up and services can be chosen', () => {
  const all = screen(SENIOR)
  assert.equal(all.results.length, 4)
  assert.deepEqual(all.counts, { eligible: 2, ineligible: 0, unknown: 2 })
  assert.deepEqual(
    engine.screen({ facts: {}, asOf: '2026-03-01', services: ['local'] }).results.map(({ service }) => service),
    ['local'],
  )
})

test('the pension of a couple is cut by a fifth and rounded down to ten won', () => {
  const { amount } = one('pension', { ...SENIOR, 'household.spouseReceives': true }, '2025-03-01')
  assert.equal(amount?.value, 274_000)
  assert.deepEqual(amount?.steps, [
    { let: 'reduced', value: 274_008 },
    { let: 'amount', value: 274_000 },
  ])
  assert.equal(one('pension', { ...SENIOR, 'household.spouseReceives': false }).amount?.value, 349_700)
})

test('an amount that waits for a fact or a parameter says for which', () => {
  const waiting = one('pension', SENIOR).amount
  assert.equal(waiting?.value, undefined)
  assert.deepEqual(waiting?.missingFacts, ['household.spouseReceives'])
  const later = one('pension', { ...SENIOR, 'household.spouseReceives': false }, '2027-03-01').amount
  assert.deepEqual([later?.value, later?.missingFacts, later?.missingParameters], [undefined, [], ['standard']])
})

test('a criterion whose parameter is missing is unknown and says so, with no fact to ask for', () => {
  const { outcome, reasons, missing } = one('pension', SENIOR, '2024-03-01')
  assert.deepEqual([outcome, missing], ['unknown', []])
  assert.deepEqual(reasons[1]?.missingParameters, ['limit'])
})

const CHILDREN = [
  { relation: 'child', birthDate: '2025-10-01' },
  { relation: 'child', birthDate: '2020-10-01' },
  { relation: 'child', birthDate: '2010-10-01' },
  { relation: 'parent', birthDate: '1985-10-01' },
]

test('an award per child is judged child by child and added up', () => {
  const result = one('child', { 'household.members': CHILDREN, 'person.sigungu': '11110' })
  assert.equal(result.outcome, 'eligible')
  assert.equal(result.amount?.value, 300_000)
  assert.deepEqual(
    result.units?.map(({ outcome, amount }) => [outcome, amount?.value]),
    [
      ['eligible', 200_000],
      ['eligible', 100_000],
      ['ineligible', undefined],
    ],
  )
})

test('an award per child is unknown while a child may get it, and names what is missing', () => {
  const result = one('child', { 'household.members': [{ relation: 'child' }], 'person.sigungu': '11110' })
  assert.deepEqual([result.outcome, result.missing], ['unknown', ['household.members']])
  assert.deepEqual(one('child', {}).missing, ['household.members', 'person.sigungu'])
})

test('without children there is no award per child, and the reason is the list itself', () => {
  const result = one('child', { 'household.members': [], 'person.sigungu': '11110' })
  assert.equal(result.outcome, 'ineligible')
  assert.deepEqual(result.reasons[0], { criterion: 'each', outcome: 'notMet', facts: ['household.members'], missing: [] })
})

test('equal criteria of different services share one reason', () => {
  const twice = createEngine({ ...COUNTRY, services: ['a', 'b'].map((id) => ({ ...COUNTRY.services[2]!, id })) })
  const [a, b] = twice.screen({ facts: {}, asOf: '2026-03-01' }).results
  assert.equal(a?.reasons, b?.reasons)
})

test('a fact that nobody declared and a value of the wrong type are named', () => {
  assert.throws(
    () => screen({ 'person.hight': 1 }),
    (e) => e instanceof UnknownFactError && e.fact === 'person.hight',
  )
  assert.throws(() => screen({ __proto__x: 1 }), UnknownFactError)
  const wrong: readonly (readonly [string, Json])[] = [
    ['person.birthDate', '1990-02-30'],
    ['person.birthDate', 19900101],
    ['household.income', '1000'],
    ['household.income', Number.NaN],
    ['person.pregnant', 'yes'],
    ['household.members', {}],
    ['household.kind', 'triple'],
  ]
  for (const [id, value] of wrong)
    assert.throws(
      () => screen({ [id]: value }),
      (e) => e instanceof FactTypeError && e.fact === id,
      `${id} ${value}`,
    )
  assert.throws(() => screen({}, '2026-3-1'), AsOfError)
  assert.throws(() => engine.screen({ facts: {}, asOf: '2026-03-01', services: ['nothing'] }), UnknownServiceError)
})

test('hostile keys inside a fact are data like any other', () => {
  const members = JSON.parse('[{"relation":"child","birthDate":"2025-10-01","__proto__":{"x":1},"constructor":1}]')
  assert.equal(one('child', { 'household.members': members, 'person.sigungu': '1' }).outcome, 'eligible')
  let deep: Json = 1
  for (let i = 0; i < 5000; i++) deep = [deep]
  assert.throws(() => screen({ 'household.members': [deep] }), FactTypeError)
})

test('all that is wrong with a country is told at once, with its place and a remedy', () => {
  const broken: Declarations = {
    facts: [
      fact('person.age', 'number', { derive: 'person.years', askable: false }),
      fact('person.years', 'number', { derive: 'person.age', askable: false }),
      fact('person.sex', 'string'),
    ],
    parameters: [{ id: 'limit', values: [{ from: '2026-13-01', value: 1 }] }],
    services: [
      {
        id: 's',
        basis: 'law',
        unit: 'person',
        criteria: [
          { id: 'typo', test: 'person.agee >= 65' },
          { id: 'syntax', test: 'person.age >=' },
          { id: 'function', test: 'ages(person.age) > 1' },
          { id: 'type', test: 'person.sex > 3' },
          { id: 'number', test: 'person.age + 1' },
        ],
        amount: {
          per: 'month',
          steps: [
            { let: 'limit', be: '1' },
            { let: 'last', be: '"x"' },
          ],
        },
      },
    ],
  }
  assert.throws(
    () => createEngine(broken),
    (error) => {
      assert.ok(error instanceof RuleErrors)
      const told = error.errors.map(({ where, start, remedy }) => `${where} ${start} ${remedy}`)
      assert.deepEqual(told, [
        'parameters/limit 0 Write a day like 2026-01-01',
        'facts/person.age 0 Derive facts only from facts that do not need them',
        'services/s/typo 0 Did you mean person.age?',
        'services/s/syntax 13 Expected a value',
        'services/s/function 0 Did you mean age?',
        'services/s/type 0 Compare values of one type',
        'services/s/number 0 Write a condition that is true or false',
        'services/s/limit 0 Give the step a name of its own',
        'services/s/last 0 Let it give a number',
      ])
      return true
    },
  )
})

test('the leaf facts of a service are those below its criteria and its amount', () => {
  assert.deepEqual(engine.factsOf('pension'), [
    'person.birthDate',
    'household.income',
    'household.kind',
    'household.spouseReceives',
  ])
  assert.deepEqual(engine.factsOf('child'), ['household.members', 'person.sigungu'])
})
