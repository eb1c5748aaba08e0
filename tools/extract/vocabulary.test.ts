import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkFeel, createEngine, type Json } from '@dpg/rules'
import { readConditionCodes, readDeclarations, readFacts, readParameters, readRegisters } from './pack.ts'

const facts = readFacts()
const codes = readConditionCodes()
const names = [...facts, ...readParameters()].map(({ id }) => id)
const engine = createEngine(readDeclarations())
const value = (expression: string, given: Readonly<Record<string, Json>>, asOf = '2026-07-10'): Json | undefined =>
  engine.value(expression, { facts: given, asOf })

test('the vocabulary has at least 140 facts, each named once', () => {
  assert.ok(facts.length >= 140)
  assert.equal(new Set(names).size, names.length)
})

test('every fact says its law, and its register is one that exists', () => {
  const registers = new Set(readRegisters().map(({ id }) => id))
  assert.deepEqual(
    facts.filter(({ law }) => law === null).map(({ id }) => id),
    [],
  )
  assert.deepEqual(
    facts.filter(({ register }) => register !== null && !registers.has(register)).map(({ id }) => id),
    [],
  )
})

test('every fact can be known: asked, fetched or derived', () => {
  const lost = facts.filter(({ question, register, derive }) => question === null && register === null && derive === null)
  assert.deepEqual(
    lost.filter(({ id }) => !KNOWN_FROM_THE_CASE.has(id)).map(({ id }) => id),
    [],
  )
})
/** Found by the office that decides, or following from the place; nobody is asked. */
const KNOWN_FROM_THE_CASE = new Set(['household.housingCondition', 'place.isRural', 'place.populationDeclining'])

test('every derivation is sound FEEL over facts and parameters that exist', () => {
  const wrong = facts.flatMap(({ id, derive }) =>
    derive === null ? [] : checkFeel(derive, names).map(({ message }) => `${id}: ${message}`),
  )
  assert.deepEqual(wrong, [])
})

test('the 46 marks and 2 ages of 보조금24 stand, and 19 retired codes are known by name', () => {
  assert.equal(codes.filter(({ retired, group }) => !retired && group !== 'age').length, 46)
  assert.equal(codes.filter(({ retired, group }) => !retired && group === 'age').length, 2)
  assert.equal(codes.filter(({ retired }) => retired).length, 19)
  assert.deepEqual(
    codes.filter(({ open }) => open).map(({ code }) => code),
    ['JA0322', 'JA0410'],
  )
})

test('every mark in use tests facts that exist', () => {
  const wrong = codes
    .filter(({ retired, group }) => !retired && group !== 'age')
    .flatMap(({ code, test }) => checkFeel(test ?? '', names).map(({ message }) => `${code}: ${message}`))
  assert.deepEqual(wrong, [])
})

test('the five income marks leave no gap and do not overlap', () => {
  const bands = codes.filter(({ group }) => group === 'income').map(({ test }) => test ?? '')
  for (const ratio of [0, 50, 50.4, 75, 75.5, 100, 100.01, 200, 200.5, 400])
    assert.equal(bands.filter((band) => value(band, { 'household.medianIncomeRatio': ratio }) === true).length, 1, String(ratio))
})

test('8인 가구의 기준 중위소득은 고시의 8인 값과 같다', () => {
  const eight = (asOf: string): Json | undefined => value('household.medianIncome', { 'household.size': 8 }, asOf)
  assert.deepEqual([eight('2022-06-01'), eight('2023-06-01')], [8654180, 8987049])
})

test('기준 중위소득의 32%는 2026년 생계급여 선정기준과 원 단위까지 같다', () => {
  const published = [820556, 1343773, 1714892, 2078316, 2418150]
  const ours = published.map((_, i) => value(`round to(medianIncome[${i + 1}] * livelihoodRatio / 100, 1)`, {}))
  assert.deepEqual(ours, published)
})

test('the applicant counts once, whether listed or not', () => {
  const child = { relation: 'child', birthDate: '2022-03-01' }
  assert.equal(value('household.size', { 'household.members': [child] }), 2)
  assert.equal(value('household.size', { 'household.members': [{ relation: 'self' }, child] }), 2)
  assert.equal(value('household.size', {}), undefined)
})

test('시도와 시군구는 읍면동 코드에서 나온다', () => {
  const home = { 'person.eupmyeondong': '1213010100' }
  assert.deepEqual([value('person.sigungu', home), value('person.sido', home)], ['12130', '12'])
})

test('급지와 지역 구분은 사는 곳에서 나온다', () => {
  const place = (sigungu: string): readonly (Json | undefined)[] =>
    ['household.rentArea', 'household.regionClass'].map((fact) => value(fact, { 'person.sigungu': sigungu }))
  assert.deepEqual(place('11680'), [1, 'metropolitan'])
  assert.deepEqual(place('41830'), [2, 'rural'])
  assert.deepEqual(place('12210'), [3, 'metropolitan'])
  assert.deepEqual(place('48123'), [3, 'city'])
  assert.deepEqual(place('47940'), [4, 'rural'])
})

test('기초연금 소득평가액은 상시근로소득에서 공제하고 남은 돈의 70%에 다른 소득을 더한 것이다', () => {
  const given = { 'person.regularEarnings': 2000000, 'household.isCouple': false, 'household.otherCoupleIncome': 300000 }
  assert.equal(value('household.basicPensionAssessedIncome', given, '2024-05-01'), 930000)
})

test('장려금 가구 유형은 배우자의 총급여액 등 300만 원에서 갈린다', () => {
  const couple = (spouse: number): Json | undefined =>
    value('household.eitcType', {
      'person.maritalStatus': 'married',
      'person.eitcEarnings': 9000000,
      'household.spouseEitcEarnings': spouse,
    })
  assert.deepEqual([couple(2999999), couple(3000000)], ['singleEarner', 'dualEarner'])
})

test('a figure that is not known is unknown, never a guess', () => {
  assert.equal(value('singleParentExtraSupport.young0to5', {}, '2025-06-01'), undefined)
  assert.equal(value('emergencyLivelihood[1]', {}, '2026-06-01'), 783000)
})
