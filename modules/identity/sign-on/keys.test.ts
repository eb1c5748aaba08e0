import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { createSealing, newId } from '@dpg/kernel/server'
import { fixedClock, openTestDb } from '@dpg/kernel/testing'
import { identity } from '../index.ts'
import { batch } from './batch.ts'
import { currentKeys } from './keys.ts'

const db = await openTestDb(identity.migrations)
after(() => db.close())
const clock = fixedClock('2026-01-01T00:00:00Z')
const deps = { db, clock, newId, sealing: createSealing(randomBytes(32)) }
const namesAt = async (at: string) => {
  clock.set(at)
  return (await currentKeys(deps)).map(({ kid }) => kid)
}

test('a key is published a day before it signs and a day after, and one always signs', async () => {
  const [first] = await namesAt('2026-01-01T00:00:00Z')
  assert.deepEqual(await namesAt('2026-03-30T23:00:00Z'), [first])
  const [signs, next, ...others] = await namesAt('2026-03-31T01:00:00Z')
  assert.equal(signs, first)
  assert.ok(next && next !== first && others.length === 0)
  assert.deepEqual(await namesAt('2026-04-01T02:00:00Z'), [next, first], 'the new one signs, the old one is still known')
  assert.deepEqual(await namesAt('2026-04-03T00:00:00Z'), [next])
})

test('processes that start at once make one key', async () => {
  clock.set('2030-01-01T00:00:00Z')
  const all = await Promise.all(Array.from({ length: 4 }, () => currentKeys(deps)))
  assert.equal(new Set(all.flat().map(({ kid }) => kid)).size, 1)
})

test('a private key stands nowhere in the clear', async () => {
  const [key] = await currentKeys(deps)
  const [row] = await db.query<{ row: string }>('select signing_keys::text as row from identity.signing_keys')
  assert.ok(!row!.row.includes(Buffer.from(String(key!.d), 'base64url').toString('hex')))
})

test('calls of one moment are made together, each gets its own answer, and a failure is theirs alone', async () => {
  const made: (readonly number[])[] = []
  const double = batch(async (items: readonly number[]) => {
    made.push(items)
    if (items.includes(13)) throw new Error('unlucky')
    return items.map((item) => item * 2)
  })
  assert.deepEqual(await Promise.all([1, 2, 3].map(double)), [2, 4, 6])
  assert.deepEqual(made, [[1, 2, 3]])
  await assert.rejects(double(13), /unlucky/)
  assert.equal(await double(4), 8)
})
