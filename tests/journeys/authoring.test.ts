/** Rules: an official lowers an age, sees what that does, hands it in; another publishes it; residents have it. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { inEveryMode, signInOn } from '../harness/browser.ts'
import { BASIC_PENSION, idOf, until, visitor } from '../harness/index.ts'
import { press } from './filling.ts'
import { faultsOf, PHONE } from './look.ts'
import { openStage, type Seat, type Stage, stepsOf, WAYS } from './stage.ts'

/** Each way lowers the age once more. */
const AGES = {
  'with JavaScript': { old: 65, now: 63, border: '생일 하루 전에는 아직 아니다' },
  'without JavaScript': { old: 63, now: 61, border: '62세는 아직 아니다' },
} as const
/** A machine with other work takes its time to check and to publish. */
const PATIENCE_MS = 120_000

let stage: Stage
before(async () => {
  stage = await openStage({ DPG_POLICY_PEOPLE: '2000' })
})
after(() => stage?.close())

for (const way of WAYS)
  describe(`rules, ${way.name}`, () => {
    const { old, now, border } = AGES[way.name]
    test('나이 기준을 낮추고, 다른 결재자가 펴내고, 주민의 판정이 바뀐다', { timeout: 15 * 60_000 }, async (t) => {
      const step = stepsOf(t, stage)
      const author = await seatOf('서지우', way)
      const approver = await seatOf('강민재', way)
      const { page } = author
      let draft = ''

      await step('the author lands among the rules, and begins a draft of the pension', async () => {
        await signInOn(page, stage.server.url, idOf('서지우'))
        await author.go('/authoring')
        await page.locator(`main a[href="/authoring/services/${BASIC_PENSION}"]`).first().click()
        await press(page, '지금 규칙에서 초안 열기')
        draft = author.path()
        assert.match(draft, /^\/authoring\/drafts\/rule_/)
        assert.match(await author.read(), /사례 \d+개가 모두 맞습니다/)
      })

      await step(
        'the age is lowered; a name that does not exist is told where it stands, then the cases at the border fail',
        async () => {
          await type(author, 'criteria.0.test', `person.agee >= ${now}`)
          await checked(author, /person\.agee/)
          assert.match((await page.locator('#f-criteria-0-test-error').textContent()) ?? '', /person\.age/)
          await type(author, 'criteria.0.test', `person.age >= ${now}`)
          await type(author, 'criteria.0.ko', `${now}세 이상이어야 합니다`)
          await type(author, 'head.changesKo', `${now}세부터 받습니다`)
          await type(author, 'head.changesEn', `From the age of ${now}`)
          await checked(author, /맞지 않는 사례 [1-9]/)
          assert.ok((await resultsOf(author)).includes(`안 맞음 ${border}`), await resultsOf(author))
          if (way.javaScriptEnabled) await page.reload()
          assert.equal(await page.locator('[name="criteria.0.test"]').inputValue(), `person.age >= ${now}`)
        },
      )

      if (way.javaScriptEnabled)
        await step('words are offered while one types, and taken by the keyboard', async () => {
          await page.locator('[data-island="rules"][data-ready]').waitFor()
          const area = page.locator('[name="criteria.1.test"]')
          await area.fill('')
          await area.pressSequentially('person.isCiti')
          await page.locator('#f-criteria-1-test-words [role=option]').first().waitFor()
          await area.press('ArrowDown')
          await area.press('Enter')
          assert.equal(await area.inputValue(), 'person.isCitizen')
          await checked(author, /맞지 않는 사례/)
        })

      await step('the cases are set right, one is added, and coverage says what none of them proves', async () => {
        await author.go(`${draft}/cases`)
        await unfold(author)
        const wrong = await failing(author)
        assert.ok(wrong.length > 0)
        for (const index of wrong) {
          await page.locator(`[name="cases.${index}.eligible"]`).selectOption('true')
          await page.locator(`[name="cases.${index}.failed"]`).fill('-')
          await page.locator(`[name="cases.${index}.decision"]`).fill('')
        }
        await submit(author, '저장하고 따져 보기')
        await submit(author, '사례 더하기')
        const added = (await page.locator('[name^="cases."][name$=".name"]').count()) - 1
        await unfold(author)
        for (const [field, text] of [
          ['name', `${now - 1}세는 아직 아니다`],
          ['on', '2026-11-24'],
          ['given', GIVEN(`${2026 - now}-11-25`)],
          ['failed', 'age'],
        ] as const)
          await page.locator(`[name="cases.${added}.${field}"]`).fill(text)
        await page.locator(`[name="cases.${added}.eligible"]`).selectOption('false')
        await submit(author, '저장하고 따져 보기')
        const results = await resultsOf(author)
        assert.match(results, /사례 \d+개가 모두 맞습니다/)
        assert.match(results, /갈림길 \d+곳 가운데 \d+곳/)
        assert.match(results, /결과를 가르지 않았습니다|갈린 사례가 없습니다/)
      })

      await step('the effect on people is counted over a sample, and said to be one; the author hands it in', async () => {
        await author.go(`${draft}/review`)
        assert.match(await author.read(), new RegExp(`person\\.age >= ${old}[\\s\\S]*person\\.age >= ${now}`))
        await submit(author, '사람들에게 생기는 일 세어 보기')
        const read = await author.read()
        assert.match(read, /늘어나는 쪽[\s\S]*새 대상 [1-9]/)
        assert.match(read, /가구 2,0\d\d명으로 계산했고/)
        await submit(author, '결재자에게 내기')
        assert.match(await author.read(), /결재를 기다림/)
        assert.equal(await page.getByRole('button', { name: '펴내기' }).count(), 0)
        author.assertQuiet()
      })

      await step('another official sees difference, cases, coverage and effect, in every mode, and publishes', async () => {
        await signInOn(approver.page, stage.server.url, idOf('강민재'))
        await approver.go(`${draft}/review`)
        const read = await approver.read()
        assert.match(read, new RegExp(`${now}세부터 받습니다`))
        assert.match(read, /새 대상 [1-9]/)
        await submit(approver, '되돌려 보내기')
        assert.match(await approver.read(), /까닭을|달라|고쳐야 하는지/)
        assert.match(approver.complaints().join(), /422|^$/)
        await approver.page.locator('main [name="reason"]').fill('법 개정에 맞습니다')
        await submit(approver, '펴내기')
        assert.equal(approver.path(), `/authoring/services/${BASIC_PENSION}`)
        const history = await approver.read()
        assert.match(history, /서지우(이|가)? 쓰고 강민재(이|가)? 펴냄/)
        assert.match(history, /법 개정에 맞습니다/)
        approver.assertQuiet()
      })

      await step('residents are judged by it at once, and read it', async () => {
        const born = `${2026 - now}-01-01`
        const facts = {
          'person.birthDate': born,
          'person.nationality': 'KR',
          'person.maritalStatus': 'single',
          'household.basicPensionRecognisedIncome': 0,
          'person.occupationalPensionType': 'none',
          'person.receivesNationalPension': false,
        }
        const answer = await visitor(stage.server).post<{ results: { outcome: string }[] }>('/api/benefits/screen', {
          facts,
          asOf: '2026-11-24',
          services: [BASIC_PENSION],
        })
        assert.equal(answer.results[0]?.outcome, 'eligible')
        await author.go(`/services/${BASIC_PENSION}`)
        assert.match(await author.read(), new RegExp(`${now}세 이상이어야 합니다`))
      })
    })
  })

test('every page of writing rules has nothing for axe to find and fits a phone, in three modes', {
  timeout: 15 * 60_000,
}, async () => {
  const seat = await seatOf('서지우', { javaScriptEnabled: true, viewport: PHONE })
  const { page } = seat
  await signInOn(page, stage.server.url, idOf('서지우'))
  await seat.go(`/authoring/services/${BASIC_PENSION}`)
  await press(page, '지금 규칙에서 초안 열기')
  const draft = seat.path()
  for (const list of ['steps', 'criteria']) {
    await page.locator(`[name="do"][value="table:${list}:0"]`).click()
    await page.waitForLoadState()
  }
  const paths = [
    '/authoring?q=%EC%B2%AD%EB%85%84',
    `/authoring/services/${BASIC_PENSION}`,
    draft,
    ...['cases', 'figures', 'source', 'review', 'tables/steps.0/in'].map((tab) => `${draft}/${tab}`),
  ]
  const faults: string[] = []
  for (const path of paths) {
    await seat.go(path)
    faults.push(...(await inEveryMode(page, () => faultsOf(page, 'ko'))).map((fault) => `${path}: ${fault}`))
  }
  assert.deepEqual(faults, [])
})

test('a decision table goes out as a sheet and comes back; what is no sheet is refused; of two windows the later loses nothing', {
  timeout: 10 * 60_000,
}, async () => {
  const seat = await seatOf('서지우', { javaScriptEnabled: false })
  const { page } = seat
  await signInOn(page, stage.server.url, idOf('서지우'))
  await seat.go(`/authoring/services/${BASIC_PENSION}`)
  await press(page, '지금 규칙에서 초안 열기')
  const draft = seat.path()
  await page.locator('[name="do"][value="table:steps:0"]').click()
  await page.waitForLoadState()
  const sheet = await (await seat.window.request.get(`${draft}/tables/steps.0`)).body()
  const take = async (name: string, buffer: Buffer) => {
    await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
    await submit(seat, '가져오기')
  }
  await seat.go(`${draft}/tables/steps.0/in`)
  await take('표.csv', Buffer.from('person.age,amount'))
  assert.match(await seat.read(), /XLSX 파일이 아닙니다/)
  await take('표.xlsx', sheet)
  assert.equal(seat.path(), `${draft}?done=taken`)
  assert.match(await page.locator('[name="steps.0.rows"]').inputValue(), /basicPensionStandard/)

  const second = await seat.window.newPage()
  await second.goto(draft)
  await type(seat, 'head.changesKo', '먼저 저장한 말')
  await submit(seat, '저장하고 따져 보기')
  await second.locator('[name="head.changesKo"]').fill('나중에 저장한 말')
  await Promise.all([second.waitForEvent('framenavigated'), second.locator('[name="criteria.0.ko"]').press('Enter')])
  await second.waitForLoadState()
  assert.match((await second.locator('.error-summary').textContent()) ?? '', /적은 것은 화면에 그대로/)
  assert.equal(await second.locator('[name="head.changesKo"]').inputValue(), '나중에 저장한 말')
  assert.equal(await second.locator('[name="criteria.3.id"]').count(), 1)
})

/** Somebody who gets it but for their age. */
const GIVEN = (birth: string) =>
  [
    `person.birthDate: ${birth}`,
    'person.nationality: KR',
    'person.maritalStatus: single',
    'household.basicPensionRecognisedIncome: 0',
    'person.occupationalPensionType: none',
    'person.receivesNationalPension: false',
  ].join('\n')

async function seatOf(_name: string, options: Parameters<Stage['sit']>[0]): Promise<Seat> {
  const seat = await stage.sit({ viewport: { width: 1280, height: 900 }, ...options })
  seat.window.setDefaultTimeout(PATIENCE_MS)
  seat.window.setDefaultNavigationTimeout(PATIENCE_MS)
  return seat
}

const type = (seat: Seat, field: string, text: string) => seat.page.locator(`[name="${field}"]`).fill(text)

/** With script what is typed is saved and checked by itself; without, by the button. */
async function checked(seat: Seat, results: RegExp): Promise<void> {
  const isSaved = async () => (await seat.page.locator('form[data-unsaved]').count()) === 0
  const isThere = async () => (await isSaved()) && results.test(await resultsOf(seat))
  if (await isAwake(seat)) await until(`results like ${results}`, isThere, { withinMs: PATIENCE_MS })
  else await submit(seat, '저장하고 따져 보기')
  assert.match(await resultsOf(seat), results)
}

const isAwake = async ({ page }: Seat): Promise<boolean> => (await page.locator('[data-island="rules"][data-ready]').count()) > 0

/** Presses a button and waits for the page that follows. */
async function submit({ page }: Seat, name: string): Promise<void> {
  await Promise.all([page.waitForEvent('framenavigated'), page.getByRole('main').getByRole('button', { name }).first().click()])
  await page.waitForLoadState()
}

const resultsOf = async ({ page }: Seat): Promise<string> => (await page.locator('#results').textContent()) ?? ''

/** Opens what is folded in the cases. */
async function unfold({ page }: Seat): Promise<void> {
  for (const summary of await page.locator('main form details:not([open]) > summary').all())
    if (await summary.isVisible()) await summary.click()
  for (const summary of await page.locator('main form details details:not([open]) > summary').all())
    if (await summary.isVisible()) await summary.click()
}

/** Places of the cases that do not hold. */
async function failing({ page }: Seat): Promise<number[]> {
  const rows = await page.locator('main form .more-row:has(> summary .bg-light-danger) .authoring-row').all()
  return Promise.all(rows.map(async (row) => Number((await row.getAttribute('id'))?.replace('case-', ''))))
}
