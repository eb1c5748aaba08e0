import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import type { PersonId } from '../ids.ts'
import { newId } from './index.ts'
import { createPairwise } from './pairwise.ts'

const { towards, behind } = createPairwise(randomBytes(32))

test('a person has another name towards each party, and the way back is ours alone', () => {
  const person = newId<PersonId>('per')
  const [tax, school] = [towards(person, 'national-tax'), towards(person, 'school')]
  assert.notEqual(tax, school)
  assert.equal(towards(person, 'national-tax'), tax)
  assert.equal(behind('national-tax', tax), person)
  assert.notEqual(behind('school', tax), person)
  assert.notEqual(createPairwise(randomBytes(32)).behind('national-tax', tax), person)
})

test('what was not made here has nobody behind it', () => {
  for (const text of ['', 'x', 'a'.repeat(500), '====', `${'A'.repeat(21)}B`]) assert.equal(behind('school', text), undefined)
})
