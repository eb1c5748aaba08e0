import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ANONYMOUS, createTexts, type Principal } from '@dpg/kernel'
import { createHttp } from '@dpg/kernel/server'
import { silentLog } from '@dpg/kernel/testing'
import type { DocumentSummary, Verification } from './contract.ts'
import { wallet as info } from './index.ts'
import { newNumber } from './number.ts'
import { clock, granted, person, setUp } from './testing.ts'

const { db, wallet, parts } = await setUp()
after(() => db.close())

const resident = (name: string): Principal => ({
  kind: 'resident',
  person: person(name),
  assurance: 'substantial',
  permissions: new Set(['resident']),
})
const app = createHttp({
  routes: parts.routes!,
  log: silentLog,
  texts: createTexts([info.messages]),
  principalOf: ({ who }) => (who ? resident(who) : ANONYMOUS),
  problemPage: () => '',
  headers: {},
  secureCookies: false,
})
const get = async (path: string, who?: string) => app.request(path, who ? { headers: { cookie: `who=${who}` } } : {})
const getFrom = async (path: string, address: string) =>
  app.request(path, {}, { incoming: { socket: { remoteAddress: address } } })
const post = async (body: Uint8Array | string, type = 'application/pdf') =>
  app.request('/api/verify', { method: 'POST', body: body as BodyInit, headers: { 'content-type': type } })

const { id, number } = await db.transaction((tx) => wallet.issue(tx, granted('haneul')))

test('본인은 문서를 받고, 받은 파일은 누구에게나 진짜로 확인된다', async () => {
  const { items } = (await (await get('/api/documents', 'haneul')).json()) as { items: DocumentSummary[] }
  assert.deepEqual(
    items.map((item) => [item.id, item.number]),
    [[id, number]],
  )
  const answer = await get(`/api/documents/${id}/pdf`, 'haneul')
  assert.equal(answer.headers.get('content-type'), 'application/pdf')
  const verified = await post(new Uint8Array(await answer.arrayBuffer()))
  assert.equal(((await verified.json()) as Verification).state, 'valid')
  const byNumber = (await (await get(`/api/verify/${number}`)).json()) as Verification
  assert.equal(byNumber.holder, '김*늘')
})

test('로그인하지 않으면 401, 남의 문서는 404, 없는 꼴은 422', async () => {
  assert.equal((await get('/api/documents')).status, 401)
  assert.equal((await get(`/api/documents/${id}/pdf`, 'stranger')).status, 404)
  assert.equal((await get(`/api/documents/${id}/docx`, 'haneul')).status, 422)
  assert.equal((await get('/api/documents/..%2f..%2fetc/pdf', 'haneul')).status, 422)
})

test('너무 큰 파일, 다른 형식, 우리 것이 아닌 파일은 그렇다고 말한다', async () => {
  assert.equal((await post(new Uint8Array(5 * 1024 * 1024 + 1))).status, 413)
  assert.equal((await post('{}', 'application/json')).status, 415)
  const foreign = await post('%PDF-1.7')
  assert.equal(foreign.status, 404)
  assert.equal(((await foreign.json()) as { type: string }).type, '/problems/wallet/not-issued')
})

test('번호를 마구 넣어 보는 곳은 막히고, 맞는 번호를 넣는 다른 곳은 막히지 않는다', async () => {
  const statuses: number[] = []
  for (let i = 0; i < 25; i++) statuses.push((await getFrom(`/api/verify/${newNumber()}`, '203.0.113.1')).status)
  assert.deepEqual([statuses.indexOf(429), new Set(statuses.slice(20))], [20, new Set([429])])
  assert.equal((await getFrom(`/api/verify/${number}`, '203.0.113.1')).status, 429)
  for (let i = 0; i < 40; i++) assert.equal((await getFrom(`/api/verify/${number}`, '203.0.113.2')).status, 200)
  clock.set('2026-03-06T00:01:00Z')
  assert.equal((await getFrom(`/api/verify/${number}`, '203.0.113.1')).status, 200)
})

test('한꺼번에 보내도 정한 만큼만 넣어 볼 수 있다', async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, () => getFrom(`/api/verify/${newNumber()}`, '203.0.113.3')))
  assert.equal(answers.filter(({ status }) => status === 404).length, 20)
})
