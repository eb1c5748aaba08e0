import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type {
  Benefits,
  Consent,
  ConsentPlan,
  MyBenefits,
  MyWhyNot,
  News,
  NewsItem,
  Recommendation,
  Subscription,
  RelationInWords,
} from '@dpg/benefits/contract'
import { consentOutdated } from '@dpg/benefits/contract'
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
  coming: [],
  ask: [
    { fact: 'person.livesAtNewAddress', settles: 12 },
    { fact: 'person.moveDate', settles: 3 },
    { fact: 'person.moveKind', settles: 2 },
  ],
  failures: [],
  isWatching: false,
  agreed: ['finance', 'sensitive'],
  lookedAt: '2026-11-25T01:12:00Z',
  keptUntil: '2026-11-25T01:22:00Z',
  ...over,
})

const consented: Consent = {
  purpose: 'look',
  version: '1-0123456789ab',
  groups: ['finance', 'sensitive'],
  givenAt: '2026-11-25T01:12:00Z',
  endsAt: '2027-11-25T01:12:00Z',
}
const hasConsented = { consent: async () => consented }

type Query = Parameters<Benefits['forResident']>[1]
const pagesFor = (benefits: MyBenefits, seen: Query[] = []) =>
  openPages({
    catalogue,
    benefits: {
      ...hasConsented,
      forResident: async (_principal, query) => {
        seen.push(query)
        return benefits
      },
    },
  })

const relation = (over: Partial<RelationInWords> = {}): RelationInWords => ({
  kind: 'excludes',
  service: 'WII000001410',
  title: '생계급여',
  says: '생계급여를 받는 동안에는 함께 받을 수 없습니다',
  law: '긴급복지지원법 제3조제2항',
  isPressing: true,
  ...over,
})

describe('my benefits', () => {
  test('a line says only what is to be decided now; days of the coming year stand below with their condition', async () => {
    const quiet = relation({ isPressing: false, says: '장애수당과 함께 받을 수 없습니다' })
    const coming = {
      kind: 'opens',
      service: BASIC_PENSION,
      title: '기초연금',
      basis: 'law',
      day: '2027-03-03',
      says: '65세가 되는 2027년 3월 3일부터',
      outcome: 'unknown',
      turned: [{ text: '65세 이상이어야 합니다', law: '기초연금법 제3조제1항' }],
    } as const
    const benefits = mine({ items: [one({ relations: [relation(), quiet] })], coming: [coming] })
    const { html } = await (await pagesFor(benefits))('GET /my/benefits')
    assertSound(html)
    assert.match(html, /생계급여를 받는 동안에는 함께 받을 수 없습니다/)
    assert.doesNotMatch(html, /장애수당/)
    assert.match(html, /앞으로 1년[\s\S]*65세가 되는 2027년 3월 3일부터[\s\S]*다른 조건도 맞으면[\s\S]*65세 이상이어야/)
  })

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
    assert.equal(seen.at(-1)?.offset, 10)
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

  test('it says when it was looked up, until when that is kept, and what was left out for want of consent', async () => {
    const { html } = await (await pagesFor(mine({ agreed: ['sensitive'] })))('GET /my/benefits')
    assertSound(html)
    assert.match(html, /오전 10:12에 조회했습니다\. 오전 10:22까지/)
    assert.match(html, /조회하지 않은 것이 있습니다: 금융정보[\s\S]*href="\/my\/benefits\/consent"/)
    assert.doesNotMatch((await (await pagesFor(mine()))('GET /my/benefits')).html, /조회하지 않은 것이 있습니다/)
  })

  test('being told of changes is a page of its own, and it is said whether it is on', async () => {
    const off = await (await pagesFor(mine()))('GET /my/benefits')
    assert.match(off.html, /href="\/my\/benefits\/watch"[^>]*>[\s\S]{0,400}알림이 무엇인지 보고 켜기/)
    const on = await (await pagesFor(mine({ isWatching: true })))('GET /my/benefits')
    assert.match(on.html, /알림 바꾸거나 끄기[\s\S]*href="\/my\/benefits\/news"/)
  })
})

const directory = { area: (code: string) => (code === '11620' ? ({ fullName: '서울특별시 관악구' } as never) : undefined) }

const why = (over: Partial<MyWhyNot> = {}): MyWhyNot => ({
  held: false,
  canApply: true,
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
      notWorkedOut: null,
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
      notWorkedOut: null,
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
      const ask = await openPages({ catalogue, directory, benefits: { ...hasConsented, whyForResident: async () => why() } })
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

  test('the fewest changes together, and what may not be held with it, stand with their article', async () => {
    const remedy = {
      says: '이 2가지가 함께 바뀌면 받을 수 있습니다',
      changes: ['소득인정액이 2,470,000원 이하이면 됩니다', '2028년 3월 3일부터 됩니다'],
      on: '2028-03-03',
      outcome: 'eligible',
    } as const
    const whyForResident = async () => why({ remedy, relations: [relation()] })
    const ask = await openPages({ catalogue, directory, benefits: { ...hasConsented, whyForResident } })
    const { html } = await ask(`GET /my/benefits/${BASIC_PENSION}`)
    assertSound(html)
    assert.match(html, /무엇이 달라지면[\s\S]*2가지가 함께 바뀌면[\s\S]*2,470,000원 이하이면[\s\S]*조건 2가지/)
    assert.match(
      html,
      /함께 받을 수 있는지[\s\S]*생계급여를 받는 동안에는[\s\S]*긴급복지지원법 제3조제2항[\s\S]*\/my\/benefits\/WII000001410/,
    )
  })

  test('a reading of published conditions never says more than probably', async () => {
    const ask = await openPages({
      catalogue,
      directory,
      benefits: { ...hasConsented, whyForResident: async () => why({ outcome: 'eligible', basis: 'codes', steps: [] }) },
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
        ...hasConsented,
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

const plan = (purpose: 'look' | 'watch'): ConsentPlan => ({
  purpose,
  version: '1-0123456789ab',
  months: 12,
  lookMinutes: 10,
  groups: [
    {
      group: 'law',
      law: '사회보장급여의 이용ㆍ제공 및 수급권자 발굴에 관한 법률 제22조의2제3항',
      registers: [{ register: 'resident-register', facts: [{ fact: 'person.birthDate', label: '생년월일' }] }],
    },
    {
      group: 'finance',
      law: '사회보장급여의 이용ㆍ제공 및 수급권자 발굴에 관한 법률 제8조제1항',
      registers: [{ register: 'social-security', facts: [{ fact: 'household.financialAssets', label: '금융재산' }] }],
    },
  ],
})

describe('consent before the first look', () => {
  for (const path of ['/my/benefits', `/my/benefits/${BASIC_PENSION}`])
    test(`${path}: nothing is looked up before the person has seen what, and chosen`, async () => {
      const ask = await openPages({ catalogue, benefits: { consent: async () => undefined, plan } })
      for (const lang of ['ko', 'en'] as const) {
        const { html, status } = await ask(`GET ${path}`, { lang })
        assert.equal(status ?? 200, 200)
        assertSound(html)
        assert.match(html, /제8조제1항[\s\S]*금융재산[\s\S]*제22조의2제3항[\s\S]*생년월일/)
        assert.doesNotMatch(html, /type="checkbox"[^>]*checked/)
        assert.match(html, new RegExp(`name="next" value="${path}"`))
      }
    })

  test('what is ticked is agreed to, nothing ticked is fine, and one goes on where one came from', async () => {
    const agreed: unknown[] = []
    const ask = await openPages({ catalogue, benefits: { agree: async (_principal, agreement) => void agreed.push(agreement) } })
    const send = (body: Record<string, unknown>) =>
      ask('POST /my/benefits/consent', { body: { to: 'look', version: 'v', ...body } })
    assert.equal(
      (await send({ groups: 'finance', next: `/my/benefits/${BASIC_PENSION}` })).location,
      `/my/benefits/${BASIC_PENSION}`,
    )
    assert.equal((await send({ groups: ['finance', 'sensitive', 'nonsense'], next: '//evil.example' })).location, '/my/benefits')
    assert.equal((await send({ next: '/my/benefits' })).location, '/my/benefits')
    assert.deepEqual(agreed, [
      { version: 'v', groups: ['finance'] },
      { version: 'v', groups: ['finance', 'sensitive'] },
      { version: 'v', groups: [] },
    ])
  })

  test('who read something older is shown what there is now', async () => {
    const ask = await openPages({
      catalogue,
      benefits: {
        consent: async () => undefined,
        plan,
        agree: async () => {
          throw consentOutdated({ version: 'old' })
        },
      },
    })
    const { html, status } = await ask('POST /my/benefits/consent', { body: { to: 'look', version: 'old' } })
    assert.equal(status, 409)
    assertSound(html)
    assert.match(html, /role="status"[\s\S]*그사이 바뀌었습니다/)
  })

  test('it is taken back on the same page', async () => {
    const done: string[] = []
    const ask = await openPages({
      catalogue,
      benefits: { ...hasConsented, plan, withdraw: async () => void done.push('withdrawn') },
    })
    const { html } = await ask('GET /my/benefits/consent')
    assertSound(html)
    assert.match(html, /value="finance" checked[\s\S]*동의를 모두 거두고/)
    assert.equal(
      (await ask('POST /my/benefits/consent', { body: { to: 'withdraw' } })).location,
      '/my/benefits/consent?done=withdrawn',
    )
    assert.deepEqual(done, ['withdrawn'])
  })
})

describe('benefit news', () => {
  const on: Subscription = {
    ...consented,
    purpose: 'watch',
    lookedAt: '2026-11-25T02:00:00Z',
    coming: ['2026-12-20', '2027-01-01', '2027-02-01', '2027-03-01'],
    notForMe: {
      services: [{ service: BASIC_PENSION, title: '기초연금', at: '2026-11-25T02:00:00Z' }],
      kinds: [{ kind: 'guess', at: '2026-11-25T02:00:00Z' }],
    },
  }

  for (const lang of ['ko', 'en'] as const)
    test(`off: what is looked at, when, what is kept, how to stop, before the switch; on: until when and what is not wanted (${lang})`, async () => {
      const off = await openPages({ catalogue, benefits: { plan, subscription: async () => undefined } })
      const closed = await off('GET /my/benefits/watch', { lang })
      assertSound(closed.html)
      assert.match(closed.html, /name="to" value="on"/)
      assert.doesNotMatch(closed.html, /type="checkbox"[^>]*checked/)
      const open = await openPages({ catalogue, benefits: { plan, subscription: async () => on } })
      const { html } = await open('GET /my/benefits/watch', { lang, query: { done: 'on' } })
      assertSound(html)
      assert.match(html, /dateTime="2026-12-20"|datetime="2026-12-20"/)
      assert.match(html, /name="service" value="SSE000000170"[\s\S]*name="kind" value="guess"/)
      assert.match(html, /name="to" value="off"/)
      const fresh = await openPages({
        catalogue,
        benefits: { plan, subscription: async () => ({ ...on, lookedAt: null, coming: [] }) },
      })
      const { html: early } = await fresh('GET /my/benefits/watch', { lang })
      assert.match(early, lang === 'ko' ? /처음 살펴본 뒤에/ : /Told after the first look/)
    })

  test('it is switched on with what was read and ticked, and off by one press', async () => {
    const done: unknown[] = []
    const ask = await openPages({
      catalogue,
      benefits: { watch: async (_principal, agreement) => void done.push(agreement), unwatch: async () => void done.push('off') },
    })
    const body = { to: 'on', version: 'v', groups: 'sensitive' }
    assert.equal((await ask('POST /my/benefits/watch', { body })).location, '/my/benefits/watch?done=on')
    assert.equal((await ask('POST /my/benefits/watch', { body: { to: 'off' } })).location, '/my/benefits/watch?done=off')
    assert.deepEqual(done, [{ version: 'v', groups: ['sensitive'] }, 'off'])
  })

  const item = (over: Partial<NewsItem> = {}): NewsItem => ({
    service: BASIC_PENSION,
    title: '기초연금',
    basis: 'law',
    amount: { won: 349_700, per: 'month', unit: 'person', missingFigures: [] },
    turned: [{ text: '65세 이상이어야 합니다', law: '기초연금법 제3조제1항' }],
    rule: [],
    field: '생활안정',
    canApply: true,
    held: false,
    notForMe: null,
    ...over,
  })
  const news: News = {
    id: 'news_1' as News['id'],
    at: '2026-11-25T02:00:00Z',
    because: '나이나 기간이 차서',
    register: null,
    changed: [],
    items: [item(), item({ service: 'A1', title: '지역 지원', basis: 'codes', turned: [], notForMe: 'service' })],
    more: 3,
  }

  for (const lang of ['ko', 'en'] as const)
    test(`each says what happened, which condition turned, by which article, how much, and how to stop such news (${lang})`, async () => {
      const benefits = { news: async () => ({ items: [news], next: 'news_0' }), isWatching: async () => true }
      const ask = await openPages({ catalogue, benefits })
      const { html } = await ask('GET /my/benefits/news', { lang })
      assertSound(html)
      assert.match(html, /기초연금[\s\S]*349,700[\s\S]*65세 이상이어야 합니다[\s\S]*기초연금법 제3조제1항/)
      assert.match(html, /name="service" value="SSE000000170"[\s\S]*name="kind" value="생활안정"/)
      assert.match(html, /before=news_0/)
    })

  test('"not for me" is one press, said, and undone by another', async () => {
    const done: unknown[] = []
    const ask = await openPages({
      catalogue,
      benefits: {
        news: async () => ({ items: [news], next: null }),
        isWatching: async () => true,
        wantNews: async (_principal, target, wanted) => void done.push([target, wanted]),
      },
    })
    const { location } = await ask('POST /my/benefits/not-for-me', { body: { to: 'stop', service: BASIC_PENSION } })
    assert.equal(location, `/my/benefits/news?done=stop&service=${BASIC_PENSION}`)
    const { html } = await ask('GET /my/benefits/news', { query: { done: 'stop', service: BASIC_PENSION } })
    assertSound(html)
    assert.match(html, /‘기초연금’ 소식은 더 보내지 않습니다[\s\S]*name="to" value="again"[\s\S]*되돌리기/)
    await ask('POST /my/benefits/not-for-me', { body: { to: 'again', kind: 'guess', next: 'watch' } })
    assert.deepEqual(done, [
      [{ service: BASIC_PENSION }, false],
      [{ kind: 'guess' }, true],
    ])
    const forged = await ask('GET /my/benefits/news', { query: { done: 'stop', kind: '<script>' } })
    assert.doesNotMatch(forged.html, /더 보내지 않습니다|<script>/)
  })
})

test('what is held is explained, and not offered again', async () => {
  const ask = await openPages({
    catalogue,
    directory,
    benefits: { ...hasConsented, whyForResident: async () => why({ held: true, canApply: false }) },
  })
  const { html } = await ask(`GET /my/benefits/${BASIC_PENSION}`)
  assertSound(html)
  assert.doesNotMatch(html, /href="\/apply\/SSE000000170"/)
  assert.match(html, /이미 신청했거나 받고 있습니다/)
})
