import assert from 'node:assert/strict'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { ANONYMOUS, createTexts, type Principal } from '@dpg/kernel'
import { buildWeb } from '@dpg/web-build'
import { assertDrawn, RESIDENT } from './my/testing.ts'

let portal: typeof import('./index.ts')
before(async () => {
  const build = await buildWeb()
  portal = await import(join(build.folder, build.manifest.server['resident']!))
})

const draw = (status: number, { lang = 'ko', principal = ANONYMOUS }: { lang?: 'ko' | 'en'; principal?: Principal } = {}) =>
  portal.problemPage(true)(
    { status, title: 'TITLE', detail: 'DETAIL', errors: [] },
    {
      lang,
      preferences: { lang, contrast: 'normal', size: 100, easy: false },
      url: new URL('http://host/x'),
      t: createTexts([portal.messages])(lang),
      principal,
      requestId: 'req-7',
    },
  )

describe('a page that says no', () => {
  for (const lang of ['ko', 'en'] as const)
    test(`says what happened, what to do, and the number to quote (${lang})`, () => {
      for (const status of [401, 403, 404, 422, 429, 500]) {
        const html = draw(status, { lang })
        assertDrawn(html)
        assert.match(html, /<h1>TITLE<\/h1>[\s\S]*DETAIL[\s\S]*req-7/)
        assert.match(html, /content="noindex"/)
        assert.match(html, /action="\/services"/)
      }
    })

  test('offers the search where nothing was found, the way in where one must sign in', () => {
    assert.match(draw(404), /위의 찾기 칸에 찾는 말을/)
    assert.match(draw(401), /class="krds-btn primary large" href="\/signin"/)
    assert.match(draw(500), /저희 쪽의 잘못입니다/)
  })

  test('keeps a signed-in person’s own navigation', () => {
    assert.match(draw(404, { principal: RESIDENT }), /href="\/my\/cases"/)
    assert.doesNotMatch(draw(404), /href="\/my\/cases"/)
    const official = draw(403, { principal: { ...RESIDENT, kind: 'official' } })
    assert.match(official, /href="\/work"/)
    assert.match(official, /바꿔 들어가기/)
    assert.doesNotMatch(official, /href="\/my/)
  })
})
