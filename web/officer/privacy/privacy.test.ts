import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type HeldLook, lookBlocked, proofNeeded, reasonNeeded, type WatchedLook } from '@dpg/access/contract'
import { createTexts, type Lang, type OfficialId, type Principal } from '@dpg/kernel'
import type { Answer } from '@dpg/kernel/route'
import { buildWeb } from '@dpg/web-build'

const { folder, manifest } = await buildWeb()
const portal: typeof import('../index.ts') = await import(join(folder, manifest.server['officer']!))
const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as Record<string, string>
const accessTexts = { ko: read('../../../modules/access/messages/ko.json'), en: read('../../../modules/access/messages/en.json') }
const texts = createTexts([portal.messages, accessTexts])
const LOOK = 'look_01936f2e-0000-7000-8000-000000000001'
const ENTRY = 'acc_01936f2e-0000-7000-8000-000000000001'
const CASE = 'case_01936f2e-0000-7000-8000-000000000001'

const look = {
  id: LOOK,
  at: '2026-11-25T01:00:00Z',
  name: '이도윤',
  agency: '3200000',
  duty: 'office',
  score: 90,
  verdict: 'ask',
  reasons: ['family', 'night'],
  stated: '<b>대신</b> 봅니다',
  review: null,
} as unknown as WatchedLook

async function ask(
  path: string,
  given: {
    looks?: readonly WatchedLook[]
    problem?: Error
    held?: readonly HeldLook[]
    ended?: unknown[]
    body?: object
    stated?: string[]
    lang?: Lang
  } = {},
): Promise<Answer> {
  const { looks = [], held = [], ended = [], problem, body, stated = [], lang = 'ko' } = given
  const contracts = {
    isDemo: true,
    access: {
      watch: { watched: async () => looks, state: async (_by: OfficialId, _id: string, why: string) => stated.push(why) },
      held: { mine: async () => held, end: async (...given: unknown[]) => ended.push(given) },
    },
    catalogue: { current: () => ({ pack: { facts: new Map([['person.annualIncome', { title: { ko: '한 해 소득' } }]]) } }) },
    casework: {
      officerCase: async () => {
        throw problem
      },
    },
    directory: {
      official: async () => ({ office: '11620' }),
      office: () => ({ name: { ko: '관악구청' } }),
      agencyName: () => '서울특별시 관악구',
    },
  }
  const route = portal.pages(contracts as never).find((one) => `${one.method} ${one.path}` === path)!
  const parse = (schema: { parse(value: unknown): unknown } | undefined, value: unknown) =>
    schema ? schema.parse(value) : undefined
  const principal: Principal = {
    kind: 'official',
    official: { id: 'off_1' as OfficialId, agency: '3200000', area: '11620', roles: ['caseworker'] },
    assurance: 'substantial',
    permissions: new Set(['official', 'caseworker', 'privacy-officer']),
  }
  const asked = {
    params: parse(route.params, { id: path.includes('/looks/') ? LOOK : path.includes('/held/') ? ENTRY : CASE }),
    query: parse(route.query, {}),
    body: parse(route.body, body),
    lang,
    preferences: { lang, contrast: 'normal', size: 100, easy: false },
    principal,
    t: texts(lang),
    url: new URL('http://localhost/privacy'),
    cookies: {},
    requestId: 'r',
    idempotencyKey: undefined,
  }
  return (await route.handle(asked as never)) as Answer
}

for (const lang of ['ko', 'en'] as const)
  test(`an unusual look is shown with what was unusual, in words, and what to do (${lang})`, async () => {
    const { html } = await ask('GET /privacy', { looks: [look], lang })
    assert.match(
      html!,
      lang === 'ko' ? /가족, 밤이나 쉬는 날[\s\S]*적은 까닭이 맞는지/ : /family, at night or on a day off[\s\S]*Find out/,
    )
    assert.match(html!, /&lt;b>대신&lt;\/b>|&lt;b&gt;대신&lt;\/b&gt;/, 'what an official typed is text')
  })

test('one’s own affair is said never to be let through; nothing to check says so', async () => {
  const { html } = await ask('GET /privacy', { looks: [{ ...look, verdict: 'block', reasons: ['self'] }] })
  assert.match(html!, /이해충돌방지법 제5조/)
  assert.match((await ask('GET /privacy')).html!, /확인할 열람이 없습니다/)
})

test('in place of a case that may not simply be opened stands the question why, or that it is blocked', async () => {
  const asked = await ask('GET /work/{id}', { problem: reasonNeeded({ look: LOOK, reasons: 'family notMine' }) })
  assert.equal(asked.status, 403)
  assert.match(asked.html!, /왜 보는지 먼저 적어 주세요[\s\S]*가족[\s\S]*name="reason"/)
  const blocked = await ask('GET /work/{id}', { problem: lookBlocked({ look: LOOK, reasons: 'family noDuty' }) })
  assert.match(blocked.html!, /이 열람은 막혔습니다/)
  assert.doesNotMatch(blocked.html!, /name="reason"/)
  const proof = await ask('GET /work/{id}', { problem: proofNeeded({ look: LOOK, reasons: 'family' }) })
  assert.match(proof.html!, new RegExp(`더 확실히 밝혀 주세요[\\s\\S]*href="/signin\\?next=%2Fwork%2F${CASE}"`))
  assert.doesNotMatch(proof.html!, /name="reason"/)
  await assert.rejects(ask('GET /work/{id}', { problem: new Error('other') }), /other/)
})

test('too short a reason is asked again with what was typed; a reason leads to the case', async () => {
  const stated: string[] = []
  const body = { to: `/work/${CASE}`, reasons: 'family' }
  const short = await ask('POST /privacy/looks/{id}/reason', { body: { ...body, reason: '일' }, stated })
  assert.deepEqual([short.status, stated], [422, []])
  assert.match(short.html!, /5자 넘게[\s\S]*>일<\/textarea>/)
  const good = await ask('POST /privacy/looks/{id}/reason', { body: { ...body, reason: '대신 접수합니다' }, stated })
  assert.deepEqual([good.location, stated], [`/work/${CASE}`, ['대신 접수합니다']])
})

const held = {
  entry: ENTRY,
  at: '2026-11-25T01:00:00Z',
  facts: ['person.annualIncome'],
  purpose: { ko: '범죄수사', en: 'criminal investigation' },
  law: '조세특례제한법 제100조의6',
  case: CASE,
  delay: { why: 'investigation', until: '2027-11-25T01:00:00Z', law: '전자정부법 제42조제2항 단서' },
} as unknown as HeldLook

test('a look of an investigation waits with its law and its longest time; how it ended must be said before the person is told', async () => {
  const { html } = await ask('GET /privacy/held', { held: [held] })
  assert.match(html!, /한 해 소득[\s\S]*전자정부법 제42조제2항 단서[\s\S]*2027/)
  const ended: unknown[] = []
  const unsaid = await ask('POST /privacy/held/{id}', { held: [held], ended, body: {} })
  assert.deepEqual([unsaid.status, ended], [422, []])
  assert.match(unsaid.html!, /수사를 멈춘 것은 끝난 것이 아닙니다/)
  const body = { [`outcome-${ENTRY}`]: 'not-referred' }
  assert.equal((await ask('POST /privacy/held/{id}', { ended, body })).location, '/privacy/held?done=1')
  assert.deepEqual(ended, [['off_1', ENTRY, 'not-referred']])
})
