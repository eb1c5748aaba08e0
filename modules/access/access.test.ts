import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, test } from 'node:test'
import type { AccessRecord, EntryId } from './contract.ts'
import { believes, clock, fetched, logKey, person, setUp } from './testing.ts'

const { db, sealing, access, build } = await setUp()
after(() => db.close())

const record = (change: Partial<AccessRecord> = {}) => db.transaction((tx) => access.record(tx, { ...fetched, ...change }))

test('본인은 자신에 관한 기록이 장부에 있음을 우리를 믿지 않고 확인한다', async () => {
  const id = await record()
  assert.equal(await access.prove(fetched.subject, id), undefined)
  assert.equal(await access.sequence(), 1)
  const proof = await access.prove(fetched.subject, id)
  const { key } = await access.checkpoint()
  assert.ok(await believes(proof, key))
  assert.deepEqual(proof!.entry, { ...fetched, id, at: clock.now().toString() })
})

test('기록을 한 글자라도 고치면 증명이 맞지 않는다', async () => {
  const id = await record({ subject: person('tamper') })
  await access.sequence()
  const proof = (await access.prove(person('tamper'), id))!
  const { key } = await access.checkpoint()
  assert.ok(await believes(proof, key))
  assert.equal(await believes({ ...proof, entry: { ...proof.entry, law: '기초연금법 제11조제3항' } }, key), false)
  assert.equal(await believes({ ...proof, salt: Buffer.alloc(32).toString('base64') }, key), false)
  assert.equal(await believes({ ...proof, checkpoint: proof.checkpoint.replace(/^\d+$/m, '999') }, key), false)
  const other = build(db, { ...logKey, privateKey: generateKeyPairSync('ed25519').privateKey })
  assert.equal(await believes(proof, (await other.access.checkpoint()).key), false)
})

test('남은 누구에 관한 기록도, 그 증명도 보지 못한다', async () => {
  const id = await record({ subject: person('private') })
  await access.sequence()
  assert.equal((await access.trace(person('stranger'))).total, 0)
  assert.equal(await access.prove(person('stranger'), id), undefined)
  assert.deepEqual(await access.proveAll(person('stranger'), [id]), {})
})

test('거절된 조회도 내 기록에 남고, 누가 보았는지로 골라 볼 수 있다', async () => {
  const subject = person('filter')
  await record({ subject })
  const official = { kind: 'official', name: '이정훈', agency: '3210000' } as const
  await record({ subject, actor: official, use: 'refuse', register: null })
  const { entries, total } = await access.trace(subject, { actor: 'official' })
  assert.equal(total, 1)
  assert.deepEqual([entries[0]!.use, entries[0]!.actor, entries[0]!.index], ['refuse', official, null])
  assert.equal((await access.trace(subject)).total, 2)
})

test('기록은 새것부터 한 쪽씩, 빠지거나 겹치지 않고 이어진다', async () => {
  const subject = person('pages')
  const ids: EntryId[] = []
  for (let i = 0; i < 7; i++) ids.push(await record({ subject }))
  const seen: EntryId[] = []
  for (let before: string | undefined, more = true; more; ) {
    const page = await access.trace(subject, { limit: 3, ...(before ? { before } : {}) })
    assert.equal(page.total, 7)
    seen.push(...page.entries.map((entry) => entry.id))
    before = page.next ?? undefined
    more = page.next !== null
  }
  assert.deepEqual(seen, ids.sort().reverse())
})

test('거래가 취소되면 기록도 남지 않는다', async () => {
  const failing = db.transaction(async (tx) => {
    await access.record(tx, { ...fetched, subject: person('undone') })
    throw new Error('no')
  })
  await assert.rejects(failing, /no/)
  assert.equal((await access.trace(person('undone'))).total, 0)
})

test('한 사람을 지워도 다른 사람의 증명은 그대로 맞고, 지워진 기록은 아무것도 말하지 않는다', async () => {
  const [gone, stays] = [person('gone'), person('stays')]
  const first = await record({ subject: gone })
  const second = await record({ subject: stays })
  await access.sequence()
  const late = await record({ subject: gone })
  await sealing.forget(db, gone)
  assert.equal(await access.sequence(), 1)
  const { key } = await access.checkpoint()
  assert.ok(await believes(await access.prove(stays, second), key))
  assert.deepEqual(await access.proveAll(gone, [first, late]), {})
  assert.deepEqual((await access.trace(gone)).entries, [])
})

test('쪽에 보이는 기록을 한 서명에 대해 모두 증명한다', async () => {
  const subject = person('many')
  const ids = await Promise.all(Array.from({ length: 5 }, () => record({ subject })))
  await access.sequence()
  const proofs = await access.proveAll(subject, ids)
  const { key } = await access.checkpoint()
  assert.equal(Object.keys(proofs).length, 5)
  assert.equal(new Set(Object.values(proofs).map((proof) => proof.checkpoint)).size, 1)
  for (const id of ids) assert.ok(await believes(proofs[id], key))
})

test('장부의 열쇠를 바꾸면 마지막 머리를 새 열쇠로 다시 서명한다', async () => {
  const id = await record({ subject: person('renewed') })
  await access.sequence()
  const renewed = build(db, { name: 'dpg.test/access-2', privateKey: generateKeyPairSync('ed25519').privateKey }).access
  const { key, size } = await renewed.checkpoint()
  assert.equal(size, (await access.checkpoint()).size)
  assert.ok(await believes(await renewed.prove(person('renewed'), id), key))
})

test('공무원이 본 것은 사건으로 알리고, 시스템이 쓴 것은 하나하나 알리지 않는다', async () => {
  const subject = person('events')
  await record({ subject })
  const entry = await record({ subject, actor: { kind: 'official', name: '이정훈', agency: '3210000' }, use: 'view' })
  const events = (await db.published()).filter((event) => (event.payload as { subject: string }).subject === subject)
  assert.deepEqual(events, [{ name: 'access.recorded', payload: { subject, entry } }])
})

test('사실 이름과 목적은 데이터베이스에 읽을 수 있게 남지 않는다', async () => {
  await record({ subject: person('sealed') })
  const rows = await db.query<{ text: string }>('select encode(sealed, $1) as text from access.entries', ['escape'])
  for (const { text } of rows) assert.doesNotMatch(text, /person\.birthDate|SSE000000170/)
})
