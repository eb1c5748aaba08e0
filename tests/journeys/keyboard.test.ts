/** No mouse, no finger, no script: from the front page to a certificate by the Tab key, the space bar and Enter alone. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from '../harness/browser.ts'
import { idOf, until } from '../harness/index.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
before(async () => {
  stage = await openStage()
})
after(() => stage?.close())

test('a certificate is found, applied for and read by the keyboard alone', async () => {
  const seat = await stage.sit({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } })
  const { page } = seat
  await seat.go('/')
  await tabTo(page, 'main input[name="q"]')
  await page.keyboard.type('등본')
  await enter(page)
  await tabTo(page, 'main a[href^="/services/resident-register-copy"]')
  await enter(page)
  await tabTo(page, 'main a[href="/apply/resident-register-copy"]')
  await enter(page)
  assert.match(seat.path(), /^\/signin\?next=/)
  const me = `button[value="${idOf('신현우')}"]`
  await tabTo(page, `details:has(${me}) > summary`)
  await page.keyboard.press('Space')
  await tabTo(page, me)
  await enter(page)
  assert.equal(seat.path(), '/apply/resident-register-copy')
  await tabTo(page, 'main form[action="/apply/resident-register-copy"] button')
  await enter(page)
  await answerAndGoOn(page, 'main [name="person.extractSubject"]', 'Space')
  await answerAndGoOn(page, 'main [name="person.extractOptions"][value="movedIn"]', 'Space')
  await answerAndGoOn(page, 'main [name="person.extractPurpose"]', '은행')
  await goOn(page)
  await answerAndGoOn(page, 'main [name="declarations"]', 'Space')
  assert.match(await seat.read(), /접수번호 \d{4}-\d{4}-\d{6}/)
  await until('the certificate', async () => {
    await page.reload()
    return (await page.locator('#decision a[href^="/my/documents/"]').count()) > 0
  })
  await tabTo(page, '#decision a[href^="/my/documents/"]')
  await enter(page)
  assert.match(await seat.read(), /신현우/)
  seat.assertQuiet()
})

/** Presses Tab until the focus is there; a person would not try for ever. */
async function tabTo(page: Page, target: string): Promise<void> {
  for (let presses = 0; presses < 150; presses++) {
    await page.keyboard.press('Tab')
    if ((await page.locator(`${target}:focus`).count()) > 0) return
  }
  throw new Error(`${target} is not reached by the Tab key on ${page.url()}`)
}

async function enter(page: Page): Promise<void> {
  await Promise.all([page.waitForEvent('framenavigated'), page.keyboard.press('Enter')])
  await page.waitForLoadState()
}

async function answerAndGoOn(page: Page, field: string, answer: string): Promise<void> {
  await tabTo(page, field)
  if (answer === 'Space') await page.keyboard.press('Space')
  else await page.keyboard.type(answer)
  await goOn(page)
}

async function goOn(page: Page): Promise<void> {
  await tabTo(page, 'main form button:not([name])')
  await enter(page)
}
