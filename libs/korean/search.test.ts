import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import test from 'node:test'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { createIndex, type SearchDocument } from './index.ts'
import { topK } from './search/top.ts'

interface Service extends SearchDocument {
  readonly area?: string
}

const SERVICES: readonly Service[] = [
  {
    id: 'rent',
    title: '청년월세 지원',
    keywords: ['집세'],
    agency: '국토교통부',
    summary: '혼자 사는 청년의 달마다 내는 방값',
    views: 180_000,
  },
  {
    id: 'rent-seoul',
    title: '서울 청년 월세',
    agency: '서울특별시',
    summary: '서울에 사는 청년의 방값',
    views: 90_000,
    area: '11',
  },
  { id: 'rent-loan', title: '주거안정 월세대출', agency: '국토교통부', summary: '월세를 빌려 드림', views: 300_000 },
  { id: 'taxi', title: '장애인콜택시 운영', agency: '부산광역시', summary: '휠체어로 타는 차', views: 800, area: '26' },
  {
    id: 'bike',
    title: '구민 자전거 보험',
    agency: '서울특별시 관악구',
    summary: '자전거 사고에 대한 보험',
    views: 400,
    area: '11620',
  },
  { id: 'birth', title: '출산지원금', agency: '경기도 부천시', summary: '아이를 낳은 집', views: 4000, area: '41190' },
  {
    id: 'birth-disabled',
    title: '장애인가정 출산지원금',
    agency: '울산광역시',
    summary: '아이를 낳은 장애인',
    views: 6000,
    area: '31',
  },
  { id: 'living', title: '긴급복지 생계지원', agency: '보건복지부', summary: '갑자기 어려워진 집의 생활비', views: 660_000 },
  { id: 'pension', title: '기초연금', agency: '보건복지부', summary: '예순다섯이 넘은 분', views: 500_000 },
  { id: 'tv', title: 'TV수신료 면제', agency: '한국방송공사', summary: '수급자의 수신료', views: 10_000 },
]

const index = createIndex(SERVICES, { synonyms: { '긴급 생계비': ['긴급복지 생계지원'], 방값: ['월세'] } })
const ids = (query: string, options = {}) => index.search(query, options).hits.map(({ id }) => id)

test('what a person means comes first, however it is spaced and whatever particle follows', () => {
  const meant: Record<string, string[]> = {
    rent: ['청년월세', '청년 월세', '청년월세를', '청년월세 지원', '청년의 월세'],
    taxi: ['장애인 콜택시', '장애인콜택시', '콜택시는'],
    bike: ['자전거보험', '자전거 보험', '자전거보험을'],
    birth: ['출산 지원금', '출산지원금', '출산지원금을 받으려면'],
    living: ['긴급 생계비', '긴급생계비', '생계비가'],
    pension: ['기초연금', '기초 연금은 어떻게 신청하나요'],
    tv: ['tv 수신료', 'TV수신료', 'ＴＶ'],
  }
  for (const [id, queries] of Object.entries(meant)) for (const query of queries) assert.equal(ids(query)[0], id, query)
})

test('a slip of the finger is mended and said', () => {
  assert.equal(ids('기초연긍')[0], 'pension')
  assert.deepEqual(index.search('월새').corrected, ['월세'])
  assert.equal(ids('출샨지원금')[0], 'birth')
})

test('nonsense finds nothing: neither a piece of a word nor what is left without it', () => {
  for (const query of ['외금이', '똥개월세', 'xyz 지원금', '좀비', '뷁뷁']) assert.equal(index.search(query).total, 0, query)
})

test('what fits a part only is given as such', () => {
  const { hits, isPartial } = index.search('자전거보험 우주정거장 화성탐사')
  assert.ok(hits.length === 0 || isPartial === true)
  assert.equal(index.search('기초연금').isPartial, undefined)
})

test('초성 find titles', () => {
  assert.deepEqual(ids('ㄱㅊㅇㄱ'), ['pension'])
})

test('a synonym finds what the word itself does not', () => {
  assert.ok(ids('방값').includes('rent-loan'))
  assert.ok(
    !createIndex(SERVICES)
      .search('방값')
      .hits.some(({ id }) => id === 'rent-loan'),
  )
})

test('a filter narrows the count and the pages alike', () => {
  const inSeoul = { filter: ({ area }: Service) => area === undefined || area.startsWith('11') }
  const { total, hits } = index.search('청년 월세', inSeoul)
  assert.ok(hits.every(({ id }) => id !== 'taxi'))
  assert.equal(total, hits.length)
  assert.deepEqual(ids('장애인 콜택시', inSeoul).includes('taxi'), false)
})

test('pages follow one another without gap or repetition', () => {
  const all = ids('지원', { limit: 100 })
  assert.deepEqual([...ids('지원', { limit: 2 }), ...ids('지원', { limit: 2, offset: 2 })], all.slice(0, 4))
})

test('a hit tells which words were found', () => {
  assert.deepEqual(index.search('청년 월세').hits[0]!.matched, ['청년', '월세'])
})

test('nothing asked, nothing known and nothing indexed give nothing', () => {
  assert.deepEqual(index.search('  !? '), { total: 0, hits: [] })
  assert.equal(index.search('qwertyuiop').total, 0)
  assert.equal(createIndex([]).search('월세').total, 0)
})

test('no query breaks the search, and scores fall', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('월세', 'ㅇ', 'ㅏ', '지원'.repeat(500))), (query) => {
      const { total, hits } = index.search(query, { limit: 5 })
      assert.ok(hits.length <= Math.min(5, total))
      assert.ok(hits.every(({ score }, i) => score > 0 && (i === 0 || hits[i - 1]!.score >= score)))
    }),
  )
})

test('every title finds its own service first', () => {
  for (const { id, title } of SERVICES) assert.equal(ids(title)[0], id)
})

test('the top k are those of a full sort', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), fc.nat(30), (values, k) => {
      const scores = Float32Array.from(values)
      const all = values.map((_, i) => i)
      const sorted = [...all].sort((a, b) => values[b]! - values[a]! || a - b)
      assert.deepEqual(topK(all, scores, k), sorted.slice(0, k))
    }),
  )
})

const official = new URL('../../../shared/data/gov24/services.jsonl.gz', import.meta.url)

test('among the services of the whole country the first five hold what is meant', {
  skip: !existsSync(official) && 'no ../shared/data',
}, () => {
  const rows = gunzipSync(readFileSync(official))
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const services = rows.map((row) => ({
    id: String(row['서비스ID']),
    title: String(row['서비스명']),
    agency: String(row['소관기관명']),
    summary: `${row['서비스목적요약']} ${String(row['지원대상']).slice(0, 300)}`,
    views: Number(row['조회수']),
  }))
  const titles = new Map(services.map(({ id, title }) => [id, title]))
  const all = createIndex(services)
  const meant: [string, RegExp][] = [
    ['월세', /월세/],
    ['청년 월세', /청년 ?월세/],
    ['청년월세를', /청년 ?월세/],
    ['출산 지원금', /출산 ?지원금/],
    ['출산지원금은', /출산 ?지원금/],
    ['장애인 콜택시', /콜택시/],
    ['장애인콜택시', /콜택시/],
    ['자전거보험', /자전거 ?보험/],
    ['자전거 보험', /자전거 ?보험/],
    ['긴급 생계비', /긴급.*생계/],
  ]
  for (const [query, expected] of meant) {
    const found = all.search(query, { limit: 5 }).hits.map(({ id }) => titles.get(id)!)
    assert.ok(
      found.filter((title) => expected.test(title)).length >= 1 && expected.test(found[0]!),
      `${query}: ${found.join(', ')}`,
    )
  }
  const times = Array.from({ length: 400 }, (_, i) => {
    const before = process.cpuUsage()
    all.search(meant[i % meant.length]![0], { limit: 20 })
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  }).sort((a, b) => a - b)
  assert.ok(times[380]! < 5, `p95 ${times[380]} ms`)
})
