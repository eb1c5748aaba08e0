/** A real Chromium that npm ships, and axe in it. Apart from `index.ts`: only those pay for it who look with it. */
import { AxeBuilder } from '@axe-core/playwright'
import sparticuz from '@sparticuz/chromium'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { until } from './until.ts'

export type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'

export const launchBrowser = async (): Promise<Browser> =>
  chromium.launch({
    executablePath: await sparticuz.executablePath(),
    headless: true,
    args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'],
  })

/**
 * The modes in which a page is read: attributes of its root and nothing more (a test of the style guide holds pages to that), so it
 * need not come from the server again. Beside each the rules of axe that it can break; all of them in the first.
 */
const MODES: readonly {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly rules?: readonly string[]
}[] = [
  { name: 'ordinary', attributes: {} },
  { name: 'high contrast', attributes: { 'data-krds-mode': 'high-contrast' }, rules: ['color-contrast', 'link-in-text-block'] },
  { name: '150 % text', attributes: { 'data-size': '150' }, rules: ['target-size', 'scrollable-region-focusable'] },
]

/** What axe finds in every mode, and what `look` finds there. The page is left as it was. */
export async function inEveryMode(page: Page, look: () => Promise<readonly string[]>): Promise<string[]> {
  const faults: string[] = []
  for (const { name, attributes, rules } of MODES) {
    const before = await page.evaluate(takeOn, Object.entries(attributes))
    const found = [...(await findingsOf(page, rules)), ...(await look())]
    await page.evaluate(takeOn, before)
    faults.push(...found.map((fault) => `${name}: ${fault}`))
  }
  return faults
}

/** Gives the root of the page these attributes (null: takes it away), and tells what it had. Runs in the page. */
function takeOn(attributes: readonly (readonly [string, string | null])[]): [string, string | null][] {
  const root = document.documentElement
  return attributes.map(([name, value]) => {
    const before = root.getAttribute(name)
    if (value === null) root.removeAttribute(name)
    else root.setAttribute(name, value)
    return [name, before]
  })
}

/** A window as a visitor in Korea has it: a small screen unless told, without script when told. */
export function openWindow(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  return browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'ko-KR', ...options })
}

/** Everything the page complained about: errors of scripts, refusals of the policy, files that are not there. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())))
  page.on('pageerror', (error) => complaints.push(error.message))
  return complaints
}

/** What axe finds, one line each: the rule and where. All its rules, or those named. The site has no frames for axe to enter. */
export async function findingsOf(page: Page, rules?: readonly string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true)
  const { violations } = await (rules ? axe.withRules([...rules]) : axe).analyze()
  return violations.map((one) => `${page.url()} ${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`)
}

/** Signs in by the page, as a persona or official, by the id. */
export async function signInOn(page: Page, url: string, id: string): Promise<void> {
  await page.goto(`${url}/signin`)
  const button = page.locator(`button[value="${id}"]`).first()
  // People to be are folded by group.
  await button.locator('xpath=ancestor::details').locator('summary').click()
  await button.click()
  await until('to be signed in', async () => (await page.context().cookies()).some(({ name }) => name === 'dpg_session'))
}
