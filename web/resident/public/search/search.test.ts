import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { assertDrawn } from '../../my/testing.ts'
import { catalogue, publicPages } from '../testing.ts'

describe('search', () => {
  for (const lang of ['ko', 'en'] as const)
    test(`each hit says who gives it, for whom, and how sure that is (${lang})`, async () => {
      const { html } = await (await publicPages())('GET /services', { lang, query: { field: '주거·자립' } })
      assertDrawn(html)
      assert.match(html, /href="\/services\/161300000099"/)
      assert.match(html, lang === 'ko' ? /여기서 바로 신청[\s\S]*법으로 확인/ : /Apply here[\s\S]*Checked against the law/)
      assert.match(html, lang === 'ko' ? /공식 조건 표시로 판단/ : /Read from official marks/)
      assert.doesNotMatch(html, /<script/)
    })

  test('what was asked stays in the form and in every address of the pages', async () => {
    const { html } = await (await publicPages())('GET /services', {
      query: { q: '지원', area: '11620', field: '생활안정', page: '2' },
    })
    assertDrawn(html)
    assert.match(html, /name="q" value="지원"/)
    assert.match(html, /<option value="11620" selected>관악구<\/option>/)
    const next = `/services?${new URLSearchParams({ q: '지원', area: '11620', field: '생활안정', page: '3' })}`
    assert.ok(html.includes(next.replaceAll('&', '&amp;')))
    assert.match(html, /aria-current="page"><span class="sr-only">쪽 <\/span>2/)
  })

  test('a filter can be taken away by itself', async () => {
    const { html } = await (await publicPages())('GET /services', { query: { life: 'birth', field: '임신·출산' } })
    assert.ok(html.includes(`href="/services?${new URLSearchParams({ field: '임신·출산' })}"`))
    assert.ok(html.includes('href="/services?life=birth"'))
  })

  test('an address that nobody could have chosen is read as far as it goes', async () => {
    const ask = await publicPages()
    const { html } = await ask('GET /services', {
      query: { area: 'nowhere', field: '<b>', life: 'x', page: '-4', q: ['a', 'b'] },
    })
    assertDrawn(html)
    assert.doesNotMatch(html, /<b>/)
  })

  test('what is typed is shown as text', async () => {
    const { html } = await (await publicPages())('GET /services', { query: { q: '"><script>alert(1)</script>' } })
    assertDrawn(html)
    assert.doesNotMatch(html, /<script>/)
  })

  test('nothing found: says what to do', async () => {
    const { html } = await (await publicPages())('GET /services', { query: { q: '없는말' } })
    assertDrawn(html)
    assert.match(html, /찾은 서비스가 없습니다[\s\S]*더 짧고 쉬운 말로[\s\S]*110번/)
  })

  test('says when it searched for other words than those typed', async () => {
    const search = () => ({ ...catalogue!.search!({ q: '월세', limit: 5, offset: 0 }, 'ko'), corrected: '월세' })
    const ask = await publicPages({ catalogue: { ...catalogue, search } })
    assert.match((await ask('GET /services', { query: { q: '월쎄' } })).html, /‘월쎄’에 맞는 것이 없어 ‘월세’의 결과를/)
  })
})
