/** 4.1-5 개인정보관리 전문기관 (data trustees). Missing: designation of trustees by the Personal Information Protection Commission (개인정보 보호법 제35조의3) is a reviewer's decision here */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { AccessRecord } from '@dpg/access/contract'
import type { BundleDefinition } from '@dpg/definitions'
import type { Preview, Transfer } from '@dpg/mydata/contract'
import { actFor, endMandate } from '../harness/mandates.ts'
import { newReceiver, type ReceiverOrganisation } from '../harness/receiver.ts'
import { type Server, signedIn, startServer, type Visitor, visitor } from '../harness/index.ts'

let server: Server
let kim: Visitor
let trustee: Visitor
let house: ReceiverOrganisation
let bank: ReceiverOrganisation
let facts: readonly string[]
const OWN = 'trustee-all'
const FOR_BANK = 'bank-account'
const until = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10)

before(async () => {
  server = await startServer()
  kim = await signedIn(server, '김순자')
  trustee = await signedIn(server, '신현우')
  house = await newReceiver(server, { name: '믿음데이터', kind: 'trustee', bundles: [OWN] })
  bank = await newReceiver(server, { name: '좋은은행', kind: 'bank', bundles: [FOR_BANK, 'bank-mortgage'] })
  const { items } = await visitor(server).get<{ items: BundleDefinition[] }>('/api/mydata/bundles')
  facts = items.find(({ id }) => id === FOR_BANK)!.facts
})
after(() => server?.close())

const give = (who: Visitor, receiver: string, bundle: string) =>
  who.ask('/api/mydata/transfers', { json: { receiver, bundle, every: 'P7D', until }, key: randomUUID() })

test('사람이 전문기관을 골라 정한 항목을 정기적으로 맡긴다', async () => {
  const { id, every } = (await give(kim, house.id, OWN)).json<Transfer>()
  assert.equal(every, 'P7D')
  const { papers } = await house.open((await house.fetch(id)).text)
  assert.ok(papers.some((paper) => Object.values(paper.facts).some(({ value }) => value === '김순자')))
})

test('맡은 사람은 정해진 항목 안에서만 대신 보고 보내며, 본인은 누가 대신했는지 안다', async () => {
  await actFor(kim, trustee, facts)
  const { papers } = await trustee.get<Preview>(`/api/mydata/bundles/${FOR_BANK}/preview`)
  assert.ok(papers.some((paper) => paper.facts.some(({ value }) => value === '김순자')))
  const answer = await give(trustee, bank.id, FOR_BANK)
  assert.equal(answer.status, 201, answer.text)
  const { id } = answer.json<Transfer>()
  const bundle = await bank.open((await bank.fetch(id)).text)
  assert.ok(bundle.papers.some((paper) => Object.values(paper.facts).some(({ value }) => value === '김순자')))
  assert.equal((await give(trustee, bank.id, 'bank-mortgage')).status, 403)
  assert.equal((await trustee.ask('/api/mydata/bundles/bank-mortgage/preview')).status, 403)
  const { entries } = await kim.get<{ entries: readonly AccessRecord[] }>('/api/access/entries?limit=100')
  const agreed = entries.find(({ use, actor }) => use === 'agree' && actor.name === '신현우')
  assert.ok(agreed)
  assert.match(agreed.purpose.ko, /좋은은행/)
})

test('본인이 거두면 그 자리에서 끝난다: 대신 보던 것도, 대신 보내던 것도', async () => {
  const mandate = await actFor(kim, trustee, facts)
  const { id } = (await give(trustee, bank.id, FOR_BANK)).json<Transfer>()
  const { id: own } = (await give(kim, bank.id, FOR_BANK)).json<Transfer>()
  assert.equal((await bank.fetch(id)).status, 200)
  await endMandate(kim, mandate)
  const { papers } = await trustee.get<Preview>(`/api/mydata/bundles/${FOR_BANK}/preview`)
  assert.ok(!papers.some((paper) => paper.facts.some(({ value }) => value === '김순자')))
  assert.equal((await trustee.ask(`/api/mydata/transfers/${id}`)).status, 404)
  assert.equal((await bank.fetch(id)).status, 410)
  assert.equal((await kim.get<Transfer>(`/api/mydata/transfers/${id}`)).state, 'ended')
  assert.equal((await bank.fetch(own)).status, 200, 'what she sends herself goes on')
})

test('한 가지 일만 맡은 사람은 무엇도 보내지 못하고, 정보만 맡은 사람은 그만큼만 보며, 본 일과 거절된 일이 본인의 기록에 남는다', async () => {
  await actFor(kim, trustee, null, ['SSE000000170'])
  assert.equal((await give(trustee, bank.id, FOR_BANK)).status, 403)
  assert.deepEqual((await trustee.get<{ items: Transfer[] }>('/api/mydata/transfers')).items, [])
  await actFor(kim, trustee, facts)
  const { items } = await kim.get<{ items: Transfer[] }>('/api/mydata/transfers')
  const whole = items.find(({ bundle }) => bundle.id === OWN)!
  const seen = await trustee.get<{ items: Transfer[] }>('/api/mydata/transfers')
  assert.ok(seen.items.length > 0 && seen.items.every(({ bundle }) => bundle.id === FOR_BANK))
  for (const path of ['', '/consent-record'])
    assert.equal((await trustee.ask(`/api/mydata/transfers/${whole.id}${path}`)).status, 403, path)
  assert.equal((await trustee.ask(`/api/mydata/transfers/${whole.id}/stop`, { json: {} })).status, 403)
  assert.equal((await kim.get<Transfer>(`/api/mydata/transfers/${whole.id}`)).state, 'active')
  const { entries } = await kim.get<{ entries: readonly AccessRecord[] }>('/api/access/entries?limit=100')
  const looks = entries.filter(({ purpose, actor }) => /보내고 있는 것/.test(purpose.ko) && actor.name === '신현우')
  assert.deepEqual([...new Set(looks.map(({ use }) => use))].sort(), ['refuse', 'view'])
})
