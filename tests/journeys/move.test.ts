/** A move: reported once, entered in the register, and everything that hangs on the address follows by itself. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { signInOn } from '../harness/browser.ts'
import { idOf, until } from '../harness/index.ts'
import { getExtract } from './extract.ts'
import { agreeToAll, answerTo, choose, fillDay, follow, NEXT, press, SEND } from './filling.ts'
import { openNotice } from './notice.ts'
import { openStage, type Seat, type Stage, stepsOf, WAYS } from './stage.ts'

/** By hand and in the small windows: one persona each, so that both moves begin in 관악구. */
const MOVERS = { 'with JavaScript': '김순자', 'without JavaScript': '이서준' } as const
const ADDRESS = '전북특별자치도 순창군 순창읍 옥천로 1'

let stage: Stage
before(async () => {
  stage = await openStage()
})
after(() => stage?.close())

for (const way of WAYS)
  describe(`a move to another district, ${way.name}`, () => {
    const mover = MOVERS[way.name]
    let resident: Seat
    before(async () => {
      resident = await stage.sit(way)
    })

    test(`${mover}: 관악구에서 순창군으로, 혜택도 따라간다`, async (t) => {
      const step = stepsOf(t, stage)

      await step('before: benefits of the old district, and word is wanted when they change', async () => {
        const { page } = resident
        await signInOn(page, stage.server.url, idOf(mover))
        await resident.go('/my/benefits')
        await agreeToAll(page)
        await press(page, '고른 대로 혜택 보기')
        const found = await districtsIn(resident)
        assert.ok(found.관악 > 0)
        assert.equal(found.순창, 0)
        await resident.go('/my/benefits/watch')
        await agreeToAll(page)
        await press(page, '고른 대로 알림 켜기')
        assert.match(await resident.read(), /알림을 켰습니다/)
      })

      await step('the report asks when, where and why, one thing a screen, and nothing the register knows', async () => {
        const { page } = resident
        await resident.go('/services/move-in-report')
        await follow(page, /신고하기|신청하기/)
        await press(page, /시작/)
        await fillDay(page, 'person.moveDate', '2026-11-20')
        await press(page, NEXT)
        await answerTo(page, 'area-words').fill('순창읍')
        await press(page, '찾기')
        await choose(page, '순창군 순창읍')
        await answerTo(page, 'person.newAddress').fill(ADDRESS)
        await press(page, NEXT)
        await choose(page, /^예$/)
        await press(page, NEXT)
        await choose(page, '세대가 함께 이사')
        await press(page, NEXT)
        await choose(page, '주택')
        await press(page, NEXT)
        await answerTo(page, 'person.phone').fill('01098765432')
        await press(page, NEXT)
        const shown = await resident.read()
        assert.ok(shown.includes(ADDRESS))
        assert.match(shown, /관악구[^.]*주민등록/)
        await press(page, NEXT)
        await agreeToAll(page)
        await press(page, SEND)
        assert.match(await resident.read(), /접수번호 \d{4}-\d{4}-\d{6}/)
      })

      await step('every condition is met, so it is accepted at once, and no official was needed', async () => {
        await until('the move to be accepted', async () => {
          await resident.page.reload()
          return /결정 완료: 수리/.test(await resident.read())
        })
        assert.match(await resident.read(), /대장에 적혔습니다/)
      })

      await step('the register has it: an extract issued now states the new address', async () => {
        const extract = await getExtract(resident)
        assert.ok(extract.includes(ADDRESS), extract)
        assert.doesNotMatch(extract, /관악구/)
      })

      await step('the benefits of the new district are there, and those of the old one are gone', async () => {
        await until('the benefits to have moved', async () => (await districtsIn(resident)).관악 === 0)
        assert.ok((await districtsIn(resident)).순창 > 0)
      })

      await step('and a notice says so by itself', async () => {
        await openNotice(resident, '새로 받을 수 있는 혜택이 있습니다')
        const told = await resident.read()
        assert.match(told, /순창/)
        assert.match(told, /새로 맞은 조건/)
        assert.match(told, /주민등록에서 바뀌었다고 알려 왔습니다/)
      })

      await step('and what does not interest is stopped by a press, and let come again by another', async () => {
        const { page } = resident
        await resident.go('/my/benefits/news')
        await page.locator('main details summary').filter({ hasText: '나에게 맞지 않아요' }).first().click()
        await page.getByRole('button', { name: '이 혜택 소식 그만 받기' }).first().click()
        await page.waitForURL(/done=stop/)
        assert.match(await resident.read(), /더 보내지 않습니다/)
        await press(page, '되돌리기')
        assert.match(await resident.read(), /다시 보내 드립니다/)
        await resident.go('/my/benefits/watch')
        await press(page, '알림 끄기')
        assert.match(await resident.read(), /둔 것을 모두 지웠습니다/)
        resident.assertQuiet()
      })
    })
  })

/** How many of the services on the first pages of my benefits are of which district; the reader's own stand first. */
async function districtsIn({ go, page }: Seat): Promise<{ 관악: number; 순창: number }> {
  const found = { 관악: 0, 순창: 0 }
  for (const at of [1, 2, 3, 4, 5, 6]) {
    await go(`/my/benefits?page=${at}`)
    const cards = await page.locator('main .structured-item').allTextContents()
    assert.ok(cards.length > 0)
    for (const name of ['관악', '순창'] as const) found[name] += cards.filter((card) => card.includes(name)).length
  }
  return found
}
