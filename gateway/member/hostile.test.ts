import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { journalFolder, keysFolder, type RunningMember, startMember } from './gateway.ts'
import { entriesOf } from './journal.ts'
import { type OwnKey, readKeys } from './keys.ts'
import type { Member } from './members.ts'
import { CLIENT, PORTAL, REGISTRY, SERVICE, type System, system, type Written, writeWorld } from './testing.ts'
import { askByHand, type Question, type Sent, strangeGateway, type Ways } from './testing-stranger.ts'

let folder: string
let written: Written
let portal: RunningMember
let registry: RunningMember
let people: System
let stranger: System
let keys: { portal: readonly OwnKey[]; registry: readonly OwnKey[] }
let ways: Ways = {}
let behave: 'well' | 'silent' | 'cut' | 'other' = 'well'

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dpg-hostile-'))
  people = await system((_, response) => {
    if (behave === 'silent') return
    if (behave === 'cut') return void response.writeHead(200, { 'content-length': 100 }).write('half', () => response.destroy())
    response.writeHead(200, { 'dpg-subject': behave === 'other' ? 'p-2' : 'p-1' }).end('{}')
  })
  written = await writeWorld(folder, people.url)
  keys = { portal: await readKeys(keysFolder(written.portal)), registry: await readKeys(keysFolder(written.registry)) }
  portal = await startMember({ ...written.portal, timeoutMs: 400 })
  registry = await startMember({ ...written.registry, services: { 'registry/people': { url: people.url, timeoutMs: 150 } } })
  stranger = await strangeGateway(REGISTRY, keys.registry, () => ways)
  await at(stranger.url)
})
beforeEach(() => {
  ways = {}
  behave = 'well'
})
after(async () => {
  await portal?.stop()
  await registry?.stop()
  await stranger?.close()
  await people?.close()
  await rm(folder, { recursive: true, force: true })
})

/** The list says that the registry's gateway is there. */
async function at(gateway: string, change: (member: Member) => Partial<Member> = () => ({})): Promise<void> {
  const places: Record<string, string> = { [PORTAL]: portal.outside, [REGISTRY]: gateway }
  await written.relist(written.members.map((one) => ({ ...one, gateway: places[one.id]!, ...change(one) })))
  await Promise.all([portal.renew(), registry.renew()])
}
const ask = async (more: Record<string, string> = {}) => {
  const id = randomUUID()
  const headers = { 'x-road-client': CLIENT, 'x-road-id': id, 'dpg-subject': 'p-1', ...more }
  const answer = await fetch(`${portal.inside}/r1/${SERVICE}/people/1`, { headers })
  return { id, status: answer.status, body: (await answer.json()) as Record<string, string> }
}
/** Why the next question is refused; its entry in the asker's journal says the same. */
const refused = async (given: Ways = {}): Promise<string> => {
  ways = given
  const { id, body } = await ask()
  const entries = []
  for await (const line of entriesOf(journalFolder(written.portal))) entries.push(JSON.parse(String(line)))
  assert.equal(entries.find((one) => one.id === id)?.outcome, body['why'])
  return body['why']!
}

test('a gateway made by hand that does as it should is believed: what follows is refused for its own reason', async () => {
  const { status, body } = await ask()
  assert.deepEqual([status, body], [200, { path: '/people/1' }])
})

test('an answer whose clock is off by more than a minute, either way, is not believed', async () => {
  assert.equal((await ask()).status, 200)
  ways = { clockS: -50 }
  assert.equal((await ask()).status, 200)
  for (const clockS of [-70, 70, -86_400]) assert.equal(await refused({ clockS }), 'untrusted')
})

test('an answer that was given before, or that belongs to the question about another person, is not believed', async () => {
  let old: Sent | undefined
  ways = {
    alter: (sent) => {
      old = sent
      return sent
    },
  }
  assert.equal((await ask()).status, 200)
  assert.equal(await refused({ alter: () => old }), 'untrusted')
  assert.equal(await refused({ bound: ({ from, to }) => `${randomUUID()} ${from} ${to}` }), 'untrusted')
  assert.equal(await refused({ bound: ({ id, to }) => `${id} KR/GOV/1741000/other ${to}` }), 'untrusted')
})

test('an answer that lies about who signed it, that was changed on the way, that is not signed at all or has another status, is not believed', async () => {
  const strange = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  const own = keys.portal.find(({ use }) => use === 'sign')!
  assert.equal(await refused({ key: strange }), 'untrusted')
  assert.equal(await refused({ key: own.key, keyid: `${PORTAL}#${own.id}` }), 'untrusted')
  const changed = (sent: Sent) => {
    const body = Buffer.from(sent.body)
    body[body.length - 1]! ^= 1
    return { ...sent, body }
  }
  assert.equal(await refused({ alter: changed }), 'untrusted')
  assert.equal(await refused({ alter: (sent) => ({ ...sent, body: Buffer.alloc(0) }) }), 'untrusted')
  assert.equal(await refused({ alter: (sent) => ({ ...sent, status: 201 }) }), 'untrusted')
  assert.equal(await refused({ alter: ({ status, body }) => ({ status, body, headers: {} }) }), 'untrusted')
  const refusal = Buffer.from('{"why":"excepted","exception":"made up"}')
  assert.equal(await refused({ alter: ({ headers }) => ({ status: 403, headers, body: refusal }) }), 'untrusted')
})

test('a gateway whose key has ended, or does not count yet, is not believed, and neither is asked with such a key of our own', async () => {
  const during = (from: string, until: string, whose: string) =>
    at(stranger.url, ({ id, keys: all }) => ({
      keys: id === whose ? all.map((one) => (one.use === 'sign' ? { ...one, from, until } : one)) : all,
    }))
  await during('2020-01-01T00:00:00Z', '2020-12-31T00:00:00Z', REGISTRY)
  assert.equal(await refused(), 'untrusted')
  await during('2120-01-01T00:00:00Z', '2120-12-31T00:00:00Z', REGISTRY)
  assert.equal(await refused(), 'untrusted')
  await during('2020-01-01T00:00:00Z', '2020-12-31T00:00:00Z', PORTAL)
  assert.equal((await ask()).body['why'], 'no-key')
  await at(stranger.url)
  assert.equal((await ask()).status, 200)
})

test('a gateway that never answers is slow; one that hangs up in the middle, or sends without end, is unreachable', async () => {
  assert.equal(await refused({ alter: () => undefined }), 'slow')
  const cut = (sent: Sent, response: ServerResponse) => {
    response.writeHead(200, { ...sent.headers, 'content-length': 1_000 })
    setTimeout(() => response.destroy(), 20)
    return undefined
  }
  assert.equal(await refused({ alter: cut }), 'unreachable')
  const large = Buffer.alloc(11 * 1024 * 1024)
  assert.equal(await refused({ alter: (sent) => ({ ...sent, body: large }) }), 'unreachable')
})

test('a register behind its gateway that is slow, hangs up, is dead or answers for another person: the asker is told which, and both journals say so', async () => {
  await at(registry.outside)
  assert.equal((await ask()).status, 200)
  const entriesAt = async () => {
    const found = []
    for await (const line of entriesOf(journalFolder(written.registry))) found.push(JSON.parse(String(line)).outcome)
    return found
  }
  for (const [how, why] of [
    ['silent', 'service-slow'],
    ['cut', 'service-down'],
    ['other', 'other-person'],
  ] as const) {
    behave = how
    assert.equal(await refused(), why)
    assert.equal((await entriesAt()).at(-1), why)
  }
  await people.close()
  assert.equal(await refused(), 'service-down')
})

const byHand = async (more: Partial<Question>): Promise<string> => {
  const { id, key } = keys.portal.find(({ use }) => use === 'sign')!
  const seal = keys.registry.find(({ use }) => use === 'seal')!
  const answer = await askByHand(registry.outside, {
    names: { id: randomUUID(), from: CLIENT, to: SERVICE },
    head: { method: 'GET', path: '/people/1', headers: {}, purpose: 'benefit' },
    key,
    keyid: `${PORTAL}#${id}`,
    receiver: { keyid: `${REGISTRY}#${seal.id}`, key: createPublicKey(seal.key) },
    ...more,
  })
  const { why, reason = '' } = (await answer.json().catch(() => ({ why: 'answered' }))) as Record<string, string>
  return `${why} ${reason}`.trim()
}

test('a question with a wrong clock, by a key that has ended, by the key of another member, or to a step above the service, is refused', async () => {
  assert.equal(await byHand({}), 'service-down')
  assert.equal(await byHand({ clockS: 59 }), 'service-down')
  for (const clockS of [-70, 70]) assert.equal(await byHand({ clockS }), 'not-signed stale')
  const other = keys.registry.find(({ use }) => use === 'sign')!
  assert.equal(await byHand({ key: other.key, keyid: `${REGISTRY}#${other.id}` }), 'not-signed unknown-key')
  assert.equal(await byHand({ key: other.key }), 'not-signed wrong')
  const head = { method: 'GET', headers: {}, purpose: 'benefit' } as const
  for (const path of ['/../admin', '/a/%2e%2e/%2E%2E', '/a/..', '/..%2fadmin', 'admin', '/a b', '/a\r\nx: y'])
    assert.equal(await byHand({ head: { ...head, path } }), 'unopenable')
  await at(registry.outside, ({ id, keys: all }) => ({
    keys: id === PORTAL ? all.map((one) => ({ ...one, from: '2020-01-01T00:00:00Z', until: '2020-12-31T00:00:00Z' })) : all,
  }))
  assert.equal(await byHand({}), 'not-signed unknown-key')
  await at(registry.outside)
})

test('a notice of what nobody subscribed to, or from another than whom it was subscribed at, changes nothing', async () => {
  const seal = keys.portal.find(({ use }) => use === 'seal')!
  const own = keys.portal.find(({ use }) => use === 'sign')!
  const send = async (from: string, id: string, number = 1) => {
    const body = Buffer.from(JSON.stringify({ subscription: id, number, what: 'changed', at: new Date().toISOString() }))
    const by = memberKey(from)
    const answer = await askByHand(portal.outside, {
      names: { id: randomUUID(), from, to: CLIENT },
      head: { method: 'NOTICE', path: '/people/1', headers: {}, purpose: 'benefit' },
      body,
      ...by,
      receiver: { keyid: `${PORTAL}#${seal.id}`, key: createPublicKey(seal.key) },
    })
    return answer.status
  }
  const memberKey = (from: string) => {
    const theirs = from.startsWith(PORTAL) ? own : keys.registry.find(({ use }) => use === 'sign')!
    return { key: theirs.key, keyid: `${from.split('/', 3).join('/')}#${theirs.id}` }
  }
  const id = randomUUID()
  const subscribed = await fetch(`${portal.inside}/subscriptions/${SERVICE}/people/1`, {
    method: 'POST',
    headers: { 'x-road-client': CLIENT, 'x-road-id': id, 'dpg-until': new Date(Date.now() + 60_000).toISOString() },
  })
  assert.equal(subscribed.status, 201)
  assert.equal(await send(SERVICE, randomUUID()), 404)
  assert.equal(await send(`${PORTAL}/portal/people`, id), 404)
  assert.equal(await send(`${REGISTRY}/registry/cars`, id), 404)
  assert.equal(await send(SERVICE, id), 200)
  assert.equal(await send(SERVICE, id), 200)
  const read = await fetch(`${portal.inside}/notices/?after=0`, { headers: { 'x-road-client': CLIENT } })
  assert.equal(((await read.json()) as { notices: unknown[] }).notices.length, 1)
})
