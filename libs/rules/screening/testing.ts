/** For tests: random declarations over a small vocabulary with derived facts, dates, lists and dated parameters, and random people. */
import fc from 'fast-check'
import type { Declarations, FactDecl, Json, ServiceRules } from '../types.ts'

const FACTS: readonly FactDecl[] = [
  { id: 'p.born', type: 'date', askable: true },
  { id: 'p.age', type: 'number', derive: 'age(p.born)', askable: true },
  { id: 'p.months', type: 'number', derive: 'months between(p.moved, today)', askable: false },
  { id: 'p.moved', type: 'date', askable: true },
  { id: 'p.income', type: 'number', askable: true },
  { id: 'p.size', type: 'number', askable: true },
  { id: 'p.share', type: 'number', derive: 'p.income * 100 / (limit * p.size)', askable: false },
  { id: 'p.area', type: 'string', values: ['u', 'v', 'w'], askable: true },
  { id: 'p.flag', type: 'boolean', askable: true },
  { id: 'p.mark', type: 'boolean', askable: true },
  { id: 'p.either', type: 'boolean', derive: 'p.flag or p.mark', askable: true },
  { id: 'p.children', type: 'list', askable: true },
  { id: 'p.young', type: 'number', derive: 'count(p.children[age(item.born) < 6])', askable: false },
]

const PARAMETERS = [
  {
    id: 'limit',
    values: [
      { from: '2025-01-01', value: 100 },
      { from: '2026-01-01', value: 110 },
      { from: '2026-07-01', missing: true },
      { from: '2027-01-01', value: 130 },
    ],
  },
  { id: 'until', values: [{ from: '2025-06-01', value: 40 }] },
]

const number = fc.integer({ min: 0, max: 70 })
const test = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('p.age', 'p.months', 'p.income', 'p.share', 'p.size', 'p.young'),
      fc.constantFrom('<', '<=', '>', '>=', '='),
      number,
    )
    .map((x) => x.join(' ')),
  fc.tuple(number, number).map(([a, b]) => `p.age between ${Math.min(a, b)} and ${Math.max(a, b)}`),
  fc.constantFrom(
    'p.flag',
    'p.mark',
    'not(p.flag)',
    'p.either',
    'p.area = "u"',
    'p.area in ("v", "w")',
    'p.income <= limit',
    'p.age < until',
    'p.income / (p.age - 3) > 4',
    '100 / (today.month - 4) < 60',
    'p.size * 9E6144 > p.income',
  ),
  fc.constantFrom(
    'today >= p.moved',
    'p.moved < today',
    'today < date("2026-05-05")',
    'today.year - p.born.year >= 20',
    'today.month > 6',
    'today = p.moved',
  ),
  fc.constantFrom('(today.year - p.born.year) * 12 + today.month - p.born.month < 240', 'today > p.moved + duration("P30D")'),
  fc.constantFrom(
    'some c in p.children satisfies age(c.born) < 8',
    'every c in p.children satisfies months between(c.born, today) >= 24',
    'count(p.children) > 1',
  ),
)
const criterion = fc.oneof(
  { weight: 3, arbitrary: test },
  { weight: 1, arbitrary: fc.tuple(test, fc.constantFrom('and', 'or'), test).map(([a, op, b]) => `(${a}) ${op} (${b})`) },
  { weight: 1, arbitrary: fc.tuple(test, test, test).map(([a, b, c]) => `if ${a} then ${b} else ${c}`) },
)
const perChild = fc.constantFrom(
  'age(child.born) < 8',
  'months between(child.born, today) < 100',
  'child.school',
  'p.flag',
  'p.income <= limit',
)
const amount = fc.option(
  fc.constantFrom('p.income * 2', 'limit * p.size', 'if p.age >= 30 then 10 else 20', 'p.income / p.size'),
  { nil: undefined },
)

const service = fc.record({
  tests: fc.array(criterion, { maxLength: 4 }),
  children: fc.array(perChild, { minLength: 1, maxLength: 2 }),
  isEach: fc.boolean(),
  amount,
})

/** Up to twelve services; they share criteria now and then. */
export const declarations: fc.Arbitrary<Declarations> = fc.array(service, { minLength: 1, maxLength: 12 }).map((list) => ({
  facts: FACTS,
  parameters: PARAMETERS,
  services: list.map(({ tests, children, isEach, amount: be }, at): ServiceRules => {
    const all = isEach ? children : tests
    return {
      id: `s${at}`,
      basis: 'law',
      unit: isEach ? 'child' : 'person',
      ...(isEach && { each: 'p.children' }),
      criteria: all.map((one, i) => ({ id: `c${i}`, test: one })),
      ...(be !== undefined && { amount: { per: 'month' as const, steps: [{ let: 'sum', be }] } }),
    }
  }),
}))

const day = fc.constantFrom(
  '1960-02-29',
  '1986-03-01',
  '1995-12-31',
  '2006-06-15',
  '2019-01-31',
  '2020-02-29',
  '2025-11-30',
  '2026-04-10',
  '2026-08-01',
)
const child = fc.record({ born: day, school: fc.boolean() }, { requiredKeys: [] })

/** Facts of a person; what is not there is unknown. */
export const person: fc.Arbitrary<Readonly<Record<string, Json>>> = fc.record(
  {
    'p.born': day,
    'p.moved': fc.oneof(day, fc.constant(null)),
    'p.income': fc.integer({ min: 0, max: 200 }),
    'p.size': fc.integer({ min: 0, max: 3 }),
    'p.area': fc.constantFrom('u', 'v', 'w', null),
    'p.flag': fc.constantFrom(true, false, null),
    'p.mark': fc.boolean(),
    'p.age': fc.integer({ min: 0, max: 70 }),
    'p.children': fc.array(child, { maxLength: 3 }),
  },
  { requiredKeys: [] },
)
