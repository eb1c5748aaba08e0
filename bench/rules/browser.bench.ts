/** The check on a visitor's own device, in the Chromium of the tests: what is loaded, and how fast all services are screened. */
import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { bundledBytes } from '@dpg/web-build/size'
import sparticuz from '@sparticuz/chromium'
import { chromium, type Page } from 'playwright-core'
import { inFolder, ROOT } from '../country.ts'
import { load } from '../processes.ts'
import { report } from '../row.ts'
import { run } from '../server.ts'

const KB = 1024
const ANSWERS = 24

await inFolder(async (folder) => {
  await chmod(folder, 0o711)
  const engine = await bundledBytes("export { createEngine } from '@dpg/rules'")
  report({ work: 'the rules engine, bundled and gzipped', value: engine / KB, unit: 'KB', target: 60 })
  const platform = await run(join(ROOT, 'server/main.ts'), { PORT: '0', DATA_DIR: folder, DPG_PEOPLE: '100' })
  const browser = await chromium.launch({
    executablePath: await sparticuz.executablePath(),
    headless: true,
    args: ['--no-sandbox'],
  })
  try {
    const page = await browser.newPage({ viewport: { width: 360, height: 780 }, locale: 'ko-KR' })
    const sizes = sizesOf(page)
    const started = performance.now()
    await page.goto(`${platform.url}/check`)
    await page.locator('[data-rules="ready"]').waitFor()
    const ms = performance.now() - started
    const files = await sizes()
    report({ work: 'rules, names and texts of all services, gzipped', value: files.rules / KB, unit: 'KB', target: 250 })
    report({ work: 'all that runs on the device, gzipped', value: files.worker / KB, unit: 'KB' })
    report({ work: 'first visit until the device answers by itself', value: ms, unit: 'ms', seen: { load: load() } })
    await answer(page)
    const [worker] = page.workers()
    if (!worker) throw new Error('the page has no worker')
    const spans = await worker.evaluate(() =>
      performance.getEntriesByType('measure').map(({ name, duration }) => ({ name, duration })),
    )
    const of = (name: string) => spans.filter((one) => one.name === name).map(({ duration }) => duration)
    const screens = of('screen').slice(-ANSWERS)
    const seen = { answers: screens.length, slowest: Math.max(...screens), load: load() }
    report({ work: 'compiling all services on the device', value: of('compile')[0] ?? Number.NaN, unit: 'ms' })
    report({ work: 'screening all services on the device, median', value: median(screens), unit: 'ms', target: 50, seen })
  } finally {
    await browser.close()
    await platform.stop()
  }
})

/** Bytes of the two large files, as they come over the wire. */
function sizesOf(page: Page): () => Promise<{ rules: number; worker: number }> {
  const addresses = new Map<string, string>()
  page.on('request', (request) => {
    const name = request.url().includes('/check/rules/')
      ? 'rules'
      : /\/worker-[^/]*\.js$/.test(request.url())
        ? 'worker'
        : undefined
    if (name) addresses.set(name, request.url())
  })
  const bytesOf = async (name: string) => {
    const answer = await fetch(addresses.get(name) ?? '', { headers: { 'accept-encoding': 'gzip' } })
    return gzipSync(new Uint8Array(await answer.arrayBuffer()), { level: 9 }).byteLength
  }
  return async () => ({ rules: await bytesOf('rules'), worker: await bytesOf('worker') })
}

/** Three answers as most people have, then question after question passed over. */
async function answer(page: Page): Promise<void> {
  for (const [part, text] of [
    ['year', '1990'],
    ['month', '3'],
    ['day', '14'],
  ] as const)
    await page.locator(`[name="person.birthDate-${part}"]`).fill(text)
  await page.locator('[name="person.sigungu"]').selectOption('11620')
  const send = async (name: RegExp) => {
    const before = await page.evaluate(() => history.length)
    await page.locator('main').getByRole('button', { name }).first().click()
    await page.waitForFunction((length) => history.length > length, before)
  }
  await send(/결과 보기/)
  for (let at = 0; at < ANSWERS; at++) {
    if ((await page.getByRole('button', { name: '모르겠어요' }).count()) > 0) await send(/모르겠어요/)
    else await send(/알아보기/)
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
