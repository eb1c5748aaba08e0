import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, beforeEach, test } from 'node:test'
import type { Directory } from '@dpg/directory/contract'
import type { Exchange, FactRequest, FetchResult } from '@dpg/exchange/contract'
import { createTexts, type PersonId, type Principal, type SessionId } from '@dpg/kernel'
import { createSealing, newId } from '@dpg/kernel/server'
import { fixedClock, openTestDb } from '@dpg/kernel/testing'
import type { Notices, SendNotice } from '@dpg/notices/contract'
import type { Json } from '@dpg/rules'
import { createBenefits, benefits as info } from './index.ts'
import { heldBy } from './store.ts'
import { createMemory } from './resident.ts'
import type { Look } from './watch.ts'
import { catalogueOf, koreaSnapshot } from './testing/snapshot.ts'

const db = await openTestDb(info.migrations)
after(() => db.close())
const snapshot = koreaSnapshot()
const asked: FactRequest[] = []
const sent: SendNotice[] = []
let register: Record<string, Json> = {}
let failures: FetchResult['failures'] = []

const exchange = {
  fetch: async (request: FactRequest): Promise<FetchResult> => {
    asked.push(request)
    const known = request.facts.filter((fact) => fact in register)
    return {
      facts: Object.fromEntries(
        known.map((fact) => [
          fact,
          { fact, value: register[fact]!, register: 'resident-register', receipt: newId('rcp'), at: '2026-11-25T00:00:00Z' },
        ]),
      ),
      silent: [],
      failures,
    }
  },
} as unknown as Exchange
const directory = {
  agencyName: (code: string) => code,
  isWithin: (code: string, ancestor: string) => code.startsWith(ancestor),
  area: (code: string) => {
    const area = snapshot.pack.areas.get(code)
    return area && { ...area, fullName: area.name }
  },
} as unknown as Directory
const notices = { send: async (_tx: unknown, command: SendNotice) => newId(`ntc${sent.push(command)}`) } as unknown as Notices
const clock = fixedClock('2026-11-25T00:00:00Z')
const { benefits, parts } = createBenefits({
  db,
  clock,
  sealing: createSealing(randomBytes(32)),
  texts: createTexts([info.messages]),
  catalogue: catalogueOf(() => snapshot),
  directory,
  exchange,
  notices,
})
const look = (job: Look) => parts.jobs![0]!.handle(job)
const emit = (name: string, payload: object) =>
  Promise.all(parts.consumers!.filter((one) => one.on.name === name).map((one) => one.handle(payload)))
const someone = (): Principal & { person: PersonId } => ({
  kind: 'resident',
  person: newId<PersonId>('per'),
  session: newId<SessionId>('ses'),
  displayName: '김하늘',
  assurance: 'substantial',
  permissions: new Set(['resident']),
})
const PENSION = 'SSE000000170'
const elder = {
  'person.birthDate': '1955-03-01',
  'person.sex': 'female',
  'person.nationality': 'KR',
  'person.eupmyeondong': '1111010100',
}

beforeEach(() => {
  asked.length = 0
  sent.length = 0
  failures = []
  register = { ...elder }
})

test('이름 없이 물어도 8,760개가 넘는 서비스에 까닭과 함께 답한다', () => {
  const answer = benefits.screen({ facts: elder }, 'ko')
  assert.ok(answer.results.length >= 8760)
  const { eligible, ineligible, unknown } = answer.counts
  assert.equal(eligible + ineligible + unknown, answer.results.length)
  assert.ok(
    answer.ask.length > 0 &&
      answer.results.every(({ reasons, outcome }) => outcome === 'unknown' || reasons.length > 0 || outcome === 'eligible'),
  )
})

test('법에서 온 서비스는 조문을, 조건 코드에서 온 서비스는 codes라고 말한다', () => {
  const { results } = benefits.screen({ facts: elder }, 'ko')
  const pension = results.find(({ service }) => service === PENSION)!
  assert.equal(pension.basis, 'law')
  assert.ok(pension.reasons.every(({ law }) => law !== null))
  assert.equal(pension.reasons.find(({ criterion }) => criterion === 'age')?.outcome, 'met')
  assert.ok(results.some(({ basis }) => basis === 'codes'))
})

test('영어로 물으면 서비스의 이름도 영어로 답한다', () => {
  const { en } = snapshot.pack.services.get(PENSION)!.title
  const [screened] = benefits.screen({ facts: elder, services: [PENSION] }, 'en').results
  assert.ok(en)
  assert.equal(screened!.title, en)
  assert.equal(benefits.explain(PENSION, { facts: elder }, 'en').title, en)
})

test('없는 사실, 맞지 않는 값, 없는 날, 없는 서비스는 이름을 대며 거절한다', () => {
  const refused =
    (facts: Record<string, Json>, more: object = {}) =>
    () =>
      benefits.screen({ facts, ...more }, 'ko')
  assert.throws(refused({ 'person.height': 1 }), { type: 'benefits/unknown-fact', values: { fact: 'person.height' } })
  assert.throws(refused({ 'person.birthDate': '1955-02-30' }), { type: 'benefits/wrong-type' })
  assert.throws(refused({ 'person.age': '열' }), { type: 'benefits/wrong-type' })
  assert.throws(refused({ 'person.sex': 'x' }), { type: 'benefits/wrong-type' })
  assert.throws(refused({}, { asOf: '2026-13-01' }), { type: 'benefits/wrong-day' })
  assert.throws(refused({}, { services: ['no-such'] }), { type: 'benefits/unknown-service' })
  assert.throws(() => benefits.explain('no-such', { facts: {} }, 'ko'), { type: 'catalogue/service-not-found' })
})

test('왜 안 되는지, 무엇이 바뀌면 되는지 말로 알려 준다', () => {
  const young = { ...elder, 'person.birthDate': '1962-03-01' }
  const why = benefits.explain(PENSION, { facts: young }, 'ko')
  assert.equal(why.outcome, 'ineligible')
  const age = why.criteria.find(({ criterion }) => criterion === 'age')!
  assert.equal(age.outcome, 'notMet')
  assert.match(age.changes[0]!, /2027년 3월 1일부터/)
  assert.ok(age.facts.some(({ label, value }) => label === '만 나이' && value === '64세'))
  assert.match(benefits.explain(PENSION, { facts: young }, 'en').criteria[0]!.changes[0]!, /1 March 2027/)
})

test('까닭은 지역을 번호가 아니라 이름으로 말한다', () => {
  const local = snapshot.serviceIds.find((id) => snapshot.service(id)?.area === '11110')!
  const why = benefits.explain(local, { facts: elder }, 'ko')
  const places = why.criteria.flatMap(({ facts }) => facts).filter(({ fact }) => /sigungu|eupmyeondong/i.test(fact))
  assert.ok(places.length > 0)
  assert.ok(
    places.every(({ value }) => value === null || !/^\d+$/.test(value)),
    JSON.stringify(places),
  )
})

test('로그인한 사람의 사실은 목적과 법을 밝히고 가져오며, 몇 분 안에 다시 묻지 않는다', async () => {
  const me = someone()
  const first = await benefits.forResident(me, { lang: 'ko', limit: 10, offset: 0 })
  await benefits.forResident(me, { lang: 'ko', limit: 10, offset: 10 })
  assert.equal(asked.length, 1)
  assert.match(asked[0]!.law, /제22조의2/)
  assert.equal(asked[0]!.subject, me.person)
  assert.deepEqual(
    first.items.map(({ rank }) => rank),
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  )
  assert.ok(first.items.every(({ why }) => why.length > 0))
  assert.deepEqual(
    first.ask.filter(({ fact }) => fact in register).map(({ fact }) => fact),
    [],
  )
})

test('대장이 답하지 않으면 그렇다고 말하고, 다음에 다시 묻는다', async () => {
  failures = [{ register: 'national-tax', facts: ['person.wage'], kind: 'unreachable' }]
  const me = someone()
  assert.deepEqual((await benefits.forResident(me, { lang: 'ko', limit: 1, offset: 0 })).failures, failures)
  await benefits.forResident(me, { lang: 'ko', limit: 1, offset: 0 })
  assert.equal(asked.length, 2)
})

test('이사하면 새로 사는 곳의 혜택을 한 번만 알린다', async () => {
  const me = someone()
  await benefits.watch(me)
  await look({ person: me.person, because: 'start', once: 'start' })
  assert.equal(sent.length, 0, 'the first look is not news')
  register = { ...register, 'person.eupmyeondong': '2611010100' }
  const event = { subject: me.person, register: 'resident-register', change: 'move', facts: [], eventId: 'evt-1' }
  await emit('exchange.facts-changed', event)
  const jobs = db.queued.filter(({ data }) => (data as Look).once === 'evt-1').map(({ data }) => data as Look)
  assert.equal(jobs.length, 1)
  await look(jobs[0]!)
  await look(jobs[0]!)
  assert.equal(sent.length, 1)
  assert.equal(sent[0]!.to, me.person)
  assert.match(sent[0]!.values.ko['because']!, /이사/)
  assert.match(sent[0]!.values.ko['list']!, /\/services\//)
})

test('같은 일로 다시 보는 사이에 더 열린 혜택은 다른 소식으로 알린다', async () => {
  const me = someone()
  await benefits.watch(me)
  await look({ person: me.person, because: 'start', once: 'start' })
  const event = { person: me.person, because: 'move', once: 'evt-2' }
  register = { ...register, 'person.eupmyeondong': '2611010100' }
  await look(event)
  register = { ...register, 'person.eupmyeondong': '4111110100' }
  await look(event)
  const keys = sent.map(({ key }) => key)
  assert.equal(keys.length, 2)
  assert.notEqual(keys[0], keys[1], 'other contents under one key are refused by the inbox')
})

test('대장이 한 주 동안 죽어 있어도 소식을 잃지 않는다', () => {
  assert.ok((parts.jobs![0]!.retries ?? 0) * 300 >= 7 * 24 * 3600)
})

test('대장이 답한 사실은 3분이 지나면 메모리에도 남지 않는다', async ({ mock }) => {
  mock.timers.enable({ apis: ['setTimeout'] })
  const memory = createMemory(clock)
  await memory.facts(someone(), async () => ({ facts: {}, silent: [], failures: [] }))
  assert.equal(memory.size, 1)
  mock.timers.tick(180_000)
  assert.equal(memory.size, 0)
})

test('알림을 신청하지 않은 사람의 일은 보지 않고, 그만두면 지운다', async () => {
  const me = someone()
  await look({ person: me.person, because: 'move', once: 'x' })
  assert.equal(asked.length, 0)
  await benefits.watch(me)
  await benefits.watch(me)
  assert.equal(await benefits.isWatching(me), true)
  await benefits.unwatch(me)
  assert.equal(await benefits.isWatching(me), false)
  assert.equal(asked.length, 0)
  assert.deepEqual(await db.query('select * from benefits.watchers where person = $1', [me.person]), [])
})

test('대장 하나가 죽어 있으면 반쪽 답으로 알리지 않고 나중에 다시 본다', async () => {
  const me = someone()
  await benefits.watch(me)
  failures = [{ register: 'national-tax', facts: [], kind: 'slow' }]
  await assert.rejects(look({ person: me.person, because: 'start', once: 'start' }), /national-tax/)
})

test('이미 신청한 혜택은 뒤로 가고 표시된다', async () => {
  const me = someone()
  const [top] = (await benefits.forResident(me, { lang: 'ko', limit: 1, offset: 0 })).items
  await emit('casework.submitted', { case: 'case_1', person: me.person, service: top!.service, at: '2026-11-25T01:00:00Z' })
  const { items, total } = await benefits.forResident(me, { lang: 'ko', limit: 1000, offset: 0 })
  const again = items.find(({ service }) => service === top!.service)!
  assert.ok(again.held && again.rank > 1 && again.rank <= total)
  await emit('casework.decided', {
    case: 'case_1',
    person: me.person,
    service: top!.service,
    decision: 'refuse',
    outcome: 'refuse',
    at: '2026-11-25T02:00:00Z',
  })
  assert.equal((await benefits.forResident(me, { lang: 'ko', limit: 1, offset: 0 })).items[0]!.service, top!.service)
})

test('신청을 거둔 혜택은 신청하지 않은 것과 같고, 받기로 정해진 것은 절차가 끝나도 남는다', async () => {
  const me = someone()
  const service = PENSION
  const isHeld = async () =>
    (await db.query(`select 1 from benefits.held where person = $1 and service = $2 and state <> 'over'`, [me.person, service]))
      .length > 0
  let hour = 0
  const at = () => `2026-11-25T${String(hour++).padStart(2, '0')}:00:00Z`
  const moved = (state: string) => emit('casework.moved', { case: 'case_2', person: me.person, service, state, at: at() })
  await emit('casework.submitted', { case: 'case_2', person: me.person, service, at: at() })
  await moved('gathering')
  assert.equal(await isHeld(), true)
  await moved('withdrawn')
  assert.equal(await isHeld(), false)
  const granted = snapshot.service(service)!.decisions.find(({ outcome }) => outcome === 'grant')!
  await emit('casework.decided', {
    case: 'case_3',
    person: me.person,
    service,
    decision: granted.code,
    outcome: 'grant',
    at: at(),
  })
  const ends = snapshot.service(service)!.work!.states.filter(({ end, decision }) => end && decision === granted.code)
  assert.ok(ends.length > 0)
  for (const { id } of ends) await moved(id)
  assert.equal(await isHeld(), true)
})

test('늦게 또는 다시 온 소식은 그보다 나중에 일어난 일을 뒤집지 못한다', async () => {
  const isHeld = async ({ person }: { person: PersonId }) => (await heldBy(db, person)).has(PENSION)
  const event = (me: { person: PersonId }, at: string) => ({ case: 'case_4', person: me.person, service: PENSION, at })
  const [first, second, same] = ['2026-11-25T01:00:00.000001Z', '2026-11-25T01:00:00.000002Z', '2026-11-25T01:00:00.000002Z']
  const refused = (me: { person: PersonId }, at: string) =>
    emit('casework.decided', { ...event(me, at), decision: 'refuse', outcome: 'refuse' })

  const retried = someone()
  await refused(retried, second)
  await emit('casework.submitted', event(retried, first))
  assert.equal(await isHeld(retried), false, 'refused before the news of the application came')
  await emit('casework.submitted', event(retried, same))
  assert.equal(await isHeld(retried), false, 'refused at once')
  await emit('casework.submitted', event(retried, '2026-11-26T01:00:00Z'))
  assert.equal(await isHeld(retried), true, 'applied for again')
  await refused(retried, second)
  assert.equal(await isHeld(retried), true, 'the old refusal again')

  const withdrawn = someone()
  await emit('casework.moved', { ...event(withdrawn, second), state: 'withdrawn' })
  await emit('casework.submitted', event(withdrawn, first))
  assert.equal(await isHeld(withdrawn), false)
})
