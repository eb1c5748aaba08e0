import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTexts } from '@dpg/kernel'
import { fixedClock } from '@dpg/kernel/testing'
import type { Json } from '@dpg/rules'
import { coming } from './coming.ts'
import { createRules } from './engine.ts'
import { explain } from './explain.ts'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }
import { catalogueOf, koreaSnapshot } from './testing/snapshot.ts'

const snapshot = koreaSnapshot()
const texts = createTexts([{ ko, en }])
const deps = {
  rules: createRules(
    catalogueOf(() => snapshot),
    (lang) => texts(lang)('benefits.criterion.each'),
  ),
  clock: fixedClock('2026-11-25T00:00:00Z'),
  texts,
  directory: { area: () => undefined },
}
const LIVELIHOOD = 'WII000001410'
const EMERGENCY = '135200005003'
const PENSION = 'SSE000000170'
const EITC = '105100000001'
const why = (service: string, facts: Record<string, Json>, lang: 'ko' | 'en' = 'ko') => explain(deps, service, { facts }, lang)

test('몇 살이 되는 날은 나이와 날로 말한다', () => {
  const facts = { 'person.birthDate': '1962-03-03', 'person.nationality': 'KR' }
  assert.equal(why(PENSION, facts).criteria[0]!.changes[0], '2027년 3월 3일부터 됩니다. 그날 65세가 됩니다')
  assert.equal(why(PENSION, facts, 'en').criteria[0]!.changes[0], 'You turn 65 on 3 March 2027; it is open from that day')
})

test('비율의 조건은 그에 맞는 가구 소득을 원 단위까지 말한다', () => {
  const row = snapshot.pack.catalogue.rows.find(({ id }) => {
    const service = snapshot.rules.services.find((one) => one.id === id)
    return service?.criteria.length === 1 && /^household\.medianIncomeRatio <= 50$/.test(service.criteria[0]!.test)
  })
  assert.ok(row)
  const facts = { 'household.size': 1, 'household.monthlyIncome': 9_000_000 }
  const { criteria, remedy } = why(row.id, facts)
  assert.deepEqual(criteria[0]!.changes.slice(0, 2), [
    '기준 중위소득 대비 비율이 50% 이하이면 됩니다',
    '가구 월 소득이 1,282,119원 이하이면 그렇습니다',
  ])
  assert.equal(remedy?.says, '이것이 바뀌면 받을 수 있습니다')
})

test('하나로 모자라면 함께 바뀌어야 할 가장 적은 것들을 말한다', () => {
  const facts = { 'person.birthDate': '1962-03-03', 'person.nationality': 'VN' }
  const { remedy } = why(PENSION, facts)
  assert.equal(remedy?.changes.length, 2)
  assert.equal(remedy?.on, '2027-03-03')
  assert.match(remedy!.says, /^이 2가지가 함께 바뀌고, 아직 모르는 조건도/)
})

test('함께 받을 수 없는 서비스는 조문과 함께 양쪽에서 말하고, 받는 것과 받을 수 있는 것을 섞지 않는다', () => {
  const facts = { 'household.receivesLivelihoodBenefit': true }
  const [relation] = why(EMERGENCY, facts).relations!
  assert.deepEqual(
    [relation?.service, relation?.law, relation?.says],
    [LIVELIHOOD, '긴급복지지원법 제3조제2항', '생계급여를 받는 동안에는 함께 받을 수 없습니다'],
  )
  assert.ok(
    why(LIVELIHOOD, {}).relations!.some(({ service, says }) => service === EMERGENCY && /함께 받을 수 없습니다/.test(says)),
  )
})

test('금액의 단계는 정의에 적힌 단위로 말하고, 표의 행은 말하지 않는다', () => {
  const { steps } = why(EITC, { 'household.eitcEarnings': 900 })
  const value = (name: string) =>
    steps[snapshot.pack.services.get(EITC)!.amount!.steps.findIndex((step) => step.let === name)]!.value
  assert.equal(value('earnings'), '900원')
  assert.equal(value('row'), null)
})

test('앞으로 1년 안에 날짜만으로 열리는 것은 그날과 까닭으로 말하고, 다른 조건이 남았으면 그렇게 말한다', () => {
  const facts = { 'person.birthDate': '1962-03-03', 'person.nationality': 'KR' }
  const found = coming(deps, { facts }, 'ko').find(({ service }) => service === PENSION)
  assert.deepEqual(found, {
    kind: 'opens',
    service: PENSION,
    title: '기초연금',
    basis: 'law',
    day: '2027-03-03',
    says: '65세가 되는 2027년 3월 3일부터',
    outcome: 'unknown',
    turned: [{ text: '65세 이상이어야 합니다', law: '기초연금법 제3조제1항' }],
  })
  assert.deepEqual(
    coming(deps, { facts: { ...facts, 'person.birthDate': '1962-12-03' } }, 'ko').filter(({ service }) => service === PENSION),
    [],
    '1년 뒤의 일은 말하지 않는다',
  )
  assert.match(
    coming(deps, { facts }, 'en').find(({ service }) => service === PENSION)!.says,
    /^From 3 March 2027, when you turn 65$/,
  )
})

test('고를 것이 생긴 관계만 목록의 한 줄에서 말할 만하다', () => {
  const pressing = (facts: Record<string, Json>) => why(EMERGENCY, facts).relations![0]!.isPressing
  assert.equal(pressing({ 'household.receivesLivelihoodBenefit': true }), true)
  assert.equal(pressing({ 'household.receivesLivelihoodBenefit': false }), false)
})

const RENT = '국토교통부 청년월세 지원사업 안내 (2026) 제외대상'
const PAIRS = [
  [EMERGENCY, LIVELIHOOD, '긴급복지지원법 제3조제2항'],
  ['336000000096', '135200005001', '긴급복지지원법 제3조제2항'],
  ['336000000096', 'housing-repair-benefit', '주거급여법 제7조제1항'],
  ['SD0000016119', 'SPE000000010', '장애인복지법 제49조제2항'],
  ['161300000099', '611000000127', RENT],
  ['161300000099', '406000000515', RENT],
] as const

for (const [one, other, law] of PAIRS)
  test(`${snapshot.service(one)!.title.ko}와 ${snapshot.service(other)!.title.ko}는 ${law}에 따라 함께 받을 수 없다고 양쪽에서 말한다`, () => {
    const lawOf = (service: string, about: string) =>
      why(service, {}).relations!.find((relation) => relation.service === about && relation.kind === 'excludes')?.law
    assert.equal(lawOf(one, other), law)
    assert.ok(lawOf(other, one), '반대쪽에서도')
  })

test('법이 함께 받게 둔 것은 막지 않는다: 기초연금과 장애인연금, 주거급여와 생계급여, 아동수당과 부모급여', () => {
  for (const [one, other] of [
    [PENSION, 'SD0000016119'],
    ['336000000096', LIVELIHOOD],
    ['135200000120', '442000000135'],
  ] as const)
    assert.ok(!why(one, {}).relations!.some(({ service }) => service === other), `${one} ${other}`)
})
