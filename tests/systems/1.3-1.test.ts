/** 1.3-1 DPG 허브 (plug-in platforms). Missing: a real platform of others; statistics of use for the operator; several manifests in force beside each other */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { AccessRecord } from '@dpg/access/contract'
import { withSignature } from '@dpg/http-signatures'
import { createBatchSigner } from '@dpg/http-signatures/batch'
import { contentDigest } from '@dpg/http-signatures/node'
import { createPlugIn, keyOf, type PlugIn, PlatformError } from '@dpg/plug-in'
import type { FoundService, Plugin } from '@dpg/plugins/contract'
import { happen, idOf, type Server, signedIn, startServer, until, type Visitor, visitor } from '../harness/index.ts'
import { ADMINISTRATOR, handIn, OPERATOR, plugIn, type Program, startProgram, unplug, wander } from '../harness/plug-in.ts'

let server: Server
let youth: Program
let asYouth: PlugIn
let developer: Visitor
let administrator: Visitor
const ID = 'youth-policy'
/** 28, in Gwanak. */
const WHO = '이서준'

before(async () => {
  server = await startServer()
  ;[youth, developer, administrator] = await Promise.all([
    startProgram(server, 'youth-platform'),
    signedIn(server, '박영호'),
    signedIn(server, ADMINISTRATOR),
  ])
  asYouth = createPlugIn({ platform: server.url, id: ID, key: keyOf(youth.key, 'k1') })
})
after(async () => {
  await youth?.stop()
  await server?.close()
})

const found = async (q: string) =>
  (await visitor(server).get<{ items: FoundService[] }>(`/api/plugins/services?q=${encodeURIComponent(q)}`)).items
const refusal = (call: Promise<unknown>) =>
  call.then(
    () => assert.fail('it was not refused'),
    (error: unknown) => {
      assert.ok(error instanceof PlatformError, String(error))
      return [error.status, error.type]
    },
  )
const operate = async (body?: object) =>
  (
    await fetch(`${youth.url}/operator`, {
      headers: { authorization: `Bearer ${OPERATOR}` },
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    })
  ).json() as Promise<{ told: number; heard: readonly string[]; linked: readonly { subject: string; read: readonly string[] }[] }>

const factsChange = () =>
  happen(server, { kind: 'changed', person: idOf(WHO) as never, register: 'resident-register', facts: {} })

test('설명서 하나를 내고, 낸 사람이 아닌 관리자가 본 그대로 이어진다', async () => {
  const manifest = await youth.manifest()
  const wrong = {
    ...manifest,
    facts: { ...manifest.facts, asks: [{ ...manifest.facts.asks[0]!, fact: 'person.residentNumber', as: 'value' }] },
  }
  const refused = await developer.ask('/api/plugins', { json: wrong })
  assert.equal(refused.status, 422)
  assert.match(refused.text, /plugins\/manifest-refused[\s\S]*facts\/asks\/0\/fact/)
  const elsewhere = await developer.ask('/api/plugins', {
    json: { ...manifest, events: { to: 'https://other.example/hear', kinds: [] } },
  })
  assert.equal(elsewhere.status, 422)

  const handed = await handIn(developer, manifest)
  assert.equal(handed.latest.state, 'waiting')
  assert.equal((await handIn(developer, manifest)).latest.number, handed.latest.number, 'the same again is the same')
  assert.equal((await administrator.ask('/api/plugins', { json: manifest })).status, 409, 'the id is taken')
  assert.deepEqual(await refusal(asYouth.self()), [410, 'plugins/unplugged'])
  const decision = { hash: handed.latest.hash, allow: true, reason: null }
  assert.equal((await developer.ask(`/api/plugins/${ID}/decision`, { json: decision })).status, 403)
  const stale = await administrator.ask(`/api/plugins/${ID}/decision`, { json: { ...decision, hash: 'a'.repeat(64) } })
  assert.equal(stale.status, 409, 'another manifest than the one that was read')

  const plugged = await plugIn(administrator, handed)
  assert.equal(plugged.state, 'plugged')
  assert.equal((await asYouth.self()).hash, handed.latest.hash)
  await until('the feed', async () => (await found('청년 월세')).length > 0)
  const [service] = await found('청년 월세')
  assert.deepEqual([service?.plugin, service?.operator.ko], [ID, '청년길잡이 협동조합'])
  const page = await visitor(server).open(`/services?q=${encodeURIComponent('청년 월세')}`)
  assert.match(page.view.main, /첫 독립 월세 보탬[\s\S]*청년길잡이 협동조합/)
})

test('서명이 없거나, 다른 키이거나, 되풀이했거나, 바뀐 요청은 아무것도 얻지 못한다', async () => {
  const key = keyOf(youth.key, 'k1')
  const send = async (
    change: { nonce?: string; created?: number; keyid?: string; tag?: string; body?: string; path?: string } = {},
    by = key,
  ) => {
    const {
      nonce = randomUUID(),
      created = Math.floor(Date.now() / 1000),
      keyid = `${ID}/k1`,
      tag = 'dpg-plug-in',
      body = '{"services":[]}',
    } = change
    const url = `${server.url}/api/plugged/services`
    const headers = { 'content-digest': contentDigest('{"services":[]}') }
    const covers = ['@method', '@path', '@query', 'content-digest']
    const fields = await createBatchSigner(by.privateKey).sign({ method: 'PUT', url, headers }, 'plug-in', covers, {
      created,
      nonce,
      keyid,
      tag,
    })
    const answer = await visitor(server).ask(change.path ?? '/api/plugged/services', {
      method: 'PUT',
      body,
      headers: { ...(withSignature(headers, fields) as Record<string, string>), 'content-type': 'application/json' },
    })
    return [answer.status, answer.status === 204 ? '' : answer.json<{ detail: string }>().detail.match(/\((\S+)\)/)?.[1]]
  }
  const services = await found('청년')
  const nonce = randomUUID()
  assert.deepEqual(await send({ nonce }), [204, ''])
  assert.deepEqual(await send({ nonce }), [401, 'replayed'])
  assert.deepEqual(await send({ created: Math.floor(Date.now() / 1000) - 300 }), [401, 'stale'])
  assert.deepEqual(await send({ keyid: `${ID}/k2` }), [401, 'unknown-key'])
  assert.deepEqual(await send({ keyid: 'nobody-here/k1' }), [401, 'unknown-key'])
  assert.deepEqual(await send({ tag: 'dpg-mydata' }), [401, 'uncovered'])
  assert.deepEqual(await send({ body: '{"services":[{}]}' }), [401, 'wrong'])
  const { createKey } = await import('@dpg/plug-in')
  assert.deepEqual(await send({}, keyOf(createKey(), 'k1')), [401, 'wrong'])
  assert.equal((await visitor(server).ask('/api/plugged/self')).status, 401)
  assert.deepEqual(await found('청년'), [], 'the one that was believed emptied the list')
  await asYouth.sendServices(services.map(({ id, title, summary, url, words }) => ({ id, title, summary, url, words })))
  assert.equal((await found('청년')).length, services.length)
  const abroad = [{ id: 'x', title: { ko: '남의 곳' }, summary: { ko: '남의 곳으로' }, url: 'https://other.example/', words: [] }]
  assert.deepEqual(await refusal(asYouth.sendServices(abroad)), [422, 'kernel/invalid-request'])
})

let subject: string

test('이어진 사람만, 동의한 만큼만: 로그인하고, 화면에서 연결하고, 추천을 받는다', async () => {
  const who = await signedIn(server, WHO)
  const window = wander(server, who)
  const consent = await window.open(`${youth.url}/login`)
  const first = await window.send(consent, /\/consent$/, { claim: 'name', agree: 'yes' })
  assert.match(first.text, /나이와 사는 곳을 알려 주면/, 'signed in, and not linked yet')
  const link = first.page().links.find(({ href }) => href.includes('/plugins/'))!
  const asked = await window.open(link.href)
  assert.match(asked.page().main, /청년길잡이 협동조합[\s\S]*나이에 맞는 정책을 고르려고[\s\S]*청년기본법/)
  const linked = await window.send(asked, /link$/, {
    facts: ['person.birthDate', 'person.eupmyeondong'],
    notices: 'new-policy',
    events: ['facts.changed', 'notice.opened'],
  })
  assert.match(linked.page().main, /연결했습니다/)
  await until('to be heard', async () => (await operate()).linked.length === 1)
  subject = (await operate()).linked[0]!.subject
  assert.doesNotMatch(subject, /per_/)
  const mine = await window.open(`${youth.url}/my`)
  assert.match(mine.page().main, /면접 옷 빌려주기/)
  assert.doesNotMatch(mine.page().main, /시골에서 시작하는/)
  const { facts } = await asYouth.facts(subject)
  assert.equal(typeof facts['person.birthDate']?.value, 'number', 'an age, not a date of birth')
  assert.match(String(facts['person.eupmyeondong']?.value), /^\d{5}$/, 'a district, not a neighbourhood')
  const { entries } = await who.get<{ entries: readonly AccessRecord[] }>('/api/access/entries?limit=50')
  const own = entries.filter(({ purpose }) => purpose.ko.includes('청년길잡이'))
  assert.ok(own.some(({ use, law }) => use === 'fetch' && law.startsWith('청년기본법')))
  assert.ok(own.some(({ use, actor }) => use === 'agree' && actor.kind === 'resident'))
  const saved = await window.send(mine, /save\/interview-suit/)
  assert.equal(saved.status, 200)
  const known = await who.get<{ items: { title: string; value: string }[] }>(`/api/plugins/${ID}/offered`)
  assert.deepEqual(known.items, [{ title: '담아 둔 정책', value: '면접 옷 빌려주기' }])
  const { text } = await who.ask(`/api/plugins/${ID}/consent-record`)
  const record = JSON.parse(Buffer.from(text.split('.')[1]!, 'base64url').toString())
  assert.equal(record.record.pii_principal_id, subject)
  assert.equal(record.consent_events.length, 1)
})

test('연결하지 않은 사람의 것은 알 수도, 알림을 보낼 수도 없다', async () => {
  const stranger = subject.slice(0, -4) + (subject.endsWith('0000') ? '1111' : '0000')
  for (const one of [stranger, 'per_01980000-0000-7000-8000-000000000101']) {
    assert.equal(await asYouth.person(one), undefined)
    assert.deepEqual(await refusal(asYouth.facts(one)), [404, 'plugins/not-linked'])
    const letter = { key: 'x1', kind: 'new-policy', values: { ko: { title: 'x', summary: 'x' } } }
    assert.deepEqual(await refusal(asYouth.sendNotice(one, letter)), [404, 'plugins/not-linked'])
  }
})

interface NoticeShown {
  readonly items: readonly { readonly id: string; readonly subject: string }[]
}
let noticeId: string

test('새 정책이 맞는 사람의 알림함에 한 번 닿고, 읽은 일과 바뀐 일을 서명된 사건으로 듣는다', async () => {
  const who = await signedIn(server, WHO)
  const policy = {
    id: 'night-bus',
    title: { ko: '밤 버스 <b>무료</b>' },
    summary: { ko: '밤 열한 시 뒤의 버스값' },
    from: 19,
    to: 34,
    district: '11620',
    words: ['교통'],
  }
  assert.equal((await operate(policy)).told, 1)
  const letter = {
    key: 'night-bus',
    kind: 'new-policy',
    values: { ko: { title: '밤 버스 <b>무료</b>', summary: '밤 열한 시 뒤의 버스값' } },
  }
  const { items } = await who.get<NoticeShown>('/api/notices')
  const own = items.filter(({ subject: line }) => line.includes('밤 버스'))
  assert.equal(own.length, 1)
  assert.doesNotMatch(own[0]!.subject, /<b>/)
  noticeId = own[0]!.id
  await who.ask(`/my/notices/${noticeId}/open`, { form: {} })
  await until('to hear that it was read', async () => (await operate()).linked[0]?.read.includes('night-bus'))
  assert.deepEqual(await refusal(asYouth.sendNotice(subject, { ...letter, key: 'y', kind: 'other-kind' })), [
    422,
    'kernel/invalid-request',
  ])

  await factsChange()
  await until('to hear that facts changed', async () =>
    (await asYouth.events('0')).events.some(({ type }) => type === 'dpg.facts.changed'),
  )
  const { events } = await asYouth.events('0')
  assert.ok(events.every((one) => one.subject === subject && !JSON.stringify(one).includes('per_')))
  const forged = await fetch(`${youth.url}/hear`, { method: 'POST', body: JSON.stringify(events[0]) })
  assert.equal(forged.status, 401, 'nobody else tells it anything')
})

test('듣지 못한 사건은 다시 오고, 같은 번호로 오며, 꺼졌다 켜져도 잃지 않는다', async () => {
  const before_ = (await operate()).heard
  await asYouth.tellAgain((await asYouth.events('0')).events[0]!.id)
  await youth.restart()
  await until('to have caught up', async () => (await operate()).heard.length >= before_.length)
  const now = await operate()
  assert.deepEqual(new Set(now.heard), new Set(before_))
  assert.equal(now.linked[0]?.subject, subject)
  const other = createPlugIn({ platform: server.url, id: ID, key: keyOf(youth.key, 'k9') })
  assert.deepEqual(await refusal(other.tellAgain(before_[0]!)), [401, 'plugins/not-believed'])
})

test('키를 바꾸는 동안에는 둘 다 통하고, 바뀐 설명서도 검토를 거친다', async () => {
  const { createKey } = await import('@dpg/plug-in')
  const next = keyOf(createKey(), 'k2')
  const manifest = await youth.manifest()
  const both = await handIn(developer, { ...manifest, version: '1.1.0', keys: [...manifest.keys, next.published] })
  const asNext = createPlugIn({ platform: server.url, id: ID, key: next })
  assert.deepEqual(await refusal(asNext.self()), [401, 'plugins/not-believed'], 'not before it is let in')
  assert.equal((await asYouth.self()).version, 1, 'meanwhile the one before is in force')
  await plugIn(administrator, both)
  assert.deepEqual([(await asYouth.self()).version, (await asNext.self()).version], [2, 2])
  assert.ok(await asNext.person(subject), 'nobody had to link again')
})

test('빼면 곧바로 모두 멈추고, 아무것도 깨지지 않는다', async () => {
  const who = await signedIn(server, WHO)
  const seen = (await asYouth.events('0')).events.length
  const gone = await unplug(administrator, ID)
  assert.equal(gone.state, 'unplugged')
  assert.equal((await unplug(administrator, ID)).changedAt, gone.changedAt, 'twice is once')
  assert.deepEqual(await found('청년'), [])
  const search = await who.open(`/services?q=${encodeURIComponent('청년')}`)
  assert.doesNotMatch(search.view.main, /청년길잡이/)
  const calls = [asYouth.self, () => asYouth.facts(subject), () => asYouth.events('0'), () => asYouth.sendServices([])]
  for (const call of calls) assert.deepEqual(await refusal(call()), [410, 'plugins/unplugged'])
  const notice = await who.open(`/my/notices/${noticeId}`)
  assert.match(notice.view.main, /밤 버스/, 'what was sent is still there')
  const page = await who.open(`/plugins/${ID}`)
  assert.match(page.view.main, /연결이 끊긴 플랫폼/)
  const { items } = await who.get<{ items: { endedBy: string }[] }>('/api/plugins/links')
  assert.deepEqual(
    items.map(({ endedBy }) => endedBy),
    ['unplugged'],
  )
  await until('the end in the trace', async () => {
    const { entries } = await who.get<{ entries: readonly AccessRecord[] }>('/api/access/entries?limit=50')
    return entries.some(({ use, purpose }) => use === 'withdraw' && purpose.ko.includes('청년길잡이'))
  })
  const window = wander(server, await signedIn(server, WHO))
  const login = await window.open(`${youth.url}/login`)
  assert.equal(login.status, 503)
  assert.match(login.text, /지금은 로그인할 수 없습니다/)
  const { site } = gone
  const direct = await window.open(`${server.url}/id/authorize?client_id=${site}&response_type=code&scope=openid`)
  assert.match(direct.at.pathname, /\/signin\/problem/)
  assert.match(direct.page().main, /\S/)
  assert.equal((await fetch(youth.url)).status, 200, 'its own pages go on')
  await factsChange()
  const { text } = await who.ask(`/api/plugins/${ID}/link`, { method: 'PUT', json: { facts: [], notices: [], events: [] } })
  assert.match(text, /plugins\/unplugged/)
  assert.ok(seen > 0)
})

test('다시 꽂으면 같은 이름으로 이어지고, 사람은 새로 연결한다', async () => {
  const plugged = await plugIn(administrator, await handIn(developer, await youth.manifest()))
  assert.equal(plugged.state, 'plugged')
  await until('the feed', async () => (await found('청년 월세')).length > 0)
  assert.equal(await asYouth.person(subject), undefined, 'a link that ended stays ended')
  const who = await signedIn(server, WHO)
  const window = wander(server, who)
  const back = await window.open(`${youth.url}/my`)
  assert.match(back.text, /나이와 사는 곳을 알려 주면/, 'signs in again, under the same name, without being asked anew')
  const needed = await who.ask(`/api/plugins/${ID}/link`, { method: 'PUT', json: { facts: [], notices: [], events: [] } })
  assert.match(needed.text, /plugins\/needed/)
  const json = { facts: ['person.birthDate'], notices: [], events: [] }
  assert.equal((await who.ask(`/api/plugins/${ID}/link`, { method: 'PUT', json })).status, 200)
  const { facts } = await asYouth.facts(subject)
  assert.deepEqual(Object.keys(facts), ['person.birthDate'], 'what was not ticked is not told')
  const letter = { key: 'z', kind: 'new-policy', values: { ko: { title: 'x', summary: 'y' } } }
  assert.deepEqual(await refusal(asYouth.sendNotice(subject, letter)), [403, 'plugins/not-agreed'])
  assert.equal((await who.ask(`/api/plugins/${ID}/link`, { method: 'DELETE' })).status, 204)
  assert.deepEqual(await refusal(asYouth.facts(subject)), [404, 'plugins/not-linked'])
  assert.equal((await visitor(server).get<{ items: Plugin[] }>('/api/plugins')).items.length, 1)
})
