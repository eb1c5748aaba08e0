import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { ageOn } from './ages.ts'
import { companyFacts, readCompanies } from './companies.ts'
import { factsFrom } from './facts-of.ts'
import { createPeople } from './people.ts'
import { readPopulationPack } from './pack.ts'
import { allFacts, DAY, definitions, KOREA, workedOut } from './testing.ts'

const tables = readPopulationPack(KOREA)
const { personas, officials, people } = createPeople({ people: 0, seed: 1, pack: tables })
const pack = definitions()
const engine = workedOut(pack)

for (const { name, person, says, expects, title } of personas) {
  test(`${name} (${title.ko}): 법으로 정리한 서비스마다 기대한 결과와 금액이 나온다`, () => {
    const { results } = engine.screen({ facts: { ...allFacts(person, tables), ...says }, asOf: DAY })
    const actual = Object.fromEntries(
      results.flatMap(({ service, outcome, amount }) => {
        if (outcome === 'ineligible') return []
        return [[service, outcome === 'unknown' ? 'unknown' : (amount?.value ?? 'yes')]]
      }),
    )
    assert.deepEqual(actual, expects)
    for (const service of Object.keys(expects)) assert.ok(pack.services.has(service), `${service} is not worked out`)
  })
}

test('열세 사람의 id 는 바뀌지 않고, 나이는 2026년 11월의 이야기와 맞는다', () => {
  assert.deepEqual(
    personas.map(({ id, name, person }) => [id.slice(-4), name, ageOn(person)]),
    [
      ['0101', '김순자', 70],
      ['0201', '박영호', 73],
      ['0301', '이서준', 27],
      ['0401', '최유진', 38],
      ['0502', '한지은', 32],
      ['0601', '오태식', 47],
      ['0701', '강동현', 51],
      ['0802', '윤미경', 41],
      ['0901', '임재호', 54],
      ['1001', '조병수', 58],
      ['1102', '응우옌 티 흐엉', 33],
      ['1201', '신현우', 40],
      ['1301', '문가람', 47],
    ],
  )
  for (const { id } of people) assert.match(id, /^per_01980000-0000-7000-8000-0{8}\d{4}$/)
})

test('본인만 아는 사실은 어느 대장에도 없는 사실이다', () => {
  for (const { says } of personas)
    for (const id of Object.keys(says)) assert.equal(pack.facts.get(id)?.register ?? null, null, id)
})

test('이야기는 우리말과 영어로 있고 서로 다르다', () => {
  assert.equal(new Set(personas.flatMap(({ story }) => [story.ko, story.en])).size, 2 * personas.length)
})

test('공무원은 실제 기관에서 일하고, 이름 있는 사람이 사는 시군구마다 담당자와 결재자가 다른 사람으로 있다', () => {
  const agencies = new Map(
    ['agencies.tsv', 'bodies.tsv']
      .flatMap((file) => readFileSync(`${KOREA}/${file}`, 'utf8').split('\n'))
      .map((line) => line.split('\t'))
      .map(([code = '', name, , , area]) => [code, { name, area }]),
  )
  for (const { agency, office } of officials) {
    assert.ok(agencies.has(agency), agency)
    assert.ok(office === agency || agencies.get(agency)?.area === office, `${office} ${agency}`)
  }
  const having = (office: string, role: 'caseworker' | 'approver') =>
    officials.filter((official) => official.office === office && official.roles.includes(role)).map(({ id }) => id)
  for (const area of new Set(personas.map(({ person }) => person.area))) {
    assert.ok(having(area, 'approver').length >= 1, area)
    assert.ok(new Set([...having(area, 'caseworker'), ...having(area, 'approver')]).size >= 2, area)
  }
  assert.ok(officials.some(({ roles }) => roles.includes('privacy-officer')))
})

test('법인은 대표자를 국세 대장에서 말하고, 사람의 대장에는 없으며, 사업자등록번호는 아무도 없는 번호다', () => {
  const told = (person: (typeof people)[number]) =>
    factsFrom(person, 'national-tax', tables)['person.companies'] as readonly { subject: string }[]
  for (const { id, representative, name } of readCompanies()) {
    const person = people.find((one) => one.id === representative)
    assert.ok(person && told(person).some(({ subject }) => subject === id), name)
    assert.ok(!people.some((one) => one.id === id))
    assert.deepEqual(companyFacts(id, 'family-register'), {})
    const facts = companyFacts(id, 'national-tax')!
    assert.match(String(facts['business.registrationNumber']), /^\d{3}-\d{2}-\d{5}$/)
    for (const fact of Object.keys(facts)) assert.equal(pack.facts.get(fact)?.register, 'national-tax', fact)
  }
  assert.equal(companyFacts('per_nobody', 'national-tax'), undefined)
  assert.deepEqual(told(people[0]!), [])
})
