import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPeople, type People } from './people.ts'
import { readPopulationPack } from './pack.ts'
import { REGISTERS } from './registers/facts.ts'
import { KOREA } from './testing.ts'

const pack = readPopulationPack(KOREA)
/** Everything that anybody could read of them, as text. */
const written = ({ people, factsOf }: People): string =>
  JSON.stringify(people.map(({ id, phone, bank }) => [id, phone, bank, REGISTERS.map((register) => factsOf(id, register))]))

test('같은 씨앗은 글자 하나까지 같은 사람들을 만들고, 다른 씨앗은 다른 사람들을 만든다', () => {
  const first = written(createPeople({ people: 1500, seed: 11, pack }))
  assert.ok(first === written(createPeople({ people: 1500, seed: 11, pack: readPopulationPack(KOREA) })))
  assert.ok(first !== written(createPeople({ people: 1500, seed: 12, pack })))
})

test('달라고 한 만큼 정확히 만들고, 모두 다른 id 를 가진다', () => {
  for (const people of [1000, 1001, 4321]) {
    const made = createPeople({ people, seed: 3, pack }).people
    assert.equal(made.length, people)
    assert.equal(new Set(made.map(({ id }) => id)).size, people)
  }
})

test('이름 있는 사람들이 먼저 오고, 몇 명을 만들어도 같은 id 로 찾을 수 있다', () => {
  const few = createPeople({ people: 0, seed: 1, pack })
  const many = createPeople({ people: 2000, seed: 99, pack })
  assert.equal(few.personas.length, 13)
  assert.deepEqual(
    many.people.slice(0, few.people.length).map(({ id }) => id),
    few.people.map(({ id }) => id),
  )
  for (const { id, name } of few.personas) assert.equal(many.find(id)?.name, name)
})

test('id 는 UUIDv7 모양이고, 아무도 아닌 id 를 물으면 거절한다', () => {
  const people = createPeople({ people: 500, seed: 1, pack })
  for (const { id, householdId } of people.people) {
    assert.match(id, /^per_[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    assert.match(householdId, /^hh_[0-9a-f]{8}-[0-9a-f]{4}-7/)
  }
  assert.equal(people.find('per_nobody'), undefined)
  assert.throws(() => people.factsOf('per_nobody' as never, 'property'), RangeError)
})

test('주민등록번호, 전화번호, 사업자등록번호는 실제로는 없는 번호다', () => {
  const people = createPeople({ people: 3000, seed: 2, pack })
  let businesses = 0
  for (const { id, phone } of people.people) {
    const number = people.factsOf(id, 'resident-register')['person.residentNumber']
    // Only those born in the 1800s had 9 or 0 there.
    if (number !== null) assert.match(String(number), /^\d{6}-[90]\d{6}$/)
    assert.match(phone, /^010-0\d{3}-\d{4}$/)
    const business = people.factsOf(id, 'national-tax')['business.registrationNumber']
    if (typeof business !== 'string') continue
    businesses += 1
    const digits = business.replaceAll('-', '').split('').map(Number)
    const sum = [1, 3, 7, 1, 3, 7, 1, 3, 5].reduce((total, weight, i) => total + weight * (digits[i] ?? 0), 0)
    assert.notEqual((10 - ((sum + Math.floor(((digits[8] ?? 0) * 5) / 10)) % 10)) % 10, digits[9])
  }
  assert.ok(businesses > 50)
})
