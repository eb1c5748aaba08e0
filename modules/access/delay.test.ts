import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { OfficialId } from '@dpg/kernel'
import { newId } from '@dpg/kernel/server'
import { fixedClock, silentLog } from '@dpg/kernel/testing'
import { consistencyProof, fromBase64, openCheckpoint, parseKey, verifyConsistency, verifyReceipt } from '@dpg/ledger'
import { checkSignature } from './check-signature.ts'
import { createAccess } from './index.ts'
import { createTreeReader } from './tree.ts'
import { fetched, logKey, person, setUp } from './testing.ts'

const { db, access, sealing } = await setUp()
after(() => db.close())
/** The module as it is on a later day. */
const later = (day: string) =>
  createAccess({ db, clock: fixedClock(`${day}T00:00:00Z`), newId, log: silentLog, sealing, logKey }).access

const official = { kind: 'official', name: '수사관', agency: '1320000' } as const
const kept = { ...fetched, actor: official, use: 'view', delay: { why: 'investigation', until: '2026-06-01T00:00:00Z' } } as const

test('법이 미룬 기록은 때가 될 때까지 보이지 않고 세지도 않으며, 때가 되면 왜 늦었는지와 함께 저절로 나타난다', async () => {
  const subject = person('suspect')
  const [open, hidden] = await db.transaction((tx) =>
    access.recordAll(tx, [
      { ...fetched, subject },
      { ...kept, subject },
    ]),
  )
  await access.sequence()
  const before = await access.trace(subject)
  assert.deepEqual([before.entries.map(({ id }) => id), before.total], [[open], 1])
  assert.equal(await access.prove(subject, hidden!), undefined)
  assert.equal(await access.receipt(subject, hidden!), undefined)
  const after = await later('2026-06-02').trace(subject)
  assert.equal(after.total, 2)
  const shown = after.entries.find(({ id }) => id === hidden)!
  assert.deepEqual(shown.delay, { why: 'investigation', until: '2026-06-01T00:00:00Z', law: '개인정보 보호법 제35조제4항제1호' })
})

test('미룬 기록이 그때 이미 있었고 그 사이 아무것도 빠지지 않았음을 본인이 예전 머리로 확인한다', async () => {
  const subject = person('proof')
  const key = await parseKey((await access.checkpoint()).key)
  const id = await db.transaction((tx) => access.record(tx, { ...kept, subject }))
  await access.sequence()
  // All that the person keeps on that day: the public head. It says nothing of the entry.
  const kept2 = (await openCheckpoint((await access.checkpoint()).note, key, checkSignature))!
  await db.transaction((tx) =>
    access.recordAll(
      tx,
      Array.from({ length: 50 }, () => ({ ...fetched, subject: person('others') })),
    ),
  )
  const then = later('2026-07-01')
  await then.sequence()
  const now = (await openCheckpoint((await then.checkpoint()).note, key, checkSignature))!
  const proof = (await then.consistency(kept2.size, now.size))!.map(fromBase64)
  assert.ok(
    await verifyConsistency({ firstSize: kept2.size, secondSize: now.size, firstRoot: kept2.root, secondRoot: now.root, proof }),
  )
  const receipt = await verifyReceipt((await then.receipt(subject, id))!, { log: key, check: checkSignature })
  assert.ok(receipt!.index < kept2.size, 'it was in the tree that the person had')
  const first = await verifyReceipt((await then.receipt(subject, id, 'first'))!, { log: key, check: checkSignature })
  assert.equal(first!.checkpoint.size, kept2.size, 'the receipt of the time itself')
  assert.deepEqual(await consistencyProof(createTreeReader(db), kept2.size, now.size), proof)
})

test('가족의 일을 드러낼 기록도 미룰 수 있고, 일이 끝나면 일찍 연다', async () => {
  const subject = person('relative')
  const delay = { why: 'relative', until: '2027-03-01T00:00:00Z' } as const
  const id = await db.transaction((tx) => access.record(tx, { ...kept, subject, delay }))
  assert.equal((await access.trace(subject)).total, 0)
  assert.equal(await db.transaction((tx) => access.disclose(tx, person('other'), [id])), 0, 'only of the person it is about')
  assert.equal(await db.transaction((tx) => access.disclose(tx, subject, [id])), 1)
  assert.equal((await access.trace(subject)).total, 1)
})

test('법이 정한 것보다 오래 미루거나 때를 적지 않은 기록은 받지 않는다', async () => {
  for (const until of ['2028-01-01T00:00:00Z', 'never'])
    await assert.rejects(
      db.transaction((tx) => access.record(tx, { ...kept, subject: person('long'), delay: { why: 'investigation', until } })),
      RangeError,
    )
})

test('미룬 기록은 알림으로도 새지 않는다', async () => {
  const subject = person('quiet')
  await db.transaction((tx) => access.record(tx, { ...kept, subject }))
  assert.ok((await db.published()).every(({ payload }) => (payload as { subject: string }).subject !== subject))
})

test('수사하며 본 것은 본 사람만 미룬 것으로 알고, 끝났다고 하면 그날부터 본인이 읽고 소식을 듣는다', async () => {
  const subject = person('accused')
  const by = { ...official, official: 'off_detective' as OfficialId }
  const id = await db.transaction((tx) => access.record(tx, { ...kept, subject, actor: by }))
  const mine = await access.held.mine(by.official)
  assert.deepEqual(
    mine.map(({ entry, delay }) => [entry, delay.law]),
    [[id, '개인정보 보호법 제35조제4항제1호']],
  )
  const other = 'off_other' as OfficialId
  assert.deepEqual(await access.held.mine(other), [])
  await assert.rejects(access.held.end(other, id, 'charged'), { type: 'access/held-not-found' })
  assert.equal((await access.trace(subject)).total, 0)
  await access.held.end(by.official, id, 'not-referred')
  assert.deepEqual(
    (await access.trace(subject)).entries.map((entry) => entry.id),
    [id],
  )
  const told = (await db.published()).filter(({ name }) => name === 'access.recorded').map(({ payload }) => payload)
  assert.deepEqual(
    told.filter((one) => (one as { entry: string }).entry === id),
    [{ subject, entry: id }],
  )
  assert.deepEqual(await access.held.mine(by.official), [])
  await assert.rejects(access.held.end(by.official, id, 'charged'), { type: 'access/held-not-found' })
})
