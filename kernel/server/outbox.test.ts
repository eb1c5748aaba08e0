import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openTestDb, silentLog } from '../testing/index.ts'
import { startRelay } from './outbox.ts'

const db = await openTestDb()
after(() => db.close())

test('an event is forgotten a week after everyone has heard it, and never before', async () => {
  await db.query(
    `insert into kernel.outbox (name, payload, published_at, next_at, delivered_at) values
       ('test.long-ago', '{}', now() - interval '9 days', now(), now() - interval '8 days'),
       ('test.lately', '{}', now() - interval '9 days', now(), now() - interval '6 days'),
       ('test.waiting', '{}', now() - interval '90 days', now() + interval '1 hour', null)`,
  )
  const relay = startRelay({ db, log: silentLog, consumers: [], pollMs: 3_600_000 })
  await relay.stop()
  assert.deepEqual(
    (await db.published()).map(({ name }) => name),
    ['test.lately', 'test.waiting'],
  )
})
