/** What cannot be worked out for someone is no "no": the law has not said it. */
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
const engine = createEngine({
  facts: [
    { id: 'h.income', type: 'number', askable: true },
    { id: 'h.size', type: 'number', askable: true },
    { id: 'h.share', type: 'number', derive: 'h.income / h.size', askable: false },
    { id: 'h.code', type: 'string', askable: true },
    { id: 'h.members', type: 'list', askable: true },
  ],
  parameters: [],
  services: [
    service('ratio', 'h.income / h.size <= 100'),
    service('single', '1000 / h.size > 3'),
    service('not', 'not(h.income / h.size <= 100)'),
    service('derived', 'h.share <= 100'),
    service('large', 'h.income * 9E6144 > 1'),
    service('text', 'number(h.code) > 3'),
    service('settled', 'h.income / h.size <= 100 and h.income < 10'),
    service('guarded', 'if h.size = 0 then h.income < 10 else h.income / h.size < 10'),
    service('waiting', 'h.income / h.size > 1 and h.members[1].age > 3'),
    service('some', 'some m in h.members satisfies 10 / m.age > 5'),
    service('none', 'h.size + null > 3'),
    service('paid', 'h.income > 0', { amount: { per: 'month', steps: [{ let: 'amount', be: 'h.income / h.size' }] } }),
    service('each', 'child.age > 3', {
      unit: 'child',
      each: 'h.members',
      amount: { per: 'month', steps: [{ let: 'amount', be: '10 / (child.age - 4)' }] },
    }),
  ],
})
const facts = { 'h.income': 50, 'h.size': 0, 'h.code': '3a', 'h.members': [{ age: 4 }, { age: 0 }] }

test('what cannot be worked out is unknown, nothing is missing and nothing is asked', () => {
  const { results, ask } = engine.screen({ facts, asOf })
  assert.deepEqual(
    results.map(({ service: id, outcome, missing }) => [id, outcome, missing]),
    [
      ...['ratio', 'single', 'not', 'derived', 'large', 'text'].map((id) => [id, 'unknown', []]),
      ...['settled', 'guarded'].map((id) => [id, 'ineligible', []]),
      ...['waiting', 'some'].map((id) => [id, 'unknown', []]),
      ['none', 'ineligible', []],
      ...['paid', 'each'].map((id) => [id, 'eligible', []]),
    ],
  )
  assert.deepEqual(ask, [])
  for (const id of ['paid', 'each']) {
    const { amount } = results.find((one) => one.service === id)!
    assert.deepEqual([amount?.value, amount?.missingFacts], [undefined, []], id)
  }
})

test('what still matters is asked for, and what is given changes the answer', () => {
  const before = engine.screen({ facts: { 'h.size': 0 }, asOf })
  const of = (id: string, { results }: typeof before) => results.find(({ service: one }) => one === id)!
  assert.deepEqual([of('single', before).missing, of('ratio', before).missing], [[], ['h.income']])
  const after = engine.rescreen(before, { 'h.size': 2, 'h.income': 50 }).screened
  assert.deepEqual([of('single', after).outcome, of('ratio', after).outcome], ['eligible', 'eligible'])
})

test('explain names the parts, through derived facts and lists', () => {
  const failed = (id: string) => engine.explain(id, { facts, asOf }).criteria[0]!.failed
  assert.deepEqual(failed('derived'), ['h.income / h.size'])
  assert.deepEqual(failed('some'), ['10 / m.age'])
  assert.deepEqual(failed('text'), ['number(h.code)'])
  assert.deepEqual(failed('settled'), undefined)
})
