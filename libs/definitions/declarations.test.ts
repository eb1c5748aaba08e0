import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createEngine } from '@dpg/rules'
import { loadPack, rulesOf, serviceRules } from './index.ts'
import { filesOf, fixture } from './testing.ts'

const { pack } = loadPack(filesOf(fixture('sound')))
const engine = createEngine(rulesOf(pack))
const amountOn = (asOf: string) =>
  engine.screen({ facts: { 'person.birthDate': '1940-01-01', 'household.income': 0 }, asOf, services: ['heating'] }).results[0]

test('the value in force on the day counts', () => {
  assert.equal(amountOn('2025-12-31')?.amount?.value, 100000)
  assert.equal(amountOn('2026-01-01')?.amount?.value, 120000)
})

test('after the last day of a value none is known, and it is named', () => {
  const ended = filesOf(fixture('sound')).map(({ path, text }) => ({
    path,
    text: text.replace('{ from: 2026-01-01, value: 120000', '{ from: 2026-02-01, to: 2026-02-28, value: 120000'),
  }))
  const screen = (asOf: string) =>
    createEngine(rulesOf(loadPack(ended).pack)).screen({
      facts: { 'person.birthDate': '1940-01-01', 'household.income': 0 },
      asOf,
      services: ['heating'],
    }).results[0]
  assert.equal(screen('2026-01-15')?.amount?.value, undefined)
  assert.equal(screen('2026-02-28')?.amount?.value, 120000)
  assert.deepEqual(screen('2026-03-01')?.amount?.missingParameters, ['heatingAmount'])
})

test('a service that was worked out stands in the place of its catalogue entry', () => {
  const worked = filesOf(fixture('sound')).map(({ path, text }) => ({
    path,
    text: text.replace('id: heating', 'id: S1').replace('relatedServices: [S1]', ''),
  }))
  const services = rulesOf(loadPack(worked).pack).services
  assert.deepEqual(
    services.map(({ id, basis }) => [id, basis]),
    [['S1', 'law']],
  )
})

test('the rules of one service carry its role and its steps', () => {
  const service = { ...pack.services.get('heating')!, award: { unit: 'child' as const, each: 'household.members' } }
  const rules = serviceRules(service)
  assert.equal(rules.each, 'household.members')
  assert.deepEqual(
    rules.amount?.steps.map((step) => step.let),
    ['base', 'amount'],
  )
})
