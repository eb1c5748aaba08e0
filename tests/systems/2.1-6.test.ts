/** 2.1-6 기업 공공 마이데이터 (business bundles). Missing: several representatives who act only together (공동대표); customs papers, which no register of the demonstration holds */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { BundleDefinition } from '@dpg/definitions'
import type { AccessRecord } from '@dpg/access/contract'
import type { Preview, Transfer } from '@dpg/mydata/contract'
import type { Mandate } from '@dpg/identity/contract'
import { actFor, choose, endMandate } from '../harness/mandates.ts'
import { newReceiver, type ReceiverOrganisation } from '../harness/receiver.ts'
import { type Server, signedIn, startServer, type Visitor, visitor } from '../harness/index.ts'

let server: Server
let owner: Visitor
let clerk: Visitor
let guarantee: ReceiverOrganisation
let bundle: BundleDefinition
const BUNDLE = 'bank-guarantee'
const until = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)

before(async () => {
  server = await startServer()
  owner = await signedIn(server, '문가람')
  clerk = await signedIn(server, '한지은')
  guarantee = await newReceiver(server, { name: '신용보증재단', kind: 'guarantee', bundles: [BUNDLE, 'bank-regional-guarantee'] })
  const { items } = await visitor(server).get<{ items: BundleDefinition[] }>('/api/mydata/bundles?audience=business')
  bundle = items.find(({ id }) => id === BUNDLE)!
})
after(() => server?.close())

const give = (who: Visitor, id = BUNDLE) =>
  who.ask('/api/mydata/transfers', { json: { receiver: guarantee.id, bundle: id, every: null, until }, key: randomUUID() })

test('사업자 묶음이 스무 가지가 넘고, 대표가 볼일 하나로 사업자등록·매출·고용 증명을 한꺼번에 보낸다', async () => {
  const { items } = await visitor(server).get<{ items: BundleDefinition[] }>('/api/mydata/bundles?audience=business')
  assert.ok(items.length >= 20)
  const { papers } = await owner.get<Preview>(`/api/mydata/bundles/${BUNDLE}/preview`)
  const number = papers.flatMap(({ facts }) => facts).find(({ fact }) => fact === 'business.registrationNumber')?.value
  assert.match(String(number), /\d/)
  const { id } = (await give(owner)).json<Transfer>()
  const sent = (await guarantee.open((await guarantee.fetch(id)).text)).papers.flatMap(({ facts }) => Object.entries(facts))
  assert.equal(sent.find(([fact]) => fact === 'business.registrationNumber')?.[1].value, number)
  assert.ok(sent.some(([fact, one]) => fact === 'business.annualSales' && 'value' in one))
})

test('대표가 맡긴 직원이 그 범위 안에서 대신 보내고, 대표의 기록에 누가 대신했는지 남는다', async () => {
  const mandate = await actFor(owner, clerk, bundle.facts)
  const answer = await give(clerk)
  assert.equal(answer.status, 201, answer.text)
  const { id } = answer.json<Transfer>()
  assert.equal((await guarantee.fetch(id)).status, 200)
  const own = await owner.get<{ items: Transfer[] }>('/api/mydata/transfers')
  assert.ok(own.items.some((one) => one.id === id))
  const { entries } = await owner.get<{ entries: readonly (AccessRecord & { actor: { name: string; acting?: unknown } })[] }>(
    '/api/access/entries?limit=100',
  )
  assert.ok(entries.some(({ use, actor }) => use === 'agree' && actor.name === '한지은' && actor.acting))

  await endMandate(owner, mandate)
  const mine = (await give(clerk)).json<Transfer>()
  const theirs = await owner.get<{ items: Transfer[] }>('/api/mydata/transfers')
  assert.ok(!theirs.items.some((one) => one.id === mine.id), 'after its end the clerk sends what is their own')
})

test('맡기지 않은 항목이 든 묶음은 대신 보낼 수 없다', async () => {
  await actFor(owner, clerk, ['business.registrationNumber'])
  const refused = await give(clerk)
  assert.equal(refused.status, 403)
  const { type, detail } = refused.json<{ type: string; detail: string }>()
  assert.match(type, /mydata\/beyond-mandate/)
  assert.match(detail, /business\./)
})

test('법인의 대표자는 회사의 것을 회사 이름으로 보내고 회사의 기록을 읽으며, 회사가 맡긴 직원은 그 범위 안에서 보낸다', async () => {
  await choose(clerk, null)
  const { mandates } = await owner.post<{ mandates: Mandate[] }>('/api/mandates/companies', {})
  const company = mandates.find(({ forName }) => forName === '주식회사 관악두부')!
  assert.deepEqual([company.relation, company.source], ['representative', 'company-register'])
  const ownNumber = await numberOf(owner)
  await choose(owner, company.mandate)
  const number = await numberOf(owner)
  assert.match(number, /^\d{3}-\d{2}-\d{5}$/)
  assert.notEqual(number, ownNumber, "the company's, not that of the owner's own shop")
  const { id } = (await give(owner)).json<Transfer>()
  const sent = (await guarantee.open((await guarantee.fetch(id)).text)).papers.flatMap(({ facts }) => Object.entries(facts))
  assert.equal(sent.find(([fact]) => fact === 'business.registrationNumber')?.[1].value, number)
  assert.equal(sent.find(([fact]) => fact === 'business.employees')?.[1].value, 11)
  type Entries = { entries: readonly AccessRecord[] }
  const { entries } = await owner.get<Entries>('/api/access/entries?limit=100')
  assert.ok(entries.some(({ use, actor }) => use === 'agree' && actor.acting?.relation === 'representative'))
  assert.ok(entries.every(({ subject }) => subject === undefined || subject === company.for))
  assert.doesNotMatch((await owner.open('/my/trace')).view.main, /자신의 것만/)

  const mandate = await actFor(owner, clerk, bundle.facts)
  const byClerk = (await give(clerk)).json<Transfer>()
  const theirs = await owner.get<{ items: Transfer[] }>('/api/mydata/transfers')
  assert.ok(
    theirs.items.some((one) => one.id === byClerk.id),
    'it is the company that sent it',
  )
  const clerks = await clerk.get<Entries>('/api/access/entries?limit=100')
  assert.ok(!clerks.entries.some(({ use, facts }) => use === 'fetch' && facts.includes('business.annualSales')))
  await endMandate(owner, mandate)
  await choose(owner, null)
  assert.equal(await numberOf(owner), ownNumber)
  assert.ok(!(await owner.get<{ items: Transfer[] }>('/api/mydata/transfers')).items.some((one) => one.id === byClerk.id))
})

async function numberOf(who: Visitor): Promise<string> {
  const { papers } = await who.get<Preview>(`/api/mydata/bundles/${BUNDLE}/preview`)
  return String(papers.flatMap(({ facts }) => facts).find(({ fact }) => fact === 'business.registrationNumber')?.value)
}

test('대표자가 아니면 회사를 대신할 수 없고, 화면에서도 회사를 찾아 대신할 수 있다', async () => {
  await choose(clerk, null)
  assert.deepEqual((await clerk.post<{ mandates: Mandate[] }>('/api/mandates/companies', {})).mandates, [])
  const page = await owner.open('/my/mandates')
  const form = page.view.forms.find(({ action }) => action === '/my/mandates/companies')!
  const found = await owner.fill(page, form, {})
  assert.match(found.view.main, /주식회사 관악두부[\s\S]*유한회사 남현물류/)
})
