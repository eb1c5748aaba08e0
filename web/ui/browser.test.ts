/** The style guide in a real Chromium, under a strict policy: axe in three modes, nothing sideways, no script needed. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import sparticuz from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'
import { buildWeb, type WebBuild } from '@dpg/web-build'
import { changePreferences } from './page/change-preferences.ts'
import type { Preferences } from './reader.ts'

const POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'"
const TYPES: Record<string, string> = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml', woff2: 'font/woff2' }
const DEFAULTS: Preferences = { lang: 'ko', contrast: 'normal', size: 100, easy: false }
/** All rules of axe once; of the other modes what they can change. */
const MODES: readonly { readonly name: string; readonly query: string; readonly rules?: readonly string[] }[] = [
  { name: 'default', query: '' },
  { name: 'high contrast', query: 'contrast=high', rules: ['color-contrast'] },
  { name: '150 % text', query: 'size=150', rules: ['scrollable-region-focusable'] },
  { name: 'English', query: 'lang=en', rules: ['valid-lang', 'html-has-lang', 'label', 'button-name', 'link-name'] },
]

let build: WebBuild
let browser: Browser
let server: Server
let origin: string

before(async () => {
  build = await buildWeb()
  const ui: typeof import('./index.ts') = await import(join(build.folder, build.manifest.server['ui']!))
  server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    response.setHeader('content-security-policy', POLICY)
    if (url.pathname.startsWith('/assets/')) {
      response.setHeader('content-type', TYPES[url.pathname.split('.').pop() ?? ''] ?? 'application/octet-stream')
      response.end(await readFile(join(build.folder, url.pathname)))
      return
    }
    let fields = Object.fromEntries(url.searchParams)
    if (request.method === 'POST') {
      const body = await Array.fromAsync(request)
      fields = Object.fromEntries(new URLSearchParams(Buffer.concat(body).toString()))
    }
    const preferences = changePreferences(DEFAULTS, fields)
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(ui.render(ui.styleGuide({ asked: { lang: preferences.lang, preferences, url }, path: '/' })))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await chromium.launch({
    executablePath: await sparticuz.executablePath(),
    headless: true,
    args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'],
  })
})
after(async () => {
  await browser?.close()
  server?.close()
})

async function open(query: string, width: number, javaScriptEnabled = true) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, locale: 'ko-KR', javaScriptEnabled })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(`${origin}/?${query}`)
  return { context, page, complaints }
}

describe('the style guide', () => {
  for (const width of [360, 1280])
    for (const mode of MODES)
      test(`has nothing for axe to find and nothing sideways: ${mode.name}, ${width} px`, async () => {
        const { context, page, complaints } = await open(mode.query, width)
        const axe = new AxeBuilder({ page }).setLegacyMode(true)
        const { violations } = await (mode.rules ? axe.withRules([...mode.rules]) : axe).analyze()
        assert.deepEqual(
          violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`),
          [],
        )
        assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width)
        assert.deepEqual(complaints, [])
        await context.close()
      })

  test('changes text size, contrast and language by its buttons with script off', async () => {
    const { context, page } = await open('', 360, false)
    const menu = page.locator('details.drop').first()
    await menu.locator('summary').click()
    await menu.getByRole('button', { name: '150%' }).click()
    assert.equal(await page.locator('html').getAttribute('data-size'), '150')
    await menu.locator('summary').click()
    await menu.getByRole('button', { name: '고대비' }).click()
    assert.equal(await page.locator('html').getAttribute('data-krds-mode'), 'high-contrast')
    await page.getByRole('button', { name: 'English' }).click()
    assert.equal(await page.locator('html').getAttribute('lang'), 'en')
    await context.close()
  })

  test('posts its form by keyboard alone, the chosen radio included, with script off', async () => {
    const { context, page } = await open('', 1280, false)
    await page.locator('#f-alone').focus()
    await page.keyboard.press('ArrowRight')
    await page.locator('#f-moved-day').fill('28')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/developers/components?*')
    const sent = new URL(page.url()).searchParams
    assert.equal(sent.get('alone'), 'no')
    assert.deepEqual([sent.get('moved-year'), sent.get('moved-month'), sent.get('moved-day')], ['2026', '2', '28'])
    await context.close()
  })

  test('puts the focus on the errors, and their links on the fields, with script off', async () => {
    const { context, page } = await open('', 1280, false)
    assert.equal(await page.locator('.error-summary:focus').count(), 1)
    await page.locator('.error-summary a').first().press('Enter')
    assert.equal(await page.locator('#f-phone:focus').count(), 1)
    await context.close()
  })

  test('shows a ring of two colours on what has the focus', async () => {
    const { context, page } = await open('', 1280)
    for (const target of ['#f-name', '.krds-btn.primary >> nth=0', '.site-name']) {
      await page.locator(target).focus()
      await page.keyboard.press('Shift+Tab')
      await page.keyboard.press('Tab')
      const [style, outline, shadow] = await page.locator(target).evaluate((element) => {
        const look = getComputedStyle(element)
        return [look.outlineStyle, look.outlineColor, look.boxShadow] as const
      })
      assert.equal(style, 'solid', target)
      assert.notEqual(shadow, 'none', target)
      // On a box the second colour is its border, inside the ring.
      if (target !== '#f-name') assert.ok(!shadow.startsWith(outline), target)
    }
    await context.close()
  })

  test('wakes its islands under a policy without inline script', async () => {
    const { context, page, complaints } = await open('', 1280)
    await page.locator('[data-island="print"][data-ready] button').waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })
})
