import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { ANONYMOUS, createTexts, type PersonId, type Principal } from '@dpg/kernel'
import { createHttp, newId } from '@dpg/kernel/server'
import { silentLog } from '@dpg/kernel/testing'
import type { FactRequest } from './contract.ts'
import { exchange as info } from './index.ts'
import { type Asked, openStage, pairwise, type Reply, type Sent } from './testing.ts'

const stage = await openStage()
const { gateway, platform, person, honest } = stage
after(stage.close)
beforeEach(stage.renew)
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
  stage.kept.add('person.annualIncome')
  const { facts, failures } = await platform.exchange.fetch(request())
  stage.kept.clear()
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
    stage.reply = lie
    assert.equal(await kindOf(), 'untrusted', name)
  }
  stage.reply = (asked) => ({ ...honest(asked), signers: ['gateway'] })
  assert.equal(await kindOf(), 'untrusted', 'the gateway alone cannot say what the register knows')
  stage.reply = (asked) => ({ ...honest(asked), signers: ['register'] })
  assert.equal(await kindOf(), 'untrusted', 'nobody has checked who asked')
  const other = pairwise.towards(newId<PersonId>('per'), 'resident-register')
  stage.reply = (asked) => ({ content: { ...honest(asked).content, subject: other } })
  assert.equal(await kindOf(), 'untrusted', 'another person')
  stage.reply = (asked) => ({ content: { ...honest(asked).content, register: 'national-tax' } })
  assert.equal(await kindOf(), 'untrusted', 'another register')
  assert.ok(platform.recorded.slice(1).every(({ use }) => use === 'refuse'))
})

test('맞지 않는 값 하나는 빼고, 나머지는 쓴다', async () => {
  for (const wrong of ['1955-02-30', 19550301, ['1955-03-01'], true, { at: '1955-03-01' }]) {
    stage.reply = (asked) => ({
      content: { ...honest(asked).content, facts: { 'person.birthDate': wrong, 'person.sex': 'female' } },
    })
    const { facts, failures } = await platform.exchange.fetch(request({ facts: ['person.birthDate', 'person.sex'] }))
    assert.deepEqual(Object.keys(facts), ['person.sex'])
    assert.deepEqual(failures, [{ register: 'resident-register', facts: ['person.birthDate'], kind: 'untrusted' }])
  }
  stage.reply = (asked) => ({ content: { ...honest(asked).content, facts: { 'person.birthDate': null } } })
  const { facts, silent } = await platform.exchange.fetch(request({ facts: ['person.birthDate', 'person.sex'] }))
  assert.equal(facts['person.birthDate']?.value, null, 'known to be none')
  assert.deepEqual(silent, ['person.sex'], 'the register knows nothing')
})

test('답이 없는 까닭을 가려 말한다', async () => {
  stage.reply = () => ({ status: 502, signers: ['gateway'], content: { why: 'unreachable' } })
  assert.equal(await kindOf(), 'unreachable')
  stage.reply = () => ({ status: 504, signers: ['gateway'], content: { why: 'slow' } })
  assert.equal(await kindOf(), 'slow')
  Object.assign(platform, platform.build())
  stage.reply = () => ({ status: 403, signers: ['gateway'], content: { why: 'not-allowed' } })
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

test('규칙이 막은 변경은 대장에 보내지 않고, 어느 규칙이 막았는지 본인의 기록에 남는다', async () => {
  stage.kept.add('person.address')
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
  stage.kept.clear()
  assert.equal(gateway.asked.length, 0)
  assert.deepEqual(
    platform.recorded.map(({ use, facts, rule, register }) => [use, facts, rule, register]),
    [['refuse', ['person.address'], 'a-rule', 'resident-register']],
  )
})

test('법이 나중에 알리라고 한 목적으로 본 것과 거절된 것은, 그 법과 기한을 적어 미룬 기록으로 남긴다', async () => {
  stage.delay = { why: 'investigation', law: '전자정부법 제42조제2항 단서', days: 365 }
  stage.kept.add('person.annualIncome')
  const { delay: told } = await platform.exchange.fetch(request())
  stage.kept.clear()
  stage.delay = undefined
  assert.equal(told?.why, 'investigation', 'whoever writes more of it knows')
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
