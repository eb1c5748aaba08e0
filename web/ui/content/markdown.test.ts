import assert from 'node:assert/strict'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { h } from 'preact'
import { buildWeb } from '@dpg/web-build'

let ui: typeof import('../index.ts')
before(async () => {
  const build = await buildWeb()
  ui = await import(join(build.folder, build.manifest.server['ui']!))
})

const html = (text: string) => ui.renderPart(h(ui.Markdown, { text }))

describe('a letter in Markdown', () => {
  test('keeps its paragraphs, lists, headings, bold words and links', () => {
    assert.equal(
      html(
        '하늘 님께\n드립니다.\n\n- **매월** 349,700원\n- 25일\n\n## 이의가 있으면\n1. [신청](/my/cases)\n2. [법](https://www.law.go.kr/a)',
      ),
      '<div class="prose"><p>하늘 님께<br/>드립니다.</p><ul><li><strong>매월</strong> 349,700원</li><li>25일</li></ul>' +
        '<h3>이의가 있으면</h3><ol><li><a href="/my/cases">신청</a></li><li><a href="https://www.law.go.kr/a">법</a></li></ol></div>',
    )
  })

  test('shows HTML as text', () => {
    const shown = html('<img src=x onerror=alert(1)> **<script>alert(1)</script>**\n\n- <b>a</b>')
    assert.doesNotMatch(shown, /<(img|script|b)\b/)
  })

  test('leads nowhere but to this site and https', () => {
    for (const address of [
      'javascript:alert(1)',
      'data:text/html,x',
      '//evil.example',
      '/\\evil.example',
      'http://a.kr',
      'https://a@b.kr',
    ])
      assert.doesNotMatch(html(`[여기](${address})`), /<a /, address)
  })

  test('takes an escaped sign as the sign itself', () => {
    assert.equal(html('2 \\* 3 \\[a\\](b) \\<c\\>'), '<div class="prose"><p>2 * 3 [a](b) &lt;c></p></div>')
  })

  test('costs little even when it is hostile', () => {
    const before = process.cpuUsage()
    html(`${'**['.repeat(20_000)}\n${'- '.repeat(20_000)}\n${'- a\n'.repeat(20_000)}`)
    assert.ok(process.cpuUsage(before).user < 2_000_000)
  })
})
