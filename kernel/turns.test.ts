import assert from 'node:assert/strict'
import { setTimeout as wait } from 'node:timers/promises'
import { test } from 'node:test'
import { createTurns } from './turns.ts'

test('work goes in the order in which it was asked for, never two at once, and what fails holds nobody up', async () => {
  const inTurn = createTurns()
  const seen: string[] = []
  const piece = (name: string, ms: number) => async () => {
    seen.push(`${name} begins`)
    await wait(ms)
    seen.push(`${name} ends`)
    if (name === 'second') throw new Error('it went wrong')
    return name
  }
  const [first, second, third] = await Promise.allSettled([
    inTurn(piece('first', 5)),
    inTurn(piece('second', 1)),
    inTurn(piece('third', 0)),
  ])
  assert.deepEqual(seen, ['first begins', 'first ends', 'second begins', 'second ends', 'third begins', 'third ends'])
  assert.deepEqual([first.status, second.status, third.status], ['fulfilled', 'rejected', 'fulfilled'])
})
