import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { createEngine } from '../engine.ts'
import { declarations, person } from './testing.ts'
import type { ServiceResult } from '../types.ts'

const asOf = '2026-03-01'
const sumOf = ({ amount }: ServiceResult) => JSON.stringify([amount?.value, amount?.missingFacts, amount?.missingParameters])

test('screening again after a change, and when it is taken back, answers as screening from the start does', () => {
  fc.assert(
    fc.property(
      declarations,
      person,
      person,
      fc.array(fc.constantFrom('p.born', 'p.flag', 'p.income', 'p.age')),
      (rules, before, after, lost) => {
        const engine = createEngine(rules)
        const gone = Object.fromEntries(lost.filter((id) => !(id in after)).map((id) => [id, undefined]))
        const known = Object.entries({ ...before, ...after }).filter(([id]) => !(id in gone))
        const facts = Object.fromEntries(known)
        const previous = engine.screen({ facts: before, asOf })
        if (lost.length % 2 === 0) assert.ok(previous.results.length > 0 && previous.ask.length >= 0)
        const { screened, changed } = engine.rescreen(previous, { ...after, ...gone })
        const anew = engine.screen({ facts, asOf })
        assert.deepEqual(screened, anew)
        const expected = anew.results.flatMap((result, at) => {
          const was = previous.results[at]!
          return was.outcome === result.outcome && sumOf(was) === sumOf(result) ? [] : [{ before: was.outcome, result }]
        })
        assert.deepEqual(changed, expected)
        const back = Object.fromEntries(Object.keys({ ...after, ...gone }).map((id) => [id, before[id]]))
        assert.deepEqual(engine.rescreen(screened, back).screened, engine.screen({ facts: before, asOf }))
      },
    ),
    { numRuns: 300 },
  )
})

test('only services named at first are screened again', () => {
  const engine = createEngine({
    facts: [{ id: 'p.flag', type: 'boolean', askable: true }],
    parameters: [],
    services: ['a', 'b'].map((id) => ({ id, basis: 'law', unit: 'person', criteria: [{ id: 'c', test: 'p.flag' }] })),
  })
  const { screened, changed } = engine.rescreen(engine.screen({ facts: {}, asOf, services: ['b'] }), { 'p.flag': true })
  assert.deepEqual(screened.counts, { eligible: 1, ineligible: 0, unknown: 0 })
  assert.deepEqual(
    changed.map(({ before, result }) => [result.service, before, result.outcome]),
    [['b', 'unknown', 'eligible']],
  )
})

test('what another engine screened, or a copy of an answer, is refused', () => {
  const make = () => createEngine({ facts: [], parameters: [], services: [] })
  const answer = make().screen({ facts: {}, asOf })
  assert.throws(() => make().rescreen(answer, {}), TypeError)
})
