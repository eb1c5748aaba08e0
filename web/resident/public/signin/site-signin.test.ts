import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ANONYMOUS } from '@dpg/kernel'
import { assertDrawn } from '../../my/testing.ts'
import { publicPages } from '../testing.ts'

const SITES = [
  { name: '도서관', operator: '시립 도서관', level: 'low' },
  { name: `집 & "<script>" '헌책'`, operator: 'A & B <i>', level: 'high' },
]

test('a stranger sees the page of the site that asks, drawn for them as if for nobody before', async () => {
  let turn = 0
  const read = async () => {
    const site = { id: `site_${turn}`, homepage: 'https://a.example/', ...SITES[turn]! }
    const id = `question-${turn}_${'q'.repeat(30)}`
    const question = { id, options: { challenge: id, rpId: 'host', timeout: 60_000, userVerification: 'required' } }
    return { site, origin: 'https://a.example', step: 'sign-in', level: site.level, mustProve: false, question }
  }
  const isOffered = async () => true
  const identity = {
    signOn: { read },
    personas: async () => [{ kind: 'resident', id: 'per_1', name: '김순자', title: { ko: '혼자' }, story: { ko: '신림동' } }],
    privateIds: { list: async () => [{ id: 'idp_1', name: { ko: '하나 인증', en: 'Hana ID' } }] },
    certificates: { isOffered: true },
    presentations: { isOffered },
    passports: { isOffered },
  }
  const ask = await publicPages({ identity: identity as never })
  for (const lang of ['ko', 'en'] as const)
    for (turn = 0; turn < SITES.length; turn++) {
      const path = `GET /signin/site/uid-${turn}_abcdefgh`
      const { html } = await ask(path, { principal: ANONYMOUS, lang })
      assertDrawn(html)
      // With a query, nothing of it was drawn before.
      const anew = await ask(path, { principal: ANONYMOUS, lang, query: { x: '1' } })
      assert.equal(html, anew.html.replaceAll('?x=1', ''))
      assert.match(html, new RegExp(`uid-${turn}_abcdefgh/passkey[\\s\\S]*question-${turn}_`))
    }
})
