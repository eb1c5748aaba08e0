import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Announced } from '@dpg/catalogue/contract'
import { createTexts, type Lang } from '@dpg/kernel'
import { coming } from './coming.ts'
import { comingRules } from './coming-rules.ts'
import { createRules } from './engine.ts'
import { explain } from './explain.ts'
import { benefits as info } from './index.ts'
import { screen } from './screen.ts'
import { elder, PENSION, pensioner } from './testing.ts'
import { catalogueOf, koreaSnapshot } from './testing/snapshot.ts'

const TODAY = '2026-11-25'
const DAY = '2027-07-01'
const snapshot = koreaSnapshot()
const now = snapshot.pack.services.get(PENSION)!

/** The same pension from 60 years on, from July. */
const reform: Announced = {
  id: 'rul_1',
  from: DAY,
  parameters: [],
  service: {
    ...now,
    effectiveFrom: DAY,
    eligibility: {
      ...now.eligibility,
      criteria: now.eligibility.criteria.map((one) =>
        one.id === 'age'
          ? { ...one, test: 'person.age >= 60', says: { ko: '60세 이상이어야 합니다', en: 'Must be 60 or older' } }
          : one,
      ),
    },
  },
}
const texts = createTexts([info.messages])
let announced: readonly Announced[] = [reform]
const catalogue = catalogueOf(
  () => snapshot,
  () => announced,
)
const rules = createRules(catalogue, (lang) => texts(lang)('benefits.criterion.each'))
const deps = {
  catalogue,
  rules,
  newRules: (after: string, until: string) => announced.map(({ from }) => from).filter((from) => from > after && from <= until),
  clock: { today: () => TODAY },
  texts,
  directory: { area: () => undefined },
}
const born = (day: string) => ({ ...elder, ...pensioner, 'person.birthDate': day })
const outcomeOn = (asOf: string, birthDate: string) =>
  screen(deps, { facts: born(birthDate), asOf, services: [PENSION] }, 'ko').results[0]!.outcome
const turnOf = (birthDate: string, lang: Lang = 'ko') =>
  coming(deps, { facts: born(birthDate) }, lang).find(({ service }) => service === PENSION)

describe('rules that are approved for a later day', () => {
  test('answer questions about that day and after, and none before it', () => {
    assert.equal(outcomeOn('2027-06-30', '1965-01-01'), 'ineligible')
    assert.notEqual(outcomeOn(DAY, '1965-01-01'), 'ineligible')
    assert.equal(explain(deps, PENSION, { facts: born('1965-01-01') }, 'ko').outcome, 'ineligible')
    assert.notEqual(explain(deps, PENSION, { facts: born('1965-01-01'), asOf: DAY }, 'ko').outcome, 'ineligible')
  })

  test('stand in the coming year on their day, with what turns, and say that it is the rules', () => {
    const turn = turnOf('1965-01-01')!
    assert.equal(turn.day, DAY)
    assert.equal(turn.says, '2027년 7월 1일부터 규칙이 바뀌어')
    assert.ok(turn.turned.some(({ text }) => text === '60세 이상이어야 합니다'))
    assert.equal(turnOf('1965-01-01', 'en')!.says, 'From 1 July 2027, when the rules change')
  })

  test('leave to birthdays what birthdays bring, before their day by the old rules and after it by the new', () => {
    assert.deepEqual([turnOf('1962-03-05')!.day, turnOf('1962-03-05')!.says], ['2027-03-05', '65세가 되는 2027년 3월 5일부터'])
    assert.deepEqual([turnOf('1967-09-09')!.day, turnOf('1967-09-09')!.says], ['2027-09-09', '60세가 되는 2027년 9월 9일부터'])
  })

  test('are told beforehand, in the words of what will be', () => {
    assert.deepEqual(comingRules(deps, PENSION, 'ko'), [
      {
        from: DAY,
        changes: [
          {
            text: '조건이 바뀝니다. 지금은 ‘65세 이상이어야 합니다’, 2027년 7월 1일부터는 ‘60세 이상이어야 합니다’',
            law: now.eligibility.criteria.find(({ id }) => id === 'age')!.law,
          },
        ],
      },
    ])
    assert.deepEqual(comingRules(deps, '116010000001', 'ko'), [])
  })

  test('that no longer fit what was published since, hold nothing up: what is in force answers', () => {
    const { criteria } = reform.service.eligibility
    const broken = criteria.map((one) => (one.id === 'age' ? { ...one, test: 'person.goneFact >= 60' } : one))
    announced = [{ ...reform, service: { ...reform.service, eligibility: { ...reform.service.eligibility, criteria: broken } } }]
    assert.equal(outcomeOn(DAY, '1965-01-01'), 'ineligible')
    announced = [reform]
    assert.notEqual(outcomeOn(DAY, '1965-01-01'), 'ineligible')
  })

  test('taken back, are as if they had never been', () => {
    announced = []
    assert.equal(outcomeOn(DAY, '1965-01-01'), 'ineligible')
    assert.equal(turnOf('1965-01-01'), undefined)
    announced = [reform]
  })
})
