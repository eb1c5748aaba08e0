import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { loadPack, serviceIds, serviceOf } from '@dpg/definitions'
import type { ReleaseId, Snapshot } from './contract.ts'
import { createSearch } from './search.ts'
import { readSearchWords } from './search-words.ts'

const PACK = join(import.meta.dirname, '../../countries/kr')
const files = globSync('**/*.{yaml,tsv,md}', { cwd: PACK }).map((path) => ({
  path,
  text: readFileSync(join(PACK, path), 'utf8'),
}))
const { pack } = loadPack(files)
const { words, wrong } = readSearchWords(files)
const snapshot: Snapshot = {
  release: 'sha256:0' as ReleaseId,
  pack,
  rules: { facts: [], parameters: [], services: [] },
  service: (id) => serviceOf(id, pack),
  serviceIds: serviceIds(pack),
  versionOf: () => undefined,
}
const search = createSearch(snapshot, words, new Map())
const find = (q: string, area?: string, limit = 5, over = search) =>
  over.search({ q, limit, offset: 0, ...(area ? { area } : {}) }, 'ko')

interface Wanted {
  readonly query: string
  readonly area: string
  readonly isWanted: (hit: { id: string; title: string }) => boolean
}

const wanted: Wanted[] = readFileSync(join(import.meta.dirname, 'relevance.tsv'), 'utf8')
  .split('\n')
  .slice(1)
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [query = '', area = '', want = ''] = line.split('\t')
    const pattern = /\/(.+)\//.exec(want)?.[1]
    const ids = want
      .replace(/\/.+\//, '')
      .split(' ')
      .filter(Boolean)
    return {
      query,
      area,
      isWanted: ({ id, title }) => ids.includes(id) || (pattern !== undefined && new RegExp(pattern).test(title)),
    }
  })

function holdToRelevance(t: TestContext, over: typeof search): void {
  const places = wanted.map(({ query, area, isWanted }) => find(query, area, 5, over).items.findIndex(isWanted))
  const missed = wanted.filter((_, i) => places[i]! < 0).map(({ query, area }) => `${query} ${area}`.trim())
  const within = (n: number) => (places.filter((place) => place >= 0 && place < n).length / wanted.length).toFixed(3)
  t.diagnostic(`${wanted.length} queries: hit@5 ${within(5)}, hit@1 ${within(1)}; missed: ${missed.join(', ') || 'none'}`)
  assert.ok(Number(within(5)) >= 0.95, `missed: ${missed.join(', ')}`)
}

test('사람들이 찾는 것이 처음 다섯 안에 있다', (t) => {
  assert.deepEqual(wrong, [])
  assert.ok(wanted.length >= 60)
  holdToRelevance(t, search)
})

const RECORDS = join(import.meta.dirname, '../../../shared/data/gov24/services.jsonl.gz')
const skip = existsSync(RECORDS) ? false : 'the official records are not here'
test('공식 글을 가져온 뒤에도 사람들이 찾는 것이 처음 다섯 안에 있다', { skip }, (t) => {
  const lines = gunzipSync(readFileSync(RECORDS)).toString('utf8').trim().split('\n')
  const records = lines.map((line) => JSON.parse(line) as Record<string, string>)
  holdToRelevance(
    t,
    createSearch(snapshot, words, new Map(records.map((one) => [one['서비스ID']!, one['서비스목적요약'] ?? '']))),
  )
})

test('없는 말을 찾으면 상관없는 서비스를 보이지 않는다', () => {
  const nonsense = [
    '뷁뷁뷁',
    'asdfgh',
    'qwxzjv',
    '뽀로로 비행기',
    '외계인 신고',
    '똥개훈련',
    'xyz 지원금',
    '순간이동 신청',
    '좀비',
    '우주여행 지원',
    '아무말대잔치',
  ]
  for (const query of nonsense) assert.deepEqual(find(query).items, [], query)
})

test('일부만 맞으면 일부만 맞는다고 한다', () => {
  assert.equal(find('화성 이주 보조금').isPartial, true)
  assert.equal(find('청년 월세').isPartial, undefined)
})

test('찾을 것으로 적어 둔 번호는 모두 있는 서비스다', () => {
  const ids = readFileSync(join(import.meta.dirname, 'relevance.tsv'), 'utf8').match(/\b[A-Z0-9]{11,12}\b/g) ?? []
  assert.deepEqual(
    ids.filter((id) => !snapshot.service(id)),
    [],
  )
})

test('지역을 고르면 그 지역과 위 지역과 온 나라의 것만 나오고, 그 지역 것이 앞에 온다', () => {
  const { items } = find('출산지원금', '41590', 100)
  assert.ok(items.length > 0)
  for (const { area } of items) assert.ok(area === null || ['41590', '41'].includes(area), String(area))
  assert.equal(items[0]!.area, '41590')
  const town = [...pack.areas.values()].find(({ level, parent }) => level === 'eupmyeondong' && parent === '11680')!
  const everything = search.search({ area: town.code, limit: 1, offset: 0 }, 'ko').total
  assert.ok(everything > 1000 && everything < 3000, String(everything))
  assert.throws(() => find('월세', '99999'), { type: 'catalogue/unknown-area' })
})

test('없어진 지역 번호로도 이어받은 지역의 서비스를 찾는다', () => {
  const old = [...pack.areas.values()].find(
    ({ successor, level }) => successor !== null && level === 'sigungu' && pack.areas.get(successor),
  )!
  const now = search.search({ area: old.successor!, limit: 100, offset: 0 }, 'ko').total
  assert.ok(search.search({ area: old.code, limit: 1, offset: 0 }, 'ko').total >= now)
})

test('말이 없으면 모두를, 풀어 쓴 것부터 보여 준다', () => {
  const { total, items } = search.search({ limit: 100, offset: 0 }, 'ko')
  assert.ok(total >= 8760, String(total))
  const worked = pack.services.size
  assert.ok(items.slice(0, worked).every(({ canApply, basis }) => canApply && basis === 'law'))
  assert.ok(items.slice(worked).every(({ basis }) => basis !== 'law'))
})

test('갈래와 기관과 삶의 일로 좁힐 수 있다', () => {
  const all = search.search({ field: '임신·출산', limit: 100, offset: 0 }, 'ko')
  assert.ok(all.total > 500 && all.items.every(({ field }) => field === '임신·출산'))
  const agency = search.search({ q: '지원', agency: '1352000', limit: 100, offset: 0 }, 'ko')
  assert.ok(agency.total > 5 && agency.items.every((hit) => hit.agency === '1352000'))
  const ageing = search.search({ lifeEvent: 'ageing', limit: 100, offset: 0 }, 'ko')
  assert.equal(ageing.items.find(({ canApply }) => canApply)?.id, 'SSE000000170')
  assert.ok(ageing.total > 100 && ageing.items.some(({ title }) => /어르신|노인/.test(title)), String(ageing.total))
  assert.equal(search.search({ lifeEvent: 'none', limit: 1, offset: 0 }, 'ko').total, 0)
})

test('쪽을 넘겨도 빠지거나 겹치는 것이 없다', () => {
  const query = { q: '지원금', area: '11680', limit: 100 }
  const all = Array.from({ length: 4 }, (_, page) =>
    search.search({ ...query, limit: 60, offset: page * 60 }, 'ko').items.map(({ id }) => id),
  ).flat()
  const { total } = search.search({ ...query, offset: 0 }, 'ko')
  assert.equal(new Set(all).size, Math.min(total, 240))
})

test('이상한 말을 넣어도 답한다', () => {
  for (const q of ["' or 1=1 --", '<script>alert(1)</script>', '\u0000', '\ud800', '가'.repeat(5000), '(((', '%', '🚲', '   '])
    assert.ok(find(q).total >= 0)
})

test('찾기는 20밀리초 안에 끝난다 (95번째 백분위, 계산 시간)', (t) => {
  search.warm()
  for (const { query } of wanted) find(query)
  const times = wanted.flatMap(({ query, area }) =>
    ['', '11680'].map((other) => {
      const started = process.cpuUsage()
      find(query, area || other, 20)
      const { user, system } = process.cpuUsage(started)
      return (user + system) / 1000
    }),
  )
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(times.length * share)]!
  t.diagnostic(`search, CPU: median ${at(0.5).toFixed(2)} ms, p95 ${at(0.95).toFixed(2)} ms, most ${times.at(-1)!.toFixed(1)} ms`)
  assert.ok(at(0.95) < 20)
})
