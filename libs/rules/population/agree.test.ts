import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drawPerson, mulberry32, type Random, workload } from '../testing/workload.ts'
import type { Declarations, FactDecl, Json } from '../types.ts'
import { differences } from './testing/agree.ts'

const asOf = '2026-11-25'

for (const few of [1024, 20])
  test(`random rules over flags, bands and regions: everybody gets the closures' answer (${few === 20 ? 'few' : 'many'} codes)`, async () => {
    const r = mulberry32(42)
    const people = Array.from({ length: 1500 }, (_, i) => ({ id: String(i), facts: drawPerson(r) }))
    assert.deepEqual(await differences(workload(200), people, asOf, { few, shardSize: 700, order: 'p.region' }), [])
  })

const LEAVES: FactDecl[] = [
  { id: 'p.birth', type: 'date', askable: true },
  { id: 'p.since', type: 'date', askable: true },
  { id: 'p.sex', type: 'string', values: ['m', 'f'], askable: true },
  { id: 'p.place', type: 'string', askable: true },
  { id: 'p.poor', type: 'boolean', askable: true },
  { id: 'p.works', type: 'boolean', askable: true },
  { id: 'h.income', type: 'number', askable: true },
  { id: 'h.other', type: 'number', askable: true },
  { id: 'h.rate', type: 'number', askable: true },
  { id: 'h.estate', type: 'number', askable: true },
  { id: 'h.savings', type: 'number', askable: true },
  { id: 'h.debt', type: 'number', askable: true },
  { id: 'h.members', type: 'list', askable: true },
]
const DERIVED: FactDecl[] = [
  { id: 'p.age', type: 'number', derive: 'age(p.birth)', askable: false },
  { id: 'p.area', type: 'string', derive: 'substring(p.place, 1, 2)', askable: false },
  { id: 'h.size', type: 'number', derive: 'count(h.members) + 1', askable: false },
  { id: 'h.child', type: 'boolean', derive: 'some m in h.members satisfies age(m.birth) < 18', askable: false },
  { id: 'h.sum', type: 'number', derive: 'h.income + h.other', askable: false },
  {
    id: 'h.median',
    type: 'number',
    derive: 'if h.size <= 4 then median[h.size] else median[4] + 500 * (h.size - 4)',
    askable: false,
  },
  { id: 'h.ratio', type: 'number', derive: 'h.sum * 100 / h.median', askable: false },
  {
    id: 'h.recognised',
    type: 'number',
    derive: 'max([0, h.income * 70 / 100 - 300]) + max([0, h.other - 100]) * h.rate / 12',
    askable: false,
  },
]
/** Conditions of every kind that the lowering knows, and some that it does not. */
const TESTS = [
  'p.age >= 65',
  'p.age in [19..34]',
  'p.since < date(2020, 5, 1)',
  'months between(p.since, today) < 24',
  'p.since = null',
  'p.sex = "f"',
  'p.area in ("11", "26")',
  'not(p.poor)',
  'p.poor and p.works',
  'p.poor or h.child',
  'p.poor = p.works',
  'h.child',
  'h.size >= 3',
  'h.income = null',
  'h.income != 2000',
  'h.income = h.other',
  'h.sum <= limit',
  'h.ratio <= 50',
  'h.ratio < 100 and h.ratio >= 50',
  'h.ratio = 50',
  'h.recognised <= (if p.works then limit else limit / 2)',
  'round to(h.recognised, 10) > 1000',
  'floor to(h.median * 32 / 100, 1) >= h.income',
  'ceil to(h.ratio, 5) <= 60',
  'h.income / h.other > 1.5',
  'h.income / (h.rate - 0.1) > 900',
  'h.debt * 8E6144 > h.income',
  'h.other * (h.income + 1) * 9E6140 > 3',
  'max([h.income / h.other, h.rate]) < 2',
  'floor to(h.debt / h.other, 10) >= 100',
  'h.debt / h.other = null',
  'if h.income / h.other > 1 then p.works else h.rate > 0',
  'p.works or 100 / (h.size - 1) > 30',
  '1000 / p.age > 20 and not(p.poor)',
  'min([h.income, h.other]) > 500',
  'if p.works then h.income < 2500 else p.age < 30',
  'if p.poor then p.works else not(h.child)',
  'p.sex != "m" or h.income - h.other > -100',
  'count(h.members) = 0',
  'every m in h.members satisfies m.citizen',
  'string length(p.place) > 4 and p.age > 20',
  // Floating point alone would be wrong here: 2000 * 1.1 is 2200.0000000000002.
  'h.income * 1.1 <= 2200',
  'h.income * 1.1 = 550',
  'h.income * h.rate * 10 = h.income',
  'ceil to(h.income * 1.1, 1) > 2200',
  'h.income * 0.1 * 3 >= h.income * 0.3',
  'h.estate - h.debt * 1000 <= 2000000000',
  'h.savings / 10000 < h.other',
  'h.savings + h.debt = null or h.debt >= 30000',
  'absent > 5',
  'if absent > 5 then p.poor else p.works',
]

function drawFacts(r: Random): Record<string, Json> {
  const facts: Record<string, Json> = {}
  const day = (from: number, to: number): string =>
    `${from + Math.floor(r() * (to - from))}-${String(1 + Math.floor(r() * 12)).padStart(2, '0')}-${String(1 + Math.floor(r() * 28)).padStart(2, '0')}`
  const put = (id: string, value: () => Json) => {
    const chance = r()
    if (chance > 0.24) facts[id] = value()
    else if (chance > 0.12) facts[id] = null
  }
  put('p.birth', () => day(1935, 2026))
  put('p.since', () => day(2015, 2027))
  put('p.sex', () => (r() < 0.5 ? 'm' : 'f'))
  put('p.place', () => ['11010', '26020', '4113', '5', '36110'][Math.floor(r() * 5)]!)
  put('p.poor', () => r() < 0.3)
  put('p.works', () => r() < 0.6)
  // Often on a border, sometimes with fractions.
  put('h.income', () => (r() < 0.3 ? [0, 500, 1000, 2000, 2500][Math.floor(r() * 5)]! : Math.floor(r() * 40_000) / 10))
  put('h.other', () => (r() < 0.3 ? [0, 500, 1000, 2000][Math.floor(r() * 4)]! : Math.floor(r() * 4000)))
  // Stored in four bytes as so many thousands, in two as so many ten thousands, in four as they are.
  put('h.estate', () => Math.floor(r() * 5_000_000) * 1000)
  put('h.savings', () => Math.floor(r() * 50_000) * 10_000)
  put('h.debt', () => 1 + Math.floor(r() * 5_000_000))
  put('h.rate', () => [0, 0.1, 0.25, 1.7][Math.floor(r() * 4)]!)
  put('h.members', () =>
    Array.from({ length: Math.floor(r() * 5) }, () => {
      const member: Record<string, Json> = { citizen: r() < 0.8 }
      if (r() > 0.2) member['birth'] = day(1940, 2026)
      return member
    }),
  )
  return facts
}

function drawDeclarations(r: Random): Declarations {
  const pick = () => TESTS[Math.floor(r() * TESTS.length)]!
  const compound = (): string => {
    const chance = r()
    if (chance < 0.5) return pick()
    if (chance < 0.7) return `(${pick()}) and (${pick()})`
    if (chance < 0.9) return `(${pick()}) or not(${pick()})`
    return `not((${pick()}) and ((${pick()}) or (${pick()})))`
  }
  const services = Array.from({ length: 120 }, (_, i) => ({
    id: `s${i}`,
    basis: 'law' as const,
    unit: 'person' as const,
    criteria: Array.from({ length: 1 + Math.floor(r() * 3) }, (_, k) => ({ id: `c${k}`, test: compound() })),
    ...(i % 3 === 0 && {
      amount: {
        per: 'month' as const,
        steps: [
          { let: 'base', be: i % 2 === 0 ? 'max([0, limit - h.sum])' : 'h.median * 32 / 100' },
          { let: 'amount', be: 'floor to(if p.works then base / 2 else base, 10)' },
        ],
      },
    }),
  }))
  const children = {
    id: 'children',
    basis: 'law' as const,
    unit: 'child' as const,
    each: 'h.members[age(item.birth) < 18]',
    criteria: [
      { id: 'citizen', test: 'child.citizen' },
      { id: 'poor', test: 'h.ratio <= 100' },
      { id: 'young', test: 'age(child.birth) < 8' },
    ],
    amount: { per: 'month' as const, steps: [{ let: 'amount', be: 'if age(child.birth) < 2 then 100 else 50' }] },
  }
  return {
    facts: [...LEAVES, ...DERIVED],
    parameters: [
      { id: 'limit', values: [{ from: '2020-01-01', value: 2000 }] },
      { id: 'median', values: [{ from: '2020-01-01', value: [1000, 1600, 2100, 2600] }] },
      { id: 'absent', values: [{ from: '2020-01-01', missing: true }] },
    ],
    services: [...services, children],
  }
}

for (const seed of [1, 2, 3])
  test(`random law (arithmetic, days, lists, none and unknown): everybody gets the closures' answer and amount, ${seed}`, async () => {
    const r = mulberry32(seed)
    const declarations = drawDeclarations(r)
    const people = Array.from({ length: 400 }, (_, i) => ({ id: String(i), facts: drawFacts(r) }))
    const wrong = await differences(declarations, people, asOf, { few: 30, order: ['p.place', 'p.birth'], shardSize: 256 })
    const texts = wrong.slice(0, 5).map(({ service, person, ...rest }) => ({
      ...rest,
      facts: JSON.stringify(people[Number(person)]!.facts),
      test: declarations.services.find(({ id }) => id === service)?.criteria.map(({ test }) => test),
    }))
    assert.deepEqual(texts, [])
  })
