import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { assertDrawn, RESIDENT } from '../my/testing.ts'
import { catalogue, publicPages } from './testing.ts'

const number = (n: number) => n.toLocaleString('ko-KR')

describe('the first page', () => {
  for (const lang of ['ko', 'en'] as const)
    test(`has one search box, ways in by life event, and the check (${lang})`, async () => {
      const { html } = await (await publicPages())('GET /', { lang })
      assertDrawn(html)
      assert.equal([...html.matchAll(/type="search"/g)].length, 1)
      assert.match(html, /action="\/services"/)
      assert.match(html, /href="\/services\?life=birth"/)
      assert.match(html, /href="\/check"/)
      assert.match(html, /href="\/signin"/)
      assert.doesNotMatch(html, /<script/)
    })

  test('counts the services that are in force, not a number that somebody typed', async () => {
    const { serviceIds, pack } = catalogue!.current!()
    const applicable = [...pack.services.values()].filter(({ work }) => work !== null).length
    const { html } = await (await publicPages())('GET /')
    assert.ok(html.includes(`${number(serviceIds.length)}개를`))
    assert.ok(html.includes(`${applicable}개는 여기서 바로`))
    const { service: _gone, ...rest } = catalogue!.current!()
    const fewer = { ...rest, service: catalogue!.current!().service, serviceIds: serviceIds.slice(0, 1234) }
    const other = await publicPages({ catalogue: { ...catalogue, current: () => fewer } })
    assert.match((await other('GET /')).html, /1,234개를/)
  })

  test('tells a signed-in resident what waits, with links', async () => {
    const cases = [
      { needsApplicant: true, isEnded: false },
      { needsApplicant: false, isEnded: false },
      { needsApplicant: true, isEnded: true },
    ]
    const ask = await publicPages({
      notices: { unread: async () => 3 },
      casework: { cases: async () => cases as never, drafts: async () => [] },
    })
    const { html } = await ask('GET /', { principal: RESIDENT })
    assertDrawn(html)
    assert.match(html, /href="\/my\/notices">읽지 않은 알림<\/a><\/dt><dd>3건/)
    assert.match(html, /내가 할 일이 있는 신청<\/a><\/dt><dd>1건/)
    assert.match(html, /href="\/my\/benefits"/)
  })

  test('says so when nothing waits', async () => {
    const ask = await publicPages({
      notices: { unread: async () => 0 },
      casework: { cases: async () => [], drafts: async () => [] },
    })
    assert.match((await ask('GET /', { principal: RESIDENT })).html, /지금 하실 일이 없습니다/)
  })
})

describe('about', () => {
  for (const lang of ['ko', 'en'] as const)
    test(`says that it is no government site, what is made up and what is missing (${lang})`, async () => {
      const { html } = await (await publicPages())('GET /about', { lang })
      assertDrawn(html)
      assert.match(html, lang === 'ko' ? /대한민국 정부의 누리집이 아닙니다/ : /not a site of the Korean government/)
      assert.match(html, /id="synthetic"[\s\S]*id="missing"[\s\S]*id="privacy"[\s\S]*id="access"/)
    })
})
