import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { systemClock } from '@dpg/kernel'
import { openTestDb } from '@dpg/kernel/testing'
import { identity as info } from '../index.ts'
import { createRecords } from './adapter.ts'

const db = await openTestDb(info.migrations)
after(() => db.close())
let request: object | undefined
const records = createRecords({ db, clock: systemClock, key: randomBytes(32), request: () => request })
const [codes, tokens, grants] = ['AuthorizationCode', 'AccessToken', 'Grant'].map((model) => records.adapter(model))

/** What a request does, as the provider does it; the database knows nothing of it before its end. */
async function during<T>(work: () => Promise<T>): Promise<boolean> {
  const own = {}
  request = own
  await work()
  request = undefined
  return records.finish(own)
}

test('what a request writes and uses up is there altogether when it ends, and nothing of it before', async () => {
  await grants!.upsert('g1', { accountId: 'a' }, 60)
  await codes!.upsert('c1', { accountId: 'a', grantId: 'g1' }, 60)
  const ended = await during(async () => {
    assert.equal((await codes!.find('c1'))?.accountId, 'a')
    await codes!.consume('c1')
    await tokens!.upsert('t1', { accountId: 'a', grantId: 'g1' }, 60)
    assert.equal((await tokens!.find('t1'))?.accountId, 'a', 'the request itself sees it')
    const elsewhere = request
    request = undefined
    assert.equal(await tokens!.find('t1'), undefined, 'a request that dies here has done nothing')
    assert.equal((await codes!.find('c1'))?.consumed, undefined)
    request = elsewhere
  })
  assert.equal(ended, true)
  assert.equal((await tokens!.find('t1'))?.accountId, 'a')
  assert.equal((await codes!.find('c1'))?.consumed, true)
})

test('of two that use the same code up, one gets what comes of it and nothing of the other is kept', async () => {
  await codes!.upsert('c2', { accountId: 'a', grantId: 'g1' }, 60)
  const both = ['t2', 't3'].map(async (token) => {
    const own = {}
    request = own
    // No turn of the event loop in between: each is its own request.
    const done = [codes!.consume('c2'), tokens!.upsert(token, { accountId: 'a', grantId: 'g1' }, 60)]
    request = undefined
    await Promise.all(done)
    return records.finish(own)
  })
  assert.deepEqual((await Promise.all(both)).sort(), [false, true])
  const kept = await Promise.all(['t2', 't3'].map((token) => tokens!.find(token)))
  assert.equal(kept.filter(Boolean).length, 1)
  const late = await during(async () => {
    await codes!.consume('c2')
    await tokens!.upsert('t4', { accountId: 'a' }, 60)
  })
  assert.equal(late, false)
  assert.equal(await tokens!.find('t4'), undefined)
})

test('what a grant gave is taken back altogether, and what was about to be given is not', async () => {
  await tokens!.upsert('t5', { accountId: 'a', grantId: 'g2' }, 60)
  await during(async () => {
    await tokens!.upsert('t6', { accountId: 'a', grantId: 'g2' }, 60)
    await tokens!.revokeByGrantId('g2')
  })
  assert.deepEqual(await Promise.all(['t5', 't6'].map((token) => tokens!.find(token))), [undefined, undefined])
})
