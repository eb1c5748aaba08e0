import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PersonId } from '../ids.ts'
import { createPairwise, newId, partyNames } from './index.ts'

const pairwise = createPairwise(Buffer.alloc(32, 7))
const person = 'per_0192f3a0-1111-7222-8333-444455556666' as PersonId

test('한 사람은 한 기관에 늘 같은 이름이고, 그 이름에서 그 사람을 되찾는다', () => {
  for (let index = 0; index < 500; index++) {
    const someone = newId<PersonId>('per')
    const name = pairwise.towards(someone, 'national-tax')
    assert.match(name, /^[\w-]{32}$/)
    assert.equal(pairwise.towards(someone, 'national-tax'), name)
    assert.equal(pairwise.behind('national-tax', name), someone)
  }
})

test('기관마다 이름이 다르고, 다른 기관의 이름으로는 아무도 찾지 못한다', () => {
  const tax = pairwise.towards(person, 'national-tax')
  const school = pairwise.towards(person, 'school')
  assert.notEqual(tax, school)
  assert.equal(pairwise.behind('school', tax), undefined)
  assert.equal(createPairwise(Buffer.alloc(32, 8)).behind('national-tax', tax), undefined)
})

test('지어낸 이름과 한 글자 바뀐 이름은 누구의 것도 아니다', () => {
  const name = pairwise.towards(person, 'school')
  for (let at = 0; at < name.length; at++) {
    const changed = name.slice(0, at) + (name[at] === 'A' ? 'B' : 'A') + name.slice(at + 1)
    assert.equal(pairwise.behind('school', changed), undefined, changed)
  }
  for (const odd of ['', 'x', name.slice(1), `${name}A`, `${name}\n`, '가'.repeat(32)])
    assert.equal(pairwise.behind('school', odd), undefined)
})

test('기관은 받은 열쇠만으로 같은 이름을 만든다', () => {
  const names = partyNames(pairwise.keyFor('school'))
  assert.equal(names.towards(person), pairwise.towards(person, 'school'))
  assert.equal(names.behind(pairwise.towards(person, 'school')), person)
})

test('사람이 아닌 것에는 이름이 없다', () => {
  for (const odd of ['off_0192f3a0-1111-7222-8333-444455556666', 'per_', 'per_zz']) {
    assert.throws(() => pairwise.towards(odd as PersonId, 'school'))
  }
})
