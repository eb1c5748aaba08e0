/** MyData: what a bank is sent instead of papers, and that it gets nothing more once that is stopped. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { startTrial, type TrialSite } from '@dpg/mydata/trial'
import { signInOn } from '../harness/browser.ts'
import { idOf } from '../harness/index.ts'
import { PRIVACY_OFFICER } from '../harness/receiver.ts'
import { follow, press, wordsOf } from './filling.ts'
import { openStage, type Stage, stepsOf, WAYS } from './stage.ts'

let stage: Stage
let bank: TrialSite
before(async () => {
  stage = await openStage()
})
after(async () => {
  await bank?.stop()
  await stage?.close()
})

describe('my data, sent to a bank', () => {
  test('without a receiver the page says how to try it', async () => {
    const seat = await stage.sit()
    await signInOn(seat.page, stage.server.url, idOf('김순자'))
    await seat.go('/my/data/give')
    assert.match(await seat.read(), /아직 받을 수 있는 기관이 없습니다[\s\S]*npm run dpg -- receiver/)
    const [registrant, officer] = [idOf('신현우'), idOf(PRIVACY_OFFICER)]
    bank = await startTrial({ platform: stage.server.url, name: '지어낸은행', port: 0, registrant, officer })
  })

  for (const way of WAYS)
    test(`is seen before it goes, arrives, and stops, ${way.name}`, async (t) => {
      const step = stepsOf(t, stage)
      const seat = await stage.sit(way)
      const { page } = seat
      await signInOn(page, stage.server.url, idOf('김순자'))
      let waiting = ''

      await step('from the errand at the bank to what would be sent', async () => {
        await page.goto(bank.url)
        await page.getByRole('link', { name: '신용대출 (연금 받는 사람)' }).click()
        await page.waitForURL(/\/my\/data\/give/)
        const said = await seat.read()
        for (const words of ['지어낸은행', '김순자', '1956년 3월 14일', '전자정부법 제43조의2'])
          assert.ok(said.includes(words), `${words}: ${said}`)
      })

      await step('agreed to, the bank has it, signed', async () => {
        await page.locator('main label').filter({ hasText: '매달' }).click()
        await press(page, '동의하고 보내기')
        await follow(page, '지어낸은행으로 돌아가기')
        waiting = page.url()
        assert.match(await wordsOf(page.locator('body')), /서명을 확인했습니다[\s\S]*이름 김순자/)
        await page.reload()
        assert.match(await wordsOf(page.locator('body')), /이름 김순자/)
      })

      await step('stopped, the bank gets nothing more', async () => {
        await seat.go('/my/data')
        await follow(page, /신용대출/)
        await press(page, '지금 멈추기')
        assert.match(await seat.read(), /멈췄습니다/)
        await page.goto(waiting)
        const said = await wordsOf(page.locator('body'))
        assert.match(said, /받지 못했습니다/)
        assert.doesNotMatch(said, /김순자/)
      })

      await step('and all of it stands in the trace', async () => {
        await seat.go('/my/trace')
        assert.match(await seat.read(), /동의를 거두었습니다[\s\S]*지어낸은행: 신용대출[\s\S]*동의했습니다/)
        seat.assertQuiet()
      })
    })
})
