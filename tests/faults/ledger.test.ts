/**
 * Power cuts of whoever writes the access log: the process is killed at any moment, again and again. `DPG_KILLS=500 node --test
 * tests/faults/ledger.test.ts` for a longer run.
 */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { access as info, createAccess } from '@dpg/access'
import { createTreeReader } from '@dpg/access/tree'
import { checkSignature } from '@dpg/access/check-signature'
import { systemClock, type PersonId } from '@dpg/kernel'
import { createSealing, newId } from '@dpg/kernel/server'
import { openTestDb, silentLog, type TestDb } from '@dpg/kernel/testing'
import { append, createMemoryStore, openCheckpoint, parseKey, rootAt, toBase64, verifyReceipt } from '@dpg/ledger'

const KILLS = Number(process.env['DPG_KILLS'] ?? 25)
/** So many processes at a time write to the one log, and die. */
const AT_ONCE = 2
const LONGEST_MS = 250

const { privateKey } = generateKeyPairSync('ed25519')
const pem = String(privateKey.export({ format: 'pem', type: 'pkcs8' }))
let db: TestDb
let cache: string
before(async () => {
  cache = await mkdtemp(join(tmpdir(), 'dpg-compiled-'))
  db = await openTestDb(info.migrations)
})
after(async () => {
  await db?.close()
  await rm(cache, { recursive: true, force: true })
})

/** Lives for a while after it is ready; what it had answered when it was killed. */
async function lifeOf(tag: string, livesMs: number): Promise<string[]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'ledger/log.ts'), db.url, pem, tag], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Each start would compile the same files again.
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
  })
  let said = ''
  const ready = new Promise<void>((done) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('ready\n')) done()
    })
  })
  const ended = once(child, 'close')
  await Promise.race([ready, ended])
  await new Promise((done) => setTimeout(done, livesMs))
  child.kill('SIGKILL')
  await ended
  // A line that was cut short was not answered.
  return said
    .slice(0, said.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line.startsWith('per_'))
}

test('쓰던 중 아무 때나 강제로 꺼져도, 답이 나간 기록은 모두 장부에 꼭 한 번 있고 나무는 갈라지지 않는다', async (t) => {
  const answered: string[] = []
  for (let kills = 0; kills < KILLS; kills += AT_ONCE) {
    const lives = Array.from({ length: AT_ONCE }, (_, i) => lifeOf(`${kills + i}`, Math.random() * LONGEST_MS))
    answered.push(...(await Promise.all(lives)).flat())
  }
  const sealing = createSealing(Buffer.alloc(32, 3))
  const logKey = { name: 'faults.example/access', privateKey }
  const { access } = createAccess({ db, clock: systemClock, newId, log: silentLog, sealing, logKey })
  await access.sequence()
  const rows = await db.query<{ subject: string; id: string; index: bigint }>(
    'select subject, id, index from access.entries order by index',
  )
  t.diagnostic(`${KILLS} kills, ${answered.length} answers, ${rows.length} entries`)
  assert.ok(answered.length >= KILLS / 2, 'there was something to lose')
  const known = new Set(rows.map(({ subject, id }) => `${subject} ${id}`))
  for (const one of answered) assert.ok(known.has(one), `answered without an entry: ${one}`)
  assert.deepEqual(
    rows.map(({ index }) => Number(index)),
    rows.map((_, i) => i),
    'each entry has one place, and no place is empty',
  )
  await sound(access, rows)
})

/** The signed root is that of the leaves, every earlier head is a beginning of it, and the entries verify under it. */
async function sound(access: ReturnType<typeof createAccess>['access'], rows: readonly { subject: string; id: string }[]) {
  const key = await parseKey((await access.checkpoint()).key)
  const head = (await openCheckpoint((await access.checkpoint()).note, key, checkSignature))!
  assert.equal(head.size, rows.length)
  const places = rows.map((_, index) => ({ level: 0, index }))
  const { root, nodes } = await append(createMemoryStore(), 0, await createTreeReader(db).read(places))
  assert.equal(toBase64(root), toBase64(head.root))
  const store = createMemoryStore()
  store.write(nodes)
  const heads = await db.query<{ size: bigint; root: Buffer }>('select size, root from access.heads')
  for (const { size, root: signed } of heads) assert.ok(signed.equals(await rootAt(store, Number(size))))
  for (const { subject, id } of rows.filter((_, i) => i % Math.ceil(rows.length / 20) === 0)) {
    const receipt = await access.receipt(subject as PersonId, id as never)
    assert.ok(await verifyReceipt(receipt!, { log: key, check: checkSignature }))
  }
}
