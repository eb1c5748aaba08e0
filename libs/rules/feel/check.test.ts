import assert from 'node:assert/strict'
import test from 'node:test'
import { checkFeel, namesIn } from '../index.ts'

const NAMES = ['person.birthDate', 'household.members', 'household.size', 'medianIncome', 'child']
const check = (source: string) => checkFeel(source, NAMES)

test('a sound expression has no findings', () => {
  const sound = [
    'age(person.birthDate) >= 65',
    'some m in household.members satisfies m.relation = "child" and age(m.birthDate) < 18',
    'household.members[relation = "child" and item.age < 5]',
    'medianIncome[household.size] * 32 / 100',
    'child.birthDate < today',
    '{a: 1, b: a}.b = 1',
    'count(for x in 1..3, y in [x] return x + y) > 0',
    'floor to(10, 5)',
  ]
  for (const source of sound) assert.deepEqual(check(source), [], source)
})

test('a name that does not exist is found where it stands, with what was probably meant', () => {
  assert.deepEqual(check('1 < household.sise'), [
    {
      kind: 'name',
      message: 'There is no fact, parameter or name household.sise',
      start: 4,
      end: 18,
      remedy: 'Did you mean household.size?',
    },
  ])
  assert.equal(check('m.x = 1 and some m in household.members satisfies m.x = 1').length, 1)
})

test('a function that does not exist is found', () => {
  assert.deepEqual(check('floorTo(1, 10)'), [
    { kind: 'function', message: 'There is no function floorTo', start: 0, end: 7, remedy: 'Did you mean floor to?' },
  ])
})

test('a syntax error is a finding, not an exception', () => {
  assert.deepEqual(check('1 +'), [
    { kind: 'syntax', message: 'Found the end where a value was expected', start: 3, end: 3, remedy: 'Expected a value' },
  ])
})

test('the names an expression reads are those that come from outside it', () => {
  assert.deepEqual(
    namesIn(
      'some m in household.members satisfies age(m.birthDate, today) < limit and person.a.b and (for i in 1..2 return i)[1] = {q: 1}.q',
    ),
    ['household.members', 'limit', 'person.a.b'],
  )
})
