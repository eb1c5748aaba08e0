/** What nobody reports: a birthday comes, a rule is published. Each has a platform of its own, that other tests do not wait for. */
import assert from 'node:assert/strict'
import { chmod, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sweepBenefits } from '@dpg/benefits'
import type { News, Subscription } from '@dpg/benefits/contract'
import { systemClock } from '@dpg/kernel'
import { readServerSettings, startPlatform } from '@dpg/server'
import { BASIC_PENSION, freePort, happen, idOf, people, ROOT, signedIn, startServer, until } from '../../harness/index.ts'
import { benefitNotices, bodyOf, firstNotice, settled, subscribed } from './stage.ts'

const SEOUL = 'Asia/Seoul'

/** 순창군 대학 진학축하금: published as if it were of the district of 신현우, and for everybody there. */
const LOCAL = '477000000103'
/** The key of the condition that everybody meets. */
const OPEN_TO_ALL = 'c-bfee8bd3'

export async function birthday(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'dpg-birthday-'))
  await chmod(folder, 0o711)
  let aheadMs = 0
  const now = () => systemClock.now().add({ milliseconds: aheadMs })
  const clock = { now, today: () => now().toZonedDateTimeISO(SEOUL).toPlainDate() }
  const settings = {
    PORT: String(await freePort()),
    DATA_DIR: folder,
    DPG_PEOPLE: '100',
    DPG_REGISTER_LATENCY: '2',
    DPG_LOG: 'error',
  }
  const platform = await startPlatform(readServerSettings(settings), { clock })
  const minute = () => platform.db.transaction((tx) => tx.enqueue(sweepBenefits, {}))
  try {
    const tomorrow = systemClock.today().add({ days: 1 })
    await happen({ dataDir: folder } as never, {
      kind: 'changed',
      person: idOf('김순자') as never,
      register: 'resident-register',
      facts: { 'person.birthDate': tomorrow.subtract({ years: 65 }).toString() },
    })
    const kim = await subscribed(platform, '김순자')
    const coming = await until('the coming year', async () => {
      await minute()
      const { subscription } = await kim.get<{ subscription: Subscription }>('/api/benefits/watch')
      return subscription.coming.length > 0 && subscription.coming
    })
    assert.equal(coming[0], tomorrow.toString())
    assert.deepEqual(await benefitNotices(kim), [])
    const midnight = tomorrow.toZonedDateTime({ timeZone: SEOUL, plainTime: '00:01' }).toInstant()
    aheadMs = Math.round(midnight.since(systemClock.now()).total('milliseconds'))
    await minute()
    const later = await signedIn(platform, '김순자')
    const notice = await firstNotice(later)
    const body = await bodyOf(later, notice.id)
    assert.match(body, /나이나 기간이 차서/)
    assert.match(
      body,
      /기초연금\]\(\/services\/SSE000000170\): 한 달에 [\d,]+원\. 새로 맞은 조건: [^\n]*65세[^\n]*기초연금법 제3조/,
    )
    await minute()
    const { items } = await later.get<{ items: readonly News[] }>('/api/benefits/news')
    assert.ok(items.length === 1 && items[0]!.items.some(({ service }) => service === BASIC_PENSION))
  } finally {
    await platform.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

export async function publication(): Promise<void> {
  const country = await mkdtemp(join(tmpdir(), 'dpg-country-'))
  await cp(join(ROOT, 'countries/kr'), country, { recursive: true })
  const server = await startServer({ env: { DPG_COUNTRY: country } })
  try {
    const far = await subscribed(server, '신현우')
    const own = await subscribed(server, '조병수')
    const path = join(country, 'catalogue/services.tsv')
    const rows = await readFile(path, 'utf8')
    const [row] = new RegExp(`^${LOCAL}\t.*$`, 'm').exec(rows)!
    const cells = row.split('\t')
    assert.equal(cells[7], '52770', 'the eighth column is the area')
    cells[7] = String(people.factsOf(idOf('신현우') as never, 'resident-register')?.['person.eupmyeondong']).slice(0, 5)
    cells[8] = OPEN_TO_ALL
    await writeFile(path, rows.replace(row, cells.join('\t')))
    await server.restart()
    const again = await signedIn(server, '신현우')
    const notice = await firstNotice(again)
    assert.match(await bodyOf(again, notice.id), new RegExp(`제도가 바뀌어서[\\s\\S]*/services/${LOCAL}`))
    const { items } = await again.get<{ items: readonly News[] }>('/api/benefits/news')
    assert.deepEqual(
      items.map((one) => [one.register, one.items.map(({ service }) => service)]),
      [[null, [LOCAL]]],
    )
    await settled(await signedIn(server, '조병수'))
    assert.deepEqual(await benefitNotices(await signedIn(server, '조병수')), [], 'his answer is the same')
    await server.restart()
    await settled(await signedIn(server, '신현우'))
    assert.equal((await benefitNotices(await signedIn(server, '신현우'))).length, 1, 'once, however often it starts')
    assert.ok(far.cookies.size > 0 && own.cookies.size > 0)
  } finally {
    await server.close()
    await rm(country, { recursive: true, force: true })
  }
}
