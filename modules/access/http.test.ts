import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ANONYMOUS, createTexts, type Principal } from '@dpg/kernel'
import { createHttp } from '@dpg/kernel/server'
import { silentLog } from '@dpg/kernel/testing'
import { openCheckpoint, parseKey, rootAt, tilePath, tilesOf, type HashReader } from '@dpg/ledger'
import type { EntryProof, TracePage } from './contract.ts'
import { access as info } from './index.ts'
import { believes, checkSignature, fetched, person, setUp } from './testing.ts'

const { db, access, parts } = await setUp()
after(() => db.close())

const resident = (name: string): Principal => ({
  kind: 'resident',
  person: person(name),
  assurance: 'substantial',
  permissions: new Set(['resident']),
})
const app = createHttp({
  routes: parts.routes!,
  log: silentLog,
  texts: createTexts([info.messages]),
  principalOf: ({ who }) => (who ? resident(who) : ANONYMOUS),
  problemPage: () => '',
  headers: {},
  secureCookies: false,
})
const get = async (path: string, who?: string) => app.request(path, who ? { headers: { cookie: `who=${who}` } } : {})
const keyOf = async () => ((await (await get('/api/access/key')).json()) as { key: string }).key

await db.transaction(async (tx) => {
  for (let i = 0; i < 300; i++) await access.record(tx, { ...fetched, subject: person(i === 0 ? 'haneul' : 'crowd') })
})
await access.sequence()

test('내 기록과 그 증명을 API로 받아 확인한다', async () => {
  const page = (await (await get('/api/access/entries?limit=5', 'haneul')).json()) as TracePage
  assert.equal(page.total, 1)
  const answer = await get(`/api/access/entries/${page.entries[0]!.id}/proof`, 'haneul')
  assert.ok(await believes((await answer.json()) as EntryProof, await keyOf()))
})

test('로그인하지 않으면 401, 남의 기록은 404, 이상한 물음은 422', async () => {
  assert.equal((await get('/api/access/entries')).status, 401)
  const { entries } = await access.trace(person('haneul'))
  const foreign = await get(`/api/access/entries/${entries[0]!.id}/proof`, 'stranger')
  assert.equal(foreign.status, 404)
  const problem = (await foreign.json()) as { type: string; title: string; detail: string }
  assert.equal(problem.type, '/problems/access/entry-not-found')
  assert.match(problem.title, /열람 기록/)
  for (const path of ['?limit=0', '?limit=many', "?before='%20or%201=1", '?actor=anyone', '?unknown=1'])
    assert.equal((await get(`/api/access/entries${path}`, 'haneul')).status, 422, path)
  assert.equal((await get('/api/access/entries/%00/proof', 'haneul')).status, 422)
})

test('누구나 조각(tile)을 받아 서명된 뿌리를 다시 셈할 수 있다', async () => {
  const note = await (await get('/api/access/checkpoint')).text()
  const head = (await openCheckpoint(note, await parseKey(await keyOf()), checkSignature))!
  assert.equal(head.size, 300)
  const hashes = new Map<string, Uint8Array<ArrayBuffer>>()
  for (const tile of tilesOf(head.size)) {
    const bytes = new Uint8Array(await (await get(`/api/access/${tilePath(tile)}`)).arrayBuffer())
    assert.equal(bytes.length, tile.width * 32)
    for (let i = 0; i < tile.width; i++) hashes.set(`${tile.level * 8}/${tile.index * 256 + i}`, bytes.slice(i * 32, i * 32 + 32))
  }
  assert.deepEqual(await rootAt(mirror(hashes), head.size), head.root)
})

test('장부가 닿지 않는 조각이나 잘못 적은 조각은 404다', async () => {
  for (const path of ['0/001.p/45', '0/001', '0/1', '1/000', '9/000', '0/x000/000', '0/000.p/256', '0/000.p/0', '0/../key'])
    assert.equal((await get(`/api/access/tile/${path}`)).status, 404, path)
  assert.equal((await get('/api/access/tile/0/001.p/44')).status, 200)
})

/** What an auditor keeps: hashes between the levels of tiles are computed from the tiles. */
function mirror(hashes: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): HashReader {
  const read = async (level: number, index: number): Promise<Uint8Array<ArrayBuffer>> => {
    const known = hashes.get(`${level}/${index}`)
    if (known) return known
    const [left, right] = [await read(level - 1, index * 2), await read(level - 1, index * 2 + 1)]
    return new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.of(1, ...left, ...right)))
  }
  return { read: (places) => Promise.all(places.map(({ level, index }) => read(level, index))) }
}
