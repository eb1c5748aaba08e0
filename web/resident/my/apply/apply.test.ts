import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type CaseSummary, invalidAnswers } from '@dpg/casework/contract'
import { assertSound } from '../testing.ts'
import { BASIC_PENSION, draft, field, pagesFor, screen, show, YOUTH_RENT } from './testing.ts'

const TAX_CREDIT = '105100000001'

describe('before an application', () => {
  for (const lang of ['ko', 'en'] as const)
    test(`looking at the first page asks no register and says which ones will be asked (${lang})`, async () => {
      const ask = await pagesFor({ draft: async () => undefined })
      const { html } = await ask(`GET /apply/${BASIC_PENSION}`, { lang })
      assertSound(html)
      assert.match(html, lang === 'ko' ? /주민등록 \(\d+가지\)/ : /Resident register \(\d+ facts\)/)
      assert.match(html, /<form class="form" action="\/apply\/SSE000000170" method="post"/)
    })

  test('who has applied is told before beginning again; where only one may be open, no button leads to a refusal', async () => {
    const given = (service: string, isEnded: boolean) =>
      ({
        id: 'case_1',
        receiptNumber: '2026-1127-000001',
        stateTitle: '지급 결정',
        isEnded,
        service: { id: service },
      }) as CaseSummary
    const look = async (service: string, cases: readonly CaseSummary[]) =>
      (await (await pagesFor({ draft: async () => undefined, cases: async () => cases }))(`GET /apply/${service}`)).html
    const pension = await look(BASIC_PENSION, [given(BASIC_PENSION, true), given(TAX_CREDIT, false)])
    assertSound(pension)
    assert.match(pension, /이미 신청하신 것이 있습니다[\s\S]*href="\/my\/cases\/case_1">접수번호 2026-1127-000001: 지급 결정/)
    assert.match(pension, /신청 시작하기/)
    assert.equal(pension.match(/접수번호/g)?.length, 1)
    assert.doesNotMatch(await look('resident-register-copy', [given('resident-register-copy', true)]), /이미 신청하신/)
    const credit = await look(TAX_CREDIT, [given(TAX_CREDIT, false)])
    assert.match(credit, /끝나야 다시 신청할 수 있습니다/)
    assert.doesNotMatch(credit, /신청 시작하기/)
    assert.match(await look(TAX_CREDIT, [given(TAX_CREDIT, true)]), /신청 시작하기/)
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
