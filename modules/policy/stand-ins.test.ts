import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Declarations } from '@dpg/rules'
import { withStandIns } from './stand-ins.ts'

const RULES: Declarations = {
  facts: [{ id: 'person.income', type: 'number', askable: true, burden: 1 }],
  parameters: [
    {
      id: 'limit',
      values: [
        { from: '2025-01-01', value: 90 },
        { from: '2026-01-01', value: 100 },
        { from: '2027-01-01', missing: true },
      ],
    },
    { id: 'rate', values: [{ from: '2020-01-01', value: 2 }] },
    { id: 'bonus', values: [{ from: '2028-01-01', value: 5 }] },
    {
      id: 'unread',
      values: [
        { from: '2026-01-01', value: 1 },
        { from: '2027-01-01', missing: true },
      ],
    },
  ],
  services: [
    {
      id: 'pension',
      basis: 'law',
      unit: 'person',
      criteria: [{ id: 'means', test: 'person.income * rate <= limit + bonus' }],
    },
  ],
}

describe('figures that are not published for a day', () => {
  test('are stood in for by the last that was, and named with the day from which that one counted', () => {
    const { rules, standIns } = withStandIns(RULES, '2027-03-01')
    assert.deepEqual(rules.parameters[0]!.values.at(-1), { from: '2027-03-01', value: 100 })
    assert.deepEqual(standIns, [
      { parameter: 'limit', from: '2026-01-01' },
      { parameter: 'bonus', from: null },
    ])
  })

  test('that were never published stay open: nothing is made up', () => {
    assert.deepEqual(withStandIns(RULES, '2027-03-01').rules.parameters[2], RULES.parameters[2])
  })

  test('leave rules alone on a day for which all is published, and those that are not read on any day', () => {
    const known = {
      ...RULES,
      parameters: RULES.parameters.map((one) =>
        one.id === 'bonus' ? { ...one, values: [{ from: '2020-01-01', value: 1 }] } : one,
      ),
    }
    assert.deepEqual(withStandIns(known, '2026-06-01'), { rules: known, standIns: [] })
    assert.equal(withStandIns(known, '2027-03-01').standIns.length, 1)
  })
})
