import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fixedClock } from '@dpg/kernel/testing'
import { createBreakers } from './breaker.ts'

function setUp() {
  const clock = fixedClock('2026-11-25T00:00:00Z')
  const later = (milliseconds: number) => clock.set(clock.now().add({ milliseconds }).toString())
  return { breakers: createBreakers(clock), later }
}

test('세 번 거푸 답이 없으면 잠시 묻지 않고, 그 뒤에는 한 사람만 물어본다', () => {
  const { breakers, later } = setUp()
  for (let time = 0; time < 3; time++) {
    assert.equal(breakers.refusal('tax', 1000), undefined)
    breakers.failed('tax', 'unreachable', 1000)
  }
  assert.equal(breakers.refusal('tax', 1000), 'unreachable')
  later(1_001)
  assert.equal(breakers.refusal('tax', 1000), undefined)
  assert.equal(breakers.refusal('tax', 1000), 'unreachable')
  breakers.answered('tax')
  assert.equal(breakers.refusal('tax', 1000), undefined)
  assert.equal(breakers.status('tax').state, 'up')
})

test('더 오래 기다릴 수 있는 사람은 느린 대장에도 물어볼 수 있다', () => {
  const { breakers } = setUp()
  for (let time = 0; time < 3; time++) breakers.failed('tax', 'slow', 1_500)
  assert.equal(breakers.refusal('tax', 1_500), 'slow')
  assert.equal(breakers.refusal('tax', 5_000), undefined)
  assert.equal(breakers.status('tax').state, 'slow')
})

test('거짓말하는 대장은 상태로 보이지만, 물음을 막지는 않는다', () => {
  const { breakers } = setUp()
  for (let time = 0; time < 10; time++) breakers.failed('tax', 'untrusted', 1_000)
  assert.equal(breakers.refusal('tax', 1_000), undefined)
  assert.equal(breakers.status('tax').state, 'down')
})

test('다른 길로 소식을 들으면 살아 있는 줄 알지만, 느린 것까지 나았다고 보지는 않는다', () => {
  const { breakers } = setUp()
  assert.deepEqual(breakers.status('tax'), { register: 'tax', state: 'unknown', since: null })
  for (let time = 0; time < 3; time++) breakers.failed('tax', 'unreachable', 0)
  breakers.heard('tax')
  assert.equal(breakers.status('tax').state, 'up')
  breakers.failed('tax', 'slow', 1_000)
  breakers.heard('tax')
  assert.equal(breakers.status('tax').state, 'slow')
})
