import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Admission, admissionRefused } from '@dpg/admissions/contract'
import { createTexts, type OfficialId, type Principal } from '@dpg/kernel'
import type { Answer } from '@dpg/kernel/route'
import { buildWeb } from '@dpg/web-build'

const { folder, manifest } = await buildWeb()
const portal: typeof import('../index.ts') = await import(join(folder, manifest.server['officer']!))
const textsOf = (module: string, lang: string) =>
  JSON.parse(readFileSync(new URL(`../../../modules/${module}/messages/${lang}.json`, import.meta.url), 'utf8')) as Record<
    string,
    string
  >
const both = (module: string) => ({ ko: textsOf(module, 'ko'), en: textsOf(module, 'en') })
const texts = createTexts([portal.messages, both('admissions'), both('guard')])
const ID = 'adm_01936f2e-0000-7000-8000-000000000001'
const ME = { id: 'off_1' as OfficialId, name: '임세온' }
const MEMBER = {
  id: 'KR/GOV/1741000',
  name: { ko: '행정안전부' },
  gateway: 'https://gw.example',
  keys: [{ id: 'sign-1', use: 'sign', spki: '', from: '2026-01-01T00:00:00Z', until: '2027-02-03T00:00:00Z' }],
  services: [],
}
const waiting = (by: typeof ME): Admission => ({
  ...{ id: ID as never, kind: 'private-id', state: 'waiting', about: '민간 인증', why: '공모' },
  rows: [{ label: 'assurance', value: 'low' }],
  ...{ by, at: '2026-11-25T01:00:00Z', decidedBy: null, decidedAt: null, reason: null },
})

interface Given {
  readonly admissions?: readonly Admission[]
  readonly refusal?: Error
  readonly body?: object
  readonly query?: object
  readonly kind?: string
  readonly done?: unknown[]
}

async function ask(path: string, given: Given = {}): Promise<Answer> {
  const { admissions = [], refusal, body, query = {}, kind = 'member', done = [] } = given
  const act = async (...what: unknown[]) => {
    if (refusal) throw refusal
    done.push(what.slice(1))
  }
  const contracts = {
    isDemo: true,
    admissions: { list: async () => admissions, propose: act, admit: act, refuse: act },
    members: {
      current: async () => ({ number: 1, members: [MEMBER] }),
      member: async (id: string) => (id === MEMBER.id ? MEMBER : undefined),
    },
    directory: { official: async () => ({ office: '1352000' }), office: () => ({ name: { ko: '보건복지부' } }) },
  }
  const route = portal.pages(contracts as never).find((one) => `${one.method} ${one.path}` === path)!
  assert.equal(route.needs, 'admitting')
  const parse = (schema: { parse(value: unknown): unknown } | undefined, value: unknown) =>
    schema ? schema.parse(value) : undefined
  const principal: Principal = {
    ...{ kind: 'official', displayName: ME.name, assurance: 'substantial', permissions: new Set(['official', 'administrator']) },
    official: { id: ME.id, agency: '1352000', area: null, roles: ['administrator'] },
  }
  const asked = {
    ...{ params: parse(route.params, path.includes('{kind}') ? { kind } : { id: ID }), query: parse(route.query, query) },
    ...{ body: parse(route.body, body), lang: 'ko', preferences: { lang: 'ko', contrast: 'normal', size: 100, easy: false } },
    ...{ principal, t: texts('ko'), url: new URL('http://localhost/admissions'), cookies: {}, requestId: 'r' },
  }
  return (await route.handle(asked as never)) as Answer
}

test('what somebody else proposed can be let in or refused, what one proposed oneself only withdrawn', async () => {
  const others = (await ask('GET /admissions', { admissions: [waiting({ id: 'off_2' as OfficialId, name: '윤지호' })] })).html!
  assert.match(others, new RegExp(`/admissions/${ID}/admit[\\s\\S]*거절하기`))
  assert.match(others, /주는 확실함[\s\S]*낮음/)
  const mine = (await ask('GET /admissions', { admissions: [waiting(ME)] })).html!
  assert.doesNotMatch(mine, /\/admit"/)
  assert.match(mine, /다른 담당자가 결정합니다[\s\S]*거두기/)
})

test('what is wrong is said in words at its field, with everything typed kept; the reason must be given', async () => {
  const body = { id: 'KR/GOV/1', nameKo: '기관', gateway: 'gw', keys: 'k', why: '협약' }
  const refusal = admissionRefused({ field: 'gateway', what: 'gateway: Invalid URL' })
  const { status, html } = await ask('POST /admissions/new/{kind}', { body, refusal })
  assert.equal(status, 422)
  assert.match(html!, /게이트웨이 주소는 https:\/\/나 http:\/\/로 시작해야 합니다/)
  assert.match(html!, /value="KR\/GOV\/1"/)
  const done: unknown[] = []
  assert.equal((await ask('POST /admissions/new/{kind}', { body: { ...body, why: '' }, done })).status, 422)
  assert.equal((await ask('POST /admissions/new/{kind}', { body: { ...body, other: 'x' }, done })).location, '/admissions')
  assert.deepEqual(done, [
    ['member', { id: 'KR/GOV/1', nameKo: '기관', nameEn: '', gateway: 'gw', keys: 'k', services: '' }, '협약'],
  ])
  const unsaid = await ask('POST /admissions/{id}/refuse', { body: {}, admissions: [waiting(ME)], done })
  assert.deepEqual([unsaid.status, done.length], [422, 1])
})

test('keys are changed with those in use before one’s eyes; of nobody there is nothing to change', async () => {
  const { html } = await ask('GET /admissions/new/{kind}', { kind: 'member-keys', query: { member: MEMBER.id } })
  assert.match(html!, /sign-1[\s\S]*2027년 2월 3일[\s\S]*name="drop"/)
  assert.equal((await ask('GET /admissions/new/{kind}', { kind: 'member-keys' })).location, '/admissions')
  const edited = (await ask('GET /admissions/new/{kind}', { query: { member: MEMBER.id } })).html!
  assert.match(edited, /value="행정안전부"/)
})
