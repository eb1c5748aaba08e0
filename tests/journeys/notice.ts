/** Reading a notice: it comes by itself, is closed until it is opened, and from then on there is proof of when. */
import assert from 'node:assert/strict'
import { until } from '../harness/index.ts'
import { press } from './filling.ts'
import type { Seat } from './stage.ts'

/** Waits until it is in the inbox, and opens it there. */
export async function openNotice({ page, go, path }: Seat, subject: string): Promise<void> {
  const notice = page.locator('main li').filter({ hasText: subject })
  await until(`the notice: ${subject}`, async () => {
    await go('/my/notices')
    return (await notice.count()) > 0
  })
  // What has legal effect first says on a page of its own what opening it means.
  const link = notice.first().getByRole('link', { name: subject })
  if ((await link.count()) > 0) {
    await link.click()
    await page.waitForURL(/\/my\/notices\/ntc_/)
    await press(page, '열어서 읽기')
  } else {
    await notice
      .first()
      .getByRole('button', { name: /^열어서 읽기/ })
      .click()
    await page.waitForURL(/\/my\/notices\/ntc_/)
  }
  assert.match(path(), /^\/my\/notices\/ntc_[0-9a-f-]{36}$/)
}
