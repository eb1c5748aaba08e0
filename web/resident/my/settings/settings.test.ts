import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { assertSound, openPages } from '../testing.ts'

const KEY = 'pky_01936f2e-0000-7000-8000-000000000001'
const SESSION = 'ses_01936f2e-0000-7000-8000-000000000001'
const at = '2026-11-25T01:00:00Z'

const shared = { device: 'Firefox · Windows', assurance: 'substantial' as const, sites: ['시험 도서관'] }
const identity = {
  privateIds: { list: async () => [{ id: 'idp_1', name: { ko: '하나 인증', en: 'Hana ID' } }], links: async () => [] } as never,
  certificates: { isOffered: true, list: async () => [] } as never,
  passports: { isOffered: async () => true, list: async () => [] } as never,
  presentations: { isOffered: async () => true, list: async () => [] } as never,
  recovery: { left: async () => 3 } as never,
  knownSites: async () => [
    {
      id: 'site_1',
      name: '시험 도서관',
      claims: [{ claim: 'name', title: { ko: '이름', en: 'Name' }, isGiven: true, decidedAt: at }],
    },
  ],
  passkeys: async () => [{ id: KEY as never, name: '내 전화기', addedAt: at, lastUsedAt: null, assurance: 'high' as const }],
  sessions: async () => [
    { id: SESSION as never, startedAt: at, lastSeenAt: at, way: 'persona' as const, ...shared, isThis: false },
    { id: 'ses_2' as never, startedAt: at, lastSeenAt: at, way: 'passkey' as const, ...shared, isThis: true },
  ],
}

describe('settings', () => {
  for (const lang of ['ko', 'en'] as const)
    test(`show ways to sign in, where one is signed in, news and what is kept, and ask no register (${lang})`, async () => {
      const ask = await openPages({ identity, benefits: { isWatching: async () => true } })
      const { html } = await ask('GET /my/settings', { lang })
      assertSound(html)
      assert.match(html, new RegExp(`내 전화기[\\s\\S]*/my/settings/passkeys/${KEY}/remove`))
      assert.match(html, new RegExp(`/my/settings/sessions/${SESSION}/end`))
      assert.doesNotMatch(html, /sessions\/ses_2\/end/)
      assert.match(html, /href="\/my\/benefits\/watch"/)
      assert.match(html, /Firefox · Windows[\s\S]*\/my\/settings\/sites\/site_1\/forget/)
      assert.match(html, /value="idp_1"[\s\S]*\/signin\/certificate[\s\S]*\/my\/settings\/codes/)
    })

  test('a passkey is removed and another session ended by a form, each said afterwards', async () => {
    const done: string[] = []
    const ask = await openPages({
      identity: {
        ...identity,
        removePasskey: async (_p, id) => void done.push(id),
        endSession: async (_p, id) => void done.push(id),
        forgetSite: async (_p, id) => void done.push(id),
      },
      benefits: { isWatching: async () => false },
    })
    const removed = await ask(`POST /my/settings/passkeys/${KEY}/remove`)
    const ended = await ask(`POST /my/settings/sessions/${SESSION}/end`)
    await ask('POST /my/settings/sites/site_1/forget')
    assert.deepEqual(done, [KEY, SESSION, 'site_1'])
    assert.deepEqual([removed.location, ended.location], ['/my/settings?done=passkey-removed', '/my/settings?done=session'])
    assert.match((await ask('GET /my/settings', { query: { done: 'session' } })).html, /그곳의 로그인을 끝냈습니다/)
  })
})
