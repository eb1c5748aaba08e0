/** 4.1-1 마이데이터 전송인프라 (MyData transfer). Missing: formats of other fields (finance, health) and receivers outside this platform's register; fees, which the Act waives for machine-readable data */
import assert from 'node:assert/strict'
import { hash, randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { AccessRecord } from '@dpg/access/contract'
import type { Preview, Receiver, Transfer } from '@dpg/mydata/contract'
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose'
import { decideOn, newReceiver, PRIVACY_OFFICER, type ReceiverOrganisation } from '../harness/receiver.ts'
import {
  allUp,
  apply,
  basicPension,
  caseIn,
  consentTo,
  caseOf,
  type Server,
  livelihood,
  signedIn,
  startServer,
  switchTo,
  until as hold,
  type Visitor,
  visitor,
} from '../harness/index.ts'

let server: Server
let kim: Visitor
let bank: ReceiverOrganisation
const LOAN = 'bank-loan-pensioner'
const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)

before(async () => {
  server = await startServer()
  kim = await signedIn(server, '김순자')
  bank = await newReceiver(server, { name: '좋은은행', kind: 'bank', bundles: [LOAN, 'bank-account'] })
})
after(() => server?.close())

const give = (more: object = {}, key: string = randomUUID()) =>
  kim.post<Transfer>('/api/mydata/transfers', { receiver: bank.id, bundle: LOAN, every: null, until, ...more }, key)
const refusal = async (json: object, key: string = randomUUID()) => {
  const { status, text } = await kim.ask('/api/mydata/transfers', { json, key })
  const { type, detail } = JSON.parse(text) as { type: string; detail: string }
  assert.ok(detail.length > 10)
  return [status, type.replace('/problems/', '')]
}

test('보내기 전에 무엇이 가는지 본다: 대장이 가진 그대로', async () => {
  const { papers } = await kim.get<Preview>(`/api/mydata/bundles/${LOAN}/preview`)
  const name = papers[0]?.facts.find(({ fact }) => fact === 'person.name')
  assert.equal(name?.value, '김순자')
  assert.equal(name?.register, '주민등록')
})

test('보내 달라고 하면 그 기관만, 그 묶음의 항목만, 서명되고 잠긴 채로 받는다', async () => {
  const { id, facts } = await give()
  const answer = await bank.fetch(id)
  assert.equal(answer.status, 200, answer.text)
  assert.doesNotMatch(answer.text, /김순자/)
  const { aud, sub, papers } = await bank.open(answer.text)
  assert.equal(aud, bank.id)
  assert.doesNotMatch(sub, /per_/)
  const sent = papers.flatMap((paper) => Object.entries(paper.facts))
  assert.equal(sent.find(([fact]) => fact === 'person.name')?.[1].value, '김순자')
  assert.deepEqual([...new Set(sent.map(([fact]) => fact))].sort(), [...facts].sort())
  for (const [fact, one] of sent) assert.ok(one.receipt?.startsWith('rcp_') || one.missing, fact)
  const other = await newReceiver(server, { name: '다른은행', kind: 'bank', bundles: [LOAN] })
  assert.equal((await other.fetch(id)).status, 404)
  assert.notEqual(
    (
      await other.open(
        await (async () => {
          const { id: own } = await give({ receiver: other.id })
          return (await other.fetch(own)).text
        })(),
      )
    ).sub,
    sub,
  )
})

test('같은 요청을 두 번 보내도 한 번이고, 다른 내용은 받지 않는다', async () => {
  const key = randomUUID()
  const [first, second] = await Promise.all([give({}, key), give({}, key)])
  assert.equal(first.id, second.id)
  assert.deepEqual(await refusal({ receiver: bank.id, bundle: 'bank-account', every: null, until }, key), [
    422,
    'mydata/other-content',
  ])
})

test('다시 받으면 같은 것을 받고, 내 기록에는 한 번으로 남는다', async () => {
  const { id } = await give({ every: 'P7D' })
  const [first, second] = [await bank.fetch(id), await bank.fetch(id)]
  assert.equal(first.text, second.text)
  const { deliveries } = await kim.get<Transfer>(`/api/mydata/transfers/${id}`)
  assert.equal(deliveries.length, 1)
  assert.ok(deliveries[0]!.facts > 0)
})

test('멈추면 그때부터 아무것도 가지 않는다', async () => {
  const { id } = await give({ every: 'P1D' })
  assert.equal((await bank.fetch(id)).status, 200)
  const stopped = await kim.post<Transfer>(`/api/mydata/transfers/${id}/stop`, {})
  assert.equal(stopped.state, 'stopped')
  assert.equal((await kim.post<Transfer>(`/api/mydata/transfers/${id}/stop`, {})).endedAt, stopped.endedAt)
  assert.equal((await bank.fetch(id)).status, 410)
})

test('동의하고 보내고 멈춘 일이 모두 열람 기록에 남는다', async () => {
  const { entries } = await kim.get<{ entries: readonly AccessRecord[] }>('/api/access/entries?limit=100')
  const uses = new Set(entries.filter(({ purpose }) => purpose.ko.startsWith('좋은은행')).map(({ use }) => use))
  assert.deepEqual([...uses].sort(), ['agree', 'fetch', 'withdraw'])
  assert.ok(entries.every(({ purpose, law }) => !purpose.ko.startsWith('좋은은행') || law.startsWith('전자정부법 제43조의2')))
})

test('스크립트 없이 화면에서: 받는 곳과 볼일을 고르고, 무엇이 가는지 보고, 동의하고, 멈춘다', async () => {
  const choose = await kim.open('/my/data/give')
  const { href } = choose.view.links.find((link) => link.href.includes(`receiver=${bank.id}&bundle=${LOAN}`))!
  const asked = await kim.open(href)
  assert.match(asked.view.main, /김순자/)
  assert.match(asked.view.main, /은행법 제8조에 따른 인가/)
  const given = await kim.fill(asked, asked.view.forms.find(({ action }) => action === '/my/data/give')!, { every: 'P1M' })
  assert.match(given.view.main, /좋은은행에 보내기로 했습니다/)
  const id = /\/my\/data\/(trf_[0-9a-f-]+)/.exec(given.path)![1]!
  assert.equal((await bank.fetch(id)).status, 200)
  const list = await kim.open('/my/data')
  const stopped = await kim.fill(list, list.view.forms.find(({ action }) => action === `/my/data/${id}/stop`)!)
  assert.match(stopped.view.main, /멈췄습니다/)
  assert.equal((await bank.fetch(id)).status, 410)
})

test('동의 기록을 서명된 채로 간직한다', async () => {
  const { id, facts } = await give()
  const { text } = await kim.ask(`/api/mydata/transfers/${id}/consent-record`)
  const keys = createLocalJWKSet(await visitor(server).get<JSONWebKeySet>('/api/mydata/keys'))
  const { payload } = await compactVerify(text, keys)
  const record = JSON.parse(new TextDecoder().decode(payload))
  assert.equal(record.record.record_id, id)
  assert.deepEqual(
    record.pii_processing.purposes[0].pii_information.map((one: { pii_type: string }) => one.pii_type),
    facts,
  )
})

test('대장 하나가 답하지 않아도 나머지는 가고, 무엇이 빠졌는지 적힌다', async () => {
  await switchTo(server, 'dead', 'social-security')
  const { id } = await give()
  const { papers } = await bank.open((await bank.fetch(id)).text)
  await allUp(server)
  const all = papers.flatMap(({ facts }) => Object.values(facts))
  assert.ok(all.some(({ missing }) => missing === 'unreachable' || missing === 'slow'))
  assert.ok(all.some(({ value }) => value === '김순자'))
})

test('누구인지 증명하지 못한 기관, 되풀이한 요청, 남의 이름을 쓴 요청은 아무것도 받지 못한다', async () => {
  const { id } = await give()
  const nonce = randomUUID()
  assert.equal((await bank.fetch(id, { nonce })).status, 200)
  const refused = await Promise.all([
    bank.fetch(id, { nonce }),
    bank.fetch(id, { created: Math.floor(Date.now() / 1000) - 300 }),
    bank.fetch(id, { path: '/api/mydata/usage' }),
    bank.fetch(id, { keyid: 'rcv_01980000-0000-7000-8000-000000000000' }),
    visitor(server).ask(`/api/mydata/deliveries/${id}`),
  ])
  assert.deepEqual(
    refused.map(({ status }) => status),
    [401, 401, 401, 401, 401],
  )
})

test('허용되지 않은 기관에는 보낼 수 없고, 허용을 멈추면 더 받지 못한다', async () => {
  const waiting = await newReceiver(server, { name: '기다리는은행', kind: 'bank', bundles: [LOAN] }, 'waiting')
  assert.deepEqual(await refusal({ receiver: waiting.id, bundle: LOAN, every: null, until }), [409, 'mydata/not-a-receiver'])
  const official = await signedIn(server, PRIVACY_OFFICER)
  await decideOn(official, waiting.id, true)
  const { id } = await give({ receiver: waiting.id })
  assert.equal((await decideOn(official, waiting.id, false)).state, 'stopped')
  assert.equal((await waiting.fetch(id)).status, 409)
  const caseworker = await signedIn(server, '김하늘')
  assert.equal(
    (await caseworker.ask(`/api/mydata/receivers/${waiting.id}/decision`, { json: { allow: true, note: null } })).status,
    403,
  )
})

test('받을 수 없는 묶음, 지난 날, 너무 먼 날, 모르는 키는 이유를 말하고 거절한다', async () => {
  const base = { receiver: bank.id, bundle: LOAN, every: null, until }
  assert.deepEqual(await refusal({ ...base, bundle: 'insurance-life' }), [422, 'mydata/not-for-this'])
  assert.deepEqual(await refusal({ ...base, until: '2020-01-01' }), [422, 'mydata/bad-period'])
  assert.deepEqual(await refusal({ ...base, until: '2099-01-01' }), [422, 'mydata/bad-period'])
  const { id: _, details } = bank
  const bad = { ...details, signingKey: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' } }
  assert.equal((await kim.ask('/api/mydata/receivers', { json: bad })).status, 422)
  const wrongKind = { ...details, kind: 'telecom' }
  assert.equal((await kim.ask('/api/mydata/receivers', { json: wrongKind })).status, 422)
})

test('얼마나 받았는지 날마다 세어 청구에 쓴다: 서명된 합계를 받은 곳이 하나하나 맞춰 보고, 사람은 적히지 않는다', async () => {
  const { id } = await give()
  const today = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10)
  const month = today.slice(0, 7)
  const before_ = await bank.usage(month)
  const { text } = await bank.fetch(id)
  await bank.fetch(id)
  const after_ = await bank.usage(month)
  assert.equal(after_.deliveries, before_.deliveries + 1)
  assert.equal(after_.feeWon, 0)
  const used = await bank.used(today)
  assert.equal(used.length, after_.days.find(({ day }) => day === today)?.deliveries)
  assert.equal(used.find(({ transfer }) => transfer === id)?.digest, hash('sha256', text))
  assert.doesNotMatch(JSON.stringify(used), /per_/)
  const keys = createLocalJWKSet(await visitor(server).get<JSONWebKeySet>('/api/mydata/keys'))
  const { payload } = await compactVerify(after_.statement, keys)
  const said = JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>
  assert.deepEqual([said['sub'], said['month'], said['deliveries']], [bank.id, month, after_.deliveries])
  assert.ok((await visitor(server).get<{ items: Receiver[] }>('/api/mydata/receivers')).items.some((one) => one.id === bank.id))
})

test('등록한 사람이 스스로 허용하지 못하고, 없는 기관을 내세우지 못한다', async () => {
  const official = await signedIn(server, PRIVACY_OFFICER)
  const { id } = await official.post<Receiver>('/api/mydata/receivers', bank.details)
  const own = await official.ask(`/api/mydata/receivers/${id}/decision`, { json: { allow: true, note: null } })
  assert.deepEqual([own.status, own.json<{ type: string }>().type], [409, '/problems/mydata/same-person'])
  assert.deepEqual(await refusal({ receiver: id, bundle: LOAN, every: null, until }), [409, 'mydata/not-a-receiver'])
  const made = await kim.ask('/api/mydata/receivers', { json: { ...bank.details, agency: '9999999999' } })
  assert.match(made.text, /없는 기관 코드/)
})

test('배우자의 금융 정보는 배우자가 직접 동의해야 보고, 그 전에는 신청이 접수된 채 기다린다', async () => {
  const [park, wife, official] = await Promise.all(['박영호', '이정자', '김하늘'].map((name) => signedIn(server, name)))
  const { id } = await apply(park!, basicPension)
  const waiting = await hold('the wish to be there', async () => {
    const view = await caseOf(park!, id)
    return view.consents.length > 0 && view
  })
  assert.deepEqual([waiting.state, waiting.consents[0]?.name, waiting.consents[0]?.state], ['gathering', '이정자', 'asked'])
  assert.match((await park!.open(`/my/cases/${id}`)).view.main, /이정자 님의 동의를 기다립니다/)
  const finance = 'household.basicPensionFinancialAssets'
  const held = await official!.ask(`/api/work/${id}/look-ups`, { json: { facts: [finance], purpose: 'application' } })
  assert.deepEqual([held.status, held.json<{ type: string }>().type.split('/problems/')[1]], [403, 'casework/consent-missing'])
  assert.equal((await park!.ask(`/my/consents/${waiting.consents[0]!.id}`)).status, 404, 'nobody answers for her')
  const page = await wife!.open(`/my/consents/${waiting.consents[0]!.id}`)
  for (const word of ['박영호', '기초연금법 제12조제1항', '거절하면']) assert.match(page.view.main, new RegExp(word))
  const form = page.view.forms.find(({ action }) => action.startsWith('/my/consents/'))!
  assert.match((await wife!.fill(page, form, { deed: 'agree' })).view.main, /동의를 받았습니다/)
  await caseIn(park!, id, ['review'])
  const { record } = await wife!.get<{ record: string }>(`/api/case-consents/${waiting.consents[0]!.id}/record`)
  const keys = createLocalJWKSet(await wife!.get<JSONWebKeySet>('/api/mydata/keys'))
  const { payload } = await compactVerify(record, keys)
  assert.match(new TextDecoder().decode(payload), /explicit consent given/)
  const traced = await hold('her trace', async () => {
    const { entries } = await wife!.get<{ entries: readonly AccessRecord[] }>('/api/access/entries?limit=100')
    return entries.some(({ use }) => use === 'fetch') && entries
  })
  assert.deepEqual(
    [traced.some(({ use, facts }) => use === 'agree' && facts.includes(finance)), traced.every(({ case: of }) => of === null)],
    [true, true],
  )
})

test('생계급여는 함께 사는 어른이 스스로 동의해야 가구의 금융 정보를 본다: 거절하면 보지 않고, 마음이 바뀌면 이어진다', async () => {
  const [oh, wife, official] = await Promise.all(['오태식', '김은희', '김하늘'].map((name) => signedIn(server, name)))
  const { id } = await apply(oh!, livelihood)
  const finance = ['household.propertyConversion', 'household.financialAssets', 'household.debt']
  const looks = async () => {
    const { entries } = await oh!.get<{ entries: readonly AccessRecord[] }>('/api/access/entries?limit=100')
    return entries.filter(
      ({ use, case: of, facts }) => use === 'fetch' && of === id && facts.some((one) => finance.includes(one)),
    )
  }
  const waiting = await hold('the wish to be there', async () => {
    const view = await caseOf(oh!, id)
    return view.clock.state === 'paused' && view
  })
  // The daughter is 13: her parents' own answers count for her.
  assert.deepEqual(
    waiting.consents.map(({ name, state }) => [name, state]),
    [['김은희', 'asked']],
  )
  assert.deepEqual([waiting.state, waiting.clock.state], ['gathering', 'paused'])
  assert.match((await oh!.open(`/my/cases/${id}`)).view.main, /동의를 기다리는 동안 처리기간이 멈춥니다/)
  await consentTo(wife!, 'refuse')
  assert.equal((await caseIn(oh!, id, ['review'])).clock.state, 'running')
  assert.deepEqual(await looks(), [])
  assert.match((await official!.open('/work')).view.main, /동의 없음 1명/)
  const { items } = await oh!.get<{ items: readonly { subject: string }[] }>('/api/notices')
  assert.ok(items.some(({ subject }) => subject.includes('동의하지 않았습니다')))
  await wife!.post(`/api/case-consents/${waiting.consents[0]!.id}/agree`, {})
  await hold('the look at last', async () => (await looks()).length > 0)
  assert.deepEqual(
    (await caseOf(oh!, id)).consents.map(({ state }) => state),
    ['given'],
  )
})
