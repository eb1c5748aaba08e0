import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { journalFolder, startMember } from './gateway.ts'
import { entriesOf } from './journal.ts'
import type { PlacedNotice } from './subscribed.ts'
import { CLIENT, PORTAL, REGISTRY, SERVICE, type System, system, twoMembers, type World } from './testing.ts'

let folder: string
let people: System
let world: World
let place = 0

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dpg-changes-'))
  people = await system((_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'))
  world = await twoMembers(folder, people.url)
})
after(async () => {
  await world?.stop()
  await people?.close()
  await rm(folder, { recursive: true, force: true })
})

const later = (ms = 3_600_000) => new Date(Date.now() + ms).toISOString()
const subscribe = (path: string, more: Record<string, string> = {}) =>
  fetch(`${world.portal.inside}/subscriptions/${SERVICE}${path}`, {
    method: 'POST',
    headers: { 'x-road-client': CLIENT, 'dpg-until': later(), ...more },
  })
const changed = async (body: object, id = randomUUID()) => {
  const answer = await fetch(`${world.registry.inside}/changes/${SERVICE}`, {
    method: 'POST',
    headers: { 'x-road-client': `${REGISTRY}/registry`, 'x-road-id': id },
    body: JSON.stringify(body),
  })
  return ((await answer.json()) as { told: number }).told
}
/** What has come since the last time, waiting for the first. */
const heard = async (waitS = 2): Promise<readonly PlacedNotice[]> => {
  const answer = await fetch(`${world.portal.inside}/notices/?after=${place}&waitS=${waitS}`, {
    headers: { 'x-road-client': CLIENT },
  })
  const { notices, next } = (await answer.json()) as { notices: PlacedNotice[]; next: number }
  place = next
  return notices
}
const words = (notices: readonly PlacedNotice[]) =>
  notices.map(({ path, what, why }) => [path, what, why].filter(Boolean).join(' '))
const told = async (answer: Response) => (await answer.json()) as Record<string, string>
const restart = async (side: 'portal' | 'registry') => {
  await world[side].stop()
  world[side] = await startMember(world.configs[side])
  const member = side === 'portal' ? PORTAL : REGISTRY
  await world.relist((all) => all.map((one) => (one.id === member ? { ...one, gateway: world[side].outside } : one)))
}

test('whoever subscribed to a fact hears that it changed, once, by a signed message that stands in both journals without a value', async () => {
  const id = randomUUID()
  const asked = await subscribe('/people/1', { 'x-road-id': id, 'dpg-subject': 'p-1' })
  assert.equal(asked.status, 201)
  const change = randomUUID()
  assert.equal(await changed({ path: '/people/1' }, change), 1)
  assert.equal(await changed({ path: '/people/1' }, change), 1)
  assert.equal(await changed({ path: '/people/2' }), 0)
  assert.deepEqual(words(await heard()), ['/people/1 changed'])
  assert.deepEqual(await heard(0), [])
  for (const side of ['portal', 'registry'] as const) {
    const entries = []
    for await (const line of entriesOf(journalFolder(world.configs[side]))) entries.push(JSON.parse(String(line)))
    const notices = entries.filter((one) => one.method === 'NOTICE')
    assert.deepEqual(
      notices.map(({ id, from, to, law, subject, outcome }) => [id, from, to, law, subject, outcome]),
      [[`${id}.1`, SERVICE, CLIENT, '전자정부법 제36조', 'p-1', 200]],
    )
    assert.match(notices[0].signature, /=:.+:/)
  }
})

test('a change of a person is told to whoever subscribed under that name, whatever the address', async () => {
  assert.equal(await changed({ subject: 'p-1' }), 1)
  assert.deepEqual(words(await heard()), ['/people/1 changed'])
})

test('what is to be told and what is to be read outlives a restart of either gateway', async () => {
  await world.portal.stop()
  assert.equal(await changed({ path: '/people/1' }), 1)
  await restart('registry')
  world.portal = await startMember(world.configs.portal)
  await world.relist((all) => all.map((one) => (one.id === PORTAL ? { ...one, gateway: world.portal.outside } : one)))
  const before_ = place
  assert.deepEqual(words(await heard(5)), ['/people/1 changed'])
  place = before_
  await restart('portal')
  assert.deepEqual(words(await heard(0)), ['/people/1 changed'])
  await heard(0)
  await restart('portal')
  assert.deepEqual(await heard(0), [])
})

test('the files of subscriptions name no person in the open', async () => {
  for (const side of ['portal', 'registry'] as const)
    for (const name of (await readdir(world.configs[side].data)).filter((one) => one.startsWith('subscri')))
      assert.doesNotMatch(await readFile(join(world.configs[side].data, name), 'utf8'), /people|p-1/)
})

test('a subscription ends with its time, and whoever had it is told once', async () => {
  assert.equal((await subscribe('/people/7', { 'dpg-until': later(300) })).status, 201)
  await new Promise((resolve) => setTimeout(resolve, 320))
  assert.equal(await changed({ path: '/people/7' }), 0)
  assert.deepEqual(words(await heard(0)), ['/people/7 ended period'])
  assert.deepEqual(await heard(0), [])
})

test('when the consent ends, so do the subscriptions for that purpose, and nothing that was not heard is told any more', async () => {
  assert.equal((await subscribe('/people/8', { 'dpg-subject': 'p-8' })).status, 201)
  assert.equal(await changed({ subject: 'p-8', what: 'ended', why: 'consent-ended', purpose: 'other' }), 0)
  assert.equal(await changed({ subject: 'p-8', what: 'ended', why: 'consent-ended', purpose: 'benefit' }), 1)
  assert.deepEqual(words(await heard()), ['/people/8 ended consent-ended'])
  assert.equal(await changed({ subject: 'p-8' }), 0)
})

test('whoever may not ask any more does not hear any more: the right is looked at again for every notice', async () => {
  assert.equal((await subscribe('/people/9')).status, 201)
  const except = { client: CLIENT, code: 'investigation', law: '개인정보 보호법 제18조', says: { ko: '수사 중' } }
  const set = (exceptions: (typeof except)[]) =>
    world.relist((all) => all.map((one) => ({ ...one, services: one.services.map((service) => ({ ...service, exceptions })) })))
  await set([except])
  assert.equal(await changed({ path: '/people/9' }), 1)
  assert.deepEqual(words(await heard()), ['/people/9 ended excepted'])
  assert.equal((await told(await subscribe('/people/10')))['why'], 'excepted')
  await set([])
})

test('who ends a subscription hears nothing more of it', async () => {
  const id = randomUUID()
  await subscribe('/people/11', { 'x-road-id': id })
  const end = () =>
    fetch(`${world.portal.inside}/subscriptions?id=${id}`, { method: 'DELETE', headers: { 'x-road-client': CLIENT } })
  assert.equal((await end()).status, 200)
  assert.equal((await end()).status, 404)
  assert.equal(await changed({ path: '/people/11' }), 0)
  assert.deepEqual(words(await heard(0)), ['/people/11 ended unsubscribed'])
})

test('each of these is refused with what to do: another subscription under the same id, no end, an end too far, a service that tells nothing, a change of another agency', async () => {
  const id = randomUUID()
  assert.equal((await subscribe('/people/12', { 'x-road-id': id })).status, 201)
  const stranger = await fetch(`${world.portal.inside}/changes/${SERVICE}`, {
    method: 'POST',
    headers: { 'x-road-client': CLIENT },
    body: '{"path":"/people/12"}',
  })
  const refused = [
    await subscribe('/people/13', { 'x-road-id': id }),
    await subscribe('/people/14', { 'dpg-until': '' }),
    await subscribe('/people/14', { 'dpg-until': later(400 * 86_400_000) }),
    await subscribe('/people/14', { 'dpg-purpose': 'marketing' }),
    stranger,
  ]
  const whys = await Promise.all(refused.map(async (one) => (await told(one))['why']))
  assert.deepEqual(whys, ['other-content', 'bad-header', 'bad-header', 'purpose-not-registered', 'unknown-service'])
  await world.relist((all) =>
    all.map((one) => ({ ...one, services: one.services.map((service) => ({ ...service, tells: false })) })),
  )
  assert.equal((await told(await subscribe('/people/15')))['why'], 'no-changes-told')
})
