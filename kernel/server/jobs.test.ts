import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openTestDb, silentLog } from '../testing/index.ts'
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
