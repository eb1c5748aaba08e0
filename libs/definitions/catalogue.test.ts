import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createEngine } from '@dpg/rules'
import { criteriaOf, describe, loadPack, rulesOf, serviceIds, serviceOf } from './index.ts'

const CODES = `
- { code: JA0101, group: sex, label: { ko: 남성, en: Male }, fact: person.sex, test: 'person.sex = "male"' }
- { code: JA0102, group: sex, label: { ko: 여성, en: Female }, fact: person.sex, test: 'person.sex = "female"' }
- { code: JA0110, group: age, label: { ko: 나이, en: Age }, fact: person.age }
- { code: JA0201, group: income, label: { ko: 0~50%, en: 0 to 50% }, fact: household.ratio, test: household.ratio <= 50, band: { to: 50 } }
- { code: JA0202, group: income, label: { ko: 51~75%, en: 51 to 75% }, fact: household.ratio, test: household.ratio > 50 and household.ratio <= 75, band: { above: 50, to: 75 } }
- { code: JA0203, group: income, label: { ko: 75% 초과, en: over 75% }, fact: household.ratio, test: household.ratio > 75, band: { above: 75 } }
- { code: JA0322, group: personal, label: { ko: 해당사항없음, en: None }, test: true, open: true }
- { code: JA0326, group: personal, label: { ko: 근로자, en: Employee }, fact: person.employed, test: person.employed }
- { code: JA0328, group: personal, label: { ko: 장애인, en: Disabled person }, fact: person.disabled, test: person.disabled }
- { code: JA0104, group: age, label: { ko: 아동 }, retired: true }
- { code: JA2101, group: institution, label: { ko: 중소기업, en: Small firm }, fact: business.small, test: business.small }
`
const FACTS = `
- { id: person.sex, title: { ko: 성별 }, type: string, values: [male, female], question: { ko: 성별? } }
- { id: person.age, title: { ko: 나이 }, type: number, question: { ko: 나이? } }
- { id: person.employed, title: { ko: 근로자 }, type: boolean, question: { ko: 근로자? } }
- { id: person.disabled, title: { ko: 장애인 }, type: boolean, question: { ko: 장애인? } }
- { id: person.sido, title: { ko: 시도 }, type: string, question: { ko: 시도? } }
- { id: person.sigungu, title: { ko: 시군구 }, type: string, question: { ko: 시군구? } }
- { id: business.exists, title: { ko: 사업 }, type: boolean, question: { ko: 사업? } }
- { id: business.sigungu, title: { ko: 사업장 }, type: string, question: { ko: 사업장? } }
- { id: business.small, title: { ko: 중소기업 }, type: boolean, question: { ko: 중소기업? } }
- { id: household.ratio, title: { ko: 소득 }, type: number, question: { ko: 소득? } }
`
const AREAS = `code	name	level	parent	from	to	successor
12	전남광주통합특별시	sido	KR	2026-07-01		
46	전라남도	sido	KR			12
12130	여수시	sigungu	12	2026-07-01		
46130	여수시	sigungu	46			12130
41110	수원시	sigungu	41			
41111	장안구	gu	41110			
`

/** A pack with one row for each condition `ageFrom ageTo codes`, all of one area. */
function packOf(conditions: readonly string[], area = '') {
  const rows = conditions.map(
    (_, i) => `S${i}\t이름\tA1\t보육·교육\tcash\tvisit,online-gov24\t2026-12-31\t${area}\tc-${i}\t\t돌봄과/02-1234-5678\t7\thigh`,
  )
  const columns = 'id\tname\tagency\tfield\tsupport\tapply\twindow\tarea\tcondition\treceive\tphone\tviews\tconfidence'
  const { pack, findings } = loadPack([
    {
      path: 'pack.yaml',
      text: 'id: p\nname: { ko: 나라 }\ncurrency: KRW\ntimeZone: Asia/Seoul\nservicePage: https://gov.example/{id}\n',
    },
    { path: 'facts/a.yaml', text: FACTS },
    { path: 'condition-codes.yaml', text: CODES },
    { path: 'areas.tsv', text: AREAS },
    { path: 'agencies.tsv', text: 'code\tname\tkind\tparent\tarea\nA1\t여수시\tsigungu\t\t12130\n' },
    {
      path: 'catalogue/conditions.tsv',
      text: `key\tageFrom\tageTo\tcodes\n${conditions.map((c, i) => `c-${i}\t${c.split(' ').slice(0, 2).join('\t')}\t${c.split(' ').slice(2).join(' ')}\n`).join('')}`,
    },
    {
      path: 'catalogue/services.tsv',
      text: `${columns}\n${rows.join('\n')}\nS-bare\t이름만\tA1\t\tcash\t\t\t${area}\t\t\t\t0\tlow\n`,
    },
  ])
  assert.deepEqual(findings, [])
  return pack
}

const ALL = 'JA0101 JA0102 JA0201 JA0202 JA0203 JA0322'
const testsOf = (condition: string, area = '') =>
  serviceOf('S0', packOf([condition], area))!.eligibility.criteria.map(({ id, test }) => [id, test])

test('what is open to all asks nothing: both sexes, all bands, every age, none of these', () => {
  assert.deepEqual(testsOf(`0 120 ${ALL}`), [])
  assert.deepEqual(testsOf('0 120 JA0101 JA0102 JA0326 JA0328'), [], 'all marks of a group are as open as none')
})

test('codes of one group are alternatives, groups hold together', () => {
  assert.deepEqual(testsOf('19 34 JA0102 JA0201 JA0202 JA0326'), [
    ['age', 'person.age >= 19 and person.age <= 34'],
    ['sex', 'person.sex = "female"'],
    ['income', 'household.ratio <= 50 or (household.ratio > 50 and household.ratio <= 75)'],
    ['personal', 'person.employed'],
  ])
})

test('bands of income side by side are said as one, by their ends; with a gap each is said', () => {
  const said = (codes: string) =>
    serviceOf('S0', packOf([`0 120 JA0101 JA0102 ${codes} JA0322`]))!.eligibility.criteria[0]?.says.ko
  assert.equal(said('JA0201'), '가구 소득이 기준 중위소득의 50% 이하여야 합니다')
  assert.equal(said('JA0201 JA0202'), '가구 소득이 기준 중위소득의 75% 이하여야 합니다')
  assert.equal(said('JA0202'), '가구 소득이 기준 중위소득의 50%보다 많고 75% 이하여야 합니다')
  assert.equal(said('JA0202 JA0203'), '가구 소득이 기준 중위소득의 50%보다 많아야 합니다')
  assert.equal(said('JA0201 JA0203'), '가구 소득이 다음에 들어야 합니다: 0~50% 또는 75% 초과')
})

test('a mark beside "none of these" is a focus, not a condition, and a doubt', () => {
  const service = serviceOf('S0', packOf(['0 120 JA0322 JA0328']))!
  assert.deepEqual(service.eligibility.criteria, [])
  assert.deepEqual(service.eligibility.focus, [{ ko: '장애인', en: 'Disabled person' }])
  assert.ok(service.doubts.some(({ code }) => code === 'focus'))
})

test('an area counts its predecessors and the districts of its city', () => {
  assert.deepEqual(testsOf(`0 120 ${ALL}`, '12'), [['area', 'person.sido in ("12", "46")']])
  assert.deepEqual(testsOf(`0 120 ${ALL}`, '12130'), [['area', 'person.sigungu in ("12130", "46130")']])
  assert.deepEqual(testsOf(`0 120 ${ALL}`, '41110'), [['area', 'person.sigungu in ("41110", "41111")']])
})

test('persons and bodies in one row are alternatives: a person needs no firm, a firm no age', () => {
  const pack = packOf(['19 34 JA0102 JA0322 JA2101'])
  const service = serviceOf('S0', pack)!
  assert.deepEqual(service.audience, ['person', 'institution'])
  assert.deepEqual(
    service.eligibility.alternatives.map(({ audience, criteria }) => [audience, criteria.map(({ id }) => id)]),
    [
      ['person', ['age', 'sex']],
      ['institution', ['institution']],
    ],
  )
  const engine = createEngine(rulesOf(pack))
  const outcome = (facts: Record<string, boolean | number | string>) =>
    engine.screen({ facts, asOf: '2026-03-01', services: ['S0'] }).results[0]!.outcome
  assert.equal(outcome({ 'person.age': 20, 'person.sex': 'female' }), 'eligible')
  assert.equal(outcome({ 'business.small': true }), 'eligible')
  assert.equal(outcome({ 'person.age': 50, 'business.small': false }), 'ineligible')
  assert.equal(outcome({ 'person.age': 50 }), 'unknown')
})

test('a row for bodies only never opens to a person', () => {
  const service = serviceOf('S0', packOf(['0 120 JA2101']))!
  assert.deepEqual(service.audience, ['institution'])
  assert.deepEqual(
    service.eligibility.criteria.map(({ test }) => test),
    ['business.small'],
  )
})

test('a firm is judged by where it is, somebody without one yet by where they live', () => {
  const engine = createEngine(rulesOf(packOf(['0 120 JA2101'], '12130')))
  const area = (facts: Record<string, boolean | string>) =>
    engine
      .screen({ facts, asOf: '2026-03-01', services: ['S0'] })
      .results[0]!.reasons.find(({ criterion }) => criterion === 'area')?.outcome
  assert.equal(area({ 'business.exists': true, 'business.sigungu': '46130', 'person.sigungu': '41110' }), 'met')
  assert.equal(area({ 'business.exists': true, 'business.sigungu': '41110', 'person.sigungu': '12130' }), 'notMet')
  assert.equal(area({ 'business.exists': false, 'person.sigungu': '12130' }), 'met')
  assert.equal(area({ 'person.sigungu': '12130' }), 'unknown')
})

test('rows with the same condition and area share their criteria', () => {
  const pack = packOf(['19 34 JA0102'], '12130')
  const [row] = pack.catalogue.rows
  const condition = pack.catalogue.conditions.get('c-0')!
  const [one, other] = [criteriaOf(row!, condition, pack), criteriaOf({ ...row!, id: 'S9', name: '다른' }, condition, pack)]
  assert.equal(one.criteria, other.criteria)
})

test('an entry without conditions is unknown, never open, and names what is missing', () => {
  const pack = packOf([], '12')
  const service = serviceOf('S-bare', pack)!
  assert.equal(service.basis, 'none')
  const [result] = createEngine(rulesOf(pack)).screen({ facts: { 'person.sido': '12' }, asOf: '2026-03-01' }).results
  assert.equal(result?.outcome, 'unknown')
  assert.deepEqual(result?.reasons.at(-1)?.missingParameters, ['unreadConditions'])
  assert.ok(pack.parameters.get('unreadConditions')?.values[0]?.missing)
  const [elsewhere] = createEngine(rulesOf(pack)).screen({ facts: { 'person.sido': '41' }, asOf: '2026-03-01' }).results
  assert.equal(elsewhere?.outcome, 'ineligible')
})

test('a retired code is not read and said so by name', () => {
  const service = serviceOf('S0', packOf(['0 120 JA0104 JA0102 JA0322']))!
  assert.deepEqual(
    service.eligibility.criteria.map(({ id }) => id),
    ['sex'],
  )
  assert.match(service.doubts.find(({ code }) => code === 'unread-codes')!.says.ko, /JA0104/)
})

test('an entry is described in our own words from its facts, in both languages', () => {
  const service = serviceOf('S0', packOf(['19 34 JA0102 JA0322'], '12130'))!
  assert.deepEqual(service.description, {
    ko: '여수시가 하는 보육·교육 분야의 현금 지원입니다. 대상: 전남광주통합특별시 여수시에 사는 분; 만 19~34세; 여성. 방문 또는 정부24 온라인으로 신청합니다. 알려진 마지막 신청일은 2026년 12월 31일입니다. 지났으면 다시 열리는지 확인하세요. 문의: 돌봄과 02-1234-5678.',
    en: '여수시 offers a cash payment in the field of child care and education. For: living in 전남광주통합특별시 여수시; aged 19 to 34; Female. Apply by visiting the office or the national portal (gov.kr). The last known day to apply is 2026-12-31; if it has passed, ask whether it opens again. Telephone: 돌봄과 02-1234-5678.',
  })
  assert.equal(service.catalogue?.url, 'https://gov.example/S0')
  assert.deepEqual(
    service.eligibility.inputs.find(({ fact }) => fact === 'person.sex'),
    { fact: 'person.sex', type: 'string', register: null, gov24: ['JA0102'] },
  )
})

test('a day that does not exist is no window', () => {
  const pack = packOf(['0 120 JA0102'])
  const row = { ...pack.catalogue.rows[0]!, window: '2024-04-31' }
  assert.deepEqual(
    describe(row, null, pack).windows.map(({ kind, to }) => [kind, to]),
    [['unstated', null]],
  )
})

test('every id leads to one definition', () => {
  const pack = packOf(['0 120 JA0101', '0 120 JA0102'])
  assert.deepEqual(serviceIds(pack), ['S0', 'S1', 'S-bare'])
  assert.equal(serviceOf('S1', pack)?.id, 'S1')
  assert.equal(serviceOf('nobody', pack), undefined)
})
