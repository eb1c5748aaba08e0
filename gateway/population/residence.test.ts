import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPeople } from './people.ts'
import { readPopulationPack } from './pack.ts'
import { applyMove, membersBehind, refOf, type Residences } from './residence.ts'
import { KOREA } from './testing.ts'

const pack = readPopulationPack(KOREA)
const people = createPeople({ people: 0, seed: 1, pack })
const persona = (name: string) => {
  const found = people.personas.find((one) => one.name === name)?.person
  assert.ok(found)
  return found
}
const NOBODY_MOVED: Residences = new Map()
const JONGNO = '1111010100'
const together = (id: Parameters<typeof people.factsOf>[0], residences: Residences): readonly unknown[] => {
  const list = people.factsOf(id, 'resident-register', residences)['household.registeredWith']
  assert.ok(Array.isArray(list))
  return list.map((member) => `${member.relation} ${member.name}`)
}

test('혼자 사는 사람이 이사하면 주소와 읍면동과 전입일이 바뀌고, 나머지는 그대로다', () => {
  const person = persona('이서준')
  const before = people.factsOf(person.id, 'resident-register')
  const moved = applyMove(
    NOBODY_MOVED,
    { person, members: [], to: JONGNO, address: '서울특별시 종로구 청운동 1-1', on: '2026-11-20' },
    pack,
  )
  const after = people.factsOf(person.id, 'resident-register', moved)
  const changed = Object.keys(after).filter((fact) => JSON.stringify(after[fact]) !== JSON.stringify(before[fact]))
  assert.deepEqual(changed.toSorted(), [
    'household.registeredWith',
    'person.address',
    'person.eupmyeondong',
    'person.movedInOn',
    'person.registersAtNewAddress',
  ])
  assert.equal(after['person.eupmyeondong'], JONGNO)
  assert.equal(after['person.movedInOn'], '2026-11-20')
  assert.deepEqual(people.factsOf(person.id, 'resident-register', NOBODY_MOVED), before)
})

test('아이 하나만 데리고 나오면 두 세대가 되고, 남은 사람에게 새 세대주가 생긴다', () => {
  const head = persona('임재호')
  const [, wife, daughter] = head.household.members
  assert.ok(wife && daughter)
  const moved = applyMove(
    NOBODY_MOVED,
    { person: head, members: [daughter], to: JONGNO, address: '청운동 2', on: '2026-11-01' },
    pack,
  )
  assert.deepEqual(together(head.id, moved), ['본인 임재호', '자녀 임수아'])
  assert.deepEqual(together(daughter.id, moved), ['본인 임재호', '자녀 임수아'])
  assert.deepEqual(together(wife.id, moved), ['본인 장미란'])
  assert.equal(people.factsOf(wife.id, 'resident-register', moved)['person.isHouseholdHead'], true)
  assert.equal(people.factsOf(wife.id, 'resident-register', moved)['person.address'], head.household.address)
})

test('세대 모두가 이사하면 세대주는 그대로고, 같은 신고를 두 번 해도 결과는 하나다', () => {
  const mother = persona('한지은')
  const [father, , baby] = mother.household.members
  assert.ok(father && baby)
  const move = { person: mother, members: [father, baby], to: JONGNO, address: '청운동 3', on: '2026-11-10' }
  const once = applyMove(NOBODY_MOVED, move, pack)
  const twice = applyMove(once, move, pack)
  for (const { id } of mother.household.members)
    assert.deepEqual(people.factsOf(id, 'resident-register', twice), people.factsOf(id, 'resident-register', once))
  assert.deepEqual(together(baby.id, once), ['본인 정민수', '배우자 한지은', '자녀 정이안'])
})

test('읍면동이 아닌 곳으로, 함께 살지 않는 사람과는 이사할 수 없다', () => {
  const person = persona('김순자')
  const stranger = persona('신현우')
  assert.throws(
    () => applyMove(NOBODY_MOVED, { person, members: [], to: '11110', address: '', on: '2026-11-01' }, pack),
    RangeError,
  )
  assert.throws(
    () => applyMove(NOBODY_MOVED, { person, members: [stranger], to: JONGNO, address: '', on: '2026-11-01' }, pack),
    RangeError,
  )
})

test('대장이 가구원에게 붙인 표시로 그 사람을 찾고, 없는 표시는 거절한다', () => {
  const mother = persona('최유진')
  const refs = mother.household.members.map(refOf)
  assert.deepEqual(membersBehind(mother, refs), mother.household.members)
  for (const ref of ['0', '9', '1.0', '', 'x']) assert.throws(() => membersBehind(mother, [ref]), RangeError)
})
