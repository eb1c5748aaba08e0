import assert from 'node:assert/strict'
import test from 'node:test'
import { fuzz, SEEDS, tryOne } from './fuzz.ts'
import { randomFrom } from './random-feel.ts'

test('what once went wrong ends in a value, a FeelError or a LimitError', () => {
  for (const input of SEEDS) assert.equal(tryOne(input, randomFrom(1), false), undefined, input)
})

test('random and mangled inputs end in a value, a FeelError or a LimitError', () => {
  assert.deepEqual(fuzz(4_000, 20_261_125, false), [])
})
