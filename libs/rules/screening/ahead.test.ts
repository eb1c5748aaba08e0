import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { createEngine } from '../engine.ts'
import { AsOfError } from '../errors.ts'
import { dayText, parseDay } from '../feel/dates.ts'
import { declarations, person } from './testing.ts'
import type { AheadDay, Engine, Json } from '../types.ts'

/** Screens every single day and compares it with the day before. */
function dayByDay(engine: Engine, facts: Readonly<Record<string, Json>>, from: string, to: string): readonly AheadDay[] {
  const days: AheadDay[] = []
  let before = engine.screen({ facts, asOf: from }).results
  for (let day = parseDay(from)! + 1; day <= parseDay(to)!; day++) {
    const after = engine.screen({ facts, asOf: dayText(day) }).results
    const changes = after.flatMap((result, at) => {
      const was = before[at]!
      if (was.outcome === result.outcome) return []
      const outcomeOf = (id: string) => was.reasons.find(({ criterion }) => criterion === id)?.outcome
      const criteria = result.reasons.filter((one) => one.outcome !== outcomeOf(one.criterion)).map(({ criterion }) => criterion)
      return [{ service: result.service, before: was.outcome, after: result.outcome, criteria }]
    })
    if (changes.length > 0) days.push({ day: dayText(day), changes })
    before = after
  }
  return days
}

test('the days ahead are exactly those that screening every day finds', () => {
  fc.assert(
    fc.property(declarations, person, fc.constantFrom('2025-12-20', '2026-02-27', '2026-06-30'), (rules, facts, from) => {
      const engine = createEngine(rules)
      const to = dayText(parseDay(from)! + 400)
      assert.deepEqual(engine.ahead({ facts }, { from, to }), dayByDay(engine, facts, from, to))
    }),
    { numRuns: 25 },
  )
})

test('a birthday opens one service and closes another', () => {
  const engine = createEngine({
    facts: [{ id: 'p.born', type: 'date', askable: true }],
    parameters: [],
    services: [
      { id: 'pension', basis: 'law', unit: 'person', criteria: [{ id: 'age', test: 'age(p.born) >= 65' }] },
      { id: 'work', basis: 'law', unit: 'person', criteria: [{ id: 'young', test: 'age(p.born) < 65' }] },
    ],
  })
  const facts = { 'p.born': '1961-03-03' }
  const day = {
    day: '2026-03-03',
    changes: [
      { service: 'pension', before: 'ineligible', after: 'eligible', criteria: ['age'] },
      { service: 'work', before: 'eligible', after: 'ineligible', criteria: ['young'] },
    ],
  }
  assert.deepEqual(engine.ahead({ facts }, { from: '2026-03-02', to: '2026-03-03' }), [day])
  assert.deepEqual(engine.ahead({ facts }, { from: '2026-03-03', to: '2027-03-02' }), [])
  assert.deepEqual(engine.ahead({ facts, services: ['work'] }, { from: '2026-01-01', to: '2026-12-31' }), [
    { ...day, changes: [day.changes[1]] },
  ])
  assert.throws(() => engine.ahead({ facts }, { from: '2026-03-03', to: 'soon' }), AsOfError)
})

test('a service without a unit yet still turns with the conditions that look at none', () => {
  const engine = createEngine({
    facts: [
      { id: 'p.children', type: 'list', askable: true },
      { id: 'p.income', type: 'number', askable: true },
    ],
    parameters: [
      {
        id: 'limit',
        values: [
          { from: '2026-01-01', value: 100 },
          { from: '2026-07-01', value: 200 },
        ],
      },
    ],
    services: [
      { id: 's', basis: 'law', unit: 'child', each: 'p.children', criteria: [{ id: 'income', test: 'p.income <= limit' }] },
    ],
  })
  const span = { from: '2026-03-01', to: '2026-12-31' }
  assert.deepEqual(engine.ahead({ facts: { 'p.income': 150 } }, span), [
    { day: '2026-07-01', changes: [{ service: 's', before: 'ineligible', after: 'unknown', criteria: ['income'] }] },
  ])
  assert.deepEqual(engine.ahead({ facts: { 'p.income': 150, 'p.children': [] } }, span), [])
})
