/** 4.1-3 접속기록·이상행위·추적 (access logs, anomalies, back-tracking). Missing: looks outside of cases are recorded and not judged; witnesses that real outside organisations run */
import assert from 'node:assert/strict'
import { createPublicKey, verify } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { EntryProof, TraceEntry, TracePage } from '@dpg/access/contract'
import {
  append,
  createMemoryStore,
  fromBase64,
  type Hash,
  type Json,
  openCheckpoint,
  parseKey,
  rootAt,
  type SignatureCheck,
  tilesOf,
  toBase64,
  verifyEntry,
} from '@dpg/ledger'
import {
  actOn,
  apply,
  basicPension,
  caseIn,
  extract,
  type Server,
  signedIn,
  startServer,
  until,
  type Visitor,
  visitor,
} from '../harness/index.ts'
import { household } from './4.1-3/household.ts'
import { outside } from './4.1-3/outside.ts'
import { unusual } from './4.1-3/unusual.ts'

let server: Server
let kim: Visitor
before(async () => {
  server = await startServer()
  kim = await signedIn(server, '김순자')
})
after(() => server?.close())

const SPKI_ED25519 = Buffer.from('302a300506032b6570032100', 'hex')
/** By Node's own Ed25519, not by anything of the platform. */
const check: SignatureCheck = (publicKey, message, signature) => {
  const key = createPublicKey({ key: Buffer.concat([SPKI_ED25519, publicKey]), format: 'der', type: 'spki' })
  return verify(null, message, key, signature)
}

/** The whole trace, all of it in the tree. */
async function traceOf(who: Visitor): Promise<readonly TraceEntry[]> {
  return until('every entry to be in the tree', async () => {
    const entries: TraceEntry[] = []
    for (let before = ''; ; ) {
      const page = await who.get<TracePage>(`/api/access/entries?limit=100${before}`)
      entries.push(...page.entries)
      if (page.next === null) break
      before = `&before=${page.next}`
    }
    return entries.every(({ index }) => index !== null) && entries
  })
}

const proofOf = (who: Visitor, id: string) => who.get<EntryProof>(`/api/access/entries/${id}/proof`)
const published = async () => parseKey((await visitor(server).get<{ key: string }>('/api/access/key')).key)

/** As a stranger to the platform checks it: the published key, the signed head, the path from the leaf. */
async function holds(proof: EntryProof): Promise<boolean> {
  const head = await openCheckpoint(proof.checkpoint, await published(), check)
  if (!head) return false
  return verifyEntry({
    entry: proof.entry as Json,
    salt: fromBase64(proof.salt),
    index: proof.index,
    size: head.size,
    proof: proof.proof.map(fromBase64),
    root: head.root,
  })
}

test('대장 조회, 담당자의 열람, 결정, 발급이 누가·왜·어느 법으로였는지와 함께 본인의 기록에 남는다', async () => {
  const { id } = await apply(kim, basicPension)
  await caseIn(kim, id, ['review'])
  const official = await signedIn(server, '김하늘')
  await actOn(official, id, { action: 'grant', reason: '요건을 모두 갖추었습니다' })
  const entries = (await traceOf(kim)).filter((entry) => entry.case === id)
  for (const use of ['fetch', 'use', 'view', 'decide', 'issue'])
    assert.ok(
      entries.some((entry) => entry.use === use),
      `no ${use} in the trace`,
    )
  for (const { purpose, law, facts, actor, use } of entries)
    assert.ok(purpose.ko && law && actor.name && (facts.length > 0 || use === 'refuse'))
  const seen = entries.find(({ use }) => use === 'view')!
  assert.deepEqual([seen.actor.kind, seen.actor.name, seen.actor.agency], ['official', '김하늘', '3200000'])
  assert.ok(seen.facts.includes('person.birthDate'))
  const page = await kim.open('/my/trace')
  assert.match(page.view.main, /김하늘/)
})

test('기록에는 사실의 이름만 있고 값은 없다', async () => {
  const entries = await traceOf(kim)
  const text = JSON.stringify([entries, await Promise.all(entries.map(({ id }) => proofOf(kim, id)))])
  for (const value of ['1956-03-14', '12345678901234', '신림동 1412-7', '01012345678']) assert.ok(!text.includes(value), value)
})

test('기록마다의 증명을 서버를 믿지 않고 확인할 수 있다', async () => {
  const entries = await traceOf(kim)
  assert.ok(entries.length >= 10)
  for (const { id, index, law, use } of entries) {
    const proof = await proofOf(kim, id)
    assert.ok(await holds(proof), `${use} ${law}`)
    assert.deepEqual([proof.entry['id'], proof.entry['law'], proof.index], [id, law, index])
  }
})

test('기록, 소금, 자리, 경로, 서명 가운데 하나라도 바뀌면 드러난다', async () => {
  const [{ id } = { id: '' }] = await traceOf(kim)
  const proof = await proofOf(kim, id)
  const flipped = (text: string) => toBase64(fromBase64(text).map((byte, at) => (at === 0 ? byte ^ 1 : byte)) as Hash)
  const lies: readonly [string, EntryProof][] = [
    ['the actor', { ...proof, entry: { ...proof.entry, actor: { kind: 'system', name: '아무도 아님', agency: null } } }],
    ['the law', { ...proof, entry: { ...proof.entry, law: '개인정보 보호법 제15조' } }],
    ['the facts', { ...proof, entry: { ...proof.entry, facts: [] } }],
    ['the time', { ...proof, entry: { ...proof.entry, at: '2020-01-01T00:00:00Z' } }],
    ['a field more', { ...proof, entry: { ...proof.entry, more: true } }],
    ['the salt', { ...proof, salt: flipped(proof.salt) }],
    ['the place', { ...proof, index: proof.index === 0 ? 1 : proof.index - 1 }],
    ['the path', { ...proof, proof: proof.proof.map((hash, at) => (at === 0 ? flipped(hash) : hash)) }],
    ['a path cut short', { ...proof, proof: proof.proof.slice(1) }],
    [
      'the head',
      { ...proof, checkpoint: proof.checkpoint.replace(/\n(\d+)\n/, (_all, size: string) => `\n${Number(size) + 1}\n`) },
    ],
    ['the signature', { ...proof, checkpoint: proof.checkpoint.replace(/(— \S+ .{20})(.)/, otherLetter) }],
  ]
  assert.ok(await holds(proof))
  for (const [what, lie] of lies) assert.ok(!(await holds(lie)), `a change of ${what} was not noticed`)
})

test('바깥의 감사자가 공개된 조각으로 나무를 다시 세우면 서명된 머리와 같고, 예전 머리는 지금 나무의 앞부분이다', async () => {
  const earlier = await head()
  await caseIn(kim, (await apply(kim, extract)).id, ['issued'])
  const now = await until('the tree to grow', async () => {
    const found = await head()
    return found.size > earlier.size && found
  })
  const store = createMemoryStore()
  const { size, root, nodes } = await append(store, 0, await leaves(now.size))
  store.write(nodes)
  assert.deepEqual([size, toBase64(root)], [now.size, toBase64(now.root)])
  assert.equal(toBase64(await rootAt(store, earlier.size)), toBase64(earlier.root))
})

const otherLetter = (_all: string, before: string, letter: string) => before + (letter === 'A' ? 'B' : 'A')

async function head() {
  const { text } = await visitor(server).ask('/api/access/checkpoint')
  const found = await openCheckpoint(text, await published(), check)
  assert.ok(found, 'the checkpoint is not signed by the published key')
  return found
}

/** Hashes of all leaves, from the tiles of level 0. */
async function leaves(size: number): Promise<Hash[]> {
  const hashes: Hash[] = []
  for (const { level, index, width } of tilesOf(size).filter((tile) => tile.level === 0)) {
    const number = String(index).padStart(3, '0')
    const path = `/api/access/tile/${level}/${number}${width === 256 ? '' : `.p/${width}`}`
    const bytes = new Uint8Array(await (await fetch(new URL(path, server.url))).arrayBuffer())
    for (let at = 0; at < bytes.length; at += 32) hashes.push(bytes.slice(at, at + 32))
  }
  return hashes
}

test('다른 지역 공무원은 볼 수 없고, 보려 한 것까지 본인이 안다', async () => {
  const { id } = await apply(kim, basicPension)
  await caseIn(kim, id, ['review'])
  const foreign = await signedIn(server, '최가온')
  assert.equal((await foreign.ask(`/api/work/${id}`)).status, 404)
  assert.equal((await foreign.ask(`/api/work/${id}/actions/grant`, { json: { version: 1, reason: '?' }, key: 'x' })).status, 404)
  const refused = (await traceOf(kim)).filter((entry) => entry.case === id && entry.use === 'refuse')
  assert.equal(refused.length, 2)
  for (const { actor, id: entry } of refused) {
    assert.deepEqual([actor.name, actor.agency], ['최가온', '4770000'])
    assert.ok(await holds(await proofOf(kim, entry)))
  }
  assert.match((await kim.open('/my/trace')).view.main, /최가온/)
})

test('남의 기록과 증명은 볼 수 없다', async () => {
  const [{ id } = { id: '' }] = await traceOf(kim)
  const park = await signedIn(server, '박영호')
  assert.equal((await park.ask(`/api/access/entries/${id}/proof`)).status, 404)
  const official = await signedIn(server, '김하늘')
  assert.equal((await official.ask('/api/access/entries')).status, 403)
  assert.equal((await visitor(server).ask('/api/access/entries')).status, 401)
})

outside(() => ({ server, kim }))
unusual(() => ({ server, kim }))
household(() => ({ server }))

test('강제로 꺼졌다 켜져도 기록은 하나도 없어지지 않고 증명은 그대로 맞는다', async () => {
  const before = await traceOf(kim)
  await server.kill9()
  await server.restart()
  const after = await traceOf(kim)
  for (const { id, index } of before) assert.equal(after.find((entry) => entry.id === id)?.index, index)
  for (const { id } of before.slice(0, 5)) assert.ok(await holds(await proofOf(kim, id)))
})
