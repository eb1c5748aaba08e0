import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { PersonId } from '@dpg/kernel'
import { loadPeople, REGISTERS, refOf, type SyntheticPerson } from '../population/index.ts'
import { createWorld } from './world.ts'

const people = loadPeople({ people: 400, seed: 7, pack: fileURLToPath(new URL('../../countries/kr/', import.meta.url)) })
const world = () => createWorld(people)
type Member = { ref: string; name: string; relation: string; monthlyIncome: number }
const membersOf = (one: ReturnType<typeof world>, person: SyntheticPerson) =>
  one.factsOf(person.id, 'social-security')?.['household.members'] as unknown as Member[]
const couple = people.people.find(
  ({ spouse, sex, household }) => spouse !== null && sex === 'female' && household.members.length > 2,
)!
const worker = people.people.find(({ work, household }) => work.job?.insured && household.members.length > 1)!
const move = (person: SyntheticPerson, refs: string[], more: object = {}) =>
  ({ kind: 'move', person: person.id, with: refs, to: '2611010100', address: '새집', on: '2026-11-20', ...more }) as const

test('이사하면 옮긴 사람의 주소만 바뀐다', () => {
  const now = world()
  const [first, second, ...rest] = couple.household.members
  const learned = now.apply(move(first!, [refOf(second!)]))
  assert.deepEqual(
    learned.map(({ person }) => person),
    [first!.id, second!.id],
  )
  const address = (id: PersonId) => now.factsOf(id, 'resident-register')?.['person.address']
  assert.deepEqual([address(first!.id), address(second!.id)], ['새집', '새집'])
  for (const { id } of rest) assert.equal(address(id), couple.household.address)
})

test('거절된 이사는 아무것도 바꾸지 않는다', () => {
  const now = world()
  const before = now.factsOf(couple.id, 'resident-register')
  assert.throws(() => now.apply(move(couple, [], { to: '0000000000' })), { why: 'unknown-place' })
  assert.throws(() => now.apply(move(couple, ['99'])), { why: 'unknown-member' })
  assert.throws(() => now.apply({ ...move(couple, []), person: 'per_0192f3a0-1111-7222-8333-444455556666' as PersonId }), {
    why: 'nobody',
  })
  assert.deepEqual(now.factsOf(couple.id, 'resident-register'), before)
})

test('태어난 아이는 식구마다 제 관계로 보이고, 부모와 함께 이사한다', () => {
  const now = world()
  const learned = now.apply({ kind: 'birth', person: couple.id, name: '새봄', sex: 'female', on: '2026-11-01' })
  assert.deepEqual(
    learned.map(({ person }) => person),
    [couple.id, couple.spouse!.id],
  )
  for (const parent of [couple, couple.spouse!]) assert.equal(membersOf(now, parent).at(-1)?.relation, 'child')
  const child = couple.household.members.find((member) => member.parents.includes(couple))
  if (child) assert.equal(membersOf(now, child).at(-1)?.relation, 'sibling')
  assert.equal(now.factsOf(couple.id, 'family-register')?.['person.childbirthDate'], '2026-11-01')
  assert.equal(now.factsOf(couple.spouse!.id, 'family-register')?.['person.childbirthDate'], null)
  const names = (id: PersonId) =>
    (now.factsOf(id, 'resident-register')!['household.registeredWith'] as unknown as Member[]).map(({ name }) => name)
  assert.ok(names(couple.id).includes('새봄'))
  now.apply(move(couple, [membersOf(now, couple).at(-1)!.ref]))
  assert.deepEqual(names(couple.id).toSorted(), [couple.name, '새봄'].toSorted())
})

test('일자리를 잃으면 고용보험과 가구 소득이 함께 바뀐다', () => {
  const now = world()
  const earnings = (person: SyntheticPerson) => Number(now.factsOf(person.id, 'social-security')?.['household.monthlyEarnings'])
  const before = earnings(worker)
  const wage = Number(now.factsOf(worker.id, 'employment-insurance')?.['person.monthlyEarnings'])
  const own = membersOf(now, worker).find(({ ref }) => ref === refOf(worker))!.monthlyIncome
  now.apply({ kind: 'job-lost', person: worker.id, on: '2026-11-10', reason: 'closure' })
  const facts = now.factsOf(worker.id, 'employment-insurance')!
  assert.deepEqual(
    [facts['person.employmentStatus'], facts['person.jobLossReason'], facts['person.monthlyEarnings']],
    ['unemployed', 'closure', 0],
  )
  for (const member of worker.household.members) {
    assert.equal(earnings(member), Math.max(0, before - wage))
    assert.equal(membersOf(now, member).find(({ ref }) => ref === refOf(worker))!.monthlyIncome, Math.max(0, own - wage))
  }
  now.apply({ kind: 'income-changed', person: worker.id, monthly: wage })
  assert.equal(membersOf(now, worker).find(({ ref }) => ref === refOf(worker))!.monthlyIncome, own)
})

test('대장마다 아는 것만 안다', () => {
  const now = world()
  for (const register of REGISTERS) assert.ok(Object.keys(now.factsOf(couple.id, register)!).length > 0, register)
  assert.equal(now.factsOf('per_0192f3a0-1111-7222-8333-444455556666' as PersonId, 'school'), undefined)
})

test('일이 생기면 바뀐 사실을 하나도 빠짐없이 이름으로 알린다', () => {
  const events = [
    { kind: 'birth', person: couple.id, name: '새봄', sex: 'female', on: '2026-11-01' },
    { kind: 'job-lost', person: worker.id, on: '2026-11-10', reason: 'closure' },
    { kind: 'income-changed', person: worker.id, monthly: 1_000 },
  ] as const
  for (const event of events) {
    const now = world()
    const all = (id: PersonId): Record<string, unknown> =>
      Object.assign({}, ...REGISTERS.map((register) => now.factsOf(id, register) ?? {}))
    const before = new Map([...couple.household.members, ...worker.household.members].map(({ id }) => [id, all(id)]))
    for (const { person, facts } of now.apply(event)) {
      const was = before.get(person)!
      const altered = Object.entries(all(person)).filter(([fact, value]) => JSON.stringify(value) !== JSON.stringify(was[fact]))
      assert.deepEqual(
        altered.map(([fact]) => fact).filter((fact) => !facts.includes(fact)),
        [],
        event.kind,
      )
    }
  }
})

test('여권번호와 국적이 모두 맞는 한 사람만 찾고, 새 여권이 나오면 앞의 것으로는 찾지 못한다', () => {
  const now = world()
  const passport = (id: PersonId) => now.factsOf(id, 'immigration')!['person.passportNumber'] as string | null
  const holder = people.people.find(({ id, origin }) => origin.nationality === 'KR' && passport(id) !== null)!
  const number = passport(holder.id)!
  const by = (passportNumber: string, nationality = 'KR') => ({
    'person.passportNumber': passportNumber,
    'person.nationality': nationality,
  })
  assert.match(number, /^Z[0-9A-Z]{8}$/)
  assert.equal(now.find('immigration', by(number)), holder.id)
  assert.equal(now.find('immigration', by(number, 'JP')), undefined)
  const facts = { 'person.passportNumber': 'Z00000NEW' }
  now.apply({ kind: 'changed', person: holder.id, register: 'immigration', facts })
  assert.equal(now.find('immigration', by(number)), undefined)
  assert.equal(now.find('immigration', by('Z00000NEW')), holder.id)
  assert.equal(now.find('immigration', { 'person.nationality': 'KR' }), undefined)
})
