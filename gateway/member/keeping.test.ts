import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { journalFolder } from './gateway.ts'
import { entriesOf } from './journal.ts'
import type { Service } from './members.ts'
import { CLIENT, REGISTRY, SERVICE, type System, system, twoMembers, type World } from './testing.ts'

let folder: string
let people: System
let world: World
let calls = 0

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dpg-keeping-'))
  people = await system((_, response) => {
    calls++
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ calls }))
  })
  world = await twoMembers(folder, people.url)
  await set({ keepS: 60 })
})
after(async () => {
  await world?.stop()
  await people?.close()
  await rm(folder, { recursive: true, force: true })
})

const set = (change: Partial<Service>) =>
  world.relist((all) => all.map((one) => ({ ...one, services: one.services.map((service) => ({ ...service, ...change })) })))
const look = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await world.ask(path, { headers })
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> }
}

test('within the time that the list gives a fact, a second look is answered without the holder, and stands in the journal with who looked and what proves it', async () => {
  const [first, second] = [randomUUID(), randomUUID()]
  const asked = await look('/1', { 'x-road-id': first, 'x-road-userid': 'kim' })
  const kept = await look('/1', { 'x-road-id': second, 'x-road-userid': 'lee' })
  assert.deepEqual(kept.body, asked.body)
  assert.deepEqual(
    [kept.headers.get('dpg-kept-from'), kept.headers.get('age'), kept.headers.get('x-road-id')],
    [first, '0', second],
  )
  assert.equal(asked.headers.get('dpg-kept-from'), null)
  const entries: Record<string, unknown>[] = []
  for await (const line of entriesOf(journalFolder(world.configs.portal))) entries.push(JSON.parse(String(line)))
  const [one, two] = [first, second].map((id) => entries.find((entry) => entry['id'] === id)!)
  assert.deepEqual(
    [two!['user'], two!['law'], two!['purpose'], two!['outcome'], two!['kept']],
    ['lee', one!['law'], one!['purpose'], 200, first],
  )
  assert.deepEqual([two!['signature'], two!['answered']], [one!['signature'], one!['answered']])
})

test('who wants the holder to answer says no-cache; a fact that is not to be kept is asked for every time', async () => {
  const before_ = calls
  await look('/2')
  await look('/2', { 'cache-control': 'no-cache' })
  assert.equal(calls, before_ + 2)
  await set({ keepS: 0 })
  await look('/2')
  await look('/2')
  assert.equal(calls, before_ + 4)
  await set({ keepS: 60 })
})

test('a registered exception refuses what is kept as well', async () => {
  await look('/3')
  await set({ exceptions: [{ client: CLIENT, code: 'investigation', law: '개인정보 보호법 제18조', says: { ko: '수사 중' } }] })
  assert.equal((await look('/3')).body['why'], 'excepted')
  await set({ exceptions: [] })
})

test('a change notice drops what is kept: the next look is at the holder', async () => {
  const subscribed = await fetch(`${world.portal.inside}/subscriptions/${SERVICE}/4`, {
    method: 'POST',
    headers: { 'x-road-client': CLIENT, 'dpg-until': new Date(Date.now() + 60_000).toISOString() },
  })
  assert.equal(subscribed.status, 201)
  const old = await look('/4')
  await fetch(`${world.registry.inside}/changes/${SERVICE}`, {
    method: 'POST',
    headers: { 'x-road-client': `${REGISTRY}/registry` },
    body: '{"path":"/4"}',
  })
  const heard = await fetch(`${world.portal.inside}/notices/?after=0&waitS=5`, { headers: { 'x-road-client': CLIENT } })
  assert.equal(((await heard.json()) as { notices: unknown[] }).notices.length, 1)
  assert.notDeepEqual((await look('/4')).body, old.body)
})
