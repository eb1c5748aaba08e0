import assert from 'node:assert/strict'
import { after, beforeEach, describe, test } from 'node:test'
import { ANONYMOUS, createTexts, type PersonId, type Principal } from '@dpg/kernel'
import { createHttp, newId } from '@dpg/kernel/server'
import { silentLog } from '@dpg/kernel/testing'
import type { FactsDecided } from '@dpg/guard/contract'
import type { FactRequest } from './contract.ts'
import { exchange as info } from './index.ts'
import { type Asked, pairwise, type Reply, type Sent, setUp, startGateway } from './testing.ts'

let reply: (asked: Asked) => Reply
/** What the policies keep from everybody. */
const kept = new Set<string>()
/** What the law has the person told of later. */
let delay: FactsDecided['delay']
const gateway = await startGateway((asked) => reply(asked))
const platform = await setUp(
  () => gateway.url,
  (fact) => kept.has(fact),
  () => delay,
)
after(async () => {
  gateway.close()
  await platform.db.close()
})
const person = newId<PersonId>('per')
const VALUES: Record<string, object> = {
  'resident-register': { 'person.birthDate': '1955-03-01', 'person.sex': 'female', 'person.unasked': 1 },
  'national-tax': { 'person.annualIncome': 12_000_000 },
}
const honest = ({ register, body }: Asked): Reply => ({
  content: { register, subject: body['subject'], at: new Date().toISOString(), facts: VALUES[register] },
})
beforeEach(() => {
  reply = honest
  gateway.asked.length = 0
  gateway.sent.length = 0
  platform.recorded.length = 0
  platform.statements.length = 0
  Object.assign(platform, platform.build())
})
const request = (more: Partial<FactRequest> = {}): FactRequest => ({
  subject: person,
  facts: ['person.birthDate', 'person.annualIncome', 'person.sex'],
  purpose: { ko: '기초연금 심사' },
  law: '기초연금법 제11조',
  actor: { kind: 'official', name: '이담당', agency: '3000000' },
  service: 'SSE000000170',
  case: 'case_0192f3a0-1111-7222-8333-444455556666' as FactRequest['case'],
  consent: 'by-law',
  timeoutMs: 1_000,
  ...more,
})
const birth = { facts: ['person.birthDate'] }
const kindOf = async () => (await platform.exchange.fetch(request(birth))).failures[0]?.kind

test('규칙이 막은 사실은 대장에 묻지 않고, 어느 규칙이 막았는지 본인의 기록에 남는다', async () => {
  kept.add('person.annualIncome')
  const { facts, failures } = await platform.exchange.fetch(request())
  kept.clear()
  assert.deepEqual(Object.keys(facts).sort(), ['person.birthDate', 'person.sex'])
  assert.deepEqual(
    failures.map(({ register, kind, refusal }) => [register, kind, refusal?.by]),
    [['national-tax', 'refused', ['a-rule']]],
  )
  assert.deepEqual(
    gateway.asked.map(({ register }) => register),
    ['resident-register'],
  )
  const refused = platform.recorded.filter(({ use }) => use === 'refuse')
  assert.deepEqual(
    refused.map(({ facts, rule }) => [facts, rule]),
    [[['person.annualIncome'], 'a-rule']],
  )
})

test('물은 사실만 쓰고, 대장마다 수령 기록 하나와 열람 기록 하나를 남긴다', async () => {
  const { facts, silent, failures } = await platform.exchange.fetch(request())
  assert.deepEqual([silent, failures], [[], []])
  assert.deepEqual(Object.keys(facts).toSorted(), ['person.annualIncome', 'person.birthDate', 'person.sex'])
  assert.deepEqual(
    platform.recorded.map(({ use, register, facts: used }) => [use, register, used]),
    [
      ['fetch', 'resident-register', ['person.birthDate', 'person.sex']],
      ['fetch', 'national-tax', ['person.annualIncome']],
    ],
  )
  const inserts = platform.statements.filter((sql) => sql.includes('exchange.receipts'))
  assert.equal(inserts.length, 1, 'all receipts in one statement')
})

test('두 대장은 같은 사람을 다르게 알고, 서로 맞춰 볼 것을 받지 않는다', async () => {
  await platform.exchange.fetch(request())
  const [one, two] = gateway.asked
  assert.notEqual(one!.body['subject'], two!.body['subject'])
  const nonce = ({ headers }: Asked) => /nonce="([^"]+)"/.exec(headers['signature-input'] ?? '')?.[1]
  assert.notEqual(nonce(one!), nonce(two!))
  for (const { body, url } of gateway.asked) {
    const said = JSON.stringify(body) + url
    assert.ok(!said.includes(person.slice(4)) && !said.includes('case_') && !said.includes('이담당'))
  }
})

test('서명이 없거나, 다른 물음에 한 답이거나, 다른 사람의 답이면 쓰지 않는다', async () => {
  await platform.exchange.fetch(request(birth))
  const old = gateway.sent[0] as Sent
  const lies: Record<string, () => Reply> = {
    unsigned: () => ({ instead: { ...old, headers: {} } }),
    replayed: () => ({ instead: old }),
    garbage: () => ({ instead: { status: 200, headers: { 'signature-input': 'register=(', signature: ':' }, body: '<html>' } }),
  }
  for (const [name, lie] of Object.entries(lies)) {
    reply = lie
    assert.equal(await kindOf(), 'untrusted', name)
  }
  reply = (asked) => ({ ...honest(asked), signers: ['gateway'] })
  assert.equal(await kindOf(), 'untrusted', 'the gateway alone cannot say what the register knows')
  reply = (asked) => ({ ...honest(asked), signers: ['register'] })
  assert.equal(await kindOf(), 'untrusted', 'nobody has checked who asked')
  const other = pairwise.towards(newId<PersonId>('per'), 'resident-register')
  reply = (asked) => ({ content: { ...honest(asked).content, subject: other } })
  assert.equal(await kindOf(), 'untrusted', 'another person')
  reply = (asked) => ({ content: { ...honest(asked).content, register: 'national-tax' } })
  assert.equal(await kindOf(), 'untrusted', 'another register')
  assert.ok(platform.recorded.slice(1).every(({ use }) => use === 'refuse'))
})

test('맞지 않는 값 하나는 빼고, 나머지는 쓴다', async () => {
  for (const wrong of ['1955-02-30', 19550301, ['1955-03-01'], true, { at: '1955-03-01' }]) {
    reply = (asked) => ({ content: { ...honest(asked).content, facts: { 'person.birthDate': wrong, 'person.sex': 'female' } } })
    const { facts, failures } = await platform.exchange.fetch(request({ facts: ['person.birthDate', 'person.sex'] }))
    assert.deepEqual(Object.keys(facts), ['person.sex'])
    assert.deepEqual(failures, [{ register: 'resident-register', facts: ['person.birthDate'], kind: 'untrusted' }])
  }
  reply = (asked) => ({ content: { ...honest(asked).content, facts: { 'person.birthDate': null } } })
  const { facts, silent } = await platform.exchange.fetch(request({ facts: ['person.birthDate', 'person.sex'] }))
  assert.equal(facts['person.birthDate']?.value, null, 'known to be none')
  assert.deepEqual(silent, ['person.sex'], 'the register knows nothing')
})

test('답이 없는 까닭을 가려 말한다', async () => {
  reply = () => ({ status: 502, signers: ['gateway'], content: { why: 'unreachable' } })
  assert.equal(await kindOf(), 'unreachable')
  reply = () => ({ status: 504, signers: ['gateway'], content: { why: 'slow' } })
  assert.equal(await kindOf(), 'slow')
  Object.assign(platform, platform.build())
  reply = () => ({ status: 403, signers: ['gateway'], content: { why: 'not-allowed' } })
  assert.equal(await kindOf(), 'refused')
  assert.equal(platform.recorded.at(-1)?.use, 'refuse')
})

test('수령 기록은 봉한 채로 있고, 값은 어디에도 그대로 적히지 않는다', async () => {
  const { facts } = await platform.exchange.fetch(request())
  const rows = await platform.db.query<{ sealed: Buffer; digest: Buffer }>('select sealed, digest from exchange.receipts')
  assert.ok(rows.length > 0)
  for (const { sealed } of rows) assert.ok(!sealed.toString('latin1').includes('1955-03-01'))
  const receipt = await platform.exchange.receipt(person, facts['person.birthDate']!.receipt)
  assert.deepEqual(receipt?.facts, ['person.birthDate', 'person.sex'])
  assert.deepEqual(receipt?.purpose, { ko: '기초연금 심사' })
})

test('수령 기록은 본인만 볼 수 있고, 대장의 상태는 누구나 볼 수 있다', async () => {
  const { facts } = await platform.exchange.fetch(request())
  const id = facts['person.birthDate']!.receipt
  const resident = (one: PersonId): Principal => ({
    ...ANONYMOUS,
    kind: 'resident',
    person: one,
    permissions: new Set(['resident']),
  })
  let principal = ANONYMOUS
  const app = createHttp({
    routes: platform.parts.routes ?? [],
    log: silentLog,
    texts: createTexts([info.messages]),
    principalOf: () => principal,
    problemPage: () => '',
    headers: {},
    secureCookies: false,
  })
  const get = async (path: string) => {
    const response = await app.request(path)
    return { status: response.status, body: (await response.json()) as { type?: string; digest?: string; registers?: object[] } }
  }
  assert.equal((await get(`/api/exchange/receipts/${id}`)).status, 401)
  principal = resident(newId<PersonId>('per'))
  assert.equal((await get(`/api/exchange/receipts/${id}`)).status, 404)
  principal = resident(person)
  assert.match((await get(`/api/exchange/receipts/${id}`)).body.digest ?? '', /^[0-9a-f]{64}$/)
  assert.equal((await get('/api/exchange/receipts/rcp_%27or%201=1')).status, 422)
  principal = ANONYMOUS
  const { body } = await get('/api/exchange/status')
  assert.deepEqual(
    body.registers?.map((one) => ({ ...one, since: null })),
    [
      { register: 'resident-register', title: { ko: '주민등록', en: 'Resident register' }, state: 'up', since: null },
      { register: 'national-tax', title: { ko: '국세' }, state: 'up', since: null },
    ],
  )
})

test('같은 일을 두 번 들어도 한 번만 알리고, 대장이 새로 시작하면 처음부터 듣는다', async () => {
  const subject = pairwise.towards(person, 'resident-register')
  const event = (id: string) => ({ id, subject, change: 'move', facts: ['person.address'], at: new Date().toISOString() })
  const journals: Record<string, string[]> = { first: ['e1', 'e2', 'e2'], second: ['e2', 'e3'] }
  let journal = 'first'
  const heardTo: string[] = []
  reply = ({ register, url }) => {
    const query = new URL(`http://g${url}`).searchParams
    const all = register === 'resident-register' ? journals[journal]! : []
    const isSame = query.get('journal') === journal
    const after = isSame ? Number(query.get('after')) : 0
    if (register === 'resident-register') heardTo.push(`${query.get('journal')}:${query.get('after')}`)
    if (isSame && after === all.length) return { status: 503 }
    return { content: { register, journal, next: all.length, events: all.slice(after).map(event) } }
  }
  const told = async () =>
    (await platform.db.published())
      .filter(({ name }) => name === 'exchange.facts-changed')
      .map(({ payload }) => (payload as { eventId: string }).eventId)
  const until = async (count: number) => {
    for (const ends = Date.now() + 10_000; (await told()).length < count; ) {
      assert.ok(Date.now() < ends, `only ${(await told()).length} events`)
      await new Promise((done) => setTimeout(done, 20))
    }
  }
  platform.listener.start()
  await until(2)
  await platform.listener.stop()
  journal = 'second'
  Object.assign(platform, platform.build())
  platform.listener.start()
  await until(3)
  await platform.listener.stop()
  assert.deepEqual(await told(), ['e1', 'e2', 'e3'])
  assert.ok(heardTo.includes('first:3'), 'the place in the journal was kept')
})

test('두 대장이 우연히 같은 번호로 알린 일은 두 가지 일이다', async () => {
  const other = newId<PersonId>('per')
  reply = ({ register, url }) => {
    const isSame = new URL(`http://g${url}`).searchParams.get('journal') === 'numbers'
    if (isSame) return { status: 503 }
    const subject = pairwise.towards(other, register)
    const event = { id: '1', subject, change: 'changed', facts: [], at: new Date().toISOString() }
    return { content: { register, journal: 'numbers', next: 1, events: [event] } }
  }
  const told = async () =>
    (await platform.db.published())
      .map(({ payload }) => payload as { subject: PersonId; register: string })
      .filter(({ subject }) => subject === other)
      .map(({ register }) => register)
      .sort()
  platform.listener.start()
  for (const ends = Date.now() + 5_000; (await told()).length < 2 && Date.now() < ends; )
    await new Promise((done) => setTimeout(done, 20))
  await platform.listener.stop()
  assert.deepEqual(await told(), ['national-tax', 'resident-register'])
})

test('읽을 수 없는 일 하나가 다른 소식을 막지 않는다: 따로 두고 지나간다', async () => {
  const someone = newId<PersonId>('per')
  const subject = pairwise.towards(someone, 'national-tax')
  const event = (id: string, over: object = {}) => ({
    id,
    subject,
    change: 'changed',
    facts: [],
    at: new Date().toISOString(),
    ...over,
  })
  const events = [event('n1'), event('n2', { facts: 'person.wage' }), 7, event('n\u0000', {}), event('n3')]
  reply = ({ register, url }) => {
    const isSame = new URL(`http://g${url}`).searchParams.get('journal') === 'broken'
    if (register !== 'national-tax' || isSame) return { status: 503 }
    return { content: { register, journal: 'broken', next: events.length, events } }
  }
  const told = async () =>
    (await platform.db.published())
      .map(({ payload }) => payload as { subject: PersonId; eventId: string })
      .filter((one) => one.subject === someone)
      .map(({ eventId }) => eventId)
  platform.listener.start()
  for (const ends = Date.now() + 5_000; (await told()).length < 2 && Date.now() < ends; )
    await new Promise((done) => setTimeout(done, 20))
  await platform.listener.stop()
  assert.deepEqual(await told(), ['n1', 'n3'])
  const parked = await platform.db.query<{ place: number; why: string }>(
    `select place, why from exchange.parked_events where journal = 'broken' order by place`,
  )
  assert.deepEqual(
    parked.map(({ place }) => place),
    [1, 2, 3],
  )
  assert.match(parked[0]!.why, /facts/)
})

describe('사람을 신분증으로 찾으면', () => {
  const BY = { 'person.birthDate': '1955-03-01' }
  const find = () =>
    platform.exchange.find({
      register: 'resident-register',
      by: BY,
      name: 'KIM',
      purpose: { ko: '여권 확인' },
      law: '여권법 제7조',
      timeoutMs: 1_000,
    })
  const known = ({ register, body }: Asked): Reply => ({
    content: {
      register,
      by: body['by'],
      subject: pairwise.towards(person, register),
      at: new Date().toISOString(),
    },
  })
  const because = (answer: (asked: Asked) => Reply) => {
    Object.assign(platform, platform.build())
    reply = answer
    return assert.rejects(find(), { type: 'exchange/register-unavailable' })
  }

  test('대장이 아는 사람만 나오고, 그 사람의 기록에 남는다', async () => {
    reply = known
    assert.equal(await find(), person)
    const [entry] = platform.recorded
    assert.deepEqual(
      [platform.recorded.length, entry?.subject, entry?.use, entry?.actor.name, entry?.facts],
      [1, person, 'fetch', 'KIM', ['person.birthDate']],
    )
    assert.deepEqual(Object.keys(gateway.asked[0]!.body).sort(), ['asker', 'by', 'law', 'purpose'])
    reply = (asked) => ({ content: { ...known(asked).content, subject: null } })
    assert.equal(await find(), undefined)
    assert.equal(platform.recorded.length, 1)
  })

  test('정책이 막으면 아무도 나오지 않고, 막은 것이 남는다', async () => {
    kept.add('person.birthDate')
    reply = known
    assert.equal(await find(), undefined)
    kept.clear()
    assert.deepEqual(
      platform.recorded.map(({ use, rule }) => [use, rule]),
      [['refuse', 'a-rule']],
    )
  })

  test('서명이 없거나, 다른 것을 물은 답이거나, 없는 이름이면 믿지 않는다', async () => {
    await because((asked) => ({ ...known(asked), signers: ['gateway'] }))
    await because((asked) => ({ content: { ...known(asked).content, by: { 'person.birthDate': '1955-03-02' } } }))
    await because((asked) => ({ content: { ...known(asked).content, subject: 'somebody' } }))
    await because((asked) => ({ ...known(asked), status: 400 }))
    assert.equal(platform.recorded.length, 0)
  })
})

test('규칙이 막은 변경은 대장에 보내지 않고, 어느 규칙이 막았는지 본인의 기록에 남는다', async () => {
  kept.add('person.address')
  const moved = platform.exchange.recordChange({
    ...{ key: 'case-1', register: 'resident-register', subject: person, law: '주민등록법 제16조', consent: 'by-law' },
    change: { kind: 'move', with: [], to: '1162010100', address: '관악구 봉천동 1', on: '2026-01-05' },
    actor: { kind: 'system', name: '관악구', agency: '3200000' },
    ...{ service: 'move-in-report', case: null },
  })
  await assert.rejects(moved, {
    type: 'exchange/change-refused',
    values: { register: 'resident-register', why: 'not-permitted' },
  })
  kept.clear()
  assert.equal(gateway.asked.length, 0)
  assert.deepEqual(
    platform.recorded.map(({ use, facts, rule, register }) => [use, facts, rule, register]),
    [['refuse', ['person.address'], 'a-rule', 'resident-register']],
  )
})

test('법이 나중에 알리라고 한 목적으로 본 것과 거절된 것은, 그 법과 기한을 적어 미룬 기록으로 남긴다', async () => {
  delay = { why: 'investigation', law: '전자정부법 제42조제2항 단서', days: 365 }
  kept.add('person.annualIncome')
  await platform.exchange.fetch(request())
  kept.clear()
  delay = undefined
  assert.deepEqual(
    platform.recorded.map(({ use, delay: of }) => [use, of?.why, of?.law]),
    [
      ['fetch', 'investigation', '전자정부법 제42조제2항 단서'],
      ['refuse', 'investigation', '전자정부법 제42조제2항 단서'],
    ],
  )
  const days = (Date.parse(platform.recorded[0]!.delay!.until) - Date.now()) / 86_400_000
  assert.ok(days > 364.9 && days <= 365, String(days))
})
