import assert from 'node:assert/strict'
import test from 'node:test'
import { benchScreening, syntheticCatalogue } from './bench.ts'
import { createEngine } from '../engine.ts'

test('the synthetic catalogue is always the same and has all three outcomes', () => {
  const engine = createEngine(syntheticCatalogue(500))
  const { counts } = engine.screen({ facts: { 'person.birthDate': '1990-05-05', 'person.sigungu': '10042' }, asOf: '2026-03-01' })
  assert.deepEqual(
    counts,
    createEngine(syntheticCatalogue(500)).screen({
      facts: { 'person.birthDate': '1990-05-05', 'person.sigungu': '10042' },
      asOf: '2026-03-01',
    }).counts,
  )
  assert.ok(counts.eligible > 0 && counts.ineligible > 0 && counts.unknown > 0)
})

test('the measurement runs on the clock it is given', () => {
  let now = 0
  const result = benchScreening(() => now++, 3, syntheticCatalogue(50))
  assert.deepEqual(result, { services: 50, compileMs: 1, screenMs: { all: 1, few: 1, none: 1 } })
})
