import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openTestDb, silentLog } from '../testing/index.ts'
import { openDb } from './db.ts'
import { createJobs, defineJob } from './jobs.ts'

const db = await openTestDb()
after(() => db.close())
const job = defineJob<object>('test.look')

test('how often a job is tried follows the handler of today, not that of the first start', async () => {
  for (const retries of [3, 7]) {
    const jobs = createJobs({ url: db.url, log: silentLog })
    await jobs.start([{ job, retries, handle: async () => {} }])
    const [queue] = await db.query<{ limit: number }>('select retry_limit as "limit" from jobs.queue where name = $1', [job.name])
    await jobs.stop()
    assert.equal(queue?.limit, retries)
  }
})

test('committed work begins at once: nobody waits for the next look at the queue', async () => {
  const begun = defineJob<{ at: number }>('test.begin')
  const jobs = createJobs({ url: db.url, log: silentLog })
  const waits: number[] = []
  let told = () => {}
  await jobs.start([
    {
      job: begun,
      handle: async (data) => {
        waits.push(performance.now() - (data as { at: number }).at)
        told()
      },
    },
  ])
  const writer = openDb({ url: db.url, log: silentLog, poolSize: 1, jobs })
  for (let round = 0; round < 9; round++) {
    const done = new Promise<void>((resolve) => {
      told = resolve
    })
    await writer.transaction((tx) => tx.enqueue(begun, { at: performance.now() }))
    await done
  }
  await writer.close()
  await jobs.stop()
  const median = waits.toSorted((a, b) => a - b)[4]!
  assert.ok(median < 150, `it took ${median} ms, half of the time more`)
})

test('what a killed process had begun goes on at once after a start, when nobody else can be at it', {
  timeout: 60_000,
}, async () => {
  const left = defineJob<object>('test.left')
  const killed = createJobs({ url: db.url, log: silentLog })
  let begun = () => {}
  const started = new Promise<void>((resolve) => {
    begun = resolve
  })
  await killed.start([
    {
      job: left,
      handle: () => {
        begun()
        return new Promise(() => {})
      },
    },
  ])
  const writer = openDb({ url: db.url, log: silentLog, poolSize: 1, jobs: killed })
  await writer.transaction((tx) => tx.enqueue(left, {}))
  await started
  const next = createJobs({ url: db.url, log: silentLog, isAlone: true })
  const again = Promise.withResolvers<void>()
  await next.start([{ job: left, handle: async () => again.resolve() }])
  await again.promise
  await next.stop()
  await writer.close()
  await killed.stop()
})
