import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { defineEvent } from '../index.ts'
import { openTestDb, silentLog } from '../testing/index.ts'
import { startRelay } from './outbox.ts'
import { consumer } from './parts.ts'

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

test('a consumer that never ends keeps nobody else from hearing', { timeout: 20_000 }, async () => {
  const moved = defineEvent<{ id: string }>('test.moved')
  const heard: string[] = []
  const consumers = [
    { name: 'stuck', on: moved, handle: () => new Promise<void>(() => {}) },
    { name: 'steady', on: moved, handle: async ({ id }: { id: string }) => void heard.push(id) },
  ]
  await db.transaction((tx) => tx.publish(moved, { id: 'a' }))
  const relay = startRelay({ db, log: silentLog, consumers: consumers.map(consumer), pollMs: 3_600_000, limitMs: 20 })
  await relay.drain()
  await relay.stop()
  assert.deepEqual(heard, ['a'])
  assert.deepEqual(await db.query(`select done, delivered_at from kernel.outbox where name = 'test.moved'`), [
    { done: ['steady'], delivered_at: null },
  ])
})
