import assert from 'node:assert/strict'
import test from 'node:test'
import { createPairs } from './pairs.ts'
import { createRecent } from './recent.ts'

test('a pair keeps its number however many come after it, at every place', () => {
  const pairs = createPairs()
  let made = 0
  const recent = createRecent(3, (a, b) => pairs(a, b, () => made++))
  const numbers = new Map<string, number>()
  for (let round = 0; round < 2; round++)
    for (let a = 0; a < 200; a++)
      for (let b = 0; b < 100; b++) {
        const number = recent((a + b + round) % 3, a, b)
        const known = numbers.get(`${a} ${b}`)
        if (known !== undefined) assert.equal(number, known)
        numbers.set(`${a} ${b}`, number)
      }
  assert.equal(new Set(numbers.values()).size, 20_000)
  assert.equal(made, 20_000)
})
