/** Every page of every portal on a small phone, in every mode and language: by axe, by width and by keyboard. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { inEveryMode, signInOn } from '../harness/browser.ts'
import { idOf } from '../harness/index.ts'
import { faultsOf, keyboardFaultsOf, PHONE } from './look.ts'
import { pagePatterns } from './page-patterns.ts'
import { prepare, type Sight, type Viewer } from './sights.ts'
import { openStage, type Seat, type Stage } from './stage.ts'

let stage: Stage
let sights: readonly Sight[]
before(async () => {
  stage = await openStage({ DPG_POLICY_PEOPLE: '1000' })
  sights = await prepare(stage.server)
})
after(() => stage?.close())

test('every page that a portal has is looked at here', async () => {
  const seen = sights.map(({ path }) => path.split('?')[0] ?? '')
  const patterns = await pagePatterns()
  assert.ok(patterns.length > 20)
  const unseen = patterns.filter((pattern) => !seen.some((path) => matches(pattern, path)))
  assert.deepEqual(unseen, [])
})

describe('every page', () => {
  test(`on a phone ${PHONE.width} px wide: nothing for axe to find, nothing sideways, nothing refused by the policy, in any mode; shows the focus`, async () => {
    const look = (page: Seat['page']) => inEveryMode(page, () => faultsOf(page, 'ko'))
    const faults = await lookAtAll({}, async (page) => [...(await look(page)), ...(await keyboardFaultsOf(page))])
    assert.deepEqual(faults, [])
  })

  test('says that it is English when it is, and fits as well', async () => {
    assert.deepEqual(await lookAtAll({ lang: 'en' }, (page) => faultsOf(page, 'en')), [])
  })
})

/** Looks at all sights in one window for each viewer, two viewers at a time. */
async function lookAtAll(
  preferences: Readonly<Record<string, string>>,
  look: (page: Seat['page']) => Promise<string[]>,
): Promise<string[]> {
  const pagesOf = (viewer: Viewer) => sights.filter(({ as }) => as === viewer).length
  // Whoever has most to see begins.
  const viewers = [...new Set(sights.map(({ as }) => as))].map((as) => ({ as })).sort((a, b) => pagesOf(b.as) - pagesOf(a.as))
  const faults: string[] = []
  const lookAs = async (viewer: Viewer) => {
    const seat = await stage.sit({ viewport: PHONE })
    if (viewer) await signInOn(seat.page, stage.server.url, idOf(viewer))
    await seat.window.request.post('/preferences', { form: { ...preferences, next: '/about' } })
    for (const sight of sights.filter(({ as }) => as === viewer)) {
      const status = await show(seat, sight)
      const found = await look(seat.page)
      if (status !== (sight.status ?? 200)) found.push(`status ${status}`)
      found.push(...seat.complaints().filter((words) => !sight.status || !words.includes(`status of ${sight.status}`)))
      faults.push(...found.map((fault) => `${viewer ?? 'anybody'} ${sight.path} ${sight.press ?? ''}: ${fault}`))
    }
    await seat.window.close()
  }
  const lane = async () => {
    for (let viewer = viewers.shift(); viewer !== undefined; viewer = viewers.shift()) await lookAs(viewer.as)
  }
  await Promise.all([lane(), lane()])
  return faults
}

/** Brings the page onto the screen, and gives the status it came with. */
async function show({ page }: Seat, { path, press }: Sight): Promise<number | undefined> {
  const opened = await page.goto(path)
  if (press === undefined) return opened?.status()
  await page.locator('main details').evaluateAll((all) => {
    for (const one of all) one.setAttribute('open', '')
  })
  const [answer] = await Promise.all([
    page.waitForResponse((one) => one.request().method() === 'POST' && one.request().isNavigationRequest()),
    page.locator(`main ${press}`).first().click(),
  ])
  await page.waitForLoadState()
  return answer.status()
}

const matches = (pattern: string, path: string): boolean => new RegExp(`^${pattern.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path)
