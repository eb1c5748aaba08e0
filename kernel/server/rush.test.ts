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
  for (let i = 0; i < 10; i++) rush.asked()
  assert.equal(await rush.quiet(), true)
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
  assert.equal(await rush.quiet(), false)
  assert.equal(at(), 5_000)
})

test('what has waited long in a rush is let through one after another, never in a heap', async () => {
  let ms = 0
  const rush = createRush({
    perSecond: 50,
    longestMs: 1_000,
    pauseMs: 300,
    now: () => ms,
    wait: async (given) => {
      const until = ms + given
      while (ms < until) {
        await Promise.resolve()
        if (ms < until) ms++
        rush.asked()
      }
    },
  })
  for (let i = 0; i < 60; i++) rush.asked()
  const through: number[] = []
  await Promise.all([1, 2, 3, 4].map(() => rush.quiet().then(() => through.push(ms))))
  const gaps = through.slice(1).map((at, i) => at - through[i]!)
  assert.ok(
    gaps.every((gap) => gap >= 300),
    `gaps of ${gaps} ms`,
  )
})
