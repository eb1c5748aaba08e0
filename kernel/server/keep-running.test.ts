import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { test } from 'node:test'
import { isOver, keepRunning } from './keep-running.ts'

const living = () => spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })

async function end(child: ChildProcess): Promise<void> {
  if (isOver(child)) return
  const ended = new Promise((done) => child.once('exit', done))
  child.kill('SIGKILL')
  await ended
}

/** Keeps a process of which the second cannot be spawned at all; told is what the log says. */
function keepOne(next: () => ChildProcess) {
  const told: string[] = []
  const note = (event: string) => void told.push(event)
  const first = living()
  const kept = keepRunning(first, {
    log: { info: note, warn: note },
    clear: async () => {},
    launch: () => (told.includes('process.failed') ? next() : spawn('/no/such/program')),
    ready: async (child) => {
      if (isOver(child)) throw new Error('it has ended')
    },
    end,
  })
  first.kill('SIGKILL')
  const until = async (event: string) => {
    while (!told.includes(event)) await new Promise((done) => setTimeout(done, 5))
  }
  return { kept, told, until }
}

test('a process that could not be spawned again is tried once more, and nobody else ends over it', async () => {
  const { kept, told, until } = keepOne(living)
  await until('process.back')
  assert.equal(kept.isAway(), false)
  await kept.stop()
  assert.deepEqual(told, ['process.died', 'process.not-back', 'process.failed', 'process.back'])
})

test('it can be stopped while it cannot be spawned', async () => {
  const { kept, until } = keepOne(() => spawn('/no/such/program'))
  await until('process.failed')
  await kept.stop()
  assert.equal(kept.isAway(), true)
})
