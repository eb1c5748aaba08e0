import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type WalletState, walletRefused } from '@dpg/identity/contract'
import { ANONYMOUS, type Principal } from '@dpg/kernel'
import { assertDrawn, RESIDENT } from '../../my/testing.ts'
import { publicPages } from '../testing.ts'

const LINK = 'openid4vp://?client_id=x509_hash%3Aabc&request_uri=https%3A%2F%2Fdpg.example%2Fr'
const question = { link: LINK, expiresAt: '2026-11-26T01:10:00Z' }
const cookie = { name: 'dpg_session', value: 'new' }
const LOW: Principal = { ...RESIDENT, assurance: 'low', permissions: new Set(['signed-in']) }

interface Given {
  readonly state?: WalletState
  readonly as?: Principal
  readonly next?: string | null
}
function pages({ state, as = RESIDENT, next = null }: Given = {}, begun: (string | null)[] = []) {
  const presentations = {
    isOffered: async () => true,
    current: async () => state,
    start: async (_principal: Principal, path: string | null) => {
      begun.push(path)
      return { question, cookie: { name: 'dpg_wallet', value: 'new' } }
    },
    confirm: async (typed: string) => {
      if (typed !== '123456') throw walletRefused({ why: 'wrong-number' })
      return { step: 'in', signedIn: { principal: as, cookie }, next, cookies: [cookie] }
    },
    back: async () => ({ step: 'code', code: '467244', device: 'Firefox · Windows', startedAt: '2026-11-26T01:00:00Z' }),
  }
  return publicPages({ identity: { presentations } as never })
}

describe('a mobile ID', () => {
  for (const lang of ['ko', 'en'] as const)
    test(`is shown by a link here, a picture for a phone, and a number (${lang})`, async () => {
      const begun: (string | null)[] = []
      const ask = await pages({}, begun)
      const { html, cookies } = await ask('GET /signin/wallet', { lang, query: { next: '/my/cases' }, principal: ANONYMOUS })
      assertDrawn(html)
      assert.match(html, /href="openid4vp:[\s\S]*<svg[^>]*role="img"[\s\S]*<path[\s\S]*name="number"/)
      assert.deepEqual([begun, cookies?.[0]?.name], [['/my/cases'], 'dpg_wallet'])
    })

  test('that is asked already is asked again on a reload, and anew on the way to somewhere else', async () => {
    const begun: (string | null)[] = []
    const ask = await pages({ state: { step: 'ask', question, next: '/my/cases' } }, begun)
    await ask('GET /signin/wallet', { query: { next: '/my/cases' } })
    await ask('GET /signin/wallet')
    assert.deepEqual(begun, [])
    await ask('GET /signin/wallet', { query: { next: '/my/settings' } })
    await ask('GET /signin/wallet', { query: { new: '1' } })
    assert.deepEqual(begun, ['/my/settings', null])
  })

  test('that was refused says why, above a new question', async () => {
    const begun: (string | null)[] = []
    const ask = await pages({ state: { step: 'refused', why: 'revoked', next: '/my/cases' } }, begun)
    assert.match((await ask('GET /signin/wallet')).html, /발급한 곳이 거둔 신분증입니다[\s\S]*openid4vp:/)
    assert.deepEqual(begun, ['/my/cases'])
  })

  test('with a wrong number is asked for the number again; with the right one its holder is in', async () => {
    const ask = await pages({ state: { step: 'confirm', next: null }, next: '/my/cases' })
    const wrong = await ask('POST /signin/wallet', { body: { number: '1' } })
    assert.equal(wrong.status, 422)
    assert.match(wrong.html, /전화기에 나온 번호와 다릅니다/)
    assert.doesNotMatch(wrong.html, /openid4vp:/)
    assert.equal((await ask('POST /signin/wallet', { body: { number: '123456' } })).location, '/my/cases')
  })

  test('worth little leads to no page of one’s own, and back to a site that asks no more', async () => {
    const land = async (next: string | null) =>
      (await (await pages({ as: LOW, next }))('POST /signin/wallet', { body: { number: '123456' } })).location
    assert.deepEqual([await land('/my/cases'), await land('/signin/site/abc')], ['/', '/signin/site/abc'])
  })

  test('gives its number on the phone, and says whom to tell it to: nobody', async () => {
    const { html } = await (await pages())('GET /signin/wallet/back', { query: { code: 'x' }, principal: ANONYMOUS })
    assertDrawn(html)
    assert.match(html, /467 244[\s\S]*Firefox · Windows[\s\S]*아무에게도 알려 주지 마세요/)
  })
})
