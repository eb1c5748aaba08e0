import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Access, Actor, TraceEntry } from '@dpg/access/contract'
import { assertSound, koreaCatalogue, openPages, PERSON } from '../testing.ts'

const entry = (at: number, over: Partial<TraceEntry> = {}): TraceEntry => ({
  id: `acc_01936f2e-0000-7000-8000-00000000000${at}` as TraceEntry['id'],
  at: `2026-11-2${at}T01:00:00Z`,
  index: at,
  subject: PERSON,
  actor: { kind: 'official', name: '박담당', agency: '1352000' },
  use: 'view',
  facts: ['person.birthDate', 'person.age'],
  purpose: { ko: '기초연금 지급 결정', en: 'Deciding on the Basic Pension' },
  law: '기초연금법 제11조',
  register: null,
  service: null,
  case: null,
  ...over,
})
const system: Actor = { kind: 'system', name: '종로구청', agency: null }
const MANY = ['person.birthDate', 'person.age', 'person.name', 'person.sex', 'person.phone']
const ENTRIES = [
  entry(5),
  entry(4, { actor: system, use: 'fetch', register: 'resident-register', facts: MANY }),
  entry(3, { actor: system, use: 'refuse', register: 'national-tax', index: null }),
  entry(2, { actor: { kind: 'resident', name: '김하늘', agency: null }, use: 'fetch', register: 'national-tax' }),
]

/** Nothing was asked. */
const questions = { mine: async () => [] } as unknown as Access['questions']

const access: Partial<Access> = {
  questions,
  totals: async () => ({ official: 1, system: 2, resident: 1 }),
  trace: async (_person, { actor, limit = 20 } = {}) => {
    const entries = ENTRIES.filter((one) => actor === undefined || one.actor.kind === actor)
    return { entries: entries.slice(0, limit), total: entries.length, next: null }
  },
}
const directory = { agencyName: () => '보건복지부' }
const catalogue = koreaCatalogue()

describe('who saw my data', () => {
  for (const lang of ['ko', 'en'] as const)
    test(`every entry says who, what for, by which law and which facts, in words (${lang})`, async () => {
      const ask = await openPages({ access, directory, catalogue })
      const { html } = await ask('GET /my/trace', { lang })
      const plain = html.replace(/<template[\s\S]*?<\/template>/g, '')
      assertSound(plain.replace(/data-props="[^"]*"/g, ''))
      assert.match(html, lang === 'ko' ? /보건복지부 박담당이 내 정보를 봤습니다/ : /보건복지부 박담당 looked at my data/)
      assert.match(
        html,
        lang === 'ko' ? /종로구청이 자동으로 주민등록에서 가져왔습니다/ : /종로구청 fetched it from Resident register/,
      )
      assert.match(html, lang === 'ko' ? /쓴 정보: 생년월일, 만 나이 외 3가지/ : /Facts: Date of birth, Age and 3 more/)
      assert.match(html, /기초연금법 제11조/)
      assert.doesNotMatch(plain.replace(/data-props="[^"]*"/g, ''), /person\.birthDate/)
    })

  test('a look by an official stands first, and a refusal is marked', async () => {
    const ask = await openPages({ access, directory, catalogue })
    const { html } = await ask('GET /my/trace')
    assert.match(html, /먼저 살펴볼 것[\s\S]*박담당이 내 정보를 봤습니다[\s\S]*<h2><time/)
    assert.match(html, /물었지만 국세에서 거절했습니다[\s\S]*거절됨/)
  })

  test('what one look took from several registers stands together, each with its own facts and proof', async () => {
    const look = (at: number, register: string) =>
      entry(at, { actor: system, use: 'fetch', register, at: `2026-11-25T01:00:0${at}Z` })
    const looks = [look(3, 'national-tax'), look(2, 'resident-register'), look(1, 'school-records')]
    const trace = async () => ({ entries: looks, total: 3, next: null })
    const { html } = await (await openPages({ access: { ...access, trace }, directory, catalogue }))('GET /my/trace', {
      query: { who: 'system' },
    })
    assert.match(
      html,
      /종로구청이 자동으로 대장 3곳에서 가져왔습니다[\s\S]*국세: 생년월일, 만 나이[\s\S]*주민등록: 생년월일, 만 나이/,
    )
    for (const { id } of looks) assert.match(html, new RegExp(`data-proof="${id}"`))
  })

  test('can be narrowed down to officials, to what ran by itself, and to me', async () => {
    const ask = await openPages({ access, directory, catalogue })
    const { html } = await ask('GET /my/trace', { query: { who: 'resident' } })
    assert.match(html, /내가 연 화면에 쓰려고 국세에서 가져왔습니다/)
    assert.doesNotMatch(html, /박담당/)
    assert.match(html, /href="\/my\/trace\?who=resident" aria-current="page"/)
  })

  test('gives each entry a link to its proof, and the browser the very entries it shows', async () => {
    const ask = await openPages({ access, directory, catalogue })
    const { html } = await ask('GET /my/trace')
    for (const { id } of ENTRIES) assert.match(html, new RegExp(`href="/api/access/entries/${id}/proof"`))
    const props = JSON.parse(
      /data-island="trace-proof" data-props="([^"]*)"/.exec(html)![1]!.replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
    )
    const { index: _, ...committed } = ENTRIES[1]!
    assert.deepEqual(props.entries[committed.id], committed)
  })

  test('nothing yet says so', async () => {
    const ask = await openPages({
      access: { ...access, trace: async () => ({ entries: [], total: 0, next: null }) },
      directory,
      catalogue,
    })
    const { html } = await ask('GET /my/trace')
    assertSound(html)
    assert.match(html, /아직 아무도 내 정보를 쓰지 않았습니다/)
  })
})
