import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Benefits, MyBenefits, Recommendation, WhyNot } from '@dpg/benefits/contract'
import type { Json } from '@dpg/rules'
import { assertSound, koreaCatalogue, openPages } from '../testing.ts'

const catalogue = koreaCatalogue()
const BASIC_PENSION = 'SSE000000170'

const one = (over: Partial<Recommendation> = {}): Recommendation => ({
  service: BASIC_PENSION,
  title: '기초연금',
  outcome: 'eligible',
  basis: 'law',
  reasons: [],
  missing: [],
  amount: { won: 349_700, per: 'month', unit: 'person', missingFigures: [] },
  rank: 1,
  why: '받을 수 있습니다. 한 해에 4,196,400원입니다.',
  summary: '65세 이상께 다달이 드립니다.',
  agencyName: '보건복지부',
  canApply: true,
  held: false,
  ...over,
})

const mine = (over: Partial<MyBenefits> = {}): MyBenefits => ({
  asOf: '2026-11-25',
  counts: { eligible: 42, ineligible: 8000, unknown: 300 },
  items: [
    one(),
    one({ service: 'A1', title: '지역 지원', basis: 'codes' }),
    one({ service: 'A2', title: '출산 지원금', outcome: 'unknown', held: true }),
  ],
  total: 342,
  ask: [
    { fact: 'person.livesAtNewAddress', settles: 12 },
    { fact: 'person.moveDate', settles: 3 },
    { fact: 'person.moveKind', settles: 2 },
  ],
  failures: [],
  isWatching: false,
  ...over,
})

type Query = Parameters<Benefits['forResident']>[1]
const pagesFor = (benefits: MyBenefits, seen: Query[] = []) =>
  openPages({
    catalogue,
    benefits: {
      forResident: async (_principal, query) => {
        seen.push(query)
        return benefits
      },
    },
  })

describe('my benefits', () => {
  for (const lang of ['ko', 'en'] as const)
    test(`each says whether I get it, how sure that is, how much and why it stands there (${lang})`, async () => {
      const { html } = await (await pagesFor(mine()))('GET /my/benefits', { lang })
      assertSound(html)
      assert.match(html, /349,700[\s\S]*한 해에 4,196,400원입니다/)
      assert.match(html, lang === 'ko' ? /받을 수 있을 듯함[\s\S]*공개된 지원조건으로 짐작/ : /Read from published conditions/)
      assert.match(html, /href="\/apply\/SSE000000170"/)
      assert.doesNotMatch(html, /href="\/apply\/A2"/)
    })

  test('what the law says, what is probable and what is one answer away stand apart', async () => {
    const { html } = await (await pagesFor(mine()))('GET /my/benefits')
    assert.match(
      html,
      /<h2>받을 수 있습니다<\/h2>[\s\S]*기초연금[\s\S]*<h2>받을 수 있을 것으로 보입니다<\/h2>[\s\S]*지역 지원[\s\S]*<h2>조금만 더 알면 정해집니다<\/h2>[\s\S]*출산 지원금/,
    )
  })

  test('the best questions are asked, and the answers travel in the address and on to the next page', async () => {
    const seen: Query[] = []
    const ask = await pagesFor(mine(), seen)
    assert.match(
      (await ask('GET /my/benefits')).html,
      /<form class="form" action="\/my\/benefits" method="get"[\s\S]*name="person.livesAtNewAddress" value="yes"/,
    )
    const query = {
      'person.livesAtNewAddress': 'yes',
      'person.moveDate-year': '2026',
      'person.moveDate-month': '11',
      'person.moveDate-day': '2',
      page: '2',
      evil: 'x',
    }
    const { html } = await ask('GET /my/benefits', { query })
    assertSound(html)
    assert.deepEqual(seen.at(-1)?.answers, { 'person.livesAtNewAddress': true, 'person.moveDate': '2026-11-02' })
    assert.equal(seen.at(-1)?.offset, 20)
    assert.match(html, /href="\/my\/benefits\?person.livesAtNewAddress=yes&amp;person.moveDate=2026-11-02&amp;page=3"/)
    assert.match(html, /href="\/my\/benefits\/A1\?person.livesAtNewAddress=yes&amp;person.moveDate=2026-11-02"/)
  })

  test('an answer that cannot be read is asked again with what was typed', async () => {
    const ask = await pagesFor(mine())
    const { status, html } = await ask('GET /my/benefits', {
      query: { 'person.moveDate-year': '2026', 'person.moveDate-month': '2', 'person.moveDate-day': '30' },
    })
    assert.equal(status, 422)
    assertSound(html)
    assert.match(html, /<a href="#f-person-moveDate">/)
    assert.match(html, /name="person.moveDate-day" value="30"/)
  })

  test('a register that did not answer is named', async () => {
    const failures = [{ register: 'national-tax', facts: ['person.wage'], kind: 'unreachable' as const }]
    assert.match((await (await pagesFor(mine({ failures })))('GET /my/benefits')).html, /지금 답하지 않는 대장이 있습니다: 국세/)
  })

  test('nothing found says what one can do', async () => {
    const { html } = await (await pagesFor(mine({ items: [], total: 0, ask: [] })))('GET /my/benefits')
    assertSound(html)
    assert.match(html, /찾지 못했습니다[\s\S]*href="\/services"/)
  })

  test('being told of changes is switched on and off by a form, and said', async () => {
    const done: string[] = []
    const ask = await openPages({
      benefits: { watch: async () => void done.push('on'), unwatch: async () => void done.push('off') },
    })
    assert.equal((await ask('POST /my/benefits/watch', { body: { to: 'on' } })).location, '/my/benefits?watch=on')
    assert.equal(
      (await ask('POST /my/benefits/watch', { body: { to: 'off', next: 'settings' } })).location,
      '/my/settings?watch=off',
    )
    assert.deepEqual(done, ['on', 'off'])
    assert.match(
      (await (await pagesFor(mine({ isWatching: true })))('GET /my/benefits', { query: { watch: 'on' } })).html,
      /알림을 켰습니다[\s\S]*name="to" value="off"/,
    )
  })
})

const directory = { area: (code: string) => (code === '11620' ? ({ fullName: '서울특별시 관악구' } as never) : undefined) }

const why = (over: Partial<WhyNot> = {}): WhyNot => ({
  service: BASIC_PENSION,
  title: '기초연금',
  outcome: 'ineligible',
  basis: 'law',
  criteria: [
    {
      criterion: 'nationality',
      text: '대한민국 국민이어야 합니다',
      outcome: 'met',
      law: null,
      facts: [],
      changes: [],
      rawChanges: [],
      missing: [],
    },
    {
      criterion: 'age',
      text: '65세 이상이어야 합니다',
      outcome: 'notMet',
      law: '기초연금법 제3조제1항',
      facts: [
        { fact: 'person.birthDate', label: '생년월일', value: '1963년 3월 3일', register: 'resident-register' },
        { fact: 'person.age', label: '만 나이', value: '63세', register: null },
        { fact: 'person.phone', label: '전화', value: '010', register: null },
        { fact: 'person.sigungu', label: '사는 곳', value: '11620', register: null },
        { fact: 'person.sex', label: '성별', value: null, register: null },
      ],
      changes: ['2028년 3월 3일부터 됩니다 (생년월일 기준)'],
      rawChanges: [],
      missing: ['person.moveKind'],
    },
  ],
  steps: [{ text: '기준연금액', value: '349,700원', law: '기초연금법 제5조제2항' }],
  ...over,
})

describe('why, or why not', () => {
  for (const lang of ['ko', 'en'] as const)
    test(`what stands in the way comes first, with what we know, from whom, and what would change it (${lang})`, async () => {
      const ask = await openPages({ catalogue, directory, benefits: { whyForResident: async () => why() } })
      const { html } = await ask(`GET /my/benefits/${BASIC_PENSION}`, { lang })
      assertSound(html)
      assert.match(html, /65세 이상이어야 합니다[\s\S]*2028년 3월 3일부터 됩니다[\s\S]*대한민국 국민이어야 합니다/)
      assert.match(
        html,
        lang === 'ko'
          ? /1963년 3월 3일[\s\S]*주민등록[\s\S]*행정기본법 제7조의2로 계산[\s\S]*직접 알려 주신 내용/
          : /Resident register/,
      )
      assert.match(html, /서울특별시 관악구/)
      assert.match(html, /기준연금액[\s\S]*349,700원[\s\S]*기초연금법 제5조제2항/)
      assert.match(html, /name="person.moveKind"/)
    })

  test('a reading of published conditions never says more than probably', async () => {
    const ask = await openPages({
      catalogue,
      directory,
      benefits: { whyForResident: async () => why({ outcome: 'eligible', basis: 'codes', steps: [] }) },
    })
    const { html } = await ask(`GET /my/benefits/${BASIC_PENSION}`)
    assert.match(html, /받을 수 있을 듯함/)
    assert.doesNotMatch(html, /조건을 모두 갖추었습니다/)
  })

  test('answers given on the list are used and carried back', async () => {
    const seen: (Readonly<Record<string, Json>> | undefined)[] = []
    const ask = await openPages({
      catalogue,
      directory,
      benefits: {
        whyForResident: async (_principal, _service, _lang, answers) => {
          seen.push(answers)
          return why()
        },
      },
    })
    const { html } = await ask(`GET /my/benefits/${BASIC_PENSION}`, { query: { 'person.livesAtNewAddress': 'no' } })
    assert.deepEqual(seen, [{ 'person.livesAtNewAddress': false }])
    assert.match(html, /href="\/my\/benefits\?person.livesAtNewAddress=no"/)
  })
})
