/** What a journey plays on: the running platform, one Chromium, and the steps that follow one another. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  complaintsOf,
  launchBrowser,
  openWindow,
  type Page,
} from '../harness/browser.ts'
import { type Server, startServer } from '../harness/index.ts'
import { wordsOf } from './filling.ts'

/** Someone at a browser of their own. */
export interface Seat {
  readonly window: BrowserContext
  readonly page: Page
  /** Goes to a path of the platform. */
  go(path: string): Promise<void>
  /** Where the page is. */
  path(): string
  /** The main part of the page, as read. */
  read(): Promise<string>
  /** What the page has complained about since this was asked last. */
  complaints(): string[]
  /** The page has complained about nothing: no script error, nothing refused by the policy, nothing missing. */
  assertQuiet(): void
}

export interface Stage {
  readonly server: Server
  readonly browser: Browser
  sit(options?: BrowserContextOptions): Promise<Seat>
  close(): Promise<void>
}

/** Both ways in which every journey must work. */
export const WAYS = [
  { name: 'with JavaScript', javaScriptEnabled: true },
  { name: 'without JavaScript', javaScriptEnabled: false },
] as const

export async function openStage(env: Readonly<Record<string, string>> = {}): Promise<Stage> {
  const server = await startServer({ env })
  const browser = await launchBrowser().catch(async (error: unknown) => {
    await server.close()
    throw error
  })
  return {
    server,
    browser,
    sit: (options) => sit(server, browser, options),
    async close() {
      await browser.close()
      await server.close()
    },
  }
}

async function sit(server: Server, browser: Browser, options: BrowserContextOptions = {}): Promise<Seat> {
  const window = await openWindow(browser, { baseURL: server.url, ...options })
  window.setDefaultTimeout(15_000)
  const page = await window.newPage()
  const complaints = complaintsOf(page)
  return {
    window,
    page,
    async go(path) {
      const answer = await page.goto(path)
      assert.equal(answer?.status(), 200, path)
    },
    path: () => {
      const { pathname, search } = new URL(page.url())
      return pathname + search
    },
    read: () => wordsOf(page.locator('main')),
    complaints: () => complaints.splice(0),
    assertQuiet: () => assert.deepEqual(complaints, []),
  }
}

/**
 * The steps of a journey, one after the other; what comes after a failure is not tried. With `JOURNEY_PICTURES` (a folder) every
 * seat is pictured after each step, for people to look at.
 */
export function stepsOf(t: TestContext, { browser }: Stage) {
  let isBroken = false
  let count = 0
  const picture = async () => {
    const folder = process.env['JOURNEY_PICTURES']
    if (!folder) return
    const pages = browser.contexts().flatMap((window) => window.pages())
    const name = `${t.name.slice(0, 12)} ${count++}`
    for (const [at, page] of pages.entries()) await page.screenshot({ path: join(folder, `${name}-${at}.png`), fullPage: true })
  }
  return (name: string, walk: () => Promise<void>): Promise<void> =>
    t.test(name, { skip: isBroken && 'a step before it failed' }, async () => {
      isBroken = true
      await walk().finally(picture)
      isBroken = false
    })
}
