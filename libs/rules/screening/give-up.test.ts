/** One rule that takes too long does not take the answers of all others with it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createEngine } from '../engine.ts'
import type { Declarations } from '../types.ts'

const asOf = '2026-11-26'
type Service = Declarations['services'][number]
const service = (id: string, test: string, more: Partial<Service> = {}): Service => ({
  ...{ id, basis: 'law', unit: 'person', criteria: [{ id: 'c', test }] },
  ...more,
})
const PAIRS = 'some a in p.list, b in p.list satisfies a + b < '
const engine = createEngine({
  facts: [
    { id: 'p.age', type: 'number', askable: true },
    { id: 'p.list', type: 'list', askable: true },
    { id: 'p.pairs', type: 'number', derive: 'count(for a in p.list, b in p.list return a)', askable: false },
  ],
  parameters: [],
  services: [
    service('old', 'p.age >= 65'),
    ...Array.from({ length: 20 }, (_, i) => service(`pairs-${i}`, `${PAIRS}-${i}`)),
    ...Array.from({ length: 20 }, (_, i) => service(`derived-${i}`, `p.pairs > ${i}`)),
    service('paid', 'p.age >= 65', {
      amount: { per: 'month', steps: [{ let: 'amount', be: 'count(for a in p.list, b in p.list return a)' }] },
    }),
    service('each', 'p.age >= 65', { unit: 'child', each: 'for a in p.list, b in p.list return a' }),
    service('grown', 'p.age >= 19'),
  ],
})
const facts = { 'p.age': 70, 'p.list': Array.from({ length: 3_000 }, (_, i) => i) }

test('rules that take too long are unknown, ask nothing, and all others are answered', () => {
  const { counts, results, ask } = engine.screen({ facts, asOf })
  const of = (id: string) => results.find(({ service: one }) => one === id)!
  assert.deepEqual(counts, { eligible: 3, ineligible: 0, unknown: 41 })
  assert.deepEqual([of('old').outcome, of('grown').outcome, of('paid').outcome], ['eligible', 'eligible', 'eligible'])
  assert.equal(of('paid').amount?.value, undefined, 'an amount that takes too long is not known')
  for (const id of ['pairs-0', 'derived-7', 'each']) assert.deepEqual([of(id).outcome, of(id).missing], ['unknown', []], id)
  assert.deepEqual(ask, [], 'no answer would help')
  assert.equal(engine.explain('old', { facts, asOf }).outcome, 'eligible')
})

test('the same rules are worked out for whoever has less, before and after', () => {
  const less = { ...facts, 'p.list': [-30, 1] }
  for (const given of [less, facts, less]) {
    const { results } = engine.screen({ facts: given, asOf })
    const pairs = results.find(({ service: id }) => id === 'pairs-3')
    assert.equal(pairs?.outcome, given === less ? 'eligible' : 'unknown')
  }
})
