import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findCircle, findViolations } from './architecture.ts'

const root = new URL('..', import.meta.url).pathname
const broken = new URL('./fixtures/broken', import.meta.url).pathname

test('모듈은 서로의 계약만 쓴다', () => {
  assert.deepEqual(findViolations(root), [])
})

test('꾸러미는 서로 맞물리지 않는다', () => {
  assert.equal(findCircle(root), undefined)
})

test('검사는 일부러 어긴 것을 찾아낸다', () => {
  assert.deepEqual(
    findViolations(broken).map((violation) => violation.rule),
    ['a relative import stays inside its package', 'only @dpg/notices/contract is open to others'],
  )
  assert.deepEqual(findCircle(broken), ['@dpg/casework', '@dpg/notices', '@dpg/casework'])
})
