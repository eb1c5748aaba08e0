import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayFromIso } from '@dpg/period'
import { ageOn } from './ages.ts'
import { generate } from './generate.ts'
import { readPopulationPack } from './pack.ts'
import { relationOf } from './person.ts'
import { KOREA } from './testing.ts'

const pack = readPopulationPack(KOREA)
const households = [...generate({ people: 40_000, seed: 5 }, pack)]
const people = households.flatMap(({ members }) => members)
const percent = <T>(list: readonly T[], claim: (one: T) => boolean): number => (100 * list.filter(claim).length) / list.length
const near = (actual: number, published: number, within: number, what: string): void =>
  assert.ok(Math.abs(actual - published) <= within, `${what}: ${actual.toFixed(1)}, published ${published}`)

test('아이는 부모보다 적어도 열다섯 살, 조부모보다 서른 살 어리다', () => {
  const years = (a: { birthDate: string }, b: { birthDate: string }) =>
    (dayFromIso(a.birthDate) - dayFromIso(b.birthDate)) / 365.25
  for (const person of people) {
    for (const parent of person.parents) assert.ok(years(person, parent) >= 15, `${person.birthDate} ${parent.birthDate}`)
    for (const old of person.grandparents) assert.ok(years(person, old) >= 30)
    const mother = person.parents.find(({ sex }) => sex === 'female')
    if (mother !== undefined) assert.ok(years(person, mother) <= 48)
  }
})

test('형제자매는 열 달 넘게 떨어져 태어난다', () => {
  for (const { members } of households)
    for (const [i, a] of members.entries())
      for (const b of members.slice(i + 1))
        if (a.parents.some((parent) => b.parents.includes(parent)))
          assert.ok(Math.abs(dayFromIso(a.birthDate) - dayFromIso(b.birthDate)) >= 299, `${a.birthDate} ${b.birthDate}`)
})

test('부부는 서로를 가리키고, 어른이고, 혼인한 날이 같고, 함께 산다', () => {
  for (const person of people) {
    assert.equal(person.spouse !== null, person.marital === 'married')
    if (person.spouse === null) continue
    assert.equal(person.spouse.spouse, person)
    assert.equal(person.spouse.household, person.household)
    assert.equal(person.spouse.marriedOn, person.marriedOn)
    assert.notEqual(person.spouse.sex, person.sex)
    assert.ok(ageOn(person, dayFromIso(person.marriedOn ?? '')) >= 18)
  }
})

test('누구나 한 가구에만 있고, 세대주는 어른이거나 혼자이며, 한 가구에 같은 이름은 없다', () => {
  assert.equal(new Set(people).size, people.length)
  for (const { members } of households) {
    const [head] = members
    assert.ok(head !== undefined && (ageOn(head) >= 18 || members.length === 1))
    assert.equal(new Set(members.map(({ name }) => name)).size, members.length)
    for (const member of members) assert.equal(relationOf(member, member), 'self')
  }
})

test('관계는 어느 쪽에서 보아도 맞는다', () => {
  const other = {
    self: 'self',
    spouse: 'spouse',
    child: 'parent',
    parent: 'child',
    grandparent: 'grandchild',
    grandchild: 'grandparent',
    sibling: 'sibling',
    parentInLaw: 'childInLaw',
    childInLaw: 'parentInLaw',
    other: 'other',
  } as const
  for (const { members } of households)
    for (const a of members)
      for (const b of members) assert.equal(relationOf(b, a), other[relationOf(a, b)], `${relationOf(a, b)}`)
})

test('열아홉 살이 안 된 아이는 거의 모두 부모와 산다', () => {
  const children = people.filter((person) => ageOn(person) < 19)
  assert.ok(percent(children, ({ parents }) => parents.length > 0) > 97)
  assert.ok(percent(children, ({ household }) => household.members.length === 1) < 0.5)
})

test('가구원 수, 혼인, 장애, 일, 연금은 알려진 통계에 가깝다', () => {
  // 통계청 2024 인구주택총조사: 1인 가구 36.1퍼센트. 평균은 2023년 2.21명.
  near(
    percent(households, ({ members }) => members.length === 1),
    36.1,
    3,
    '1인 가구',
  )
  near(people.length / households.length, 2.2, 0.08, '평균 가구원 수')
  // 통계청 2023: 18세 이상 미혼 남 34.2, 여 24.9, 유배우 56.6.
  const grown = people.filter((person) => ageOn(person) >= 18)
  near(
    percent(
      grown.filter(({ sex }) => sex === 'male'),
      ({ marital }) => marital === 'single',
    ),
    34.2,
    2,
    '미혼 남성',
  )
  near(
    percent(
      grown.filter(({ sex }) => sex === 'female'),
      ({ marital }) => marital === 'single',
    ),
    24.9,
    2,
    '미혼 여성',
  )
  near(
    percent(grown, ({ marital }) => marital === 'married'),
    56.6,
    4,
    '유배우',
  )
  // 등록장애인 5.2퍼센트.
  near(
    percent(people, ({ health }) => health.disability !== null),
    5.2,
    0.5,
    '등록장애인',
  )
  // 2024년 7월 고용률 63.3퍼센트 (15세 이상).
  const working = ['employed', 'selfEmployed', 'family']
  near(
    percent(
      people.filter((person) => ageOn(person) >= 15),
      ({ work }) => working.includes(work.status),
    ),
    63.3,
    4,
    '고용률',
  )
  // 기초연금 수급률은 70퍼센트를 목표로 정해진다 (기초연금법 제3조제2항).
  near(
    percent(
      people.filter((person) => ageOn(person) >= 65),
      ({ receives }) => receives.includes('basicPension'),
    ),
    70,
    5,
    '기초연금',
  )
  const wages = people.flatMap(({ work }) => (work.job === null ? [] : [work.job.wage / 10_000])).toSorted((a, b) => a - b)
  // 통계청 2022: 평균 353만 원, 중위 267만 원; 네 해 동안의 오름을 더해 본다.
  near(wages.reduce((a, b) => a + b, 0) / wages.length, 353 * 1.1, 45, '평균 임금')
  near(wages[wages.length >> 1] ?? 0, 267 * 1.1, 45, '중위 임금')
})
