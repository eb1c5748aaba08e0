import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import {
  type DraftView,
  draftNotFound,
  duplicateCase,
  type FieldView,
  invalidAnswers,
  type ScreenView,
} from '@dpg/casework/contract'
import type { Area } from '@dpg/directory/contract'
import { assertSound, koreaCatalogue, openPages, type Some } from '../testing.ts'

const BASIC_PENSION = 'SSE000000170'
/** Its last window was over in May 2026. */
const YOUTH_RENT = '161300000099'

const field = (over: Partial<FieldView>): FieldView => ({
  name: 'person.phone',
  label: '연락받을 전화번호가 무엇인가요?',
  hint: null,
  type: 'string',
  unit: null,
  options: [],
  min: null,
  max: null,
  autocomplete: null,
  isRequired: true,
  value: undefined,
  ...over,
})

const screen = (over: Partial<ScreenView>): ScreenView => ({
  id: 'contact',
  kind: 'question',
  title: '어디로 연락드릴까요?',
  text: null,
  fields: [],
  declarations: [],
  facts: [],
  uploads: [],
  ...over,
})

const draft = (over: Partial<DraftView>): DraftView => ({
  id: 'drf_1' as DraftView['id'],
  service: { id: BASIC_PENSION, title: '기초연금' },
  screens: [
    { id: 'account', title: '어느 계좌로 보내 드릴까요?', isDone: true, isCurrent: false },
    { id: 'contact', title: '어디로 연락드릴까요?', isDone: false, isCurrent: true },
  ],
  current: screen({}),
  previous: 'account',
  next: 'check',
  isReady: false,
  savedAt: '2026-11-25T01:00:00Z',
  expiresAt: '2026-12-25T01:00:00Z',
  exit: null,
  ...over,
})

const area = (code: string, name: string, fullName: string, level: Area['level'], parent: string | null): Area => ({
  code,
  name,
  fullName,
  level,
  parent,
})
const SEOUL = area('11', '서울특별시', '서울특별시', 'sido', null)
const JONGNO = area('11110', '종로구', '서울특별시 종로구', 'sigungu', '11')
const HYOJA = area('1111051500', '청운효자동', '서울특별시 종로구 청운효자동', 'eupmyeondong', '11110')
const AREAS = [SEOUL, JONGNO, HYOJA]
const directory: Some['directory'] = {
  area: (code) => AREAS.find((one) => one.code === code),
  areasBelow: (parent) => AREAS.filter((one) => one.parent === parent),
  findAreas: (words) => AREAS.filter((one) => one.name.includes(words)),
}

let catalogue: Some['catalogue']
before(() => {
  catalogue = koreaCatalogue()
})

const pagesFor = (casework: Some['casework']) =>
  openPages({ casework: casework ?? {}, directory: directory ?? {}, catalogue: catalogue ?? {} })
const show = async (view: DraftView, query = {}, lang: 'ko' | 'en' = 'ko') => {
  const ask = await pagesFor({ draft: async () => view })
  const { html } = await ask(`GET /apply/${BASIC_PENSION}/${view.current.id}`, { query, lang })
  assertSound(html)
  return html
}

describe('before an application', () => {
  for (const lang of ['ko', 'en'] as const)
    test(`looking at the first page asks no register and says which ones will be asked (${lang})`, async () => {
      const ask = await pagesFor({ draft: async () => undefined })
      const { html } = await ask(`GET /apply/${BASIC_PENSION}`, { lang })
      assertSound(html)
      assert.match(html, lang === 'ko' ? /주민등록 \(\d+가지\)/ : /Resident register \(\d+ facts\)/)
      assert.match(html, /<form class="form" action="\/apply\/SSE000000170" method="post"/)
    })

  test('a draft that is there is gone on with', async () => {
    const ask = await pagesFor({ draft: async () => draft({}) })
    assert.equal((await ask(`GET /apply/${BASIC_PENSION}`)).location, `/apply/${BASIC_PENSION}/contact`)
  })

  test('outside its window a service says when, and no button leads to a refusal', async () => {
    const ask = await pagesFor({ draft: async () => undefined })
    const { html } = await ask(`GET /apply/${YOUTH_RENT}`)
    assertSound(html)
    assert.match(html, /지금은 신청 기간이 아닙니다[\s\S]*<time/)
    assert.doesNotMatch(html, /신청 시작하기/)
  })

  test('a service that cannot be applied for here says so', async () => {
    const ask = await pagesFor({ draft: async () => undefined })
    await assert.rejects(ask('GET /apply/없는것'), { type: 'catalogue/service-not-found' })
  })
})

describe('a screen of an application', () => {
  test('makes a lone question the title of the page', async () => {
    const html = await show(draft({ current: screen({ fields: [field({ autocomplete: 'tel' })] }) }))
    assert.match(html, /<h1><label for="f-person-phone">연락받을 전화번호/)
    assert.match(html, /type="tel"/)
    assert.match(html, /2단계 가운데 2단계/)
  })

  test('draws every kind of question with the name its answer is read by', async () => {
    const options = Array.from({ length: 9 }, (_, at) => ({ value: `v${at}`, label: `보기 ${at}` }))
    const fields = [
      field({ name: 'person.protectedAccount', type: 'boolean', value: true }),
      field({ name: 'person.moveKind', type: 'choice', options: options.slice(0, 3), value: 'v1' }),
      field({ name: 'person.newHeadRelation', type: 'choice', options }),
      field({ name: 'person.moveMembers', type: 'choices', options: options.slice(0, 2), value: ['v0'] }),
      field({ name: 'person.wage', type: 'number', unit: 'won', value: 1200000 }),
      field({ name: 'person.hours', type: 'number', unit: 'hours' }),
      field({ name: 'person.moveDate', type: 'date', value: '2026-11-20' }),
      field({ name: 'person.newEupmyeondong', type: 'area' }),
      field({ name: 'person.bankAccount.number', value: '110-1' }),
    ]
    const html = await show(draft({ current: screen({ fields }) }))
    assert.match(html, /name="person.protectedAccount" value="yes" checked/)
    assert.match(html, /type="radio"[^>]*name="person.moveKind" value="v1" checked/)
    assert.match(html, /<select[^>]*name="person.newHeadRelation"/)
    assert.match(html, /type="checkbox"[^>]*name="person.moveMembers" value="v0" checked/)
    assert.match(html, /name="person.wage"[^>]*value="1,200,000"/)
    assert.match(html, /name="person.moveDate-day" value="20"/)
    assert.match(html, /name="area-words"/)
  })

  test('keeps what was typed and says what to mend, with status 422', async () => {
    const wrong = draft({ current: screen({ fields: [field({ value: '전화없음' })] }) })
    const ask = await pagesFor({
      draft: async () => wrong,
      saveScreen: async () => {
        throw invalidAnswers({ count: 1 }, { errors: [{ pointer: '/person.phone', detail: '전화번호를 숫자로 적어 주세요.' }] })
      },
    })
    const { status, html } = await ask(`POST /apply/${BASIC_PENSION}/contact`, { body: { key: 'k', 'person.phone': '전화없음' } })
    assert.equal(status, 422)
    assertSound(html)
    assert.match(html, /<title>오류: /)
    assert.match(html, /<a href="#f-person-phone">전화번호를 숫자로/)
    assert.match(html, /value="전화없음"/)
  })

  test('an open answer may be left for later', async () => {
    const ask = await pagesFor({
      saveScreen: async () => {
        throw invalidAnswers({ count: 1 }, { errors: [{ pointer: '/person.phone', detail: '적어 주세요' }] })
      },
    })
    const { location } = await ask(`POST /apply/${BASIC_PENSION}/contact`, { body: { go: 'later' } })
    assert.equal(location, '/my/cases?saved=1')
  })

  test('a form that ends early says why', async () => {
    const html = await show(draft({ exit: '아직 이사하지 않으셨네요.', next: null }))
    assert.match(html, /아직 이사하지 않으셨네요/)
    assert.doesNotMatch(html, />신청하기</)
    assert.match(html, new RegExp(`href="/services/${BASIC_PENSION}"`))
  })
})

describe('choosing a place without script', () => {
  const view = draft({
    current: screen({
      id: 'where',
      fields: [field({ name: 'person.newEupmyeondong', type: 'area' }), field({ name: 'person.newAddress' })],
    }),
  })

  test('words lead to places to choose from, and the rest of the page is kept', async () => {
    const saved: Record<string, unknown>[] = []
    const ask = await pagesFor({
      draft: async () => view,
      saveScreen: async (_p, _s, _i, fields) => {
        saved.push(fields)
        return view
      },
    })
    const body = { go: 'find', 'area-words': '종로', 'person.newAddress': '새문안로 1' }
    const { location } = await ask(`POST /apply/${BASIC_PENSION}/where`, { body })
    assert.equal(location, `/apply/${BASIC_PENSION}/where?words=%EC%A2%85%EB%A1%9C&within=`)
    assert.equal(saved[0]?.['person.newAddress'], '새문안로 1')
    assert.match(await show(view, { words: '종로' }), /type="radio"[^>]*name="person.newEupmyeondong" value="1111051500" checked/)
  })

  test('words that were typed and not looked for are looked for on going on', async () => {
    const ask = await pagesFor({ saveScreen: async () => view })
    const { location } = await ask(`POST /apply/${BASIC_PENSION}/where`, { body: { 'area-words': '효자' } })
    assert.match(location ?? '', /words=/)
  })

  test('the list goes down step by step', async () => {
    assert.match(await show(view), /<option value="11">서울특별시/)
    assert.match(await show(view, { within: '11' }), /<option value="11110">종로구/)
    assert.match(await show(view, { within: '11110' }), /value="1111051500" checked/)
  })

  test('nothing found says so and what to do', async () => {
    assert.match(await show(view, { words: '없는동' }), /&#39;없는동&#39;에 맞는 곳이 없습니다|'없는동'에 맞는 곳이 없습니다/)
  })
})

describe('the end of an application', () => {
  const last = draft({
    next: null,
    isReady: true,
    current: screen({
      id: 'agree',
      kind: 'declare',
      declarations: [
        { id: 'truth', says: '사실대로 적었습니다', law: '기초연금법 제29조제3항', isRequired: true, isAccepted: false },
      ],
    }),
  })

  test('asks for each declaration by a tick and carries a key', async () => {
    const html = await show(last)
    assert.match(html, /type="checkbox"[^>]*name="declarations" value="truth"/)
    assert.match(html, /name="key" value="[0-9a-f-]{36}"/)
    assert.match(html, />신청하기</)
  })

  test('sends with that key and leads to the receipt', async () => {
    const keys: string[] = []
    const ask = await pagesFor({
      saveScreen: async () => last,
      submitDraft: async (_p, _s, key) => {
        keys.push(key)
        return { id: 'case_1' } as never
      },
    })
    const { location } = await ask(`POST /apply/${BASIC_PENSION}/agree`, { body: { key: 'k1', declarations: 'truth' } })
    assert.equal(location, '/my/cases/case_1?received=1')
    assert.deepEqual(keys, ['k1'])
  })

  test('sent twice, the second leads to the same case', async () => {
    const ask = await pagesFor({
      saveScreen: async () => {
        throw draftNotFound({ service: BASIC_PENSION })
      },
      submitDraft: async () => ({ id: 'case_1' }) as never,
    })
    assert.equal(
      (await ask(`POST /apply/${BASIC_PENSION}/agree`, { body: { key: 'k1' } })).location,
      '/my/cases/case_1?received=1',
    )
  })

  test('an application that is already under way is named', async () => {
    const ask = await pagesFor({
      draft: async () => last,
      saveScreen: async () => last,
      submitDraft: async () => {
        throw duplicateCase({ receiptNumber: '2026-1125-000123' })
      },
    })
    const { status, html } = await ask(`POST /apply/${BASIC_PENSION}/agree`, { body: { key: 'k1' } })
    assert.equal(status, 422)
    assert.match(html, /2026-1125-000123/)
  })

  test('shows what was said, what was fetched from whom, and what comes later', async () => {
    const fact = { value: null, register: null, registerName: null, at: null, law: null, isDerived: false }
    const html = await show(
      draft({
        current: screen({
          id: 'check',
          kind: 'check',
          title: '가져온 내용이 맞나요?',
          facts: [
            {
              ...fact,
              fact: 'person.birthDate',
              label: '생년월일',
              value: '1958년 3월 5일',
              state: 'known',
              register: 'resident-register',
              registerName: '주민등록',
              at: '2026-11-25T01:00:00Z',
            },
            { ...fact, fact: 'person.wage', label: '월급', state: 'waiting', register: 'national-tax', registerName: '국세' },
            { ...fact, fact: 'person.phone', label: '휴대전화 번호', value: '010-1234-5678', state: 'known' },
          ],
        }),
        screens: [
          { id: 'contact', title: '연락처', isDone: true, isCurrent: false },
          { id: 'check', title: '확인', isDone: false, isCurrent: true },
        ],
      }),
    )
    assert.match(html, /주민등록, 11월 25일 확인/)
    assert.match(html, /아직 없습니다\. 신청한 뒤에/)
    assert.match(html, /href="\/apply\/SSE000000170\/contact"[^>]*>고치기/)
  })

  test('throwing a draft away is asked first, then done', async () => {
    const gone: string[] = []
    const ask = await pagesFor({ discardDraft: async (_p, service) => void gone.push(service) })
    const { html } = await ask(`GET /my/drafts/${BASIC_PENSION}/discard`)
    assertSound(html)
    assert.deepEqual(gone, [])
    assert.equal((await ask(`POST /my/drafts/${BASIC_PENSION}/discard`)).location, '/my/cases')
    assert.deepEqual(gone, [BASIC_PENSION])
  })
})
