import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRush } from './rush.ts'

/** A clock that goes on when somebody waits, and asks `perSecond` questions a second meanwhile until `endsAtMs`. */
function crowd(perSecond: number, endsAtMs: number) {
  let ms = 0
  const rush = createRush({
    perSecond: 50,
    longestMs: 5_000,
    now: () => ms,
    wait: async (given) => {
      for (let passed = 0; passed < given; passed++) {
        ms++
        if (ms < endsAtMs && ms % (1000 / perSecond) === 0) rush.asked()
      }
    },
  })
  return { rush, at: () => ms }
}

test('work that can wait begins at once when few people ask', async () => {
  const { rush, at } = crowd(10, 60_000)
  for (let i = 0; i < 20; i++) rush.asked()
  await rush.quiet()
  assert.equal(at(), 0)
})

test('in a rush it waits until the rush is over', async () => {
  const { rush, at } = crowd(200, 2_500)
  for (let i = 0; i < 60; i++) rush.asked()
  await rush.quiet()
  assert.ok(at() >= 2_500 && at() < 5_000, `waited ${at()} ms`)
})

test('in a rush that does not end it goes on after five seconds all the same', async () => {
  const { rush, at } = crowd(200, 60_000)
  for (let i = 0; i < 60; i++) rush.asked()
  await rush.quiet()
  assert.equal(at(), 5_000)
})
