import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ANONYMOUS, createTexts, type Lang } from '@dpg/kernel'
import { createHttp, openApi } from '@dpg/kernel/server'
import { fixedClock, openTestDb, silentLog } from '@dpg/kernel/testing'
import { catalogue as info, createCatalogue } from './index.ts'
import { samplePack } from './sample-pack.ts'

const db = await openTestDb(info.migrations)
after(() => db.close())
const { parts, publishPack } = createCatalogue({
  db,
  clock: fixedClock('2026-11-25T00:00:00Z'),
  log: silentLog,
  baseUrl: () => 'https://dpg.example',
})
await publishPack(samplePack())
const texts = createTexts([info.messages])
const http = createHttp({
  routes: parts.routes ?? [],
  log: silentLog,
  texts: (lang: Lang) => texts(lang),
  principalOf: () => ANONYMOUS,
  problemPage: () => '',
  headers: {},
  secureCookies: false,
})
const get = (path: string, headers: Record<string, string> = {}) => http.request(`http://localhost${path}`, { headers })
const json = async (path: string) => (await get(path)).json() as Promise<Record<string, never>>

test('서비스 목록은 누구나 보고, 한 번 받은 것은 다시 받지 않는다', async () => {
  const first = await get('/api/services?q=%EC%9B%94%EC%84%B8&area=11010')
  assert.equal(first.status, 200)
  const { total, items } = (await first.json()) as {
    total: number
    items: { id: string; title: string; agencyName: string; canApply: boolean }[]
  }
  assert.equal(total, 1)
  assert.deepEqual([items[0]!.id, items[0]!.title, items[0]!.agencyName, items[0]!.canApply], ['A01', '청년월세', '국토부', true])
  const tag = first.headers.get('etag')!
  const again = await get('/api/services?q=%EC%9B%94%EC%84%B8&area=11010', { 'if-none-match': tag })
  assert.deepEqual([again.status, await again.text(), again.headers.get('etag')], [304, '', tag])
  const english = await get('/api/services?q=rent&lang=en', { 'if-none-match': tag })
  assert.equal(((await english.json()) as { items: { title: string }[] }).items[0]!.title, 'Rent Support')
})

test('새로 펴내면 예전에 받은 것은 낡은 것이 된다', async () => {
  const tag = (await get('/api/services/A01')).headers.get('etag')!
  await publishPack(samplePack({ title: '청년 월세 2' }))
  const after = await get('/api/services/A01', { 'if-none-match': tag })
  assert.equal(after.status, 200)
  await publishPack(samplePack())
})

test('한 서비스는 정의 전체와 판 번호를 준다', async () => {
  const service = await json('/api/services/A01')
  assert.deepEqual(
    [service['id'], service['basis'], service['agencyName'], service['officialText']],
    ['A01', 'law', '국토부', null],
  )
  assert.match(service['versionId']!, /^sha256:[0-9a-f]{64}$/)
  const entry = await json('/api/services/A02')
  assert.deepEqual([entry['basis'], entry['areaName'], entry['canApply']], ['none', '견본도 가나시', false])
})

test('한 서비스를 CPSV-AP로도 준다', async () => {
  const response = await get('/api/services/A01/cpsv-ap')
  assert.match(response.headers.get('content-type')!, /^application\/ld\+json/)
  const { '@graph': nodes } = (await response.json()) as { '@graph': { '@id': string; 'dct:identifier'?: string }[] }
  assert.ok(nodes.some((node) => node['@id'].startsWith('https://dpg.example/') && node['dct:identifier'] === 'A01'))
  assert.deepEqual(
    await (await get('/api/services/A01?format=cpsv-ap')).text(),
    await (await get('/api/services/A01/cpsv-ap')).text(),
  )
  assert.equal((await get('/api/services/NONE/cpsv-ap')).status, 404)
  assert.equal((await get('/api/services/A01?format=xml')).status, 422)
})

test('없는 번호와 해치려는 번호에는 분명한 문제로 답한다', async () => {
  for (const id of [
    'NONE',
    '..%2f..%2fetc%2fpasswd',
    "'%20or%201=1--",
    '%3Cscript%3E',
    '__proto__',
    'constructor',
    '%E0%A4%A',
    '가'.repeat(190),
  ]) {
    const response = await get(`/api/services/${id}`)
    assert.equal(response.status, 404, id)
    assert.match(response.headers.get('content-type')!, /^application\/problem\+json/)
  }
  for (const id of ['%00', 'a'.repeat(5000)]) assert.equal((await get(`/api/services/${id}`)).status, 422)
  const problem = await json('/api/services/NONE')
  assert.match(problem['detail']!, /NONE은 서비스 목록에 없습니다|NONE는 서비스 목록에 없습니다/)
  assert.equal((await get('/api/services?area=99')).status, 422)
})

test('쪽 크기는 1에서 100까지만 받는다', async () => {
  for (const query of ['limit=0', 'limit=101', 'limit=x', 'offset=-1', 'limit=1&limit=2', `q=${'a'.repeat(300)}`])
    assert.equal((await get(`/api/services?${query}`)).status, 422, query)
  assert.equal((await json('/api/services?q=&area=&field=&limit=1'))['total'], 3)
})

test('사실의 낱말을 물음과 법까지 두 언어로 준다', async () => {
  const { total, items } = (await json('/api/facts')) as unknown as { total: number; items: Record<string, unknown>[] }
  assert.equal(total, 1)
  assert.deepEqual(
    [items[0]!['id'], items[0]!['title'], items[0]!['law'], 'notes' in items[0]!],
    ['person.age', { ko: '나이', en: 'Age' }, '민법 제158조', false],
  )
})

test('정의는 종류와 이름으로, 모든 판과 함께 찾을 수 있다', async () => {
  const found = (await json('/api/definitions/parameter/rentLimit')) as unknown as {
    version: string
    versions: { version: string }[]
    definition: { id: string }
  }
  assert.equal(found.definition.id, 'rentLimit')
  assert.equal(found.version, found.versions[0]!.version)
  const service = (await json('/api/definitions/service/A01')) as unknown as { versions: unknown[] }
  assert.equal(service.versions.length, 2)
  for (const path of ['parameter/none', 'secret/x', '__proto__/x', 'service/constructor'])
    assert.equal((await get(`/api/definitions/${path}`)).status, 404, path)
  assert.equal((await get('/api/definitions/service/%00')).status, 422)
})

test('모든 길이 OpenAPI에 설명과 함께 있다', () => {
  const { paths } = openApi(parts.routes ?? [], { title: 't', version: '1', description: 'd' }) as {
    paths: Record<string, unknown>
  }
  for (const path of [
    '/api/services',
    '/api/services/{id}',
    '/api/services/{id}/cpsv-ap',
    '/api/facts',
    '/api/definitions/{kind}/{id}',
  ])
    assert.ok(paths[path], path)
})
