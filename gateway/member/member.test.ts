import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { journalFolder, keysFolder, startMember } from './gateway.ts'
import { entriesOf } from './journal.ts'
import { makeKeys, readKeys } from './keys.ts'
import { CLIENT, newKeys, REGISTRY, SERVICE, type System, system, twoMembers, type World } from './testing.ts'

let folder: string
let people: System
let world: World
const calls: { method: string; url: string; headers: Record<string, unknown>; body: string }[] = []
let behave: 'well' | 'silent' = 'well'

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dpg-member-'))
  people = await system((request, response, body) => {
    calls.push({ method: request.method!, url: request.url!, headers: request.headers, body: String(body) })
    if (behave === 'silent') return
    response.writeHead(request.url === '/none' ? 404 : 200, {
      'content-type': 'application/json',
      'set-cookie': 'a=b',
      etag: '"7"',
    })
    response.end(JSON.stringify({ url: request.url, count: calls.length, body: String(body) }))
  })
  world = await twoMembers(folder, people.url)
})
after(async () => {
  await world?.stop()
  await people?.close()
  await rm(folder, { recursive: true, force: true })
})

const entries = async (side: 'portal' | 'registry') => {
  const read = []
  for await (const line of entriesOf(journalFolder(world.configs[side]))) read.push(JSON.parse(String(line)))
  return read
}
const told = async (answer: Response) => (await answer.json()) as Record<string, string>

test('a call made for X-Road goes through two gateways as it is and brings back the answer of the system', async () => {
  const id = randomUUID()
  const answer = await world.ask('/people/1?fields=name', {
    headers: { 'x-road-id': id, 'x-road-userid': 'EE1', 'accept-language': 'en', cookie: 'secret=1' },
  })
  assert.equal(answer.status, 200)
  assert.equal((await told(answer))['url'], '/people/1?fields=name')
  assert.equal(answer.headers.get('x-road-id'), id)
  assert.equal(answer.headers.get('x-road-client'), CLIENT)
  assert.equal(answer.headers.get('etag'), '"7"')
  assert.equal(answer.headers.get('set-cookie'), null)
  const { headers } = calls.at(-1)!
  assert.deepEqual(
    [headers['x-road-client'], headers['x-road-userid'], headers['x-road-id'], headers['dpg-purpose'], headers['cookie']],
    [CLIENT, 'EE1', id, 'benefit', undefined],
  )
})

test('both gateways hold an entry of it, with purpose, law and the signature of the other side, and none with a value', async () => {
  const id = randomUUID()
  await world.ask('/people/900101', { headers: { 'x-road-id': id, 'dpg-subject': 'p-17' } })
  for (const side of ['portal', 'registry'] as const) {
    const entry = (await entries(side)).find((one) => one.id === id)
    assert.deepEqual(
      [entry.from, entry.to, entry.purpose, entry.law, entry.subject, entry.outcome],
      [CLIENT, SERVICE, 'benefit', '전자정부법 제36조', 'p-17', 200],
    )
    assert.match(entry.signature, /=:.+:/)
    assert.doesNotMatch(JSON.stringify(entry), /900101/)
  }
})

test('a status of the system that is no success is an answer all the same', async () => {
  assert.equal((await world.ask('/none')).status, 404)
})

test('what changes something is done once, however often it is sent, also at the same time and after a restart', async () => {
  const id = randomUUID()
  const send = () =>
    world.ask('/people', {
      method: 'POST',
      body: '{"name":"가"}',
      headers: { 'x-road-id': id, 'content-type': 'application/json' },
    })
  const before_ = calls.length
  const answers = await Promise.all([send(), send(), send()])
  const bodies = await Promise.all(answers.map((one) => one.text()))
  assert.equal(new Set(bodies).size, 1)
  assert.equal(calls.length, before_ + 1)
  await world.registry.stop()
  world.registry = await startMember(world.configs.registry)
  await world.relist((all) => all.map((one) => (one.id === REGISTRY ? { ...one, gateway: world.registry.outside } : one)))
  assert.equal(await (await send()).text(), bodies[0])
  assert.equal(calls.length, before_ + 1)
  const other = await world.ask('/people', { method: 'POST', body: '{"name":"나"}', headers: { 'x-road-id': id } })
  assert.equal(other.status, 422)
  assert.equal((await told(other))['why'], 'other-content')
})

test('a change whose answer never came is not sent again: the outcome is not known', async () => {
  const id = randomUUID()
  behave = 'silent'
  const send = () => world.ask('/people', { method: 'POST', body: '{}', headers: { 'x-road-id': id } })
  assert.equal((await told(await send()))['why'], 'service-slow')
  behave = 'well'
  const before_ = calls.length
  assert.equal((await told(await send()))['why'], 'outcome-unknown')
  assert.equal(calls.length, before_)
})

test('only a registered exception refuses, by its law and with the way to appeal; and the refusal is in both journals', async () => {
  const except = { client: CLIENT, code: 'investigation', law: '개인정보 보호법 제18조', says: { ko: '수사 중' } }
  const set = (exceptions: (typeof except)[]) =>
    world.relist((all) => all.map((one) => ({ ...one, services: one.services.map((service) => ({ ...service, exceptions })) })))
  await set([except])
  const id = randomUUID()
  const refused = await world.ask('/people/1', { headers: { 'x-road-id': id, 'accept-language': 'en' } })
  const body = await told(refused)
  assert.equal(refused.status, 403)
  assert.deepEqual(
    [body['exception'], body['law'], body['appeal']],
    ['investigation', '개인정보 보호법 제18조', 'https://dpg.test/appeals'],
  )
  assert.match(body['detail']!, /registered exception|Refused by the exception/)
  await set([])
  assert.equal((await world.ask('/people/1')).status, 200)
})

test('a purpose that is not registered, a client that is not ours, a service that nobody offers, a wrong address: each says what to do', async () => {
  const whys = await Promise.all(
    [
      world.ask('/x', { headers: { 'dpg-purpose': 'marketing' } }),
      world.ask('/x', { headers: { 'x-road-client': 'KR/GOV/1741000/other' } }),
      world.ask('/x', { headers: { 'x-road-client': 'nonsense' } }),
      world.ask('/x', { service: 'KR/GOV/1270000/registry/cars' }),
      world.ask('/x', { service: 'KR/GOV' }),
      world.ask('/x', { headers: { 'dpg-subject': 'a'.repeat(301) } }),
      asRaw('/a/%2e%2E/admin'),
    ].map(async (one) => (await told(await one))['why']),
  )
  assert.deepEqual(whys, [
    'purpose-not-registered',
    'not-ours',
    'bad-client',
    'unknown-service',
    'not-found',
    'bad-header',
    'not-found',
  ])
})

test('a gateway that does not answer, and one whose keys are not in the list, are told apart', async () => {
  const gateway = world.registry.outside
  const set = (change: object) => world.relist((all) => all.map((one) => (one.id === REGISTRY ? { ...one, ...change } : one)))
  await set({ gateway: 'http://127.0.0.1:9' })
  assert.equal((await told(await world.ask('/x')))['why'], 'unreachable')
  const keys = (await readKeys(keysFolder(world.configs.registry))).map(({ key: _, ...one }) => one)
  const stranger = await newKeys({ ...world.configs.registry, data: join(folder, 'stranger') })
  await set({ gateway, keys: [...keys.filter(({ use }) => use === 'seal'), ...stranger.filter(({ use }) => use === 'sign')] })
  assert.equal((await told(await world.ask('/x')))['why'], 'untrusted')
  await set({ keys })
  assert.equal((await world.ask('/x')).status, 200)
})

test('a new key takes over without a pause: while it is not listed the old one signs, then the new one', async () => {
  const { registry } = world.configs
  const signedWith = async () => {
    const id = randomUUID()
    assert.equal((await world.ask('/x', { headers: { 'x-road-id': id } })).status, 200)
    const entry = (await entries('portal')).find((one) => one.id === id)
    return /keyid="([^"]+)"/.exec(entry.input)![1]!
  }
  const old = await signedWith()
  await makeKeys(keysFolder(registry), new Date(Date.now() + 1000))
  await world.registry.renew()
  assert.equal(await signedWith(), old)
  const keys = (await readKeys(keysFolder(registry))).map(({ key: _, ...one }) => ({ ...one, from: '2026-01-01T00:00:00Z' }))
  const relisted = world.relist((all) => all.map((one) => (one.id === REGISTRY ? { ...one, keys } : one)))
  const during = await Promise.all(Array.from({ length: 50 }, async () => (await world.ask('/x')).status))
  await relisted
  assert.deepEqual(new Set(during), new Set([200]))
  assert.notEqual(await signedWith(), old)
})

test('a signed question that is sent to the outer door a second time is refused as replayed, one that was changed as not signed', async () => {
  // A gateway in between that keeps what passes.
  const kept: { headers: Record<string, string>; body: Buffer }[] = []
  const target = world.registry.outside
  const middle = await middleman(target, kept)
  await world.relist((all) => all.map((one) => (one.id === REGISTRY ? { ...one, gateway: middle.url } : one)))
  assert.equal((await world.ask('/people/5')).status, 200)
  const [{ headers, body }] = kept as [(typeof kept)[0]]
  const send = (given: Record<string, string>, content: Buffer) =>
    fetch(`${target}/exchange/1`, { method: 'POST', headers: given, body: new Uint8Array(content) }).then(told)
  assert.doesNotMatch(body.toString('latin1'), /people/)
  assert.equal((await send(headers, body))['why'], 'replayed')
  const changed = Buffer.from(body)
  changed[20]! ^= 1
  assert.equal((await send(headers, changed))['why'], 'not-signed')
  assert.equal(
    (await send({ ...headers, 'dpg-exchange': headers['dpg-exchange']!.replace('portal', 'other') }, body))['why'],
    'not-signed',
  )
  const { signature: _, 'signature-input': __, ...unsigned } = headers
  assert.equal((await send(unsigned, body))['why'], 'not-signed')
  await middle.close()
  await world.relist((all) => all.map((one) => (one.id === REGISTRY ? { ...one, gateway: target } : one)))
})

test('the checkpoint of a journal is signed, and its size is the number of entries', async () => {
  const note = await world.registry.checkpoint()
  assert.equal(Number(note.split('\n')[1]), (await entries('registry')).length)
  assert.equal(await readFile(join(journalFolder(world.configs.registry), 'checkpoint'), 'utf8'), note)
})

/** As it is: `fetch` would take the steps up itself. */
const asRaw = (path: string): Promise<Response> =>
  new Promise((resolve, reject) => {
    const asked = request(`${world.portal.inside}/`, { path: `/r1/${SERVICE}${path}`, headers: { 'x-road-client': CLIENT } })
    asked.on('error', reject)
    asked.on('response', async (incoming) => resolve(new Response(String(Buffer.concat(await incoming.toArray())))))
    asked.end()
  })

const middleman = (target: string, kept: { headers: Record<string, string>; body: Buffer }[]): Promise<System> =>
  system(async (request, response, body) => {
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers as Record<string, string>
    kept.push({ headers, body })
    const answer = await fetch(target + request.url, { method: 'POST', headers, body: new Uint8Array(body) })
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    response.end(Buffer.from(await answer.arrayBuffer()))
  })
