/** 1.2-1 네거티브 데이터 공유·개방 (open by default). Missing: datasets are listed and asked for but not yet served; the ministry's own suspension of an agreement (전자정부법 제41조) */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { TracePage } from '@dpg/access/contract'
import type { LookedUp } from '@dpg/casework/contract'
import { openDb } from '@dpg/kernel/server'
import { silentLog } from '@dpg/kernel/testing'
import type { Coverage, ExceptionView, SharingRequest } from '@dpg/sharing/contract'
import { letItBeDay } from '../harness/daytime.ts'
import {
  apply,
  BASIC_PENSION,
  basicPension,
  caseIn,
  type Server,
  signedIn,
  startServer,
  type Visitor,
  visitor,
} from '../harness/index.ts'

let server: Server
let kim: Visitor
let asker: Visitor
let holder: Visitor
let commission: Visitor
let reviewer: Visitor
let anybody: Visitor
let id: string

before(async () => {
  server = await startServer()
  ;[kim, asker, holder, commission, reviewer] = await Promise.all([
    signedIn(server, '김순자'),
    signedIn(server, '김하늘'),
    signedIn(server, '윤지호'),
    signedIn(server, '배하람'),
    signedIn(server, '남궁솔'),
  ])
  anybody = visitor(server)
  id = (await apply(kim, basicPension)).id
  await caseIn(kim, id, ['review'])
  await letItBeDay(server)
})
after(() => server?.close())

/** Held by the Ministry of Health and Welfare; the Basic Pension does not name it. */
const FACT = 'household.emergencyReliefMonths'
const OPEN_FACT = 'place.childAllowanceVoucher'
const CHILD_ALLOWANCE = '135200000120'
const WISH = {
  facts: [FACT],
  service: BASIC_PENSION,
  law: '기초연금법 제11조',
  why: '긴급지원을 받는 분의 소득을 두 번 세지 않으려고 합니다',
}
interface Told {
  readonly type: string
  readonly status: number
  readonly title: string
  readonly detail: string
  readonly helps?: readonly string[]
  readonly exceptions?: readonly string[]
}
const requests = '/api/sharing/requests'
const file = (wish: object = WISH) => asker.post<SharingRequest>(requests, wish)
const shown = (request: { readonly id: string }) => anybody.get<SharingRequest>(`${requests}/${request.id}`)
const send = (who: Visitor, request: { readonly id: string }, deed: string, json: object = {}) =>
  who.ask(`${requests}/${request.id}/${deed}`, { json, key: randomUUID() })
const decide = async (who: Visitor, request: { readonly id: string }, deed: string, json: object = {}) => {
  const answer = await send(who, request, deed, json)
  assert.equal(answer.status, 200, answer.text)
  return answer.json<SharingRequest>()
}
const lookUp = (facts: readonly string[] = [FACT]) =>
  asker.ask(`/api/work/${id}/look-ups`, { json: { facts, purpose: 'application' } })
const SECRET = { decision: 'refuse', exception: 'secret-by-law', reasons: '긴급지원 기록은 비밀로 정해져 있다고 봅니다' }

/** As if the holder had let its days go by. */
async function letTimePass(request: { readonly id: string }): Promise<void> {
  const db = openDb({ url: readFileSync(join(server.dataDir, 'database-url'), 'utf8'), log: silentLog, poolSize: 1 })
  await db.query('update sharing.requests set answer_by = answer_by - 60 where id = $1', [request.id])
  await db.close()
}

test('다른 기관이 가진 정보는 그냥 조회하지 못하고, 거절이 요청하는 길을 알려 준다', async () => {
  const answer = await lookUp()
  const told = answer.json<Told>()
  assert.deepEqual([answer.status, told.type, told.helps], [403, '/problems/guard/refused', ['sharing']])
  assert.match(told.detail, /\/sharing\/desk\/new/)
  assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/)
})

test('요청하면 한 달의 기한이 서고, 개인정보는 위원회가 동의해야 열리며, 열리면 조회할 수 있고 본인의 기록에 남는다', async () => {
  const request = await file()
  const month = Temporal.PlainDate.from(request.filedOn).add({ months: 1 })
  assert.equal(request.state, 'open')
  const late = month.until(Temporal.PlainDate.from(request.dueOn ?? '')).days
  assert.ok(late >= 0 && late < 12, `${request.dueOn}: a month, moved off holidays only`)
  assert.deepEqual([request.turn?.title, request.confirmer?.title], ['보건복지부', '개인정보 보호위원회'])
  const granted = await decide(holder, request, 'answer', { decision: 'grant' })
  assert.deepEqual([granted.state, granted.turn?.title], ['confirming', '개인정보 보호위원회'])
  assert.equal((await lookUp()).status, 403)
  assert.equal((await decide(commission, request, 'confirmation', { decision: 'confirm' })).state, 'granted')

  const answer = await lookUp(['person.birthDate', FACT])
  assert.equal(answer.status, 200, answer.text)
  assert.deepEqual(
    answer.json<LookedUp>().facts.map(({ fact }) => fact),
    ['person.birthDate', FACT],
  )
  const { entries } = await kim.get<TracePage>('/api/access/entries?limit=100')
  const entry = entries.find(({ use, facts }) => use === 'fetch' && facts.includes(FACT))
  assert.deepEqual([entry?.actor.name, entry?.law, entry?.register], ['김하늘', WISH.law, 'social-security'])
  assert.match(entry?.purpose.ko ?? '', new RegExp(`정보 공유 ${request.number}호`))
  const other = await signedIn(server, '최가온')
  assert.equal((await other.ask(`${requests}/${request.id}/withdraw`, { method: 'POST', key: 'x' })).status, 403)

  assert.equal((await decide(asker, request, 'withdraw')).state, 'ended')
  assert.equal((await lookUp()).status, 403)
})

test('등록된 예외를 밝히지 않고는 거절할 수 없다', async () => {
  const request = await file()
  for (const exception of [null, '우리 기관 방침', 'trade-secret']) {
    const answer = await send(holder, request, 'answer', { ...SECRET, exception })
    const told = answer.json<Told>()
    assert.deepEqual([answer.status, told.type], [422, '/problems/sharing/exception-needed'])
    assert.ok(told.exceptions?.includes('secret-by-law') && !told.exceptions.includes('trade-secret'))
  }
  const english = await holder.ask(`${requests}/${request.id}/answer`, {
    json: { ...SECRET, reasons: '' },
    headers: { 'accept-language': 'en' },
    key: randomUUID(),
  })
  assert.deepEqual([english.status, english.json<Told>().title], [422, 'Give your reasons'])
  assert.equal((await shown(request)).state, 'open')
})

test('거절은 예외와 법과 까닭이 공개되고, 이의가 받아들여지면 위원회를 거쳐 열린다', async () => {
  const request = await file()
  const refused = await decide(holder, request, 'answer', SECRET)
  assert.deepEqual([refused.state, refused.turn?.title], ['refused', '서울특별시 관악구'])
  const published = await shown(request)
  const last = published.history.at(-1)
  assert.deepEqual(
    [last?.what, last?.agency.title, last?.exception?.law, last?.reasons],
    ['refuse', '보건복지부', '전자정부법 제39조제2항제1호', SECRET.reasons],
  )
  assert.doesNotMatch(JSON.stringify(published), /off_|김하늘|윤지호/)
  const days = Temporal.Now.plainDateISO('Asia/Seoul').until(Temporal.PlainDate.from(published.dueOn ?? '')).days
  assert.ok(days >= 59 && days < 72, `${days} days to appeal`)

  const reasons = '기초연금법이 이 정보를 확인하도록 정하고 있습니다'
  assert.equal((await send(asker, request, 'appeal', { reasons })).status, 200)
  const own = await send(holder, request, 'review', { decision: 'uphold', reasons })
  assert.deepEqual([own.status, own.json<Told>().type], [403, '/problems/sharing/not-your-turn'])
  const overturned = await decide(reviewer, request, 'review', { decision: 'overturn', reasons })
  assert.deepEqual([overturned.state, (await lookUp()).status], ['confirming', 403])
  await decide(commission, request, 'confirmation', { decision: 'confirm' })
  assert.equal((await lookUp()).status, 200)
  const { items } = await anybody.get<{ items: ExceptionView[] }>('/api/sharing/exceptions')
  const secret = items.find((one) => one.id === 'secret-by-law')
  assert.deepEqual([secret?.refusals, secret?.overturned], [1, 1])
  await decide(asker, request, 'withdraw')
})

test('이의가 받아들여지지 않으면 거절로 끝나고, 누구나 그 까닭을 읽는다', async () => {
  const request = await file()
  await decide(holder, request, 'answer', SECRET)
  await decide(asker, request, 'appeal', { reasons: '필요한 정보입니다' })
  const reasons = '그 법률은 다른 기관에 주는 것을 막고 있습니다'
  assert.equal((await decide(reviewer, request, 'review', { decision: 'uphold', reasons })).state, 'upheld')
  assert.equal((await send(asker, request, 'appeal', { reasons: '다시 봐 주세요' })).status, 409)
  const { items } = await anybody.get<{ items: SharingRequest[] }>(`${requests}?state=upheld`)
  assert.deepEqual(
    items.map(({ number, history }) => [number, history.at(-1)?.reasons]),
    [[request.number, reasons]],
  )
})

test('가진 기관이 침묵하면 열리고, 개인정보는 침묵해도 위원회를 기다린다', async () => {
  const open = await file({
    ...WISH,
    facts: [OPEN_FACT],
    service: CHILD_ALLOWANCE,
    purpose: 'inspection',
    law: '아동수당법 제10조',
  })
  const personal = await file()
  assert.equal(open.confirmer, null)
  await Promise.all([letTimePass(open), letTimePass(personal)])
  const [granted, waiting] = [await shown(open), await shown(personal)]
  assert.deepEqual([granted.state, granted.history.at(-1)?.what], ['granted', 'silence'])
  assert.deepEqual([waiting.state, waiting.turn?.title, (await lookUp()).status], ['confirming', '개인정보 보호위원회', 403])
  const late = await send(holder, open, 'answer', { ...SECRET, exception: 'national-security' })
  assert.deepEqual([late.status, late.json<Told>().type], [409, '/problems/sharing/too-late'])
  await decide(asker, personal, 'withdraw')
})

test('역할과 법과 목적을 벗어난 요청은 받지 않고, 같은 열쇠는 한 번만 요청한다', async () => {
  assert.equal((await anybody.ask(requests, { json: WISH, key: 'a' })).status, 401)
  assert.equal((await kim.ask(requests, { json: WISH, key: 'a' })).status, 403)
  assert.equal((await asker.ask(requests, { json: WISH })).status, 422)
  const outside = await asker.ask(requests, { json: { ...WISH, law: '국세징수법 제24조' }, key: randomUUID() })
  assert.deepEqual([outside.status, outside.json<Told>().type], [422, '/problems/sharing/not-askable'])
  assert.match(outside.json<Told>().detail, /기초연금법/)
  const declared = await asker.ask(requests, { json: { ...WISH, facts: ['person.birthDate'] }, key: randomUUID() })
  assert.match(declared.json<Told>().detail, /이미 열려/)
  const dataset = await asker.ask(requests, {
    json: { dataset: 'public-services', law: WISH.law, why: WISH.why },
    key: randomUUID(),
  })
  assert.match(dataset.json<Told>().detail, /이미 열려/)

  const key = randomUUID()
  const [first, again] = await Promise.all([0, 1].map(() => asker.post<SharingRequest>(requests, WISH, key)))
  assert.equal(first?.id, again?.id)
  assert.equal((await asker.ask(requests, { json: { ...WISH, why: '다른 까닭입니다' }, key })).status, 422)
  const caseworker = await send(asker, first!, 'answer', { decision: 'grant' })
  assert.deepEqual([caseworker.status, caseworker.json<Told>().type], [403, '/problems/guard/refused'])
  await decide(asker, first!, 'withdraw')
})

test('어느 서비스가 어떤 서류를 왜 아직 받는지 보이고, 대신할 정보를 요청하면 그 까닭이 바뀐다', async () => {
  const before = await anybody.get<Coverage>('/api/sharing/coverage')
  assert.ok(before.services.length >= 13 && before.fetched > 150 && before.unread > 8000)
  assert.equal(before.percent, Math.floor((100 * before.fetched) / (before.fetched + before.papers)))
  assert.equal(before.withoutPapers, before.services.filter(({ papers }) => papers.length === 0).length)
  for (const { papers } of before.services) for (const paper of papers) assert.ok(paper.says && paper.law, paper.title)
  const sums = before.agencies.map(({ papers }) => papers).reduce((a, b) => a + b, 0)
  assert.equal(sums, before.papers)

  const { need } = before.services.find(({ service }) => service.id === CHILD_ALLOWANCE)!.papers[0]!
  const reason = async () =>
    (await anybody.get<Coverage>('/api/sharing/coverage')).services
      .flatMap(({ service, papers }) => (service.id === CHILD_ALLOWANCE ? papers : []))
      .map((paper) => [paper.reason, paper.request?.exception?.id])
  assert.deepEqual(await reason(), [['no-register', undefined]])
  const wish = { ...WISH, service: CHILD_ALLOWANCE, law: '아동수당법 제7조', replaces: need }
  const request = await file(wish)
  assert.deepEqual(await reason(), [['pending', undefined]])
  await decide(holder, request, 'answer', SECRET)
  assert.deepEqual(await reason(), [['exception', 'secret-by-law']])
})

test('담당자는 화면으로 요청하고 답하며, 거절할 때 예외를 고르지 않으면 그 자리에서 알려 준다', async () => {
  const chosen = await asker.open('/sharing/desk/new?register=social-security')
  const form = chosen.view.forms.find(({ action, method }) => action === '/sharing/desk/new' && method === 'POST')!
  const filled = {
    facts: FACT,
    service: BASIC_PENSION,
    purpose: 'application',
    law: '국세징수법 제24조',
    why: WISH.why,
    replaces: '',
  }
  const wrong = await asker.ask('/sharing/desk/new', { form: { ...form.fields, ...filled } })
  assert.equal(wrong.status, 422)
  assert.match(wrong.page().main, /쓸 수 있는 법: 기초연금법/)
  const made = await asker.fill(chosen, form, { ...filled, law: WISH.law })
  assert.match(made.view.main, /처리했습니다.*답을 기다림/s)
  const path = made.path.split('?')[0]!

  assert.match((await holder.open('/sharing/desk')).view.main, /우리 기관 차례.*긴급 생계지원/s)
  const desk = await holder.open(path)
  const answer = desk.view.forms.find(({ action }) => action === `${path}/decide`)!
  const refused = await holder.ask(`${path}/decide`, {
    form: { ...answer.fields, deed: 'refuse', exception: '', reasons: SECRET.reasons },
  })
  assert.equal(refused.status, 422)
  assert.match(refused.page().main, /등록된 예외를 골라 주세요/)
  const done = await holder.fill(desk, answer, { deed: 'refuse', exception: 'secret-by-law', reasons: SECRET.reasons })
  assert.match(done.view.main, /거절됨/)
  assert.equal((await asker.ask(`${path}/decide`, { form: { ...answer.fields, deed: 'grant' } })).status, 403)
})

test('누구나 로그인하지 않고 우리말과 영어로 규칙, 요청, 거절, 남은 서류를 읽는다', async () => {
  const home = await anybody.open('/sharing')
  assert.match(home.view.main, /열려 있는 것이 원칙.*전자정부법 제39조제2항제1호/s)
  const { items } = await anybody.get<{ items: SharingRequest[] }>(`${requests}?state=upheld`)
  const one = await anybody.open(`/sharing/requests/${items[0]!.id}`)
  assert.match(one.view.main, /거절로 끝남.*다른 법률이 정한 비밀.*공공데이터분쟁조정위원회가 거절이 맞다고/s)
  const { percent, papers } = await anybody.get<Coverage>('/api/sharing/coverage')
  const coverage = await anybody.open('/sharing/coverage')
  assert.match(coverage.view.main, new RegExp(`${percent}%.*${papers}.*적어 두는 대장이 없음`, 's'))
  for (const path of ['/sharing', '/sharing/coverage', `/sharing/requests/${items[0]!.id}`]) {
    const english = (await anybody.ask(path, { headers: { 'accept-language': 'en' } })).page()
    assert.match(english.main, /agenc|Asked by/i, path)
    assert.doesNotMatch(english.main, /(?:resident|officer)\.sharing|sharing\.[a-z]+/)
  }
  assert.equal((await anybody.ask('/sharing/desk')).status, 303)
})
