/** What people do on forms, in the order in which a form asks. */
import type { Locator, Page } from '../harness/browser.ts'

/** As an eye reads it: what is folded away is not read, and blocks do not run together. */
export async function wordsOf(part: Locator): Promise<string> {
  // biome-ignore lint/performance/useDomNodeTextContent: what is shown is what counts here
  return (await part.innerText()).replace(/\s+/g, ' ')
}

/** Presses the button with this name, and is on the page that follows. */
export async function press(page: Page, name: string | RegExp): Promise<void> {
  const button = page.locator('main').getByRole('button', { name, exact: typeof name === 'string' })
  await Promise.all([page.waitForEvent('framenavigated'), button.first().click()])
  await page.waitForLoadState()
}

/** Follows the link with this name in the main part of the page. */
export async function follow(page: Page, name: string | RegExp): Promise<void> {
  const link = page.locator('main').getByRole('link', { name, exact: typeof name === 'string' })
  await Promise.all([page.waitForEvent('framenavigated'), link.first().click()])
  await page.waitForLoadState()
}

/** The field that asks for a fact: the questions are the definitions' and may change their words. */
export const answerTo = (page: Page, fact: string): Locator => page.locator(`main [name="${fact}"]`)

/** A day in its three boxes. */
export async function fillDay(page: Page, fact: string, iso: string): Promise<void> {
  for (const [at, part] of (['year', 'month', 'day'] as const).entries())
    await answerTo(page, `${fact}-${part}`).fill(String(Number(iso.split('-')[at])))
}

/** Chooses by the words beside the box, as a finger does. */
export async function choose(page: Page, words: string | RegExp): Promise<void> {
  await page.locator('main label').filter({ hasText: words }).first().click()
}

/** Ticks every box of the page: what is declared and agreed to. */
export async function agreeToAll(page: Page): Promise<void> {
  for (const box of await page.locator('main').getByRole('checkbox').all())
    await page.locator(`label[for="${await box.getAttribute('id')}"]`).click()
}

export const NEXT = '저장하고 계속'
export const SEND = '신청하기'
