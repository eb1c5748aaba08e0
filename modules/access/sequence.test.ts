import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openDb, type Db, type Tx } from '@dpg/kernel/server'
import { silentLog } from '@dpg/kernel/testing'
import { consistencyProof, fromBase64, openCheckpoint, parseKey, verifyConsistency } from '@dpg/ledger'
import { createHeadSigner } from './log-key.ts'
import { sequence } from './sequence.ts'
import { hashReader } from './store-tree.ts'
import { believes, checkSignature, clock, fetched, logKey, person, setUp } from './testing.ts'

const { db, access, build } = await setUp()
after(() => db.close())

const record = (name: string) => db.transaction((tx) => access.record(tx, { ...fetched, subject: person(name) }))
const recordMany = (name: string, count: number) =>
  db.transaction(async (tx) => {
    for (let i = 0; i < count; i++) await access.record(tx, { ...fetched, subject: person(name) })
  })
const indexes = async () =>
  (await db.query<{ index: bigint | null }>('select index from access.entries order by index')).map(({ index }) => Number(index))

test('여럿이 한꺼번에 기록하고 이어 붙여도 자리는 하나씩, 빠짐없이 주어진다', async () => {
  const second = openDb({ url: db.url, log: silentLog, poolSize: 3 })
  const other = build(second).access
  const work = Array.from({ length: 40 }, async (_, i) => {
    await record(`p${i % 7}`)
    await (i % 2 === 0 ? access : other).sequence()
  })
  await Promise.all(work)
  await access.sequence()
  assert.deepEqual(
    await indexes(),
    Array.from({ length: 40 }, (_, i) => i),
  )
  await second.close()
})

test('이어 붙이는 어느 걸음에서 죽어도 잃거나 두 번 올리지 않는다', async () => {
  const signer = createHeadSigner(logKey)
  let steps = 0
  for (let failAt = 1; ; failAt++) {
    const id = await record('crash')
    steps = 0
    const failing = dyingAt(failAt)
    const died = await sequence({ db: failing, clock, signer }).then(
      () => false,
      (error: Error) => error.message === 'killed',
    )
    assert.equal(await access.sequence(), died ? 1 : 0)
    assert.ok(await believes(await access.prove(person('crash'), id), await signer.key()))
    if (!died) break
  }
  assert.ok(steps >= 6, 'every statement was a place to die')
  const all = await indexes()
  assert.deepEqual(
    all,
    Array.from({ length: all.length }, (_, i) => i),
  )

  function dyingAt(step: number): Db {
    const transaction: Db['transaction'] = (work) =>
      db.transaction((tx) => {
        const query: Tx['query'] = async (sql, params) => {
          if (++steps === step) throw new Error('killed')
          return tx.query(sql, params)
        }
        return work({ ...tx, query })
      })
    return { ...db, transaction }
  }
})

test('죽기 전에 저장된 기록은 다시 시작할 때 장부에 오른다', async () => {
  const id = await record('restart')
  const { access: restarted, sequencer } = build()
  sequencer.start()
  const proof = await until(() => restarted.prove(person('restart'), id))
  assert.ok(await believes(proof, (await restarted.checkpoint()).key))
  const woken = await db.transaction((tx) => restarted.record(tx, { ...fetched, subject: person('restart') }))
  assert.ok(await until(() => restarted.prove(person('restart'), woken)))
  await sequencer.stop()
})

test('한 번에 다 못 하면 여러 묶음으로 나누어 모두 올린다', async () => {
  await recordMany('batches', 25)
  assert.equal(await sequence({ db, clock, signer: createHeadSigner(logKey), batchSize: 10 }), 25)
})

test('나중 머리는 앞선 머리를 고치지 않고 이어 간다', async () => {
  const key = await parseKey((await access.checkpoint()).key)
  const headOf = async () => (await openCheckpoint((await access.checkpoint()).note, key, checkSignature))!
  const first = await headOf()
  await recordMany('later', 9)
  await access.sequence()
  const second = await headOf()
  const proof = await consistencyProof(hashReader(db), first.size, second.size)
  const claim = { firstSize: first.size, secondSize: second.size, firstRoot: first.root, secondRoot: second.root, proof }
  assert.ok(await verifyConsistency(claim))
  const forged = { ...claim, firstRoot: fromBase64(Buffer.alloc(32, 9).toString('base64')) }
  assert.equal(await verifyConsistency(forged), false)
})

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 500; tries++) {
    const found = await look()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('waited in vain')
}
