/** What every page can rely on, asked of the page that holds every component. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { h } from 'preact'
import { buildWeb, type WebBuild } from '@dpg/web-build'

type Ui = typeof import('./index.ts')

let build: WebBuild
let ui: Ui
before(async () => {
  build = await buildWeb()
  ui = await import(join(build.folder, build.manifest.server['ui']!))
})

const guide = (lang: 'ko' | 'en', contrast: 'normal' | 'high' = 'normal', size: 130 | 150 = 130) => {
  const preferences = { lang, contrast, size, easy: false } as const
  return ui.render(ui.styleGuide({ asked: { lang, preferences, url: new URL('http://host/developers/components?q=1&x=%22') } }))
}

const all = (html: string, pattern: RegExp) => [...html.matchAll(pattern)].map((match) => match[1]!)

describe('a page', () => {
  for (const lang of ['ko', 'en'] as const) {
    test(`in ${lang} has no inline script, style or handler, so a strict policy holds`, () => {
      const html = guide(lang)
      assert.deepEqual(all(html, /<script(?![^>]* src=)([^>]*)>/g), [])
      assert.deepEqual(all(html, /<[^>]*\s(style|on[a-z]+)=/g), [])
      assert.doesNotMatch(html, /<style|javascript:/)
    })

    test(`in ${lang} shows no text key that lacks a text`, () => {
      assert.deepEqual(
        all(guide(lang), />\s*((?:ui|guide|data|fields|finding|following|messages|actions|sample|nav)\.[\w.]+)/g),
        [],
      )
    })

    test(`in ${lang} refers only to ids that exist, each once`, () => {
      const html = guide(lang)
      const ids = all(html, / id="([^"]+)"/g)
      assert.equal(new Set(ids).size, ids.length, 'an id stands twice')
      const wanted = all(html, / (?:for|aria-describedby|aria-labelledby)="([^"]+)"/g).flatMap((value) => value.split(' '))
      assert.deepEqual(
        wanted.filter((id) => !ids.includes(id)),
        [],
      )
    })
  }

  test('names its language, its contrast and its text size on <html>, where the style sheet finds them', () => {
    assert.match(guide('en', 'high'), /^<!doctype html><html lang="en" data-krds-mode="high-contrast" data-size="130">/)
    assert.doesNotMatch(guide('ko'), /data-krds-mode/)
  })

  test('is in every mode the same page: only the root, the colour scheme and the tick of the chosen button say which', () => {
    const bare = (html: string) =>
      html
        .replace(/<html[^>]*>/, '<html>')
        .replace(/<meta name="color-scheme"[^>]*>/, '')
        .replace(/(<button class="choice"[^>]*>)(?:<svg.*?<\/svg>)?/g, '')
    const usual = guide('ko')
    for (const other of [guide('ko', 'high'), guide('ko', 'normal', 150)]) {
      assert.notEqual(other, usual)
      assert.ok(bare(other) === bare(usual))
    }
  })

  test('says in demonstration mode that it is one, before anything else', () => {
    const html = guide('ko')
    assert.ok(html.indexOf('이 누리집은 데모입니다') < html.indexOf('<header'))
  })

  test('loads the script of islands only when it holds one', () => {
    assert.ok(guide('ko').includes(ui.ASSETS.islands))
    const preferences = { lang: 'ko', contrast: 'normal', size: 100, easy: false } as const
    const plain = ui.render(
      ui.ProblemPage({
        asked: { lang: 'ko', preferences, url: new URL('http://host/') },
        problem: { title: '없는 쪽입니다', detail: '주소를 확인해 주세요.', status: 404 },
        requestId: 'r1',
      }),
    )
    assert.doesNotMatch(plain, /<script/)
    assert.match(plain, /<h1>없는 쪽입니다<\/h1>/)
  })

  test('weighs little: style sheet under 20 KB, a first visit without font files under 60 KB', async () => {
    const sizeOf = async (address: string) => gzipSync(await readFile(join(build.folder, address))).length
    const { css, fonts, islands } = build.manifest.assets
    const sheet = await sizeOf(css)
    assert.ok(sheet < 20_000, `style sheet ${sheet}`)
    const whole = sheet + (await sizeOf(fonts)) + (await sizeOf(islands)) + gzipSync(guide('ko')).length
    assert.ok(whole < 60_000, `first visit ${whole}`)
  })

  test('escapes what people typed', () => {
    const html = ui.renderPart(h(ui.TextField, { name: 'a"b', label: '<b>', value: '"><script>alert(1)</script>', error: '<i>' }))
    assert.doesNotMatch(html, /<script|<b>|<i>/)
  })
})
