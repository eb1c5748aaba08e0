import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type ActionView, type CaseView, fileRefused, staleVersion } from '@dpg/casework/contract'
import { assertSound, openPages, type Some } from '../testing.ts'

const ID = 'case_01936f2e-0000-7000-8000-000000000001'

const view = (over: Partial<CaseView> = {}): CaseView => ({
  id: ID as CaseView['id'],
  receiptNumber: '2026-1125-000123',
  service: { id: 'SSE000000170', title: '기초연금' },
  state: 'review',
  stateTitle: '검토 중',
  says: '담당자가 검토하고 있습니다',
  isEnded: false,
  needsApplicant: false,
  clock: {
    state: 'running',
    dueAt: '2026-12-24T09:00:00Z',
    pausedBecause: null,
    isOverdue: false,
    extensions: 0,
    law: '기초연금법 시행규칙 제8조제1항',
  },
  office: { code: '11110', name: '종로구청', phone: '02-2148-1114' },
  submittedAt: '2026-11-24T01:00:00Z',
  decidedAt: null,
  events: [
    { seq: 1, at: '2026-11-24T01:00:00Z', what: '신청을 받았습니다', detail: null, by: '신청인' },
    { seq: 2, at: '2026-11-24T01:01:00Z', what: '조회 끝', detail: null, by: '자동 처리' },
  ],
  next: '종로구청이 12월 24일까지 처리합니다.',
  needs: [],
  consents: [],
  representative: null,
  uploads: [],
  supplement: null,
  decision: null,
  answers: [],
  actions: [],
  version: 2,
  pins: { service: 'sha256:0' as CaseView['pins']['service'], release: 'sha256:1' as CaseView['pins']['release'] },
  ...over,
})

const action = (over: Partial<ActionView>): ActionView => ({
  id: 'supply',
  title: '보완 제출',
  needsReason: false,
  form: ['items'],
  decision: null,
  reasonCodes: [],
  law: null,
  proposes: false,
  ...over,
})

const UPLOAD = {
  need: 'lease',
  title: '임대차계약서',
  why: '계약 내용을 확인합니다',
  accepts: ['application/pdf'],
  maxBytes: 20_000_000,
  maxFiles: 2,
  files: [],
}
const pagesFor = (casework: Some['casework'], wallet: Some['wallet'] = {}) => openPages({ casework: casework ?? {}, wallet })
const show = async (one: CaseView, query = {}, lang: 'ko' | 'en' = 'ko') => {
  const ask = await pagesFor({ case: async () => one })
  const { html } = await ask(`GET /my/cases/${ID}`, { query, lang })
  assertSound(html)
  return html
}

describe('my applications', () => {
  test('nothing yet: says so and leads to what one may get', async () => {
    const ask = await pagesFor({ cases: async () => [], drafts: async () => [] })
    const { html } = await ask('GET /my/cases')
    assertSound(html)
    assert.match(html, /아직 신청한 것이 없습니다[\s\S]*href="\/my\/benefits"/)
    assert.match(html, /href="\/my\/consents"/, 'and to what others asked me to agree to')
  })

  for (const lang of ['ko', 'en'] as const)
    test(`what waits for me stands first, what is over last (${lang})`, async () => {
      const ask = await pagesFor({
        cases: async () => [view({ isEnded: true, stateTitle: '지급 결정' }), view({}), view({ needsApplicant: true })],
        drafts: async () => [
          { service: { id: 'SSE1', title: '부모급여' }, savedAt: '2026-11-24T01:00:00Z', expiresAt: '2026-12-24T01:00:00Z' },
        ],
      })
      const { html } = await ask('GET /my/cases', { lang, query: { saved: '1' } })
      assertSound(html)
      const order = (
        lang === 'ko'
          ? ['저장했습니다', '내가 할 일이 있는', '쓰다가 멈춘', '처리하고 있는', '끝난']
          : ['Saved', 'Waiting for', 'not sent', 'worked on', 'Closed']
      ).map((words) => html.indexOf(words))
      assert.deepEqual(
        [...order].sort((a, b) => a - b),
        order,
      )
      assert.match(html, /href="\/apply\/SSE1"/)
    })
})

describe('one application', () => {
  for (const lang of ['ko', 'en'] as const)
    test(`right after sending shows the receipt number and what comes next (${lang})`, async () => {
      const html = await show(view(), { received: '1' }, lang)
      assert.match(html, /class="panel"[\s\S]*<strong>2026-1125-000123<\/strong>/)
      assert.match(html, /종로구청이 12월 24일까지 처리합니다/)
      assert.match(html, /href="tel:02-2148-1114"/)
    })

  test('says until when the office must decide, and by which law', async () => {
    const html = await show(view())
    assert.match(html, /<time datetime="2026-12-24">/i)
    assert.match(html, /기초연금법 시행규칙 제8조제1항/)
  })

  test('a paused clock says why', async () => {
    const clock = {
      ...view().clock,
      state: 'paused' as const,
      dueAt: null,
      pausedBecause: { ko: '보완할 것이 있습니다', en: 'We need more' },
    }
    assert.match(await show(view({ clock })), /기한 멈춤[\s\S]*보완할 것이 있습니다/)
  })

  test('a register that is down is named, with when it is asked again', async () => {
    const need = {
      id: 'n',
      title: '소득',
      law: null,
      registers: ['국세'],
      state: 'waiting' as const,
      failure: 'unreachable' as const,
      nextTryAt: '2026-11-24T02:00:00Z',
      facts: [],
    }
    assert.match(
      await show(view({ needs: [need] })),
      /국세가 지금 답하지 않습니다[\s\S]*다시 물어볼 때:[\s\S]*11월 24일 오전 11:00/,
    )
  })

  test('a demand for more says what and until when, with one form for answer and files', async () => {
    const html = await show(
      view({
        needsApplicant: true,
        supplement: { items: '임대차계약서를 내 주세요', until: '2026-12-08' },
        uploads: [UPLOAD],
        actions: [
          action({ id: 'extend-supplement', title: '보완 기간 연장 요청', form: ['dueOn'] }),
          action({}),
          action({ id: 'withdraw', title: '취하', form: [] }),
        ],
      }),
    )
    assert.match(html, /임대차계약서를 내 주세요[\s\S]*12월 8일/)
    const form = /<form[^>]*action="[^"]*\/actions\/supply"[\s\S]*?<\/form>/.exec(html)?.[0] ?? ''
    assert.match(form, /multipart\/form-data[\s\S]*name="version" value="2"[\s\S]*name="items"[\s\S]*name="file:lease"/)
    assert.match(html, /actions\/extend-supplement[\s\S]*name="dueOn-year"/)
    assert.doesNotMatch(html, /action="[^"]*\/actions\/withdraw"/)
    assert.match(html, new RegExp(`href="/my/cases/${ID}/withdraw"`))
  })

  for (const lang of ['ko', 'en'] as const)
    test(`a decision says what, how much, why, by which law and how to object until when (${lang})`, async () => {
      const decision = {
        code: 'grant',
        outcome: 'grant' as const,
        title: '지급 결정',
        law: '기초연금법 제13조',
        amount: { won: 349_700, per: 'month' },
        note: null,
        reasons: [{ code: 'r', says: '요건을 갖추었습니다', law: '기초연금법 제3조', whatYouCanDo: null }],
        appeal: [{ kind: '이의신청', body: '종로구청장', until: '2027-02-22', law: '기초연금법 제22조', how: null }],
        decidedBy: '박담당',
        decidedAt: '2026-11-25T01:00:00Z',
        documents: ['doc_1' as never],
      }
      const ask = await pagesFor(
        { case: async () => view({ isEnded: true, stateTitle: '지급 결정', decision }) },
        { find: async () => ({ id: 'doc_1', title: '기초연금 결정서', number: '1234-5678-9012-3456' }) as never },
      )
      const { html } = await ask(`GET /my/cases/${ID}`, { lang })
      assertSound(html)
      assert.match(
        html,
        /349,700[\s\S]*기초연금법 제13조[\s\S]*요건을 갖추었습니다[\s\S]*href="\/my\/documents\/doc_1"[\s\S]*datetime="2027-02-22"/i,
      )
    })
})

describe('acting on my application', () => {
  test('what was done is told in the words of the case, not of the address', async () => {
    assert.match(await show(view(), { done: '2' }), /조회 끝: 잘 되었습니다/)
    assert.match(await show(view(), { done: 'files' }), /파일을 냈습니다/)
    const ask = await pagesFor({ case: async () => view() })
    assert.doesNotMatch((await ask(`GET /my/cases/${ID}`, { query: { done: '전화하세요' } })).html, /잘 되었습니다/)
  })

  const supply = view({ supplement: { items: '계약서', until: null }, uploads: [UPLOAD], actions: [action({})] })

  test('files go in before the answer, and the version counts them', async () => {
    const done: unknown[] = []
    const ask = await pagesFor({
      case: async () => supply,
      attach: async (_p, where, need, file) => {
        done.push([where, need, file.name])
        return 'att_1' as never
      },
      act: async (_p, id, act) => {
        done.push([id, act.action, act.version, act.form?.['items']])
        return view()
      },
    })
    const file = new File(['%PDF-1.4'], '계약서.pdf', { type: 'application/pdf' })
    const { location } = await ask(`POST /my/cases/${ID}/actions/supply`, {
      body: { key: 'k', version: '2', items: ' 여기 있습니다 ', 'file:lease': file },
    })
    assert.deepEqual(done, [
      [{ case: ID }, 'lease', '계약서.pdf'],
      [ID, 'supply', 3, '여기 있습니다'],
    ])
    assert.equal(location, `/my/cases/${ID}?done=2`)
  })

  test('sent twice, nothing is handed in a second time', async () => {
    const ask = await pagesFor({ case: async () => view(), act: async () => view() })
    const file = new File(['%PDF-1.4'], 'a.pdf')
    assert.ok(
      (await ask(`POST /my/cases/${ID}/actions/supply`, { body: { key: 'k', version: '2', 'file:lease': file } })).location,
    )
  })

  test('a file that is refused is said at its field, with what to do', async () => {
    const ask = await pagesFor({
      case: async () => supply,
      attach: async () => {
        throw fileRefused({ why: 'type' })
      },
    })
    const { status, html } = await ask(`POST /my/cases/${ID}/actions/supply`, {
      body: { version: '2', 'file:lease': new File(['x'], 'a.exe') },
    })
    assert.equal(status, 422)
    assertSound(html)
    assert.match(html, /<a href="#f-file-lease">[\s\S]*a\.exe[\s\S]*PDF나 사진/)
  })

  test('a case that moved meanwhile is shown as it is now, with what was typed', async () => {
    const ask = await pagesFor({
      case: async () => supply,
      act: async () => {
        throw staleVersion({ expected: 2, found: 3 })
      },
    })
    const { status, html } = await ask(`POST /my/cases/${ID}/actions/supply`, { body: { version: '2', items: '적은 말' } })
    assert.equal(status, 409)
    assert.match(html, /적은 말/)
  })

  test('a day that is no day is asked for again', async () => {
    const ask = await pagesFor({
      case: async () =>
        view({
          supplement: { items: 'x', until: null },
          actions: [action({}), action({ id: 'extend-supplement', form: ['dueOn'] })],
        }),
    })
    const { status, html } = await ask(`POST /my/cases/${ID}/actions/extend-supplement`, {
      body: { version: '2', 'dueOn-year': '2026', 'dueOn-month': '2', 'dueOn-day': '30' },
    })
    assert.equal(status, 422)
    assert.match(html, /href="#f-dueOn"/)
    assert.match(html, /name="dueOn-day" value="30"/)
  })

  test('what I handed in I can have again, as a download that opens nothing', async () => {
    const files = [{ id: 'att_01936f2e-0000-7000-8000-000000000001' as never, name: '계약서.pdf', bytes: 1000 }]
    const html = await show(view({ uploads: [{ ...UPLOAD, files }] }))
    assert.match(html, new RegExp(`<a href="/my/cases/${ID}/files/${files[0]!.id}">계약서.pdf</a>`))
    const ask = await pagesFor({
      attachment: async () => ({ name: '계약서.pdf', type: 'application/pdf', bytes: new Uint8Array([37]) }),
    })
    const { headers } = await ask(`GET /my/cases/${ID}/files/${files[0]!.id}`)
    assert.match(headers?.['content-disposition'] ?? '', /^attachment; /)
    assert.match(headers?.['content-security-policy'] ?? '', /sandbox/)
  })

  test('withdrawing is asked on a page of its own', async () => {
    const ask = await pagesFor({ case: async () => view({ actions: [action({ id: 'withdraw', title: '취하', form: [] })] }) })
    const { html } = await ask(`GET /my/cases/${ID}/withdraw`)
    assertSound(html)
    assert.match(html, new RegExp(`action="/my/cases/${ID}/actions/withdraw" method="post"`))
  })
})
