import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Persona, unknownInvitation } from '@dpg/identity/contract'
import type { Principal } from '@dpg/kernel'
import { assertDrawn, RESIDENT } from '../../my/testing.ts'
import { publicPages } from '../testing.ts'

const personas: Persona[] = [
  {
    kind: 'resident',
    id: 'per_1',
    name: '김순자',
    title: { ko: '혼자 사는 70세', en: 'Living alone at 70' },
    story: { ko: '신림동에 삽니다.', en: 'Lives in Sillim-dong.' },
  },
  {
    kind: 'official',
    id: 'off_1',
    name: '김하늘',
    title: { ko: '복지 담당', en: 'Welfare' },
    story: { ko: '살펴봅니다.', en: 'Looks.' },
  },
]
const OFFICIAL: Principal = {
  kind: 'official',
  displayName: '김하늘',
  assurance: 'substantial',
  permissions: new Set(['official']),
}

function identity(log: string[] = []) {
  const enter = (principal: Principal) => ({ principal, cookie: { name: 'dpg_session', value: 'new' } })
  return {
    personas: async () => personas,
    privateIds: { list: async () => [{ id: 'idp_1', name: { ko: '하나 인증', en: 'Hana ID' } }] },
    certificates: { isOffered: true },
    presentations: { isOffered: async () => true },
    passports: { isOffered: async () => true },
    signInAs: async (id: string) => enter(id.startsWith('off') ? OFFICIAL : RESIDENT),
    acceptInvitation: async (code: string) => {
      if (code !== 'right') throw unknownInvitation({})
      return enter(RESIDENT)
    },
    signOut: async (session: string) => {
      log.push(session)
      return { name: 'dpg_session', value: '', maxAgeS: 0 }
    },
  }
}
const pages = (log?: string[]) => publicPages({ identity: identity(log) as never })
const SESSION = 'ses_1' as NonNullable<Principal['session']>

describe('signing in', () => {
  for (const lang of ['ko', 'en'] as const)
    test(`shows a passkey and other proofs first, then every persona with its story and one button, folded by group (${lang})`, async () => {
      const { html } = await (await pages())('GET /signin', { lang, query: { next: '/my/cases' } })
      assertDrawn(html)
      assert.match(html, lang === 'ko' ? /혼자 사는 70세[\s\S]*신림동에 삽니다/ : /Living alone at 70[\s\S]*Sillim-dong/)
      assert.match(html, /name="next" value="\/my\/cases"[\s\S]*name="persona" value="per_1"[\s\S]*name="persona" value="off_1"/)
      assert.match(html, lang === 'ko' ? /자바스크립트를 켜야/ : /need JavaScript/)
      assert.match(html, /data-island="passkey-sign-in"[\s\S]*<details[\s\S]*per_1[\s\S]*<details[\s\S]*off_1/)
      assert.doesNotMatch(html, /<details[^>]* open/)
      assert.match(
        html,
        lang === 'ko' ? /주민 1명 가운데[\s\S]*공무원 1명 가운데/ : /one of 1 residents[\s\S]*one of 1 officials/,
      )
      assert.match(
        html,
        /name="provider" value="idp_1"[\s\S]*\/signin\/certificate\?next=%2Fmy%2Fcases[\s\S]*\/signin\/passport\?next=%2Fmy%2Fcases[\s\S]*\/signin\/recovery/,
      )
    })

  test('outside of demonstration mode offers nobody to be', async () => {
    const { html } = await (await publicPages())('GET /signin')
    assertDrawn(html)
    assert.doesNotMatch(html, /name="persona"/)
  })

  const LANDINGS = [
    { persona: 'per_1', next: undefined, lands: '/my/benefits' },
    { persona: 'off_1', next: undefined, lands: '/work' },
    { persona: 'per_1', next: '/apply/SSE000000170?x=1', lands: '/apply/SSE000000170?x=1' },
    { persona: 'per_1', next: '/work', lands: '/my/benefits' },
    { persona: 'off_1', next: '/my/cases', lands: '/work' },
    { persona: 'off_1', next: '/work/case_1', lands: '/work/case_1' },
    { persona: 'per_1', next: '//evil.example/x', lands: '/my/benefits' },
    { persona: 'per_1', next: 'https://evil.example', lands: '/my/benefits' },
    { persona: 'per_1', next: '/\\evil.example', lands: '/my/benefits' },
    { persona: 'per_1', next: '/signin?next=/signin', lands: '/my/benefits' },
  ]
  for (const { persona, next, lands } of LANDINGS)
    test(`${persona} who came for ${next ?? 'nothing'} lands on ${lands}`, async () => {
      const answer = await (await pages())('POST /signin', { body: { persona, ...(next ? { next } : {}) } })
      assert.equal(answer.location, lands)
      assert.equal(answer.cookies?.[0]?.value, 'new')
    })

  test('being somebody else ends the session before', async () => {
    const log: string[] = []
    await (await pages(log))('POST /signin', { principal: { ...RESIDENT, session: SESSION }, body: { persona: 'off_1' } })
    assert.deepEqual(log, [SESSION])
  })

  test('a wrong invitation is said beside its field, and nothing is given away', async () => {
    const ask = await pages()
    const answer = await ask('POST /signin/invitation', { body: { code: 'wrong', next: '/my/cases' } })
    assertDrawn(answer.html)
    assert.equal(answer.status, 422)
    assert.match(answer.html, /<title>오류: /)
    assert.match(answer.html, /<a href="#f-code">이 번호로는 들어올 수 없습니다/)
    assert.match(answer.html, /name="next" value="\/my\/cases"/)
    assert.equal((await ask('POST /signin/invitation', { body: { code: ' right ' } })).location, '/my/benefits')
  })

  test('signing out ends the session and forgets the cookie', async () => {
    const log: string[] = []
    const answer = await (await pages(log))('POST /signout', { principal: { ...RESIDENT, session: SESSION } })
    assert.deepEqual([answer.location, answer.cookies?.[0]?.maxAgeS, log], ['/', 0, [SESSION]])
    assert.deepEqual((await (await pages())('POST /signout')).cookies, [])
  })

  test('who is signed in already is told, and can go on', async () => {
    const { html } = await (await pages())('GET /signin', { principal: RESIDENT, query: { next: '/my/trace' } })
    assert.match(html, /지금 김하늘님으로[\s\S]*href="\/my\/trace"/)
  })
})
