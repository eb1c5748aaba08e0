import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { silentLog } from '@dpg/kernel/testing'
import { openCosignature, parseKey, parseWitnessKey, verifyReceipt } from '@dpg/ledger'
import { checkSignature } from './check-signature.ts'
import { cosignNewest } from './index.ts'
import { listWitnesses, putWitness } from './store-witness.ts'
import { fetched, person, setUp } from './testing.ts'
import { createTreeReader } from './tree.ts'
import { startWitness } from './witness/index.ts'

const { db, access } = await setUp()
const folder = await mkdtemp(join(tmpdir(), 'dpg-witness-'))
const { key } = await access.checkpoint()
const options = { name: 'witness.test/1', folder, port: 0, logs: [key] }
let witness = await startWitness(options)
after(async () => {
  await witness.stop()
  await db.close()
  await rm(folder, { recursive: true, force: true })
})

const deps = { db, log: silentLog, tree: createTreeReader(db), timeoutMs: 2_000 }
const add = async (count: number) => {
  const records = Array.from({ length: count }, () => ({ ...fetched, subject: person('haneul') }))
  const ids = await db.transaction((tx) => access.recordAll(tx, records))
  await access.sequence()
  return ids
}
const signedAt = async (of = witness.key) =>
  openCosignature((await access.checkpoint()).note, await parseWitnessKey(of), checkSignature)
const callAt = async () => putWitness(db, 'witness.test/1', { url: witness.url, key: witness.key })

test('증인은 새 머리마다 앞선 나무를 이어 가는지 확인하고 함께 서명한다', async () => {
  await callAt()
  for (const count of [3, 300, 5]) {
    await add(count)
    assert.equal(await signedAt(), undefined)
    assert.equal(await cosignNewest(deps), 1)
    assert.ok(Math.abs((await signedAt())! - Date.now() / 1000) < 60)
  }
  assert.equal(await cosignNewest(deps), 0, 'the same head is not shown twice')
  assert.equal((await listWitnesses(db))[0]?.size, 308)
})

test('증인이 서명한 머리 아래의 영수증은 증인까지 확인된다', async () => {
  const [id] = await add(1)
  await cosignNewest(deps)
  const receipt = (await access.receipt(person('haneul'), id!))!
  const witnesses = [await parseWitnessKey(witness.key)]
  const verified = await verifyReceipt(receipt, { log: await parseKey(key), witnesses, check: checkSignature })
  assert.equal((verified!.entry as { id: string }).id, id)
  assert.equal(verified!.witnessed.length, 1)
  assert.equal(await access.receipt(person('stranger'), id!), undefined)
})

test('꺼졌다 켜진 증인도 무엇에 서명했는지 알고, 우리가 잊었으면 알려 준다', async () => {
  await witness.stop()
  witness = await startWitness(options)
  await callAt()
  await db.query('delete from access.cosignatures')
  await add(4)
  assert.equal(await cosignNewest(deps), 1, 'it says 409 with the size it knows, and is shown the way from there')
})

test('증인은 지난 기록을 바꾼 장부에 서명하지 않는다', async () => {
  await witness.stop()
  const [file] = (await import('node:fs')).globSync('*.json', { cwd: folder })
  const path = join(folder, file!)
  const honest = await readFile(path, 'utf8')
  const { size, ...rest } = JSON.parse(honest)
  // As if the log had shown it another tree of that size: what it signed is not what we have now.
  await writeFile(path, JSON.stringify({ ...rest, size, root: Buffer.alloc(32, 7).toString('base64') }))
  witness = await startWitness(options)
  await callAt()
  await add(2)
  assert.equal(await cosignNewest(deps), 0)
  assert.equal(await signedAt(), undefined)
  await writeFile(path, honest)
  assert.equal(await cosignNewest(deps), 1)
})

test('증인이 답하지 않거나 다른 열쇠로 서명해도 기록은 그대로 이어진다', async () => {
  const gone = witness.url
  await putWitness(db, 'witness.test/1', { url: 'http://127.0.0.1:9', key: witness.key })
  const [id] = await add(1)
  assert.equal(await cosignNewest(deps), 0)
  assert.ok(await access.prove(person('haneul'), id!))
  const other = await startWitness({ ...options, folder: join(folder, 'other'), logs: [key] })
  await putWitness(db, 'witness.test/1', { url: other.url, key: witness.key })
  assert.equal(await cosignNewest(deps), 0, 'a signature of a key we do not know is not kept')
  await other.stop()
  await putWitness(db, 'witness.test/1', { url: gone, key: witness.key })
})

test('증인이 다른 곳으로 보내거나 끝없이 답해도 따라가지도 다 읽지도 않는다', async () => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url!)
    if (request.url === '/away/add-checkpoint') return void response.writeHead(307, { location: '/inside' }).end()
    if (request.url === '/inside') return void response.writeHead(200).end()
    const pour = () => {
      while (!response.destroyed && response.write('x'.repeat(16_384)));
    }
    response.writeHead(200).on('drain', pour)
    pour()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const before = witness.url
  await add(1)
  for (const path of ['/away', '/endless']) {
    await putWitness(db, 'witness.test/1', { url: url + path, key: witness.key })
    assert.equal(await cosignNewest({ ...deps, timeoutMs: 20_000 }), 0)
  }
  assert.deepEqual(asked, ['/away/add-checkpoint', '/endless/add-checkpoint'])
  server.closeAllConnections()
  server.close()
  await putWitness(db, 'witness.test/1', { url: before, key: witness.key })
})

test('모르는 장부와 엉뚱한 물음에는 서명하지 않는다', async () => {
  const post = async (body: string) => (await fetch(`${witness.url}/add-checkpoint`, { method: 'POST', body })).status
  assert.equal(await post('hello'), 400)
  assert.equal(await post(`old 0\n\nother.example\n1\n${Buffer.alloc(32).toString('base64')}\n\n— other.example AAAAAAAA\n`), 404)
  assert.equal(await post('x'.repeat(100_000)), 413)
  assert.equal((await fetch(`${witness.url}/add-checkpoint`)).status, 405)
  assert.equal(await (await fetch(`${witness.url}/key`)).text(), `${witness.key}\n`)
})
