/**
 * The life of a benefit: 김순자 checks without signing in, signs in, applies for the basic pension without any paper; an
 * official decides; she reads the notice, takes the document along, has it verified, and sees who looked.
 */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { signInOn } from '../harness/browser.ts'
import { idOf, until } from '../harness/index.ts'
import { agreeToAll, answerTo, choose, fillDay, follow, NEXT, press, SEND, wordsOf } from './filling.ts'
import { openNotice } from './notice.ts'
import { proveInTest } from './proof.ts'
import { openStage, type Seat, type Stage, stepsOf, WAYS } from './stage.ts'

const REASON = '나이와 소득인정액이 기준에 맞습니다. 국민연금을 적게 받으셔서 전액을 드립니다.'

for (const way of WAYS)
  describe(`a benefit from the first question to the proof, ${way.name}`, () => {
    let stage: Stage
    let resident: Seat
    let official: Seat
    before(async () => {
      stage = await openStage()
      resident = await stage.sit(way)
      official = await stage.sit(way)
    })
    after(() => stage?.close())

    test(`${way.javaScriptEnabled ? '' : '(스크립트 없이) '}기초연금: 확인, 신청, 결정, 통지, 문서, 열람 기록`, async (t) => {
      const step = stepsOf(t, stage)
      let receipt = ''
      let number = ''
      let pdf = ''

      await step('without signing in, three answers say what one may get', async () => {
        const { page } = resident
        await resident.go('/check')
        await fillDay(page, 'person.birthDate', '1956-03-14')
        await answerTo(page, 'person.sigungu').selectOption({ label: '관악구' })
        await choose(page, '혼자')
        await press(page, '결과 보기')
        assert.match(await resident.read(), /받을 수 있을 듯합니다 [1-9]\d*/)
        await page.locator('main [name="find"]').fill('기초연금')
        await press(page, '알아보기')
        assert.match(await wordsOf(page.locator('#find').locator('xpath=ancestor::section')), /확인 필요 기초연금/)
        assert.equal(resident.path(), '/check', 'answers stand in no address')
      })

      await step('signed in, she first sees what would be looked up, and agrees to what she chooses', async () => {
        const { page } = resident
        await signInOn(page, stage.server.url, idOf('김순자'))
        await resident.go('/my/benefits')
        assert.match(await resident.read(), /금융정보 조회에 동의합니다[\s\S]*제8조제1항/)
        await resident.go('/my/trace')
        assert.match(await resident.read(), /아직 아무도 내 정보를 쓰지 않았습니다/)
        await resident.go('/my/benefits')
        await agreeToAll(page)
        await press(page, '고른 대로 혜택 보기')
        assert.equal(resident.path(), '/my/benefits')
      })

      await step('signed in, the basic pension is among my benefits with its amount, to the won', async () => {
        const { page } = resident
        const card = page.locator('li').filter({ has: page.getByRole('link', { name: '기초연금', exact: true }) })
        assert.match(await wordsOf(card), /349,700원/)
        await follow(page, /신청하기 \(기초연금\)/)
        assert.equal(resident.path(), '/apply/SSE000000170')
      })

      await step('every screen is answered, and none asks for what a register knows or for a paper', async () => {
        const { page } = resident
        await press(page, '신청 시작하기')
        await answerTo(page, 'person.bankAccount.bank').selectOption('국민은행')
        await answerTo(page, 'person.bankAccount.number').fill('12345678901234')
        await answerTo(page, 'person.bankAccount.holder').fill('김순자')
        await choose(page, '아니요')
        await press(page, NEXT)
        await answerTo(page, 'person.phone').fill('01012345678')
        await press(page, NEXT)
        await agreeToAll(page)
        await press(page, NEXT)
        const shown = await resident.read()
        assert.match(shown, /1956년 3월 14일/)
        assert.match(shown, /주민등록/)
        assert.equal(await page.locator('main input[type=file]').count(), 0)
        await press(page, NEXT)
        await agreeToAll(page)
        await press(page, SEND)
      })

      await step('a receipt number is given at once', async () => {
        const said = await resident.read()
        receipt = /\d{4}-\d{4}-\d{6}/.exec(said)?.[0] ?? ''
        assert.match(said, /신청을 받았습니다/)
        assert.notEqual(receipt, '')
      })

      await step('an official of her district finds the case, with its facts and where each comes from', async () => {
        const { page } = official
        await signInOn(page, stage.server.url, idOf('김하늘'))
        const row = page.locator('main tr').filter({ hasText: receipt })
        await until('the evidence to be there', async () => {
          await official.go('/work')
          return /받을 수 있음/.test(await wordsOf(row))
        })
        await row.getByRole('link', { name: '기초연금' }).click()
        await page.waitForURL(/\/work\/case_/)
        // A long table of facts is folded; whoever wants it opens it.
        for (const folded of ['확인을 마친 자료', '대장에서 가져온 사실'])
          await page.locator('main summary').filter({ hasText: folded }).first().click()
        const said = await official.read()
        for (const words of ['김순자', '349,700원', '1956년 3월 14일', '주민등록', '사회보장정보시스템', '부동산'])
          assert.ok(said.includes(words), words)
      })

      await step('and decides, with the reason in plain words', async () => {
        const { page } = official
        await page
          .locator('#actions summary')
          .filter({ hasText: /^지급 결정$/ })
          .click()
        const form = page.locator('#actions form[action$="/actions/grant"]')
        await form.getByLabel(/판단한 까닭/).fill(REASON)
        await form.getByRole('button', { name: '지급 결정' }).click()
        await page.waitForURL(/done=/)
        assert.match(await official.read(), /지급 결정/)
        official.assertQuiet()
      })

      await step('she reads the notice, and from then on there is proof of when', async () => {
        const { page } = resident
        await openNotice(resident, '기초연금을 드리기로 결정했습니다')
        const said = await resident.read()
        assert.match(said, /349,700원/)
        assert.match(said, /이의신청/)
        const proof = await resident.window.request.get(`/api${new URL(page.url()).pathname.replace('/my', '')}/proof`)
        const { openedAt } = (await proof.json()) as { openedAt: string | null }
        assert.ok(openedAt)
      })

      await step('the decision is a document: read as HTML, taken along as PDF and as JSON', async () => {
        const { page } = resident
        await resident.go('/my/documents')
        await follow(page, /기초연금/)
        const said = await resident.read()
        number = /\d{4}-\d{4}-\d{4}-\d{4}/.exec(said)?.[0] ?? ''
        assert.match(said, /349,700원/)
        assert.notEqual(number, '')
        pdf = await downloaded(resident, /PDF/)
        assert.equal((await readFile(pdf)).subarray(0, 5).toString(), '%PDF-')
        const json = JSON.parse(await readFile(await downloaded(resident, /JSON/), 'utf8')) as unknown
        assert.ok(JSON.stringify(json).includes(number.replaceAll('-', '')) || JSON.stringify(json).includes(number))
      })

      await step('whoever is handed it verifies it without signing in, by its number and by the file', async () => {
        const stranger = await stage.sit(way)
        const { page } = stranger
        await stranger.go('/verify')
        await page.locator('main [name="number"]').fill(number)
        await press(page, '확인하기')
        const said = await stranger.read()
        assert.match(said, /진짜 문서입니다/)
        assert.match(said, /김\*/)
        const real = await readFile(pdf)
        for (const { bytes, answer } of [
          { bytes: real, answer: /진짜 문서입니다/ },
          { bytes: Buffer.concat([real, Buffer.from(' ')]), answer: /저희가 낸 그대로의 파일이 아닙니다/ },
        ]) {
          await page.locator('main input[type=file]').setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: bytes })
          await press(page, '파일 확인하기')
          assert.match(await stranger.read(), answer)
        }
        await stranger.window.close()
      })

      await step("she sees the official's look at her data, and that nobody can have changed the log", async () => {
        const { page } = resident
        await resident.go('/my/trace?who=official')
        assert.match(await resident.read(), /김하늘/)
        if (way.javaScriptEnabled) await page.locator('[data-proof-state="proven"]').first().waitFor()
        assert.equal(await page.locator('[data-proof-state="failed"]').count(), 0)
        await proveInTest(
          resident.window.request,
          await page.locator('[data-proof]').evaluateAll((all) => all.map((one) => one.getAttribute('data-proof') ?? '')),
        )
        resident.assertQuiet()
      })
    })
  })

async function downloaded({ page }: Seat, name: RegExp): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).first().click()])
  return download.path()
}
