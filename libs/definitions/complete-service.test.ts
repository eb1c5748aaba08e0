import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadPack } from './index.ts'
import { filesOf, fixture } from './testing.ts'

const files = filesOf(fixture('sound'))
const S = 'services/heating/service.yaml'

/** The service of the fixture, with changes to what is written. */
function heating(...edits: readonly (readonly [from: string, to: string])[]) {
  const changed = files.map(({ path, text }) => ({
    path,
    text: path === S ? edits.reduce((now, [from, to]) => now.replace(from, to), text) : text,
  }))
  const { pack, findings } = loadPack(changed)
  assert.deepEqual(findings, [])
  return pack.services.get('heating')!
}

test('what the rules read is derived: facts down to those that are held, parameters', () => {
  const { eligibility, parameters } = heating()
  assert.deepEqual(
    eligibility.inputs.map(({ fact, register }) => [fact, register]),
    [
      ['household.income', 'residents'],
      ['person.birthDate', 'residents'],
    ],
  )
  assert.deepEqual(parameters, ['heatingAmount', 'incomeLimit'])
})

test('a refusal without reasons has one for each criterion with its article, and every route of appeal', () => {
  const { decisions } = heating([', appeal: objection', ''])
  const refuse = decisions.find(({ code }) => code === 'refuse')!
  assert.deepEqual(
    refuse.reasons.map(({ code, law }) => [code, law]),
    [
      ['age', '난방법 제3조제1항'],
      ['income', '난방법 제3조제2항'],
    ],
  )
  assert.deepEqual(refuse.appeal, ['objection'])
})

test('states and actions of a service lie over those of its workflow', () => {
  const { work } = heating([
    'work: simple',
    'work: { use: simple, states: [{ id: granted, title: { ko: 드림, en: Given }, clock: stop, end: true, decision: grant }] }',
  ])
  assert.equal(work?.states.find(({ id }) => id === 'granted')?.title.ko, '드림')
  assert.equal(work?.states.length, 4)
  assert.equal(work?.actions.length, 3)
})

test('personal items are exactly what is fetched and asked', () => {
  assert.deepEqual(heating().privacy.items, ['household.income', 'person.address', 'person.bankAccount', 'person.birthDate'])
})

test('the answers of the form have a JSON Schema made from the facts', () => {
  assert.deepEqual(heating().form.dataSchema, {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    additionalProperties: false,
    properties: { 'person.bankAccount': { title: '계좌', type: 'string' } },
  })
})

test('a rule of its own stands for who and for how much, with the articles', () => {
  assert.deepEqual(
    heating().rules.map((rule) => [rule.id, rule.implements]),
    [
      ['eligibility', ['난방법 제3조제1항', '난방법 제3조제2항']],
      ['amount', ['난방법 제4조']],
    ],
  )
})
