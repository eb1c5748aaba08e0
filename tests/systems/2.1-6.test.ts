/** 2.1-6 기업 공공 마이데이터 (business bundles). Missing: companies with a legal person of their own (법인); here a business is that of its owner; customs papers, which no register of the demonstration holds */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { BundleDefinition } from '@dpg/definitions'
import type { AccessRecord } from '@dpg/access/contract'
import type { Preview, Transfer } from '@dpg/mydata/contract'
import { actFor, endMandate } from '../harness/mandates.ts'
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
