/** Every route of the open API under hostile input, made from its own OpenAPI text: a clear problem or an answer, never a failure. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { askRaw, BASIC_PENSION, type Server, signedIn, startServer, type Visitor, visitor } from '../harness/index.ts'
import { PATHS, TEXTS } from './hostile-values.ts'
import { type Attack, attacksOn, type OpenApi } from './open-api.ts'
import { assertRefusedOrServed } from './refusals.ts'

let server: Server
let openApi: OpenApi
before(async () => {
  server = await startServer()
  openApi = await visitor(server).get<OpenApi>('/openapi.json')
})
after(() => server?.close())

const NOBODY = '01980000-0000-7000-8000-00000000dead'
const KNOWN: Readonly<Record<string, string>> = {
  service: BASIC_PENSION,
  form: 'json',
  kind: 'fact',
  number: '1234-5678-9012-3456',
  action: 'withdraw',
}
const PREFIXES: Readonly<Record<string, string>> = {
  cases: 'case',
  work: 'case',
  notices: 'ntc',
  documents: 'doc',
  access: 'acc',
  exchange: 'rcp',
}

/** An id of the right shape that nobody has, or a thing that is there. */
function known(name: string, path: string): string {
  const part = path.split('/')[2] ?? ''
  if (name === 'id' && part === 'services') return BASIC_PENSION
  if (name === 'id' && part === 'definitions') return 'person.birthDate'
  return KNOWN[name] ?? `${PREFIXES[part] ?? name}_${NOBODY}`
}

async function attack(who: Visitor, { what, method, path, type, body }: Attack): Promise<number> {
  const answer = await who.ask(path, {
    method,
    headers: type === null ? {} : { 'content-type': type },
    key: 'hostile',
    ...(body === undefined ? {} : { body }),
  })
  assertRefusedOrServed(answer, what)
  return answer.status
}

async function attackAll(who: Visitor, attacks: Iterable<Attack>): Promise<Map<number, number>> {
  const statuses = new Map<number, number>()
  const queue = attacks[Symbol.iterator]()
  const worker = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      const status = await attack(who, next.value)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: 4 }, worker))
  return statuses
}

test('누구나 쓰는 API 경로는 무엇을 받아도 분명한 문제로 답한다', async (t) => {
  const open = [...attacksOn(openApi, known)].filter(({ isSecured }) => !isSecured)
  const statuses = await attackAll(visitor(server), open)
  t.diagnostic(JSON.stringify(Object.fromEntries(statuses)))
  assert.ok((statuses.get(422) ?? 0) > 300, 'the attacks did not reach what they aim at')
})

test('로그인해야 하는 API 경로는 낯선 사람을 모두 돌려보낸다', async () => {
  const secured = [...attacksOn(openApi, known)].filter(({ isSecured, isPlain }) => isSecured && isPlain)
  assert.ok(secured.length > 20)
  assert.deepEqual([...(await attackAll(visitor(server), secured)).keys()], [401])
})

test('로그인한 사람이 무엇을 보내도 모든 API 경로가 분명한 문제로 답한다', async (t) => {
  const kim = await signedIn(server, '김순자')
  const own = [...attacksOn(openApi, known)].filter(
    ({ isSecured, isPlain, path }) => isSecured && (isPlain || !path.startsWith('/api/work')),
  )
  const statuses = await attackAll(kim, own)
  t.diagnostic(JSON.stringify(Object.fromEntries(statuses)))
  assert.ok((statuses.get(422) ?? 0) > 300 && (statuses.get(403) ?? 0) > 3)
  assert.deepEqual(await kim.get('/api/cases'), { items: [] }, 'something was applied for by a hostile body')
})

test('담당자가 무엇을 보내도 업무 API 가 분명한 문제로 답한다', async (t) => {
  const official = await signedIn(server, '김하늘')
  const statuses = await attackAll(
    official,
    [...attacksOn(openApi, known)].filter(({ what }) => what.includes(' /api/work')),
  )
  t.diagnostic(JSON.stringify(Object.fromEntries(statuses)))
  assert.ok((statuses.get(422) ?? 0) + (statuses.get(404) ?? 0) > 100)
})

test('길을 속이는 주소는 어떤 파일도 내주지 않고 실패하지도 않는다', async () => {
  for (const path of PATHS) {
    const { status, text, headers } = await askRaw(server, path)
    assert.ok(status < 500, `${path.slice(0, 80)}: ${status} ${text.slice(0, 300)}`)
    assert.doesNotMatch(text, /root:x:|"workspaces"|readServerSettings|\[core\]/, path)
    const to = String(headers['location'] ?? '/')
    assert.match(to, /^\/(?![/\\])/, `${path} leads away to ${to}`)
  }
})

test('없는 방법과 거짓 머리글도 분명히 답한다', async () => {
  for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND'])
    for (const path of ['/', '/api/services', '/api/cases', '/openapi.json']) {
      const { status } = await askRaw(server, path, { method })
      assert.ok(status < 500, `${method} ${path}: ${status}`)
    }
  const lies: readonly Record<string, string>[] = [
    { cookie: `dpg_session=${'x'.repeat(4_000)}` },
    { cookie: "dpg_session=' or 1=1; dpg_preferences=%ff; =; __proto__=1" },
    { 'accept-language': 'x'.repeat(5_000) },
    { 'if-none-match': '*, W/"' },
    { 'content-length': '99999999' },
    { host: 'example.org' },
    { 'accept-encoding': 'gzip;q=x, br;q=-1, *' },
  ]
  for (const headers of lies)
    for (const path of ['/', '/api/services?limit=1', '/api/identity/session']) {
      if ('content-length' in headers) continue
      const { status, text } = await askRaw(server, path, { headers })
      assert.ok(status < 500, `${path} ${JSON.stringify(headers).slice(0, 60)}: ${status} ${text.slice(0, 200)}`)
    }
})

test('검색에 SQL 이나 정규식을 넣어도 낱말로만 찾는다', async () => {
  const anyone = visitor(server)
  const { total } = await anyone.get<{ total: number }>('/api/services?limit=1')
  for (const text of TEXTS) {
    const answer = await anyone.ask(`/api/services?limit=3&q=${encodeURIComponent(text.toWellFormed().slice(0, 200))}`)
    assertRefusedOrServed(answer, text.slice(0, 40))
  }
  assert.equal((await anyone.get<{ total: number }>('/api/services?limit=1')).total, total)
  assert.equal((await anyone.get<{ total: number }>(`/api/services?q=${encodeURIComponent("' or '1'='1")}`)).total < total, true)
})

test('다른 누리집의 양식은 누구의 이름으로도 여기에 보낼 수 없다', async () => {
  for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://example.org' }, { origin: 'not an address' }]) {
    const answer = await visitor(server).ask('/api/benefits/screen', { json: { facts: {} }, headers })
    assert.equal(answer.status, 403, JSON.stringify(headers))
    assertRefusedOrServed(answer, JSON.stringify(headers))
  }
})

test('이 모든 것이 지나간 뒤에도 그대로 일한다', async () => {
  const { status, text } = await visitor(server).ask('/healthz')
  assert.deepEqual([status, text], [200, '{"status":"ok"}'])
  const failures = [...server.output().matchAll(/"event":"http\.unexpected".*?"path":"([^"]+)".*?"error":"(.{0,200}?)"/g)]
  assert.deepEqual([...new Set(failures.map(([, path, error]) => `${path}: ${error}`))], [])
})
