/** 2.1-3 공공 UI/UX (design system). Missing: a test with people who use screen readers, sign language and the kiosk's screens */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  type Browser,
  type BrowserContext,
  complaintsOf,
  inEveryMode,
  launchBrowser,
  openWindow,
  type Page,
} from '../harness/browser.ts'
import {
  apply,
  BASIC_PENSION,
  basicPension,
  caseIn,
  crawl,
  extract,
  MOVE,
  type Reached,
  seeBenefits,
  type Server,
  signedIn,
  startServer,
  type Visitor,
  visitor,
} from '../harness/index.ts'

let server: Server
let browser: Browser
/** One page of each kind that each sort of visitor can reach. */
let tours: readonly { readonly who: Visitor; readonly name: string; readonly pages: readonly Reached[] }[]
before(async () => {
  ;[server, browser] = await Promise.all([startServer(), launchBrowser()])
  tours = await planTours()
})
after(async () => {
  await browser?.close()
  await server?.close()
})

const LEAVE_OUT = /^\/(signout|developers\/components\?)/

async function planTours() {
  const anyone = visitor(server)
  const kim = await signedIn(server, '김순자')
  await seeBenefits(kim)
  await caseIn(kim, (await apply(kim, extract)).id, ['issued'])
  const { id } = await apply(kim, basicPension)
  await caseIn(kim, id, ['review'])
  for (const service of [BASIC_PENSION, MOVE]) await kim.ask(`/apply/${service}`, { form: {} })
  const { items } = await kim.get<{ items: { id: string }[] }>('/api/notices')
  const screens = ['account', 'contact', 'finance-consent', 'check', 'agree'].map((screen) => `/apply/${BASIC_PENSION}/${screen}`)
  const own = [
    '/my/benefits',
    '/my/cases',
    '/my/documents',
    '/my/trace',
    '/my/notices',
    `/my/notices/${items[0]!.id}`,
    `/apply/${MOVE}/when`,
    `/apply/${MOVE}/where`,
  ]
  const official = await signedIn(server, '김하늘')
  const open = [
    '/',
    '/services',
    '/services?q=월세',
    '/services?q=없는말없는말',
    `/services/${BASIC_PENSION}`,
    '/services/105100000001',
    '/check',
    '/signin',
    '/about',
    '/verify',
    '/developers',
    '/developers/components',
    '/no-such-page',
  ]
  const at = (path: RegExp, pages: readonly Reached[]) => pages.filter((page) => path.test(page.path))
  return [
    { who: anyone, name: 'anyone', pages: await crawl(anyone, { from: open, leaveOut: LEAVE_OUT }) },
    {
      who: kim,
      name: 'a resident',
      pages: at(/^\/(my|apply)/, await crawl(kim, { from: [...own, ...screens], leaveOut: LEAVE_OUT })),
    },
    {
      who: official,
      name: 'an official',
      pages: at(/^\/work/, await crawl(official, { from: ['/work', `/work/${id}`], leaveOut: LEAVE_OUT })),
    },
  ]
}

/** A window in which this visitor is signed in and reads Korean as it stands. */
async function windowOf(who: Visitor, width: number): Promise<BrowserContext> {
  const context = await openWindow(browser, { viewport: { width, height: 900 } })
  const cookies = [...who.cookies.entries(), ['dpg_prefs', 'ko.normal.100.plain'] as const].map(([name, value]) => ({
    name,
    value,
    url: server.url,
  }))
  await context.addCookies(cookies)
  return context
}

test('닿을 수 있는 모든 쪽이 둘러볼 목록에 있다', (t) => {
  for (const { name, pages } of tours) t.diagnostic(`${name}: ${pages.map(({ kind }) => kind).join(' ')}`)
  const kinds = new Set(tours.flatMap(({ pages }) => pages.map(({ kind }) => kind)))
  for (const kind of [
    '/',
    '/services',
    '/services/*',
    '/check',
    '/signin',
    '/my/benefits',
    '/apply/*/account',
    '/my/cases',
    '/my/cases/*',
    '/my/notices',
    '/my/notices/*',
    '/my/documents',
    '/my/trace',
    '/work',
    '/work/*',
    '/developers/api',
  ])
    assert.ok(kinds.has(kind), `${kind} was not reached`)
})

test('보통, 고대비, 150 % 글자: axe 가 어느 쪽에서도 아무것도 찾지 못하고, 좁은 화면에서 옆으로 넘치지 않으며, 불평이 없다', async () => {
  const found: string[] = []
  for (const { who, pages } of tours) {
    const context = await windowOf(who, 390)
    const looks = pages[Symbol.iterator]()
    const worker = async () => {
      const page = await context.newPage()
      const complaints = complaintsOf(page)
      for (let next = looks.next(); !next.done; next = looks.next()) {
        const { path } = next.value
        await page.goto(server.url + path)
        const look = async () => {
          const width = await page.evaluate('document.documentElement.scrollWidth')
          return width === 390 ? [] : [`${path}: ${width} pixels wide`]
        }
        found.push(...(await inEveryMode(page, look)))
      }
      found.push(...complaints)
    }
    await Promise.all([worker(), worker()])
    await context.close()
  }
  assert.deepEqual(found, [])
})

test('어느 쪽이나 KRDS 의 토큰과 부품으로 그려지고, 글 속에 모양이나 스크립트를 심지 않는다', async () => {
  const pages = tours.flatMap((tour) => tour.pages)
  const sheets = new Set<string>()
  for (const { path, view, headers } of pages) {
    const { root } = view
    for (const sheet of root.querySelectorAll('link[rel=stylesheet]')) sheets.add(sheet.getAttribute('href') ?? '')
    assert.equal(root.querySelectorAll('[style], style').length, 0, `${path} has a style of its own`)
    assert.equal(
      root.querySelectorAll('script:not([src])').filter((one) => !/json/.test(one.getAttribute('type') ?? '')).length,
      0,
      `${path} has an inline script`,
    )
    assert.doesNotMatch(headers.get('content-security-policy') ?? 'unsafe', /unsafe/, path)
    for (const button of root.querySelectorAll('main button, main a.krds-btn'))
      assert.match(
        button.getAttribute('class') ?? '',
        /krds-|choice|chip|tab|link|page-/,
        `${path}: ${button.toString().slice(0, 120)}`,
      )
    for (const part of ['#krds-masthead', '#krds-header', '#krds-footer', 'main#main', 'a.skip-link'])
      assert.ok(root.querySelector(part), `${path} has no ${part}`)
    assert.equal(root.querySelectorAll('h1').length, 1, path)
  }
  assert.ok(sheets.size > 0 && [...sheets].every((href) => href.startsWith('/assets/')))
  const css = (await Promise.all([...sheets].map(async (href) => (await visitor(server).ask(href)).text))).join('\n')
  assert.ok((css.match(/var\(--krds-/g) ?? []).length > 100, 'the style sheets do not use the tokens of KRDS')
  const titles = pages.filter(({ kind }) => !kind.includes('?')).map(({ view }) => view.title)
  assert.ok(titles.every((title) => title.length > 3))
})

test('자판만으로 건너뛰고, 찾고, 서비스까지 가며, 눈길이 어디 있는지 늘 보인다', async () => {
  const context = await windowOf(visitor(server), 1280)
  const page = await context.newPage()
  await page.goto(server.url)
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate('document.activeElement.className'), 'skip-link')
  assert.ok(await page.locator('.skip-link').isVisible())
  for (let steps = 0; steps < 25; steps++) {
    await page.keyboard.press('Tab')
    assert.ok(
      await hasRing(page),
      `nothing shows where the focus is: ${await page.evaluate('document.activeElement.outerHTML.slice(0, 200)')}`,
    )
  }
  await page.goto(server.url)
  for (let steps = 0; steps < 40; steps++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(`document.activeElement.name === 'q' && document.activeElement.closest('main') !== null`)) break
  }
  await page.keyboard.type('기초연금')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/services?*')
  for (let steps = 0; steps < 80; steps++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(`document.activeElement.getAttribute('href') === '/services/${BASIC_PENSION}'`)) break
  }
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/services/${BASIC_PENSION}`)
  assert.match((await page.locator('h1').textContent()) ?? '', /기초연금/)
  await context.close()
})

/** Outline, shadow or border that is there because of the focus. */
const hasRing = (page: Page): Promise<boolean> =>
  page.evaluate(`(() => {
    const look = getComputedStyle(document.activeElement)
    return document.activeElement === document.body || (look.outlineStyle !== 'none' && look.outlineWidth !== '0px') || look.boxShadow !== 'none'
  })()`)

test('스크립트를 끄고도 보기 설정을 바꾸고, 찾고, 로그인해 내 혜택과 신청서를 쓴다', async () => {
  const context = await openWindow(browser, { javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(server.url)
  await page.locator('details.drop summary').first().click()
  await page.getByRole('button', { name: '150%' }).click()
  await page.locator('html[data-size="150"]').waitFor()
  await page.locator('main input[name=q]').fill('기초연금')
  await page.locator('main input[name=q]').press('Enter')
  await page.locator(`a[href="/services/${BASIC_PENSION}"]`).first().click()
  await page.waitForURL(`**/services/${BASIC_PENSION}`)
  await page.locator('html[data-size="150"]').waitFor()
  await page.locator(`main a[href^="/apply/${BASIC_PENSION}"]`).first().click()
  await page.waitForURL('**/signin?next=*')
  // People to be are folded by group.
  await page.locator('main details:has(button[name=persona]) > summary').first().click()
  await page.locator('button[name=persona]').first().click()
  await page.waitForURL(`**/apply/${BASIC_PENSION}**`)
  await page.goto(`${server.url}/my/benefits/consent`)
  for (const tick of await page.locator('main input[type=checkbox]').all()) await tick.check()
  await page.locator('main button[value=look]').click()
  await page.waitForURL('**/my/benefits')
  assert.match((await page.locator('main').textContent()) ?? '', /받을 수 있을 듯함|받을 수 있음/)
  await context.close()
})
