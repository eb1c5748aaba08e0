/** The official API as its swagger says, for tests: pages, key, conditions; and every way in which it may fail. */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface FakeRecord {
  readonly 서비스ID: string
  readonly [field: string]: unknown
}

export type Fault = 'cut' | '500' | '429' | 'garbage' | 'other-page' | 'xml'

export interface FakeGov24 {
  readonly base: string
  readonly key: string
  /** Changed by tests while the server runs. */
  records: FakeRecord[]
  /** What the n-th request from now gets instead of an answer (1 is the next). */
  readonly faults: Map<number, Fault>
  readonly asked: string[]
  /** Called before each answer: what happens at the source while somebody reads it. */
  before: (asked: string) => void
  close(): Promise<void>
}

const MOST_PER_PAGE = 3

export async function startFakeGov24(records: FakeRecord[]): Promise<FakeGov24> {
  const server = createServer((request, response) => answer(fake, new URL(request.url!, 'http://fake'), response))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const fake: FakeGov24 = {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/gov24/v3`,
    key: 'a+b/c==',
    records,
    faults: new Map(),
    asked: [],
    before: () => {},
    close: () => new Promise((done) => server.close(() => done())),
  }
  return fake
}

function answer(fake: FakeGov24, url: URL, response: ServerResponse): void {
  const endpoint = url.pathname.split('/').at(-1)!
  const query = url.searchParams
  const asked = `${endpoint} ${query.get('page')}${query.get('cond[서비스ID::EQ]') ?? ''}${query.get('cond[수정일시::GTE]') ?? ''}`
  fake.asked.push(asked)
  fake.before(asked)
  const fault = due(fake.faults)
  if (query.get('serviceKey') !== fake.key) send(response, 401, { code: -401, msg: 'unknown key' })
  else if (fault && fault !== 'other-page') FAILURES[fault](response)
  else send(response, 200, pageOf(fake, endpoint, query, fault === 'other-page' ? 1 : 0))
}

const FAILURES: Readonly<Record<Exclude<Fault, 'other-page'>, (response: ServerResponse) => void>> = {
  cut: (response) => response.socket?.destroy(),
  '500': (response) => send(response, 500, { code: -500 }),
  '429': (response) => send(response, 429, {}, { 'retry-after': '7' }),
  garbage: (response) => response.writeHead(200).end('{"page":1,"data":[{'),
  xml: (response) => response.writeHead(200).end('<OpenAPI_ServiceResponse/>'),
}

function pageOf(fake: FakeGov24, endpoint: string, query: URLSearchParams, off: number): object {
  const page = Number(query.get('page'))
  const perPage = Math.min(Number(query.get('perPage')), MOST_PER_PAGE)
  const matching = fake.records.filter((record) => matches(record, query))
  const data = matching.slice((page - 1) * perPage, page * perPage).map((record) => viewOf(endpoint, record))
  const counts = { totalCount: fake.records.length, currentCount: data.length, matchCount: matching.length }
  return { page: page + off, perPage, ...counts, data }
}

function due(faults: Map<number, Fault>): Fault | undefined {
  const all = [...faults].sort(([a], [b]) => a - b)
  faults.clear()
  for (const [n, fault] of all) if (n > 1) faults.set(n - 1, fault)
  return all.find(([n]) => n === 1)?.[1]
}

function matches(record: FakeRecord, query: URLSearchParams): boolean {
  const id = query.get('cond[서비스ID::EQ]')
  const since = query.get('cond[수정일시::GTE]')
  return (id === null || record['서비스ID'] === id) && (since === null || String(record['수정일시']) >= since)
}

const FIELDS: Readonly<Record<string, RegExp>> = {
  serviceList: /^(?!구비서류|법령|JA)/,
  serviceDetail: /^(서비스ID|서비스명|서비스목적|지원대상|구비서류|법령|수정일시)$/,
  supportConditions: /^(서비스ID|서비스명|JA\d{4})$/,
}

const viewOf = (endpoint: string, record: FakeRecord) =>
  Object.fromEntries(Object.entries(record).filter(([field]) => FIELDS[endpoint]!.test(field)))

function send(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
