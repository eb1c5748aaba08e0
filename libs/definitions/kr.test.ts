import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createEngine } from '@dpg/rules'
import { checkPack, conditionOf, describe, rulesOf, serviceIds } from './index.ts'
import { filesOf, KOREA } from './testing.ts'

const files = filesOf(KOREA)
const { pack, findings, counts } = checkPack(files)

test('the Korea pack breaks no promise; its warnings are listed', (context) => {
  const line = ({ file, line, rule, message, remedy }: (typeof findings)[number]) =>
    `${file}:${line} [${rule}] ${message.ko} ${remedy.ko}`
  for (const warning of findings.filter(({ level }) => level === 'warning')) context.diagnostic(line(warning))
  assert.deepEqual(findings.filter(({ level }) => level === 'error').map(line), [])
})

test('it holds the whole catalogue, every entry with a description in two languages and a verdict by its codes', () => {
  assert.ok(counts.entries >= 8760, `${counts.entries} entries`)
  for (const row of pack.catalogue.rows) {
    const { description, eligibility, basis, doubts } = describe(row, conditionOf(row, pack), pack)
    assert.ok(description.ko.length > 20 && description.en!.length > 20, row.id)
    assert.doesNotMatch(description.ko + description.en, /[{}]|undefined|\(이\)|\.\./, `${row.id}: ${description.ko}`)
    assert.ok(basis === 'codes' || eligibility.criteria.some(({ id }) => id === 'unread'), row.id)
    assert.ok(doubts.length > 0, row.id)
  }
})

test('its rules compile together and answer for every service', () => {
  const engine = createEngine(rulesOf(pack))
  const { results, counts: outcomes } = engine.screen({ facts: {}, asOf: '2026-11-25' })
  assert.equal(results.length, serviceIds(pack).length)
  assert.equal(outcomes.ineligible, 0, 'who says nothing is refused nothing')
})

test('no official code of the catalogue is left without a reading', () => {
  const used = new Set([...pack.catalogue.conditions.values()].flatMap(({ codes }) => codes))
  assert.ok(used.size >= 44)
  for (const code of used) assert.ok(pack.conditionCodes.get(code)?.test, code)
})

test('checking is deterministic, whatever the order of the files', () => {
  assert.deepEqual(checkPack(files.toReversed()).findings, findings)
})
