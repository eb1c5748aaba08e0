import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type DraftView, reasonNeeded, type RuleForm } from '@dpg/authoring/contract'
import { createTexts, type Lang, type OfficialId, type Principal } from '@dpg/kernel'
import type { Answer } from '@dpg/kernel/route'
import { buildWeb } from '@dpg/web-build'

const { folder, manifest } = await buildWeb()
const portal: typeof import('../index.ts') = await import(join(folder, manifest.server['officer']!))
const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as Record<string, string>
const of = (module: string) => ({
  ko: read(`../../../modules/${module}/messages/ko.json`),
  en: read(`../../../modules/${module}/messages/en.json`),
})
const texts = createTexts([portal.messages, of('authoring'), of('policy')])
const ID = 'rule_01936f2e-0000-7000-8000-000000000001'
const MAY = { write: false, submit: false, decide: false, stop: false, withdraw: false }

const form = {
  head: { changesKo: '70세부터 받습니다', changesEn: 'From the age of 70', effectiveFrom: '2027-01-01', per: 'month' },
  criteria: [
    { was: 'age', id: 'age', test: '', hit: 'first', inputs: 'person.age', rows: '>= 70 | true', ko: '나이', en: 'Age', law: '' },
  ],
  steps: [],
  figures: [],
  cases: [],
} as unknown as RuleForm
const draft = {
  id: ID,
  service: 'SSE000000170',
  title: '기초연금',
  state: 'scheduled',
  author: { id: 'off_2', name: '서지우' },
  updatedAt: '2026-11-25T01:00:00Z',
  isMine: false,
  revision: 3,
  form,
  files: [],
  report: { findings: [], errors: 0, cases: [], coverage: null, tables: [], parameters: [] },
  diff: [],
  effect: null,
  events: [{ at: '2026-11-25T01:00:00Z', by: '강민재', what: 'scheduled', reason: '시행일에 맞춤' }],
  waitsFor: '2027-01-01',
  moved: null,
  conflicts: [],
  isNew: false,
  may: { ...MAY, stop: true },
  otherFigures: [],
} as unknown as DraftView

interface Way {
  readonly draft?: DraftView
  readonly authoring?: object
  readonly params?: object
  readonly body?: object
  readonly lang?: Lang
}

async function ask(
  path: string,
  { draft: shown = draft, authoring = {}, params = { id: ID }, body = {}, lang = 'ko' }: Way,
): Promise<Answer> {
  const contracts = {
    isDemo: true,
    identity: { passports: {} },
    authoring: { draft: async () => shown, ...authoring },
    policy: {
      groupName: (_: string, group: string) => group,
      figureName: (id: string) => id,
      factName: (id: string) => id,
    },
    directory: {
      official: async () => ({ office: '11620' }),
      office: () => ({ name: { ko: '관악구청' } }),
      agencyName: () => '복지부',
    },
  }
  const route = portal.pages(contracts as never).find((one) => `${one.method} ${one.path}` === path)!
  const parse = (schema: { parse(value: unknown): unknown } | undefined, value: unknown) =>
    schema ? schema.parse(value) : undefined
  const principal: Principal = {
    kind: 'official',
    official: { id: 'off_1' as OfficialId, agency: '1352000', area: null, roles: ['rule-approver'] },
    displayName: '강민재',
    assurance: 'substantial',
    permissions: new Set(['official', 'rule-approver']),
  }
  const asked = {
    params: parse(route.params, params),
    query: parse(route.query, {}),
    body: parse(route.body, body),
    lang,
    preferences: { lang, contrast: 'normal', size: 100, easy: false },
    principal,
    t: texts(lang),
    url: new URL('http://localhost/authoring'),
    cookies: {},
    requestId: 'r',
    idempotencyKey: undefined,
  }
  return route.handle(asked as never)
}

for (const lang of ['ko', 'en'] as const)
  test(`who approves finds on rules that wait for their day how to send them back, and nothing else to decide (${lang})`, async () => {
    const { html } = await ask('GET /authoring/drafts/{id}/review', { lang })
    assert.match(html!, new RegExp(`action="/authoring/drafts/${ID}/acts/send-back"`))
    assert.doesNotMatch(html!, /acts\/(publish|withdraw|submit)"/)
    assert.doesNotMatch(html!, /officer\.[a-z]|ui\.[a-z]/)
    const others = { ...draft, may: MAY }
    assert.doesNotMatch((await ask('GET /authoring/drafts/{id}/review', { draft: others, lang })).html!, /acts\/send-back/)
  })

test('they go back with the reason that was written; without one the page asks for it and keeps what stands', async () => {
  const sent: unknown[] = []
  const sendBack = async (_: Principal, command: { reason: string }) => {
    if (command.reason.trim() === '') throw reasonNeeded({})
    sent.push(command)
  }
  const post = (reason: string) =>
    ask('POST /authoring/drafts/{id}/acts/{act}', {
      authoring: { sendBack },
      params: { id: ID, act: 'send-back' },
      body: { key: 'k', revision: '3', reason },
    })
  const hollow = await post(' ')
  assert.equal(hollow.status, 422)
  assert.match(hollow.html!, /f-reason-error/)
  assert.equal((await post('예산이 아직 없습니다')).location, `/authoring/drafts/${ID}/review`)
  assert.deepEqual(sent, [{ key: 'k', id: ID, revision: 3, reason: '예산이 아직 없습니다' }])
})

test('a table of a criterion is edited where the criterion stands, and goes out and in as a sheet', async () => {
  const open = { ...draft, state: 'open', may: { ...MAY, write: true } } as DraftView
  const { html } = await ask('GET /authoring/drafts/{id}', { draft: open })
  for (const name of ['criteria.0.hit', 'criteria.0.inputs', 'criteria.0.rows']) assert.match(html!, new RegExp(`name="${name}"`))
  assert.doesNotMatch(html!, /name="criteria\.0\.test"/)
  assert.match(html!, /value="expression:criteria:0"/)
  assert.match(html!, new RegExp(`href="/authoring/drafts/${ID}/tables/criteria\\.0/in"`))
  const taken: unknown[] = []
  const tableOut = async (_: Principal, __: string, table: string) => {
    taken.push(table)
    return { name: '표.xlsx', bytes: new Uint8Array() }
  }
  await ask('GET /authoring/drafts/{id}/tables/{table}', { authoring: { tableOut }, params: { id: ID, table: 'criteria.0' } })
  assert.deepEqual(taken, ['criteria.0'])
})

for (const lang of ['ko', 'en'] as const)
  test(`what is published and the folder does not say is told on the history, by file and in words (${lang})`, async () => {
    const service = { id: 'SSE000000170', title: '기초연금', version: '1.1.0', criteria: 1, cases: 1, isOurs: true }
    const lines = [{ part: 'test', before: 'person.age >= 65', after: 'person.age >= 70' }]
    const diff = [{ kind: 'criterion', id: 'age', title: '나이', change: 'changed', lines }]
    const told = { service, versions: [], coming: [], overFolder: { files: ['services/basic-pension/service.yaml'], diff } }
    const show = (history: object) =>
      ask('GET /authoring/services/{service}', {
        lang,
        authoring: { history: async () => history },
        params: { service: service.id },
      })
    const { html } = await show(told)
    assert.match(html!, /services\/basic-pension\/service\.yaml/)
    assert.match(html!, /person\.age &gt;= 65[\s\S]*person\.age &gt;= 70|person\.age >= 65[\s\S]*person\.age >= 70/)
    assert.doesNotMatch(html!, /officer\.[a-z]|ui\.[a-z]/)
    assert.doesNotMatch((await show({ ...told, overFolder: null })).html!, /service\.yaml/)
  })

for (const lang of ['ko', 'en'] as const)
  test(`an effect of a day whose figures are not published says first what stood in for them, and from when (${lang})`, async () => {
    const some = { value: 10_000, margin: 100 }
    const side = { eligible: some, unknown: some, won: some }
    const moved = { units: some, won: 0, newly: 0 }
    const result = {
      unit: 'person',
      pays: true,
      sample: { people: 200, households: 200 },
      weight: 1,
      before: side,
      after: side,
      difference: side,
      people: { before: 1, after: 1 },
      winners: moved,
      losers: moved,
      amountUnknown: { before: 0, after: 0 },
      by: { sido: [], age: [], sex: [], size: [], decile: [] },
      missing: [{ fact: 'household.income', units: 500 }],
    }
    const standIns = [
      { parameter: 'threshold', from: '2026-01-01' },
      { parameter: 'bonus', from: null },
    ]
    const effect = { asOf: '2027-01-01', people: 'sha256:few', isCurrent: true, result, standIns }
    const { html } = await ask('GET /authoring/drafts/{id}/review', { draft: { ...draft, effect } as unknown as DraftView, lang })
    assert.match(html!, lang === 'ko' ? /2027년 1월 1일의 수치가 아직 고시되지 않아/ : /of 1 January 2027 are not published yet/)
    assert.match(
      html!,
      lang === 'ko'
        ? /threshold: 2026년 1월 1일부터 쓰인 값으로 계산/
        : /threshold: counted with the value in force from 1 January 2026/,
    )
    assert.match(html!, lang === 'ko' ? /bonus: 지금까지 고시된 값이 없어/ : /bonus: no value was ever published/)
    assert.ok(html!.indexOf('threshold') < html!.indexOf('class="figures'), 'before the numbers that rest on it')
    assert.match(html!, /household\.income/, 'and what leaves answers open')
    assert.doesNotMatch(html!, /officer\.[a-z]|ui\.[a-z]/)
  })

test('what was typed and not saved yet goes along when a draft is put on top of what others published', async () => {
  const open = { ...draft, state: 'open', may: { ...MAY, write: true }, moved: [] } as unknown as DraftView
  const { html } = await ask('GET /authoring/drafts/{id}/source', { draft: open })
  const button = /<button[^>]*form="editor"[^>]*>/.exec(html!)?.[0] ?? ''
  assert.match(html!, /<form id="editor"/)
  const pressed = /value="(rebase:[^"]+)"/.exec(button)?.[1] ?? ''
  const calls: unknown[] = []
  const authoring = {
    save: async (_: Principal, __: string, revision: number, edit: object) => {
      calls.push([revision, edit])
      return 4
    },
    rebase: async (_: Principal, command: object) => {
      calls.push(command)
      return []
    },
  }
  const body = { revision: '3', lists: 'files', 'file:a.yaml': 'title: new', do: pressed }
  const { location } = await ask('POST /authoring/drafts/{id}/source', { draft: open, authoring, body })
  assert.equal(location, `/authoring/drafts/${ID}/source?done=rebased`)
  const files = { kind: 'files', files: [{ path: 'a.yaml', text: 'title: new' }] }
  assert.deepEqual(calls, [[3, files], { key: pressed.slice('rebase:'.length), id: ID, revision: 4 }])
})
