/** 1.3-6 플레이그라운드 (sandbox). Missing: prices and contracts of service levels; a sandbox beside an installation that serves real people is an installation of its own */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import type {
  Failure,
  FailureShown,
  Hook,
  HookDelivery,
  NewKey,
  QuotaNow,
  Run,
  SandboxPerson,
  UsageRow,
} from '@dpg/developers/contract'
import { createClient, ProblemError } from '@dpg/client'
import type { TracePage } from '@dpg/access/contract'
import type { Preview } from '@dpg/mydata/contract'
import { hookReceiver, isSigned, type NewApp, newApp, type Receiver } from '../harness/developer.ts'
import { type Answer, idOf, ROOT, type Server, signedIn, startServer, until, type Visitor, visitor } from '../harness/index.ts'
import { conformance } from './1.3-6/conformance.ts'

let server: Server
let developer: Visitor
let officer: Visitor
let mine: NewApp
let receiver: Receiver
const KIM = idOf('김순자')

before(async () => {
  server = await startServer()
  developer = await signedIn(server, '신현우')
  officer = await signedIn(server, '윤지호')
  receiver = await hookReceiver()
})
after(async () => {
  await receiver?.close()
  await server?.close()
})

const withKey = (
  key: string,
  path: string,
  more: { json?: unknown; person?: string; method?: 'GET' | 'POST' } = {},
): Promise<Answer> =>
  visitor(server).ask(path, {
    headers: { authorization: `Bearer ${key}`, ...(more.person ? { 'dpg-person': more.person } : {}) },
    ...(more.json === undefined ? {} : { json: more.json }),
    ...(more.method ? { method: more.method } : {}),
  })
const problemOf = ({ status, text }: Answer) => [status, (JSON.parse(text) as { type: string }).type.replace('/problems/', '')]
const at = (path: string) => `/api/developers/apps/${mine.app.id}${path}`
const items = async <T>(path: string) => (await developer.get<{ items: T[] }>(path)).items

test('앱을 등록하면 받은 열쇠가 바로 다음 요청에서 열리고, 열쇠는 다시 보이지 않는다', async () => {
  mine = await newApp(developer, '우리 동네 혜택')
  const first = await withKey(mine.secret, '/api/services?limit=1')
  assert.equal(first.status, 200, first.text)
  assert.match(mine.secret, /^dpg_test_/)
  const shown = await developer.ask(at(''))
  assert.doesNotMatch(shown.text, new RegExp(mine.secret.slice(20)))
  assert.equal((await (await signedIn(server, '한예린')).ask(at(''))).status, 404)
})

test('가상 인물 한 사람은 어느 기관의 API에 물어도 같은 사람이다', async () => {
  const people = await items<SandboxPerson>('/api/developers/people')
  assert.ok(people.some(({ id, name }) => id === KIM && name === '김순자'))
  const facts = ['person.name', 'person.birthDate', 'person.receivesNationalPension', 'person.nationalPensionAmount']
  const own = (await withKey(mine.secret, '/api/exchange/own-facts', { json: { facts }, person: KIM })).json<{
    facts: { fact: string; value: unknown; register: string }[]
  }>()
  const bundle = (await withKey(mine.secret, '/api/mydata/bundles/bank-loan-pensioner/preview', { person: KIM })).json<Preview>()
  const inBundle = new Map(bundle.papers.flatMap((paper) => paper.facts.map(({ fact, value }) => [fact, value] as const)))
  assert.equal(own.facts.length, 4)
  assert.equal(new Set(own.facts.map(({ register }) => register)).size, 2)
  for (const { fact, value } of own.facts) assert.deepEqual(inBundle.get(fact), value, fact)
  assert.equal(inBundle.get('person.name'), '김순자')
})

test('앱이 가상 인물인 듯이 본 것은 그 사람의 기록에 앱의 이름으로 남는다', async () => {
  const bundles = '/api/mydata/bundles/bank-account/preview'
  assert.equal((await withKey(mine.secret, bundles, { person: KIM })).status, 200)
  const kim = await signedIn(server, '김순자')
  const { entries } = await kim.get<TracePage>('/api/access/entries?limit=100&actor=system')
  const own = entries.filter(({ actor }) => actor.name === '우리 동네 혜택')
  assert.ok(own.some(({ purpose }) => purpose.ko.endsWith('GET /api/mydata/bundles/{id}/preview')))
})

test('시험 열쇠는 가상 인물에게만 닿고, 앱에 열리지 않은 것은 열지 못한다', async () => {
  const stranger = 'per_01980000-0000-7000-8000-00000000ffff'
  assert.deepEqual(problemOf(await withKey(mine.secret, '/api/cases', { person: stranger })), [403, 'developers/not-synthetic'])
  assert.deepEqual(problemOf(await withKey(mine.secret, '/api/cases', { person: idOf('윤지호') })), [
    403,
    'developers/not-synthetic',
  ])
  assert.deepEqual(problemOf(await withKey(mine.secret, '/api/cases')), [403, 'developers/person-needed'])
  for (const path of ['/api/work/tasks', '/api/developers/apps', '/api/identity/session', '/my', '/signin'])
    assert.deepEqual(problemOf(await withKey(mine.secret, path, { person: KIM })), [403, 'developers/not-open'], path)
  const both = await developer.ask('/api/cases', { headers: { authorization: `Bearer ${mine.secret}` } })
  assert.deepEqual(problemOf(both), [403, 'developers/person-needed'])
})

test('열쇠를 바꾸는 동안은 둘 다 열리고, 폐기하면 바로 다음 요청에서 닫힌다', async () => {
  const rotated = await developer.post<NewKey>(at(`/keys/${mine.key.id}/rotate`), { overlapHours: 24 })
  for (const key of [mine.secret, rotated.secret]) assert.equal((await withKey(key, '/api/areas?limit=1')).status, 200)
  assert.equal((await developer.ask(at(`/keys/${mine.key.id}`), { method: 'DELETE' })).status, 204)
  const refused = await withKey(mine.secret, '/api/areas?limit=1')
  assert.deepEqual(problemOf(refused), [401, 'developers/key-refused'])
  assert.equal(refused.headers.get('www-authenticate'), 'Bearer')
  mine = { ...mine, ...rotated }
  assert.deepEqual(problemOf(await withKey('dpg_test_made-up', '/api/areas')), [401, 'developers/key-refused'])
})

test('답마다 남은 횟수가 적혀 있고, 다 쓰면 기다릴 시간과 함께 429로 답한다', async () => {
  const other = await newApp(developer, '많이 묻는 앱')
  const asked = await withKey(other.secret, '/api/services?limit=1')
  assert.match(asked.headers.get('ratelimit-policy') ?? '', /^"minute";q=120;w=60, "day";q=10000;w=86400$/)
  assert.match(asked.headers.get('ratelimit') ?? '', /^"minute";r=1\d\d;t=\d+, "day";r=\d+;t=\d+$/)
  const answers: Answer[] = []
  // Two windows at most: a minute may end meanwhile.
  for (let n = 0; n < 300 && answers.at(-1)?.status !== 429; n++)
    answers.push(await withKey(other.secret, '/api/exchange/status'))
  const last = answers.at(-1)!
  assert.deepEqual(problemOf(last), [429, 'developers/quota-used-up'])
  assert.match(last.headers.get('ratelimit') ?? '', /^"minute";r=0;/)
  assert.ok(Number(last.headers.get('retry-after')) <= 60)
  assert.equal((await withKey(mine.secret, '/api/services?limit=1')).status, 200)
  const { items: rows, quota } = await developer.get<{ items: UsageRow[]; quota: QuotaNow[] }>(
    `/api/developers/apps/${other.app.id}/usage`,
  )
  const calls = (status: number) =>
    rows
      .filter((row) => row.status === status && row.operation === 'GET /api/exchange/status')
      .reduce((sum, row) => sum + row.calls, 0)
  assert.deepEqual([calls(200), calls(429)], [answers.length - 1, 1])
  assert.equal(quota.find(({ kind, policy }) => kind === 'test' && policy === 'minute')?.left, 0)
})

test('거절된 요청은 번호와 함께 남고, 열쇠 없이 보이며, 다시 실행할 수 있다', async () => {
  const wrong = await withKey(mine.secret, '/api/benefits/screen', { json: { facts: { 'person.birthDate': '어제' } } })
  assert.equal(wrong.status, 422)
  const id = wrong.headers.get('x-request-id')
  const listed = (await items<Failure>(at('/failures'))).find((one) => one.id === id)
  assert.equal(listed?.operation, 'POST /api/benefits/screen')
  assert.equal(listed?.type, wrong.json<{ type: string }>().type.replace('/problems/', ''))
  const shown = await developer.get<FailureShown>(at(`/failures/${id}`))
  assert.match(shown.request.body ?? '', /어제/)
  assert.doesNotMatch(JSON.stringify(shown), /dpg_test_/)
  const again = await developer.post<Run>(at(`/failures/${id}/run`), {})
  assert.equal(again.status, 422)
  const kept = (await items<Failure>(at('/failures'))).find((one) => one.id === again.requestId)
  assert.equal(kept?.again, id)
})

test('웹훅은 서명되어 가고, 못 받으면 다시 가며, 한 번 더 보내면 같은 번호로 간다', async () => {
  const { hook, secret } = await developer.post<{ hook: Hook; secret: string }>(at('/hooks'), {
    url: receiver.url,
    events: ['app.key-changed', 'app.reviewed'],
  })
  await developer.post<HookDelivery>(at(`/hooks/${hook.id}/test`), {})
  const ping = await until('the ping', async () => receiver.heard[0])
  assert.ok(isSigned(ping, secret))
  assert.equal((JSON.parse(ping.body) as { type: string }).type, 'ping')
  receiver.answer(503)
  await developer.post<NewKey>(at('/keys'), { kind: 'test' })
  const list = () => items<HookDelivery>(at(`/hooks/${hook.id}/deliveries`))
  const failed = await until('a try that failed', async () =>
    (await list()).find((one) => one.event === 'app.key-changed' && one.lastStatus === 503),
  )
  assert.equal(failed.state, 'waiting')
  receiver.answer(204)
  await developer.post<HookDelivery>(at(`/deliveries/${failed.id}/redeliver`), {})
  await until('its delivery', async () => (await list()).find((one) => one.id === failed.id && one.state === 'delivered'))
  const told = receiver.heard.filter(({ headers }) => headers['webhook-id'] === failed.id)
  assert.ok(told.length >= 2)
  assert.equal(new Set(told.map(({ body }) => body)).size, 1)
  assert.ok(told.every((one) => isSigned(one, secret)))
  const inside = await developer.ask(at('/hooks'), { json: { url: 'https://10.0.0.1/', events: ['service.changed'] } })
  assert.deepEqual(problemOf(inside), [422, 'developers/hook-refused'])
})

test('심사를 마치면 운영 열쇠를 만들고, 운영 열쇠로는 누구도 대신하지 못한다', async () => {
  assert.deepEqual(problemOf(await developer.ask(at('/keys'), { json: { kind: 'live' } })), [409, 'developers/not-allowed-yet'])
  assert.equal((await developer.ask(at('/review'), { method: 'POST' })).status, 204)
  assert.equal((await developer.ask(`/api/developers/reviews/${mine.app.id}`, { json: { isAllowed: true } })).status, 403)
  assert.equal((await officer.ask(`/api/developers/reviews/${mine.app.id}`, { json: { isAllowed: true } })).status, 204)
  const { secret } = await developer.post<NewKey>(at('/keys'), { kind: 'live' })
  assert.equal((await withKey(secret, '/api/services?limit=1')).status, 200)
  assert.deepEqual(problemOf(await withKey(secret, '/api/cases', { person: KIM })), [403, 'developers/only-by-sign-on'])
  await until('the review to be told', async () => receiver.heard.find(({ body }) => body.includes('"app.reviewed"')))
})

test('스크립트 없이 화면에서: 앱을 등록해 열쇠를 받고, 시험장에서 가상 인물에게 불러 보고, 잘못된 요청을 다시 실행한다', async () => {
  const builder = await signedIn(server, '한예린')
  const start = await builder.open('/developers/apps')
  const form = start.view.forms.find(({ action }) => action === '/developers/apps')!
  const sent = await builder.ask('/developers/apps', { form: { ...form.fields, name: '화면으로 만든 앱' } })
  assert.equal(sent.status, 201)
  const key = /dpg_test_[\w-]{43}/.exec(sent.page().main)?.[0]
  assert.equal((await withKey(key!, '/api/areas')).status, 200)
  const list = await builder.open('/developers/playground')
  const call = list.view.links.find(({ href }) => href.endsWith('/postApiExchangeOwnFacts'))!
  const page = await builder.open(call.href)
  const play = page.view.forms.find(({ action }) => action.endsWith('/postApiExchangeOwnFacts'))!
  const answer = await builder.fill(page, play, { person: KIM })
  assert.match(answer.view.main, /상태 200/)
  assert.match(answer.view.main, /1956-03-14/)
  assert.match(answer.view.main, /curl -s -X POST/)
  const wrong = await builder.fill(page, play, { person: KIM, body: '{"facts":[]}' })
  assert.match(wrong.view.main, /상태 422/)
  const broken = await builder.ask(play.action, { form: { ...play.fields, person: KIM, body: '{' } })
  assert.equal(broken.status, 422)
  const failures = await builder.open(`/developers/apps/${play.fields['app']}/failures`)
  const one = await builder.open(failures.view.links.find(({ href }) => href.includes('/failures/'))!.href)
  const again = await builder.fill(one, one.view.forms.find(({ action }) => action.includes('/failures/'))!)
  assert.match(again.view.main, /상태 422/)
  const looking = await visitor(server).open('/developers/playground/getApiServices')
  const found = await visitor(server).fill(looking, looking.view.forms.find(({ action }) => action.endsWith('/getApiServices'))!)
  assert.match(found.view.main, /기초연금/)
})

test('형이 있는 클라이언트로 부르면 답의 모양을 알고, 거절은 까닭과 함께 던져진다', async () => {
  const dpg = createClient({ url: server.url, key: mine.secret, lang: 'en' })
  const { items: found } = await dpg.call('getApiServices', { q: '기초연금', limit: 1 })
  assert.equal(found[0]?.id, 'SSE000000170')
  const kim = dpg.as(KIM)
  const { facts } = await kim.call('postApiExchangeOwnFacts', { body: { facts: ['person.name'] } })
  assert.equal(facts[0]?.value, '김순자')
  const refused = await kim.call('postApiCases', { body: { service: 'nothing', answers: {} } }).catch((error: unknown) => error)
  assert.ok(refused instanceof ProblemError)
  assert.equal(refused.problem.status, 404)
  assert.match(refused.problem.title, /^[\x20-\x7e]+$/)
  assert.ok((await items<Failure>(at('/failures'))).some(({ id }) => id === refused.requestId))
  const key = await dpg.call('getApiAccessCheckpoint', {})
  assert.match(key, /\n\n—/)
})

interface Tool {
  readonly name: string
  readonly description: string
  readonly inputSchema: { readonly type: string }
}
interface ToolResult {
  readonly isError?: boolean
  readonly structuredContent?: Readonly<Record<string, unknown>>
}

/** A request of the Model Context Protocol, by the revision that most assistants speak. */
async function mcp<R>(method: string, params: object, key?: string): Promise<R> {
  const { status, text } = await visitor(server).ask('/mcp', {
    json: { jsonrpc: '2.0', id: 1, method, params },
    headers: { accept: 'application/json, text/event-stream', ...(key ? { authorization: `Bearer ${key}` } : {}) },
  })
  assert.equal(status, 200, text)
  return (JSON.parse(text.replace(/^[\s\S]*?data: /, '')) as { result: R }).result
}

test('AI 비서는 열린 API 하나하나를 도구로 쓰고, 거절의 까닭도 알아듣는다', async () => {
  const { tools } = await mcp<{ tools: Tool[] }>('tools/list', {}, mine.secret)
  const { paths } = await developer.get<{ paths: Record<string, Record<string, { operationId: string; 'x-needs'?: string }>> }>(
    '/openapi.json',
  )
  const ids = new Set(Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId)))
  assert.ok(tools.length >= 50)
  assert.ok(tools.every(({ name, inputSchema }) => ids.has(name) && inputSchema.type === 'object'))
  assert.match(
    tools.find(({ name }) => name === 'getApiServices')?.description ?? '',
    /모든 기관의 서비스를 찾습니다\nFind services/,
  )
  const visitors = await mcp<{ tools: Tool[] }>('tools/list', {})
  assert.ok(visitors.tools.length < tools.length)
  const call = (name: string, given: object, key?: string) => mcp<ToolResult>('tools/call', { name, arguments: given }, key)
  const found = await call('getApiServices', { q: '기초연금', limit: 1 })
  assert.match(JSON.stringify(found.structuredContent), /SSE000000170/)
  const cases = await call('getApiCases', { person: KIM }, mine.secret)
  assert.deepEqual(cases.structuredContent, { items: [] })
  const refused = await call('getApiCases', { person: 'per_nobody' }, mine.secret)
  assert.equal(refused.isError, true)
  assert.match(String(refused.structuredContent?.['type']), /not-synthetic/)
})

test('주소를 부르지 못하는 비서는 프로그램 하나로 같은 도구를 쓴다', async () => {
  const keyFile = join(server.dataDir, 'key')
  await writeFile(keyFile, mine.secret)
  const child = spawn(process.execPath, [join(ROOT, 'libs/client/mcp-stdio.ts'), `${server.url}/mcp`, keyFile])
  const given = { name: 'getApiCases', arguments: { person: KIM } }
  child.stdin.end(`${JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'tools/call', params: given })}\n`)
  const said = JSON.parse(await text(child.stdout)) as { id: number; result: ToolResult }
  assert.equal(said.id, 7)
  assert.deepEqual(said.result.structuredContent, { items: [] })
})

conformance(() => ({ server }))

test('다른 사이트의 화면은 방문자의 브라우저로 도구를 부르지 못한다', async () => {
  const answer = await visitor(server).ask('/mcp', {
    json: { jsonrpc: '2.0', id: 1, method: 'tools/list' },
    headers: { origin: 'https://evil.example', accept: 'application/json, text/event-stream' },
  })
  assert.equal(answer.status, 403)
})

test('한 번에 여러 도구를 묶어 부르거나 점으로 다른 주소에 가지 못한다', async () => {
  const one = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }
  const headers = { accept: 'application/json, text/event-stream' }
  const batch = await visitor(server).ask('/mcp', { json: [one, one], headers })
  assert.equal(batch.status, 400)
  assert.match(batch.text, /batches are not taken/)
  for (const id of ['..', '.', '\ud800']) {
    const { isError } = await mcp<ToolResult>('tools/call', { name: 'getApiServicesId', arguments: { id } })
    assert.equal(isError, true, id)
  }
})

test('앱을 끝내면 그 열쇠는 아무것도 열지 못한다', async () => {
  const over = await newApp(developer, '끝낼 앱')
  assert.equal((await developer.ask(`/api/developers/apps/${over.app.id}`, { method: 'DELETE' })).status, 204)
  assert.deepEqual(problemOf(await withKey(over.secret, '/api/services')), [401, 'developers/key-refused'])
})
