/** What hands do by mistake: a form sent half empty, then the browser's own back and reload; a button pressed twice. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { signInOn } from '../harness/browser.ts'
import { BASIC_PENSION, idOf } from '../harness/index.ts'
import { answerTo, choose, NEXT, press } from './filling.ts'
import { openStage, type Stage, stepsOf } from './stage.ts'

let stage: Stage
before(async () => {
  stage = await openStage()
})
after(() => stage?.close())

test('after a mistake that was mended, going back shows the form, and never asks to send it again', async (t) => {
  const step = stepsOf(t, stage)
  const seat = await stage.sit()
  const { page } = seat
  const form = `/apply/${BASIC_PENSION}/account`
  await signInOn(page, stage.server.url, idOf('김순자'))

  await step('sent empty it comes back, and its address is that of the form', async () => {
    await seat.go(`/apply/${BASIC_PENSION}`)
    await press(page, '신청 시작하기')
    await press(page, NEXT)
    assert.match(await seat.read(), /4곳을 확인해 주세요/)
    await page.locator('.error-summary[data-ready]').waitFor()
    assert.equal(seat.path(), form)
  })

  await step('mended, it goes on; the button pressed twice sends once', async () => {
    await answerTo(page, 'person.bankAccount.bank').selectOption('국민은행')
    await answerTo(page, 'person.bankAccount.number').fill('12345678901234')
    await answerTo(page, 'person.bankAccount.holder').fill('김순자')
    await choose(page, '아니요')
    await page.getByRole('button', { name: NEXT }).dblclick()
    await page.waitForURL(/\/contact$/)
  })

  await step('back and back again show the form with what was saved', async () => {
    for (let times = 0; times < 2; times++) {
      await page.goBack()
      assert.equal(seat.path(), form)
      assert.doesNotMatch(await seat.read(), /확인해 주세요/)
    }
    await page.reload()
    assert.equal(await answerTo(page, 'person.bankAccount.holder').inputValue(), '김순자')
  })

  await step('where a form goes to an address of its own, back leads to its page as well', async () => {
    await seat.go('/my/mandates')
    await press(page, '이 번호로 맡기')
    await page.locator('.error-summary[data-ready]').waitFor()
    await seat.go('/my')
    await page.goBack()
    assert.equal(seat.path(), '/my/mandates')
    assert.doesNotMatch(await seat.read(), /확인해 주세요/)
  })
})
