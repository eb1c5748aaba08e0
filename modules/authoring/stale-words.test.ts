import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ServiceDefinition } from '@dpg/definitions'
import { staleWords } from './stale-words.ts'

const rules = (condition: string, ko: string, en = ''): ServiceDefinition =>
  ({ eligibility: { criteria: [{ id: 'age', test: condition, says: { ko, en } }] } }) as unknown as ServiceDefinition
const OLD = rules('person.age >= 65', '65세 이상이어야 합니다', 'Must be 65 or older')

test('나이를 바꾸고 사람에게 보일 말을 그대로 두면, 어느 기준의 어느 수인지 알려 준다', () => {
  const age = { criterion: 'age', number: '65' }
  assert.deepEqual(staleWords(OLD, rules('person.age >= 60', '65세 이상이어야 합니다')), [{ ...age, language: 'ko' }])
  assert.deepEqual(staleWords(OLD, rules('person.age >= 60', '60세 이상이어야 합니다', 'Must be 65 or older')), [
    { ...age, language: 'en' },
  ])
  assert.equal(staleWords(OLD, rules('person.age >= 60', '65세 이상이어야 합니다', 'Must be 65 or older')).length, 2)
  assert.equal(staleWords(rules('x <= 2000', '2,000원까지'), rules('x <= 3000', '2,000원까지')).length, 1)
})

test('말도 함께 고쳤거나, 말에 그 수가 없거나, 새로 적은 기준이면 아무 말도 하지 않는다', () => {
  assert.deepEqual(staleWords(OLD, rules('person.age >= 60', '60세 이상이어야 합니다', '60')), [])
  assert.deepEqual(staleWords(OLD, OLD), [])
  assert.deepEqual(staleWords(rules('x <= 2000', '소득이 적어야 합니다'), rules('x <= 3000', '소득이 적어야 합니다')), [])
  assert.deepEqual(staleWords(null, OLD), [])
})
