import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { type Act, type OfficerCaseView, staleVersion, type WorkItem } from '@dpg/casework/contract'
import { createTexts, type Lang, type OfficialId, type Principal } from '@dpg/kernel'
import type { Answer, Asked } from '@dpg/kernel/route'
import { buildWeb } from '@dpg/web-build'

const { folder, manifest } = await buildWeb()
const portal: typeof import('./index.ts') = await import(join(folder, manifest.server['officer']!))
const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as Record<string, string>
const caseworkTexts = { ko: read('../../modules/casework/messages/ko.json'), en: read('../../modules/casework/messages/en.json') }
const benefitsTexts = { ko: read('../../modules/benefits/messages/ko.json'), en: read('../../modules/benefits/messages/en.json') }
const texts = createTexts([portal.messages, caseworkTexts, benefitsTexts])
const OFFICIAL = 'off_01936f2e-0000-7000-8000-000000000001' as OfficialId
const CASE = 'case_01936f2e-0000-7000-8000-000000000001'
const principal: Principal = {
  kind: 'official',
  official: { id: OFFICIAL, agency: '3200000', area: '11620', roles: ['caseworker'] },
  displayName: '김하늘',
  assurance: 'substantial',
  permissions: new Set(['official', 'caseworker']),
}
const summary = {
  id: CASE,
  receiptNumber: '2026-1125-000001',
  service: { id: 'SSE000000170', title: '기초연금' },
  state: 'review',
  stateTitle: '검토 중',
  says: '담당자가 검토하고 있습니다',
  isEnded: false,
  needsApplicant: false,
  clock: {
    state: 'running',
    dueAt: '2026-12-28T14:59:59Z',
    pausedBecause: null,
    isOverdue: false,
    extensions: 0,
    law: '기초연금법 시행규칙 제8조제1항',
  },
  office: { code: '11620', name: '서울특별시 관악구청', phone: null },
  submittedAt: '2026-11-25T01:00:00Z',
  decidedAt: null,
}
const action = { needsReason: true, form: [], decision: null, reasonCodes: [], law: null, proposes: false }
const view = {
  ...summary,
  events: [{ seq: 1, at: '2026-11-25T01:00:00Z', what: '신청을 받았습니다', detail: '<script>alert(1)</script>', by: '신청인' }],
  next: '',
  contradictions: [],
  consents: [],
  representative: null,
  needs: [
    {
      id: 'means',
      title: '소득',
      law: null,
      registers: ['국세'],
      state: 'waiting',
      failure: 'unreachable',
      nextTryAt: '2026-11-25T01:05:00Z',
      facts: [],
    },
  ],
  uploads: [],
  supplement: null,
  decision: null,
  answers: [],
  actions: [
    { ...action, id: 'request-supplement', title: '보완 요구', form: ['items', 'dueOn'] },
    {
      ...action,
      id: 'refuse',
      title: '부지급 결정',
      decision: 'refuse',
      reasonCodes: [{ value: 'age', label: '65세가 되지 않았습니다' }],
    },
  ],
  version: 3,
  pins: { service: `sha256:${'a'.repeat(64)}`, release: `sha256:${'b'.repeat(64)}` },
  applicant: { id: 'per_1', name: '김순자' },
  facts: [
    {
      fact: 'person.birthDate',
      label: '생년월일',
      value: '1956년 3월 14일',
      state: 'known',
      register: 'resident-register',
      registerName: '주민등록',
      at: '2026-11-25T01:00:00Z',
      law: null,
      isDerived: false,
    },
  ],
  assessment: {
    asOf: '2026-11-25',
    outcome: 'eligible',
    criteria: [
      { id: 'age', says: '65세 이상이어야 합니다', outcome: 'met', law: '기초연금법 제3조제1항', facts: ['person.birthDate'] },
    ],
    missing: [],
    remedy: null,
    relations: [],
    amount: { won: 349_700, per: 'month', steps: [] },
  },
  assignee: null,
  proposal: null,
} as unknown as OfficerCaseView

interface Way {
  readonly lang?: Lang
  readonly params?: Record<string, string>
  readonly query?: Record<string, unknown>
  readonly body?: Record<string, unknown>
  readonly items?: readonly WorkItem[]
  readonly act?: (act: Act) => OfficerCaseView
  /** Added to the contract, or in the place of what is there. */
  readonly casework?: object
  readonly as?: Principal
}

async function ask(path: string, way: Way): Promise<Answer> {
  const { lang = 'ko', params = {}, query = {}, body = {}, items = [], act, casework = {}, as = principal } = way
  const contracts = {
    isDemo: true,
    casework: {
      workList: async () => ({
        total: items.length,
        items,
        counts: { open: items.length, mine: 0, approval: 0, paused: 0, ended: 0 },
      }),
      officerCase: async () => view,
      act: async (_who: Principal, _id: string, wanted: Act) => act!(wanted),
      ...casework,
    },
    catalogue: {
      current: () => ({
        pack: { services: new Map(), facts: new Map() },
        service: (id: string) => (id === 'WII1' ? { title: { ko: '장애인연금', en: 'Disability pension' } } : undefined),
      }),
    },
    identity: { passports: {} },
    directory: { official: async () => ({ office: '11620' }), office: () => ({ name: { ko: '서울특별시 관악구청' } }) },
  }
  const route = portal.pages(contracts as never).find((one) => `${one.method} ${one.path}` === path)!
  const parse = (schema: { parse(value: unknown): unknown } | undefined, value: unknown) =>
    schema ? schema.parse(value) : undefined
  const preferences = { lang, contrast: 'normal', size: 100, easy: false }
  const asked = {
    params: parse(route.params, params),
    query: parse(route.query, query),
    body: parse(route.body, body),
    lang,
    preferences,
    principal: as,
    t: texts(lang),
    url: new URL('http://localhost/work'),
    cookies: {},
    requestId: 'r',
    idempotencyKey: undefined,
  }
  return route.handle(asked as unknown as Asked<never, never, never>)
}

describe('the officials portal', () => {
  for (const lang of ['ko', 'en'] as const) {
    test(`the work list says who, what and until when; an empty one says what that means (${lang})`, async () => {
      const item = {
        ...summary,
        applicantName: '김순자',
        assignee: null,
        outcome: 'eligible',
        waitingFor: ['국세'],
        consents: { awaited: 2, missing: 1 },
      } as unknown as WorkItem
      const { html } = await ask('GET /work', { lang, items: [item] })
      assert.match(html!, /김순자[\s\S]*2026-1125-000001|2026-1125-000001[\s\S]*김순자/)
      assert.match(html!, lang === 'ko' ? /동의 기다림 2명[\s\S]*동의 없음 1명/ : /awaited: 2[\s\S]*missing: 1/)
      assert.doesNotMatch(html!, /officer\.|ui\.[a-z]/)
      assert.match((await ask('GET /work', { lang })).html!, /empty-state/)
    })

    test(`a case shows each criterion with its article, each fact with its register, and what waits (${lang})`, async () => {
      const { html } = await ask('GET /work/{id}', { lang, params: { id: CASE } })
      assert.match(html!, /기초연금법 제3조제1항/)
      assert.match(html!, /주민등록/)
      assert.match(html!, /349,700/)
      assert.ok(html!.indexOf('부지급 결정') < html!.indexOf('보완 요구'), 'what ends the case stands first')
      assert.doesNotMatch(html!, /<script>alert/)
      assert.doesNotMatch(html!, /officer\.[a-z]|ui\.[a-z]/)
    })
  }

  test('a clock that stands still is said, and why, although nobody can say the last day', async () => {
    const clock = {
      ...summary.clock,
      state: 'paused',
      dueAt: null,
      pausedBecause: { ko: '보완할 것이 있습니다', en: 'More is needed' },
    }
    const item = {
      ...summary,
      clock,
      applicantName: '김순자',
      assignee: null,
      outcome: null,
      waitingFor: [],
      consents: { awaited: 0, missing: 0 },
    } as unknown as WorkItem
    assert.match((await ask('GET /work', { items: [item] })).html!, /기한 멈춤[\s\S]*보완할 것이 있습니다/)
  })

  test('an action carries its key, version, reasons and days; what was done is said from the case', async () => {
    const seen: Act[] = []
    const body = {
      key: 'k',
      version: '3',
      reason: ' 서류가 모자랍니다 ',
      items: '임대차계약서',
      'dueOn-year': '2026',
      'dueOn-month': '12',
      'dueOn-day': '10',
    }
    const act = (one: Act) => {
      seen.push(one)
      return view
    }
    const { location } = await ask('POST /work/{id}/actions/{action}', {
      params: { id: CASE, action: 'request-supplement' },
      body,
      act,
    })
    assert.equal(location, `/work/${CASE}?done=1`)
    assert.deepEqual(seen, [
      {
        key: 'k',
        action: 'request-supplement',
        version: 3,
        reason: '서류가 모자랍니다',
        reasonCodes: [],
        form: { items: '임대차계약서', dueOn: '2026-12-10' },
      },
    ])
    assert.match(
      (await ask('GET /work/{id}', { params: { id: CASE }, query: { done: '1' } })).html!,
      /role="status"[\s\S]*신청을 받았습니다/,
    )
    assert.doesNotMatch((await ask('GET /work/{id}', { params: { id: CASE }, query: { done: '당첨' } })).html!, /당첨/)
  })

  test('a day that no calendar has, and a case that moved on meanwhile, are told with what was typed', async () => {
    const params = { id: CASE, action: 'request-supplement' }
    const typed = { key: 'k', version: '3', reason: '모자람', items: '계약서' }
    const day = await ask('POST /work/{id}/actions/{action}', {
      params,
      body: { ...typed, 'dueOn-year': '2026', 'dueOn-month': '2', 'dueOn-day': '30' },
    })
    assert.equal(day.status, 422)
    assert.match(day.html!, /<title>오류:[\s\S]*value="30"/)
    const stale = await ask('POST /work/{id}/actions/{action}', {
      params,
      body: { ...typed, 'dueOn-year': '2026', 'dueOn-month': '12', 'dueOn-day': '1' },
      act: () => {
        throw staleVersion({ expected: 3, found: 4 })
      },
    })
    assert.equal(stale.status, 409)
    assert.match(stale.html!, /계약서/)
  })
})

describe('before deciding', () => {
  const eligible = {
    asOf: '2026-11-25',
    outcome: 'eligible',
    criteria: [{ id: 'age', says: '65세 이상이어야 합니다', outcome: 'met', law: null, facts: [] }],
    missing: [],
    remedy: null,
    relations: [],
    amount: null,
  }
  const grant = { ...action, id: 'grant', title: '지급 결정', decision: 'grant' }

  test('the reason of a grant begins with the conditions that are met, and what was typed takes its place', async () => {
    const seen = { ...view, assessment: eligible, actions: [grant] }
    const { html } = await ask('GET /work/{id}', { params: { id: CASE }, casework: { officerCase: async () => seen } })
    assert.match(html!, /<textarea[^>]*name="reason"[^>]*>[^<]*65세 이상이어야 합니다/)
    const refusing = { officerCase: async () => seen, act: async () => Promise.reject(staleVersion({ expected: 1, found: 2 })) }
    const body = { reason: '내 말', version: '1', key: 'k' }
    const again = await ask('POST /work/{id}/actions/{action}', {
      params: { id: CASE, action: 'grant' },
      body,
      casework: refusing,
    })
    assert.match(again.html!, /<textarea[^>]*name="reason"[^>]*>내 말</)
  })

  test('the letter can be looked at first; nothing is done, and what was typed stands', async () => {
    const acts: Act[] = []
    const seen: Act[] = []
    const contracts = {
      officerCase: async () => ({ ...view, assessment: eligible, actions: [grant] }),
      act: async (_principal: Principal, _id: string, one: Act) => acts.push(one),
      preview: async (_principal: Principal, _id: string, one: Act) => {
        seen.push(one)
        return [{ subject: '기초연금을 드립니다', body: '- 매월 **349,700원**', isLegal: true }]
      },
    }
    const body = { reason: '기준에 맞습니다', version: '3', key: 'k', preview: '1' }
    const answer = await ask('POST /work/{id}/actions/{action}', {
      params: { id: CASE, action: 'grant' },
      body,
      casework: contracts,
    })
    assert.deepEqual([answer.status, acts.length, seen[0]?.reason], [200, 0, '기준에 맞습니다'])
    assert.match(answer.html!, /아직 보내지 않았습니다[\s\S]*기초연금을 드립니다[\s\S]*<strong>349,700원<\/strong>/)
    assert.match(answer.html!, />기준에 맞습니다<\/textarea>/)
  })

  for (const lang of ['ko', 'en'] as const)
    test(`who explains a "no" reads what would turn it, and what it does not go with, as the applicant does (${lang})`, async () => {
      const remedy = {
        changes: [{ kind: 'date', fact: 'person.birthDate', from: '2027-03-14', reaches: { count: 65, unit: 'years' } }],
        on: '2027-03-14',
        outcome: 'eligible',
      }
      const relations = [
        { kind: 'excludes', service: 'WII1', law: '장애인연금법 제6조', isReceived: true, couldGet: 'unknown' },
        { kind: 'excludes', service: 'gone', couldGet: 'eligible' },
      ]
      const seen = { ...view, assessment: { ...view.assessment, outcome: 'ineligible', remedy, relations } }
      const { html } = await ask('GET /work/{id}', { params: { id: CASE }, casework: { officerCase: async () => seen }, lang })
      assert.match(html!, lang === 'ko' ? /2027년 3월 14일부터 됩니다\. 그날 65세가 됩니다/ : /14 March 2027/)
      assert.match(html!, lang === 'ko' ? /장애인연금을 받는 동안에는 함께 받을 수 없습니다/ : /Disability pension/)
      assert.match(html!, /장애인연금법 제6조/)
      assert.doesNotMatch(html!, /benefits\.[a-z]|officer\.[a-z]|gone/)
    })

  test('answers that do not go with the registers are said above the assessment', async () => {
    const one = { id: 'holder', says: '예금주 이름이 다릅니다', law: null, answered: null, registered: null, registers: [] }
    const seen = { ...view, contradictions: [one] }
    const { html } = await ask('GET /work/{id}', { params: { id: CASE }, casework: { officerCase: async () => seen } })
    assert.match(html!, /답과 대장이 어긋납니다[\s\S]*예금주 이름이 다릅니다[\s\S]*규칙/)
    const none = await ask('GET /work/{id}', { params: { id: CASE } })
    assert.doesNotMatch(none.html!, /어긋납니다/)
  })
})

test('who works on no cases is sent where they belong, not refused', async () => {
  const as = (...roles: string[]) => ({ ...principal, permissions: new Set(['official', ...roles]) })
  const open = (who: Principal) => ask('GET /work', { query: { show: 'open', page: 1 }, as: who })
  assert.equal((await open(as('rule-author'))).location, '/authoring')
  assert.equal((await open(as('policy-analyst'))).location, '/policy')
  const { html, status } = await open(as('privacy-officer'))
  assert.equal(status ?? 200, 200)
  assert.match(html!, /개인정보를 지키는 자리입니다/)
})
