import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { defineEvent } from '../index.ts'
import { openTestDb, silentLog } from '../testing/index.ts'
import { outsideTransaction, type Tx } from './db.ts'
import { createSealing } from './sealing.ts'
import { startRelay } from './outbox.ts'

const moved = defineEvent<{ id: string }>('test.moved')
const db = await openTestDb()
after(() => db.close())

test('a transaction that fails leaves neither rows nor events', async () => {
  const failing = db.transaction(async (tx) => {
    await tx.publish(moved, { id: 'a' })
    throw new Error('no')
  })
  await assert.rejects(failing, /no/)
  assert.deepEqual(await db.published(), [])
})

test('an event reaches each consumer once, and a failing consumer is tried again without troubling the other', async () => {
  const seen: string[] = []
  let fails = 1
  const consumers = [
    { name: 'steady', on: moved, handle: async () => void seen.push('steady') },
    {
      name: 'shaky',
      on: moved,
      handle: async () => {
        if (fails-- > 0) throw new Error('not yet')
        seen.push('shaky')
      },
    },
  ]
  await db.transaction((tx) => tx.publish(moved, { id: 'b' }))
  const relay = startRelay({ db, log: silentLog, consumers, pollMs: 3_600_000 })
  await relay.drain()
  assert.deepEqual(seen, ['steady'])
  await db.query('update kernel.outbox set next_at = now()')
  await relay.drain()
  assert.deepEqual(seen, ['steady', 'shaky'])
  await relay.stop()
})

test('what is sealed for one place does not open in another, and nothing opens after the key is destroyed', async () => {
  const sealing = createSealing(Buffer.alloc(32, 7))
  const sealed = await sealing.seal(db, 'per_1', 'cases.facts', { income: 1 })
  assert.deepEqual(await sealing.open(db, 'per_1', 'cases.facts', sealed), { income: 1 })
  await assert.rejects(sealing.open(db, 'per_1', 'drafts.facts', sealed))
  await sealing.forget(db, 'per_1')
  await assert.rejects(sealing.open(db, 'per_1', 'cases.facts', sealed), /destroyed/)
})

test('another process forgets a destroyed key within a minute', async () => {
  let ms = 0
  const other = createSealing(Buffer.alloc(32, 7), () => ms)
  const sealed = await other.seal(db, 'per_8', 'cases.facts', 1)
  assert.equal(await other.open(db, 'per_8', 'cases.facts', sealed), 1)
  await createSealing(Buffer.alloc(32, 7)).forget(db, 'per_8')
  ms = 60_000
  await assert.rejects(other.open(db, 'per_8', 'cases.facts', sealed), /destroyed/)
})

test('a value read while its key is being destroyed does not keep the key alive', async () => {
  const sealing = createSealing(Buffer.alloc(32, 7))
  const sealed = await sealing.seal(db, 'per_9', 'cases.facts', 1)
  await db.transaction(async (tx) => {
    await sealing.forget(tx, 'per_9')
    const elsewhere = await outsideTransaction(() => sealing.open(db, 'per_9', 'cases.facts', sealed))
    assert.equal(elsewhere, 1, 'not destroyed before the commit')
  })
  await assert.rejects(sealing.open(db, 'per_9', 'cases.facts', sealed), /destroyed/)
  const anew = await sealing.seal(db, 'per_9', 'cases.facts', 2)
  assert.equal(await createSealing(Buffer.alloc(32, 7)).open(db, 'per_9', 'cases.facts', anew), 2)
})

test('a key whose transaction failed is never used again', async () => {
  const masterKey = Buffer.alloc(32, 7)
  const sealing = createSealing(masterKey)
  const failing = db.transaction(async (tx) => {
    await sealing.seal(tx, 'per_2', 'cases.facts', 1)
    await sealing.seal(tx, 'per_2', 'cases.facts', 2)
    throw new Error('no')
  })
  await assert.rejects(failing, /no/)
  const sealed = await sealing.seal(db, 'per_2', 'cases.facts', 3)
  assert.equal(await createSealing(masterKey).open(db, 'per_2', 'cases.facts', sealed), 3)
})

test('a transaction reads a key that it made once, and forgets it when told to', async () => {
  const sealing = createSealing(Buffer.alloc(32, 7))
  await db.transaction(async (tx) => {
    let asked = 0
    const query: Tx['query'] = (sql, params) => {
      asked += 1
      return tx.query(sql, params)
    }
    const counting: Tx = { ...tx, query }
    for (let i = 0; i < 10; i++) await sealing.seal(counting, 'per_3', 'cases.facts', i)
    assert.equal(asked, 3)
    const sealed = await sealing.seal(counting, 'per_3', 'cases.facts', 1)
    await sealing.forget(counting, 'per_3')
    await assert.rejects(sealing.open(counting, 'per_3', 'cases.facts', sealed), /destroyed/)
  })
})
