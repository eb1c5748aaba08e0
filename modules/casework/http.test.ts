import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { ANONYMOUS, createTexts, type PersonId, type Principal } from '@dpg/kernel'
import { createHttp, newId } from '@dpg/kernel/server'
import { fixedClock, openTestDb, silentLog } from '@dpg/kernel/testing'
import { casework as info } from './index.ts'
import { BASIC_PENSION, CHILD_ALLOWANCE } from './testing/pack.ts'
import { PENSION_ANSWERS, PENSION_DECLARATIONS, setUp } from './testing/set-up.ts'
import { HANEUL_FACTS } from './testing/haneul.ts'
import { CHOI, KIM, official, PARK, resident } from './testing/world.ts'

const db = await openTestDb(info.migrations)
after(() => db.close())
const clock = fixedClock('2026-11-25T01:00:00Z')
beforeEach(() => {
  db.queued.length = 0
})

interface Answer {
  readonly id: string
  readonly state: string
  readonly version: number
  readonly applicant: { readonly name: string }
}

function serve() {
  const setup = setUp(db, clock)
  const who: { principal: Principal } = { principal: resident() }
  const app = createHttp({
    routes: setup.parts.routes ?? [],
    log: silentLog,
    texts: createTexts([info.messages]),
    principalOf: () => who.principal,
    problemPage: () => '',
    headers: {},
    secureCookies: false,
  })
  const ask = async (method: string, path: string, body?: unknown, key: string | null = `k-${Math.random()}`) => {
    const headers = { 'content-type': 'application/json', ...(key === null ? {} : { 'idempotency-key': key }) }
    const response = await app.request(`http://localhost${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? {} : JSON.parse(text)) as Answer,
    }
  }
  return {
    ...setup,
    app,
    ask,
    as: (principal: Principal) => {
      who.principal = principal
    },
  }
}

const APPLICATION = { service: BASIC_PENSION, answers: PENSION_ANSWERS, declarations: PENSION_DECLARATIONS }

test('열린 API로 신청하고, 따라가고, 담당자가 결정한다', async () => {
  const { ask, as, runJobs } = serve()
  const made = await ask('POST', '/api/cases', APPLICATION, 'same')
  assert.equal(made.status, 201)
  const again = await ask('POST', '/api/cases', APPLICATION, 'same')
  assert.equal(again.body.id, made.body.id)
  await runJobs()
  const seen = await ask('GET', `/api/cases/${made.body.id}`)
  assert.deepEqual([seen.status, seen.body.state], [200, 'review'])
  as(official(KIM))
  assert.equal((await ask('GET', '/api/work?show=open&limit=5')).status, 200)
  const work = await ask('GET', `/api/work/${made.body.id}`)
  assert.equal(work.body.applicant.name, '김하늘')
  assert.equal((await ask('PUT', `/api/work/${made.body.id}/assignee`, { official: KIM })).status, 204)
  const version = (await ask('GET', `/api/work/${made.body.id}`)).body.version
  const granted = await ask('POST', `/api/work/${made.body.id}/actions/grant`, { version, reason: '요건을 갖춤' })
  assert.deepEqual([granted.status, granted.body.state], [200, 'granted'])
})

test('신청이 요구하는 파일을 열린 API로 내고, 두 번 보내도 하나이며, 도로 읽는다', async () => {
  const { ask, app, as, world, runJobs } = serve()
  const person = newId<PersonId>('per')
  as(resident(person))
  const child = { relation: 'grandchild', name: '김새봄', birthDate: '2022-03-03', citizen: true, livesTogether: true }
  const household = { 'household.grandparentFamily': true, 'household.fosterFamily': false, 'household.members': [child] }
  world.registers.facts.set(person, { ...HANEUL_FACTS, ...household })
  const answers = {
    'person.bankAccount': { bank: '국민은행', number: '110-123-456789', holder: '김하늘' },
    'person.protectedAccount': false,
    'person.phone': '010-1234-5678',
  }
  const made = await ask('POST', '/api/cases', { service: CHILD_ALLOWANCE, answers, declarations: ['truth', 'duty'] })
  await runJobs()
  const path = `/api/cases/${made.body.id}/attachments`
  const send = (query: string, body: Uint8Array<ArrayBuffer>) =>
    app.request(`http://localhost${path}?${query}`, { method: 'POST', body })
  const pdf = Buffer.from('%PDF-1.7\n1 0 obj')
  const sent = await Promise.all([send('need=custody&name=증명.pdf', pdf), send('need=custody&name=증명.pdf', pdf)])
  const ids = await Promise.all(sent.map(async (one) => ((await one.json()) as Answer).id))
  assert.deepEqual([sent.map(({ status }) => status), new Set(ids).size], [[201, 201], 1])
  const back = await app.request(`http://localhost${path}/${ids[0]}`)
  assert.deepEqual([back.headers.get('content-type'), Buffer.from(await back.arrayBuffer())], ['application/pdf', pdf])
  assert.equal((await send('need=other', pdf)).status, 422)
  assert.equal((await send('need=custody', Buffer.from('<script>'))).status, 422)
  assert.equal((await send('need=custody', Buffer.alloc(20_000_001))).status, 413)
  as(resident())
  assert.equal((await app.request(`http://localhost${path}/${ids[0]}`)).status, 404)
})

test('열쇠 없이는 신청하거나 처리할 수 없다', async () => {
  const { ask } = serve()
  for (const key of [null, '', 'x'.repeat(200), 'a b'])
    assert.equal((await ask('POST', '/api/cases', APPLICATION, key)).status, 422)
})

test('신청인의 문과 담당자의 문은 서로 다르고, 모르는 사람에게는 둘 다 닫혀 있다', async () => {
  const { ask, as } = serve()
  const { body } = await ask('POST', '/api/cases', APPLICATION)
  assert.equal((await ask('GET', '/api/work')).status, 403)
  as(official(KIM))
  assert.equal((await ask('GET', '/api/cases')).status, 403)
  as(official(PARK))
  assert.equal((await ask('GET', `/api/work/${body.id}`)).status, 404)
  as(official(CHOI))
  for (const path of ['/api/work', `/api/work/${body.id}`]) assert.equal((await ask('GET', path)).status, 403)
  as(ANONYMOUS)
  for (const path of ['/api/cases', '/api/work', `/api/cases/${body.id}`]) assert.equal((await ask('GET', path)).status, 401)
})

test('엉뚱한 것, 너무 깊은 것, 너무 큰 것은 500이 아니라 또렷한 거절이 된다', async () => {
  const { ask, as } = serve()
  const deep = `{"service":"x","answers":${'{"a":'.repeat(60)}1${'}'.repeat(60)},"declarations":[]}`
  const bodies: unknown[] = [
    '',
    'null',
    '[]',
    '{',
    deep,
    { service: 1 },
    { ...APPLICATION, extra: true },
    { ...APPLICATION, answers: [] },
    { ...APPLICATION, service: '../../etc/passwd' },
    { ...APPLICATION, service: "'; drop table casework.cases; --" },
    { ...APPLICATION, answers: { x: 'y'.repeat(300_000) } },
    { ...APPLICATION, declarations: Array(60).fill('a') },
    { ...APPLICATION, answers: { '<script>': '<script>alert(1)</script>' } },
    '{"service":"SSE000000170","answers":{"__proto__":{"a":1}},"declarations":[]}',
  ]
  for (const body of bodies) {
    const { status } = await ask('POST', '/api/cases', body)
    assert.ok(status >= 400 && status < 500, `${JSON.stringify(body).slice(0, 60)} gave ${status}`)
  }
  for (const path of [
    '/api/cases/x',
    '/api/cases/case_1',
    "/api/cases/case_'--",
    '/api/cases/..%2f..%2fetc',
    `/api/cases/${'a'.repeat(500)}`,
    '/api/cases/case_01900000-0000-7000-8000-000000000000',
  ]) {
    const { status } = await ask('GET', path)
    assert.ok(status >= 400 && status < 500, `${path} gave ${status}`)
  }
  as(official(KIM))
  for (const query of ['show=all', 'limit=0', 'limit=1e9', 'offset=-1', 'q=' + 'x'.repeat(100), 'x=1', "service=' or 1=1"]) {
    const { status } = await ask('GET', `/api/work?${query}`)
    assert.ok(status === 422 || (query.startsWith('service') && status === 200), `${query} gave ${status}`)
  }
  const acts: unknown[] = [
    {},
    { version: 0 },
    { version: '1' },
    { version: 1, reason: 'x'.repeat(5_000) },
    { version: 1, form: { a: 1 } },
    { version: 1, reasonCodes: 'income' },
  ]
  for (const body of acts)
    assert.equal((await ask('POST', '/api/work/case_01900000-0000-7000-8000-000000000000/actions/grant', body)).status, 422)
})
