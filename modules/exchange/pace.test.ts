import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { createPace } from './pace.ts'

const parts = [{ register: 'quick' }, { register: 'slow' }, { register: 'new' }]

test('the slowest register is asked first, and answers come in the order they were wanted', async () => {
  const pace = createPace()
  for (let i = 0; i < 20; i++)
    for (const [register, ms] of [
      ['quick', 5],
      ['slow', 90],
    ] as const)
      pace.took(register, ms)
  const asked: string[] = []
  const answers = await pace.askAll(parts, async ({ register }) => {
    asked.push(register)
    return `${register} answers`
  })
  assert.deepEqual(asked, ['slow', 'quick', 'new'])
  assert.deepEqual(answers, ['quick answers', 'slow answers', 'new answers'])
})

test('a register that has become quick is no longer asked first', async () => {
  const pace = createPace()
  pace.took('slow', 90)
  for (let i = 0; i < 20; i++)
    for (const [register, ms] of [
      ['quick', 40],
      ['slow', 5],
    ] as const)
      pace.took(register, ms)
  const asked: string[] = []
  await pace.askAll(parts, async ({ register }) => asked.push(register))
  assert.deepEqual(asked, ['quick', 'slow', 'new'])
})

test('a question is on its way before the next is made, and none waits for an answer', async () => {
  const steps: string[] = []
  const answered = Promise.withResolvers<void>()
  const all = createPace().askAll(parts, async ({ register }) => {
    steps.push(register)
    process.nextTick(() => steps.push('sent'))
    await answered.promise
  })
  while (steps.length < 6) await turn()
  answered.resolve()
  await all
  assert.deepEqual(steps, ['quick', 'sent', 'slow', 'sent', 'new', 'sent'])
})

test('one that fails fails the whole, whoever else is still asked', async () => {
  const failing = createPace().askAll(parts, async ({ register }) => {
    if (register === 'quick') throw new Error('quick fails')
  })
  await assert.rejects(failing, { message: 'quick fails' })
})
