/** What is said of services is kept for everyone, so nobody may be told what is true of somebody else. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { createEngine } from '../engine.ts'
import type { Declarations, Engine, Json } from '../types.ts'
import { declarations, person } from './testing.ts'

const asOf = '2026-03-01'
const plain = <T>(value: T): unknown => JSON.parse(JSON.stringify(value))

test('people are told the same whoever was told something before', () => {
  fc.assert(
    fc.property(declarations, fc.array(person, { minLength: 2, maxLength: 4 }), (declared, people) => {
      const shared = createEngine(declared)
      const told = [...people, ...people].map((facts) => shared.screen({ facts, asOf }))
      people.forEach((facts, at) => {
        const alone = createEngine(declared).screen({ facts, asOf })
        for (const answer of [told[at]!, told[at + people.length]!])
          assert.deepEqual(plain([answer.results, answer.ask]), plain([alone.results, alone.ask]))
      })
    }),
    { numRuns: 10 },
  )
})

test('questions are those of the person, whoever was asked before', () => {
  fc.assert(
    fc.property(declarations, person, person, (declared, one, other) => {
      const shared = createEngine(declared)
      const first = plain(shared.screen({ facts: other, asOf }).ask)
      const again = shared.rescreen(shared.screen({ facts: {}, asOf }), one).screened
      assert.deepEqual(plain(again.ask), plain(createEngine(declared).screen({ facts: one, asOf }).ask))
      assert.deepEqual(plain(shared.screen({ facts: other, asOf }).ask), first)
    }),
    { numRuns: 10 },
  )
})

test('nobody can change what others are told', () => {
  const engine = createEngine({
    facts: [{ id: 'p.age', type: 'number', askable: true }],
    parameters: [],
    services: [{ id: 's', basis: 'law', unit: 'person', criteria: [{ id: 'age', test: 'p.age >= 65' }] }],
  })
  const [result] = engine.screen({ facts: { 'p.age': 70 }, asOf }).results
  assert.throws(() => Object.assign(result!, { outcome: 'ineligible' }), TypeError)
  assert.throws(() => Object.assign(result!.reasons, { length: 0 }), TypeError)
  assert.throws(() => Object.assign(result!.reasons[0]!, { outcome: 'notMet' }), TypeError)
  assert.equal(engine.screen({ facts: { 'p.age': 80 }, asOf }).results[0]!.outcome, 'eligible')
})

test('whoever meets a limit while they are told something changes nothing of what others are told', () => {
  const service = (id: string, test: string) => ({
    id,
    basis: 'law' as const,
    unit: 'person' as const,
    criteria: [{ id: 'c', test }],
  })
  const declared: Declarations = {
    facts: [
      { id: 'p.age', type: 'number', askable: true },
      { id: 'p.income', type: 'number', askable: true },
      { id: 'p.list', type: 'list', askable: true },
    ],
    parameters: [],
    // Judging it once is within the limit, asking what it waits for is not.
    services: [
      service('before', 'p.age >= 65'),
      service('heavy', 'count(for a in p.list, b in p.list return a) > p.income'),
      service('after', 'p.age < 40'),
    ],
  }
  const shared = createEngine(declared)
  const told = (engine: Engine, facts: Readonly<Record<string, Json>>) => plain(engine.screen({ facts, asOf }).results)
  const old = { 'p.age': 70, 'p.list': [1], 'p.income': 3 }
  const young = { ...old, 'p.age': 30 }
  told(shared, old)
  const limited = shared.screen({ facts: { 'p.age': 30, 'p.list': new Array<number>(1_600).fill(1) }, asOf })
  assert.deepEqual(
    limited.results.map(({ service: id, outcome, missing }) => [id, outcome, missing]),
    [
      ['before', 'ineligible', []],
      ['heavy', 'unknown', []],
      ['after', 'eligible', []],
    ],
    'what takes too long is unknown, and the others are answered',
  )
  assert.deepEqual(told(shared, young), told(createEngine(declared), young))
  assert.deepEqual(told(shared, old), told(createEngine(declared), old))
})
