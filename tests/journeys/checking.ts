/** The check, as somebody fills it in at a browser; what it shows, and what it keeps on the device. */
import type { Page } from '../harness/browser.ts'
import { answerTo, choose, fillDay, press } from './filling.ts'
import type { Seat } from './stage.ts'

/** Waits until the rules are there, what is kept for when there is no network, and the letters of every word. */
export async function openCheck(seat: Seat): Promise<void> {
  await seat.go('/check')
  await seat.page.locator('[data-rules="ready"][data-offline][data-letters="ready"]').waitFor()
}

/** Answers the first questions with eyes and hands. */
export async function answerFirst(page: Page): Promise<void> {
  await fillDay(page, 'person.birthDate', '1991-05-17')
  await answerTo(page, 'person.sigungu').selectOption('11620')
  await choose(page, '혼자')
  await press(page, '결과 보기')
}

/** What is kept on the device for when there is no network. */
export const keptIn = ({ page }: Seat) =>
  page.evaluate(async () => ({
    workers: (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => new URL(scope).pathname),
    caches: await caches.keys(),
  }))

/** Without the note about where it was worked out, which is what differs. */
export async function drawn(page: Page): Promise<string> {
  return page.locator('main').evaluate((main) => {
    const copy = main.cloneNode(true) as HTMLElement
    for (const one of copy.querySelectorAll('template, [data-private-note], [data-private-only], .lead, .icon, .sr-only'))
      one.remove()
    return (copy.textContent ?? '').replace(/\s+/g, '')
  })
}
