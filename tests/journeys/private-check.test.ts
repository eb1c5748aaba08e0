/** The check on the visitor's own device: what is typed is answered there, with or without a network, and goes nowhere. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { REGISTERS } from '@dpg/gateway/population'
import type { Json } from '@dpg/rules'
import { deviceWorld, type RulesFile } from '@dpg/web-resident/rules-file'
import { inEveryMode, type Page } from '../harness/browser.ts'
import { people, personas, PERSONAS_DAY, visitor } from '../harness/index.ts'
import { answerFirst, drawn, keptIn, openCheck } from './checking.ts'
import { answerTo, choose, fillDay, press, wordsOf } from './filling.ts'
import { faultsOf, PHONE } from './look.ts'
import { assertSameAnswers, WORKED_OUT } from './same-answers.ts'
import { openStage, type Stage } from './stage.ts'
import { leftBehind, watch } from './traffic.ts'

let stage: Stage
before(async () => {
  stage = await openStage()
})
after(() => stage?.close())

const KIM = 'per_01980000-0000-7000-8000-000000000101'
const RULES = /^\/check\/rules\/[\w-]{16}\.ko\.json$/

describe('the check with JavaScript', () => {
  test('sends nothing and leaves nothing behind, whatever is typed, asked, looked up and passed over', async () => {
    const seat = await stage.sit()
    const { page } = seat
    await openCheck(seat)
    assert.match(await seat.read(), /이 기기를 떠나지 않습니다/)
    const sent = await watch(seat)
    const before = await leftBehind(seat)
    await answerFirst(page)
    assert.match(await seat.read(), /받을 수 있을 듯합니다 [1-9]/)
    await page.locator('main [name="find"]').pressSequentially('기초연금')
    await press(page, '알아보기')
    assert.match(await wordsOf(page.locator('#find').locator('xpath=ancestor::section')), /해당 없음 .*기초연금/)
    await page
      .locator('#find')
      .locator('xpath=ancestor::section')
      .getByRole('button', { name: /왜 그런가요/ })
      .first()
      .click()
    await page.getByRole('heading', { name: '조건마다 따져 보면' }).waitFor()
    assert.match(await seat.read(), /65세 이상이어야 합니다/)
    await press(page, '결과로 돌아가기')
    await press(page, '모르겠어요')
    await press(page, /모두 보기/)
    await press(page, '다음')
    await page.goBack()
    assert.equal(seat.path(), '/check', 'answers stand in no address')
    assert.deepEqual(sent(), [])
    assert.deepEqual(await leftBehind(seat), before)
    seat.assertQuiet()

    // The watch is worth something: it sees each way out.
    await page.evaluate(() => {
      navigator.sendBeacon('/check', 'beacon')
      void fetch('/check?fetched').catch(() => undefined)
      new Image().src = '/image.png'
      try {
        new WebSocket(location.href.replace('http', 'ws'))
      } catch {
        // Refused by the policy.
      }
      localStorage.setItem('a', '1')
    })
    await page.waitForTimeout(300)
    assert.deepEqual(new Set(sent().map((one) => one.split(' ')[0])), new Set(['ping', 'fetch', 'image', 'websocket']))
    assert.notDeepEqual(await leftBehind(seat), before)
    await seat.window.close()
  })

  test('loads the rules once, as a file that may be kept for ever', async () => {
    const seat = await stage.sit()
    const files: { path: string; cache: string; kept: boolean }[] = []
    seat.page.on('response', (answer) => {
      const path = new URL(answer.url()).pathname
      if (RULES.test(path)) files.push({ path, cache: answer.headers()['cache-control'] ?? '', kept: answer.fromServiceWorker() })
    })
    await openCheck(seat)
    assert.equal(files.length, 1)
    assert.match(files[0]?.cache ?? '', /max-age=31536000, immutable/)
    const gone = await visitor(stage.server).ask('/check/rules/AAAAAAAAAAAAAAAA.ko.json')
    assert.equal(gone.status, 404)
    await seat.window.close()
  })

  test('goes on with the network off, and gives the very same answers as the server', async () => {
    const [here, there] = [await stage.sit(), await stage.sit({ javaScriptEnabled: false })]
    await openCheck(here)
    await there.go('/check')
    await here.window.setOffline(true)
    const both = async (act: (page: Page) => Promise<void>) => {
      await act(here.page)
      await act(there.page)
      assert.equal(await drawn(here.page), await drawn(there.page))
    }
    await both(answerFirst)
    await both(async (page) => {
      await page.locator('main [name="household.monthlyIncome"]').fill('120만')
      await press(page, '답하기')
    })
    for (let at = 0; at < 4; at++) await both((page) => press(page, at % 2 === 0 ? '모르겠어요' : '답하기'))
    await both((page) => press(page, /왜 그런가요/))
    await both((page) => press(page, '결과로 돌아가기'))
    await both((page) => press(page, /모두 보기/))
    here.assertQuiet()
    await Promise.all([here.window.close(), there.window.close()])
  })

  test('opens again with the network off, after one visit, and gives the very same answers as the server', async () => {
    const [here, there] = [await stage.sit(), await stage.sit({ javaScriptEnabled: false })]
    await openCheck(here)
    await there.go('/check')
    await here.window.setOffline(true)
    await here.page.reload()
    await here.page.locator('[data-rules="ready"]').waitFor()
    assert.match(await here.read(), /인터넷이 없어 \d{4}년 .* 담아 둔 화면을 열었습니다/)
    assert.match(await here.read(), /이 기기를 떠나지 않습니다/)
    for (const { page } of [here, there]) await answerFirst(page)
    assert.equal(await drawn(here.page), await drawn(there.page))
    const refused = await here.page.evaluate(() => fetch('/services').then(String, () => 'refused'))
    assert.equal(refused, 'refused', 'nothing but the check is kept, and the network is off')
    await Promise.all([here.window.close(), there.window.close()])
  })

  test('keeps one copy, as a stranger sees it and as the reader reads, and removes it when told to', async () => {
    const seat = await stage.sit()
    const { page, window } = seat
    await window.request.post('/signin', { form: { persona: KIM }, maxRedirects: 0 })
    await openCheck(seat)
    assert.match(await page.locator('header').first().textContent().then(String), /김순자/)
    const first = await keptIn(seat)
    assert.deepEqual(first.workers, ['/check'])
    assert.equal(first.caches.length, 1)
    const texts = await page.evaluate(async () => {
      const cache = await caches.open((await caches.keys())[0]!)
      const all = await Promise.all((await cache.keys()).map(async (one) => (await cache.match(one))!.text()))
      return all.join(' ')
    })
    assert.match(texts, /받을 수 있는 혜택/)
    assert.doesNotMatch(texts, /김순자/)

    await window.request.post('/preferences', { form: { lang: 'en', contrast: 'high', size: '130', next: '/check' } })
    await openCheck(seat)
    const second = await keptIn(seat)
    assert.equal(second.caches.length, 1)
    assert.notDeepEqual(second.caches, first.caches)
    await window.setOffline(true)
    await page.reload()
    await page.locator('[data-rules="ready"]').waitFor()
    assert.match(await seat.read(), /There is no internet/)
    assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset['krdsMode']]), [
      'en',
      'high-contrast',
    ])

    await window.setOffline(false)
    await page.goto('/check?offline=off')
    await page.getByText('What was kept on this device has been removed').waitFor()
    assert.deepEqual(await keptIn(seat), { workers: [], caches: [] })
    await seat.window.close()
  })

  test('what is wrong is said beside its field, and what was typed stands', async () => {
    const seat = await stage.sit()
    await openCheck(seat)
    await fillDay(seat.page, 'person.birthDate', '1991-13-17')
    await press(seat.page, '결과 보기')
    assert.match(await seat.read(), /달력에 없는 날입니다/)
    assert.match(await seat.page.title(), /^오류: /)
    assert.equal(await answerTo(seat.page, 'person.birthDate-month').inputValue(), '13')
    assert.ok(await seat.page.locator('.error-summary').evaluate((one) => one === document.activeElement))
    await seat.window.close()
  })

  test('keeps answers in this tab only when asked to, and erases them at once', async () => {
    const seat = await stage.sit()
    const { page } = seat
    await openCheck(seat)
    await answerFirst(page)
    await page.reload()
    await page.locator('[data-rules="ready"]').waitFor()
    assert.equal(await answerTo(page, 'person.birthDate-year').inputValue(), '', 'nobody asked to keep anything')
    await answerFirst(page)
    await choose(page, '이 기기에 남겨 두기')
    await page.reload()
    await page.getByRole('heading', { name: '지금까지 알아본 혜택' }).waitFor()
    assert.ok(await page.locator('[data-private-keep]').isChecked())
    await page.getByRole('button', { name: '내 답 모두 지우기' }).click()
    await page.getByText('답을 모두 지웠습니다').waitFor()
    assert.deepEqual(await page.evaluate(() => Object.keys(sessionStorage)), [])
    assert.equal(await answerTo(page, 'person.birthDate-year').inputValue(), '')
    await seat.window.close()
  })

  test('says before anything is sent that it goes to the server after all, when the rules do not come', async () => {
    const seat = await stage.sit()
    const { page } = seat
    await page.route(/\/check\/rules\//, (route) => route.abort())
    await seat.go('/check')
    const sent = await watch(seat)
    await page.locator('[data-rules="failed"]').waitFor()
    assert.match(await seat.read(), /아직 아무것도 보내지 않았습니다/)
    assert.doesNotMatch(await seat.read(), /떠나지 않습니다/)
    assert.ok(sent().every((one) => one.includes(' GET ')))
    await answerFirst(page)
    assert.match(await seat.read(), /받을 수 있을 듯합니다 [1-9]/)
    assert.ok(sent().some((one) => /^document POST \/check$/.test(one)))
    await seat.window.close()
  })

  test('is answered, explained and gone back from by the keyboard alone', async () => {
    const seat = await stage.sit({ viewport: { width: 1280, height: 900 } })
    const { page } = seat
    await openCheck(seat)
    const tabTo = async (target: string) => {
      for (let presses = 0; presses < 200; presses++) {
        await page.keyboard.press('Tab')
        if ((await page.locator(`${target}:focus`).count()) > 0) return
      }
      throw new Error(`${target} is not reached by the Tab key`)
    }
    for (const [part, text] of [
      ['year', '1991'],
      ['month', '5'],
      ['day', '17'],
    ] as const) {
      await tabTo(`[name="person.birthDate-${part}"]`)
      await page.keyboard.type(text)
    }
    await tabTo('main form button')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '지금까지 알아본 혜택' }).waitFor()
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1', 'reading goes on at the top')
    await tabTo('button[name="service"]')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '조건마다 따져 보면' }).waitFor()
    await page.goBack()
    await page.getByRole('heading', { name: '지금까지 알아본 혜택' }).waitFor()
    await seat.window.close()
  })

  test('what is drawn on the device has nothing for axe to find and fits a small phone, in every mode', async () => {
    const seat = await stage.sit({ viewport: PHONE })
    const { page } = seat
    await openCheck(seat)
    const look = async () => assert.deepEqual(await inEveryMode(page, () => faultsOf(page, 'ko')), [])
    await look()
    await page.locator('summary', { hasText: '직접 확인하는 방법' }).click()
    await look()
    await answerFirst(page)
    await look()
    await press(page, /왜 그런가요/)
    await look()
    seat.assertQuiet()
    await seat.window.close()
  })
})

test('without JavaScript the server answers, and one plain sentence says so', async () => {
  const seat = await stage.sit({ javaScriptEnabled: false })
  await seat.go('/check')
  assert.match(await seat.read(), /답을 서버로 보내 계산합니다\. 저장하지는 않습니다\./)
  assert.doesNotMatch(await seat.read(), /적는 것은 이 기기를 떠나지/)
  const sent = await watch(seat)
  await answerFirst(seat.page)
  assert.match(await seat.read(), /받을 수 있을 듯합니다 [1-9]/)
  assert.ok(sent().some((one) => /^document POST \/check$/.test(one)))
  await seat.window.close()
})

describe('the rules as a device has them', () => {
  const factsOf = (id: (typeof personas)[number]['id']): Record<string, Json> =>
    Object.assign({}, ...REGISTERS.map((register) => people.factsOf(id, register)))

  for (const lang of ['ko', 'en'] as const)
    test(`give each persona the server's answers on all services: outcome, reasons, amounts, next question (${lang})`, async () => {
      const who = visitor(stage.server)
      const headers = { 'accept-language': lang }
      const { text } = await who.ask('/check', { headers })
      const address = /\/check\/rules\/[\w-]+\.(?:ko|en)\.json/.exec(text)?.[0] ?? ''
      const file = (await who.ask(address)).json<RulesFile>()
      const world = deviceWorld(file, PERSONAS_DAY)
      assert.ok(personas.length >= 12)
      // By everyday words, which the pack knows and no title has.
      assert.ok(world.find('새터민', 5).some((id) => /북한이탈/.test(world.service(id)!.title.ko)))
      for (const { id } of personas) {
        const request = { facts: factsOf(id), asOf: PERSONAS_DAY }
        await assertSameAnswers(
          { who, world, headers },
          request,
          personas.findIndex((one) => one.id === id) < 2 ? WORKED_OUT : [],
        )
      }
    })
})
