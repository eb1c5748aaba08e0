/** A passkey: added once, and from then on the device opens the door, and what opened it can be taken away again. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { giveAuthenticator } from '../harness/authenticator.ts'
import { signInOn } from '../harness/browser.ts'
import { idOf } from '../harness/index.ts'
import { press } from './filling.ts'
import { openStage, type Stage, stepsOf } from './stage.ts'

let stage: Stage
before(async () => {
  stage = await openStage()
})
after(() => stage?.close())

test('a passkey: added while signed in, enough to sign in with, useless once removed', async (t) => {
  const step = stepsOf(t, stage)
  const seat = await stage.sit()
  const { page } = seat
  await giveAuthenticator(page)
  const signIn = page.locator('[data-island="passkey-sign-in"] button')

  await step('added under a name of her choice', async () => {
    await signInOn(page, stage.server.url, idOf('이서준'))
    await seat.go('/my/settings')
    await page.locator('#f-passkey-name').fill('내 휴대전화')
    await page.locator('[data-island="add-passkey"] button').click()
    await page.waitForURL(/done=passkey/)
    assert.match(await seat.read(), /내 휴대전화/)
  })

  await step('signed out, her pages are closed', async () => {
    await page.locator('header summary').filter({ hasText: '이서준' }).click()
    await page.locator('header').getByRole('button', { name: '로그아웃' }).click()
    await page.waitForURL(stage.server.url + '/')
    await page.goto('/my/cases')
    assert.match(seat.path(), /^\/signin/)
  })

  await step('the passkey opens them, at the page that was wanted', async () => {
    await signIn.click()
    await page.waitForURL(/\/my\/cases$/)
    await seat.go('/my/settings')
    assert.match(await seat.read(), /패스키/)
  })

  await step('removed, it opens nothing any more', async () => {
    await press(page, /내 휴대전화.*지우기|지우기.*내 휴대전화/)
    await seat.window.clearCookies()
    await seat.go('/signin')
    await signIn.click()
    await page.locator('[data-island="passkey-sign-in"] [role="status"].form-error').waitFor()
    await page.goto('/my/cases')
    assert.match(seat.path(), /^\/signin/)
  })
})
