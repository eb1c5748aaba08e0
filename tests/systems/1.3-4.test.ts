/** 1.3-4 공용서비스 빌딩블록 (shared common services). Missing: payments, maps and a person's own electronic signature, which have no block yet */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { AccessRecord } from '@dpg/access/contract'
import { createPlugIn, keyOf, type PlugIn } from '@dpg/plug-in'
import { type Server, signedIn, startServer, until, type Visitor, visitor } from '../harness/index.ts'
import { ADMINISTRATOR, handIn, OPERATOR, plugIn, type Program, startProgram, wander } from '../harness/plug-in.ts'

let server: Server
let mind: Program
let youth: Program
let asMind: PlugIn
let who: Visitor
let window: ReturnType<typeof wander>

before(async () => {
  server = await startServer()
  ;[mind, youth, who] = await Promise.all([
    startProgram(server, 'mind-health'),
    startProgram(server, 'youth-platform'),
    signedIn(server, '김순자'),
  ])
  const [developer, administrator] = await Promise.all([signedIn(server, '박영호'), signedIn(server, ADMINISTRATOR)])
  for (const program of [mind, youth]) await plugIn(administrator, await handIn(developer, await program.manifest()))
  asMind = createPlugIn({ platform: server.url, id: 'mind-health', key: keyOf(mind.key, 'k1') })
  window = wander(server, who)
})
after(async () => {
  await mind?.stop()
  await youth?.stop()
  await server?.close()
})

interface OpenApi {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly summary: string; readonly tags: readonly string[]; readonly responses: object }>>
    >
  >
}
/** By the word of the plan: the tag of its API, and a call that anybody would look for first. */
const BLOCKS = {
  'sign-on': ['identity', 'POST /api/identity/sites'],
  account: ['identity', 'GET /api/identity/session'],
  'activity history': ['access', 'GET /api/access/entries'],
  notices: ['notices', 'GET /api/notices'],
  documents: ['documents', 'GET /api/documents'],
  'checking documents and their seals': ['documents', 'POST /api/verify'],
  search: ['catalogue', 'GET /api/services'],
  'platforms of others': ['plugged', 'GET /api/plugged/self'],
} as const

test('블록마다 설명된 API가 하나씩 있고, 개발자 화면에서 읽는다', async () => {
  const anyone = visitor(server)
  const { paths } = await anyone.get<OpenApi>('/openapi.json')
  const calls = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => ({ ...one, call: `${method.toUpperCase()} ${path}` })),
  )
  const { view } = await anyone.open('/developers/api')
  for (const [block, [tag, first]] of Object.entries(BLOCKS)) {
    const own = calls.filter(({ tags }) => tags.includes(tag))
    assert.ok(
      own.some(({ call }) => call === first),
      `${block}: ${first} among ${own.map(({ call }) => call).join(', ')}`,
    )
    for (const { call, summary, responses } of own) {
      assert.ok(summary.length > 10, call)
      assert.ok(Object.keys(responses).length > 0, call)
    }
    const place = view.root.querySelector(`#${tag}`)
    assert.ok(place, `${block} has its place in the reference`)
    assert.doesNotMatch(place.text, /developer\.tag/, `${block} has a name people read`)
  }
  const { issuer } = await anyone.get<{ issuer: string }>('/id/.well-known/openid-configuration')
  assert.equal(issuer, `${server.url}/id`)
})

test('찾기: 바깥 플랫폼의 서비스가 누가 운영하는지와 함께 나온다', async () => {
  await until('its services', async () =>
    (await who.open(`/services?q=${encodeURIComponent('마음')}`)).view.main.includes('마음쉼터 재단'),
  )
  const { view } = await who.open('/plugins')
  assert.match(view.main, /마음쉼터[\s\S]*청년길잡이/)
})

test('스스로 살펴보기는 로그인도 기록도 없이 된다', async () => {
  const page = await window.open(`${mind.url}/check`)
  const done = await window.send(page, /check/, { q1: '2', q2: '2', q3: '2', q4: '1', q5: '1' })
  assert.match(done.text, /많이 힘든 때입니다[\s\S]*109/)
  assert.match((await window.send(page, /check/, { q1: '0', q2: '0', q3: '1', q4: '0', q5: '0' })).text, /잘 지내고 있습니다/)
})

let subject: string

test('로그인: 이름도 생년월일도 모른 채 이곳만의 번호로 알아보고, 두 플랫폼이 맞춰 볼 수 없다', async () => {
  const first = await window.open(`${mind.url}/booking`)
  assert.equal(first.at.origin, mind.url, 'nothing to agree to: it asks no claim')
  assert.match(first.text, /이름은 묻지 않습니다/)
  const sheet = await window.open(`${server.url}/plugins/mind-health`)
  assert.match(sheet.page().main, /나이대만/)
  const linked = await window.send(sheet, /link$/, { facts: 'person.birthDate', notices: 'booking' })
  assert.match(linked.page().main, /마음쉼터와 연결했습니다/)
  const made = await until('to be told', async () =>
    (await asMind.events('0')).events.find(({ type }) => type === 'dpg.link.made'),
  )
  subject = made.subject

  const consent = await window.open(`${youth.url}/my`)
  await window.send(consent, /\/consent$/, { agree: 'yes' })
  await window.send(await window.open(`${server.url}/plugins/youth-policy`), /link$/)
  const linkedThere = await until('the other one to hear', async () => {
    const answer = await fetch(`${youth.url}/operator`, { headers: { authorization: `Bearer ${OPERATOR}` } })
    return ((await answer.json()) as { linked: readonly { subject: string }[] }).linked[0]
  })
  assert.notEqual(linkedThere.subject, subject)
  assert.ok(!subject.includes('per_') && !linkedThere.subject.includes('per_'))
})

test('정보: 나이대만 간다. 생년월일은 가지 않고, 본 일은 내 기록에 남는다', async () => {
  const { facts } = await asMind.facts(subject)
  assert.equal(facts['person.birthDate']?.value, '65+')
  const { entries } = await who.get<{ entries: readonly AccessRecord[] }>('/api/access/entries?limit=50')
  const look = entries.find(({ use, purpose }) => use === 'fetch' && purpose.ko.startsWith('마음쉼터'))
  assert.deepEqual(look?.facts, ['person.birthDate'])
  assert.match((await window.open(`${mind.url}/booking`)).text, /65\+살 또래/)
})

test('알림: 예약 확인이 알림함에 오고, 알림함 밖으로 나가는 글에는 이름이 없다', async () => {
  const booking = await window.open(`${mind.url}/booking`)
  const booked = await window.send(booking, /booking/)
  assert.match(booked.text, /예약했습니다[\s\S]*알림함으로도 보냈습니다/)
  const { items } = await who.get<{ items: readonly { id: string; subject: string }[] }>('/api/notices')
  const notice = items.find(({ subject: line }) => line.includes('상담을 예약했습니다'))!
  await who.ask(`/my/notices/${notice.id}/open`, { form: {} })
  const { content } = await who.get<{ content: string }>(`/api/notices/${notice.id}/proof`)
  const { letter } = JSON.parse(content) as { letter: { ko: { body: string; short: string } } }
  assert.match(letter.ko.body, /마음쉼터 재단에서 운영하는 마음쉼터가 보냈습니다/)
  assert.equal(letter.ko.short, '새 알림이 왔습니다.')
  const shown = await who.open(`/my/notices/${notice.id}`)
  assert.match(shown.view.main, /조용한 방/)
})

test('연결하지 않은 사람도 예약할 수 있고, 그 사람에게는 아무것도 보내지 않는다', async () => {
  const other = wander(server, await signedIn(server, '신현우'))
  const booked = await other.send(await other.open(`${mind.url}/booking`), /booking/)
  assert.match(booked.text, /예약했습니다[\s\S]*알림은 보내지 않았습니다/)
})

test('끊으면 잊는다: 끊었다는 사건을 듣고 예약을 지운다', async () => {
  const count = async () => ((await (await fetch(`${mind.url}/health`)).json()) as { bookings: number }).bookings
  const before_ = await count()
  const sheet = await window.open(`${server.url}/plugins/mind-health`)
  const left = await window.send(sheet, /leave$/)
  assert.match(left.page().main, /연결을 끊었습니다/)
  await until('to be forgotten', async () => (await count()) === before_ - 1)
  assert.equal(await asMind.person(subject), undefined)
  const journal = (await asMind.events('0')).events.map(({ type }) => type)
  assert.deepEqual(journal, ['dpg.link.made', 'dpg.link.ended'])
})
