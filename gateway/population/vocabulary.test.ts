import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPeople } from './people.ts'
import { readPopulationPack } from './pack.ts'
import { REGISTERS } from './registers/facts.ts'
import { definitions, KOREA } from './testing.ts'

const pack = definitions()
const people = createPeople({ people: 4000, seed: 4, pack: readPopulationPack(KOREA) })
const held = [...pack.facts.values()].filter(({ register, derive }) => register !== null && derive === null)
/** Known only once an office has looked: the register is silent until then. */
const SILENT = ['person.moveFactChecked', 'household.housingCondition']

test('모든 대장이 있고, 없는 대장은 없다', () => {
  assert.deepEqual([...REGISTERS].toSorted(), [...pack.registers.keys()].toSorted())
})

test('대장마다 어휘가 그 대장에 둔 사실을 모두, 그리고 그것만 답한다', () => {
  for (const register of REGISTERS) {
    const expected = held.filter((fact) => fact.register === register && !SILENT.includes(fact.id)).map(({ id }) => id)
    for (const { id } of people.people.slice(0, 300))
      assert.deepEqual(Object.keys(people.factsOf(id, register)).toSorted(), expected.toSorted(), register)
  }
})

test('대장에 없는 사실은 아무 대장도 답하지 않는다', () => {
  const answered = REGISTERS.flatMap((register) => Object.keys(people.factsOf(people.people[0]?.id ?? ('' as never), register)))
  assert.equal(new Set(answered).size, answered.length)
  for (const fact of SILENT) assert.ok(pack.facts.has(fact) && !answered.includes(fact), fact)
})

test('값은 어휘가 말하는 모양이다: 날짜는 날짜, 닫힌 목록은 그 안의 말, 수는 한계 안', () => {
  const type = (value: unknown): string => (Array.isArray(value) ? 'list' : typeof value === 'object' ? 'context' : typeof value)
  for (const { id } of people.people)
    for (const register of REGISTERS)
      for (const [fact, value] of Object.entries(people.factsOf(id, register))) {
        const definition = pack.facts.get(fact)
        assert.ok(definition)
        if (value === null) continue
        assert.equal(type(value), definition.type === 'date' ? 'string' : definition.type, fact)
        if (definition.type === 'date') assert.match(String(value), /^\d{4}-\d{2}-\d{2}$/, fact)
        if (definition.values !== null && typeof value === 'string') assert.ok(value in definition.values, `${fact}: ${value}`)
        if (typeof value !== 'number') continue
        assert.ok(definition.min === null || value >= definition.min, `${fact}: ${value}`)
        assert.ok(definition.max === null || value <= definition.max, `${fact}: ${value}`)
        if (definition.unit === 'won') assert.ok(Number.isSafeInteger(value), `${fact}: ${value}`)
      }
})

test('가구원은 어휘가 말하는 칸을 모두 가진다', () => {
  for (const list of ['household.members', 'household.registeredWith'] as const) {
    const fields = Object.keys(pack.facts.get(list)?.fields ?? {}).toSorted()
    for (const { id } of people.people.slice(0, 500)) {
      const register = list === 'household.members' ? 'social-security' : 'resident-register'
      const members = people.factsOf(id, register)[list]
      assert.ok(Array.isArray(members) && members.length > 0)
      for (const member of members) assert.deepEqual(Object.keys(member).toSorted(), fields)
    }
  }
})

test('한 가구의 사람들과 여러 대장은 같은 말을 한다', () => {
  for (const person of people.people) {
    const family = people.factsOf(person.id, 'family-register')
    const social = people.factsOf(person.id, 'social-security')
    const resident = people.factsOf(person.id, 'resident-register')
    const members = social['household.members'] as readonly Record<string, unknown>[]
    assert.equal(members.filter(({ relation }) => relation === 'self').length, 1)
    assert.equal(members.find(({ relation }) => relation === 'self')?.['birthDate'], resident['person.birthDate'])
    assert.equal(
      members.find(({ relation }) => relation === 'spouse')?.['birthDate'] ?? null,
      family['household.spouseBirthDate'],
    )
    assert.equal(family['person.maritalStatus'] === 'married', family['person.marriageDate'] !== null)
    if (person.spouse === null) continue
    const spouse = people.factsOf(person.spouse.id, 'social-security')
    assert.equal(social['household.spouseReceivesBasicPension'], spouse['person.receivesBasicPension'])
    assert.equal(social['household.spouseRegularEarnings'], spouse['person.regularEarnings'])
    assert.equal(social['household.monthlyEarnings'], spouse['household.monthlyEarnings'])
  }
})
