/**
 * From an event at a register to the notice in the inbox, through the whole platform: HTTP to the register, its feed, rules, inbox. As many
 * others are subscribed as `--subscribers` says; then rules change for all of them.
 */
import { randomBytes } from 'node:crypto'
import { chmod } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { happen, readControl } from '@dpg/gateway'
import { loadPeople } from '@dpg/gateway/population'
import type { PersonId, Principal } from '@dpg/kernel'
import { createSealing } from '@dpg/kernel/server'
import { type Platform, readServerSettings, startPlatform } from '@dpg/server'
import { COUNTRY, inFolder } from '../country.ts'
import { load } from '../processes.ts'
import { report } from '../row.ts'
import { median, quantile } from '../statistics.ts'
import { crowd, daysAhead, ruleChanges } from './notifier-crowd.ts'

const { values } = parseArgs({ options: { subscribers: { type: 'string', default: '100000' } } })
const SUBSCRIBERS = Number(values.subscribers)

const EVENTS = 60
const LOOK_MS = 2
const WITHIN_MS = 20_000
/** Somebody lives on before something else happens: what one event leaves to do is done before the next. */
const BETWEEN_MS = 300

await inFolder(async (folder) => {
  await chmod(folder, 0o711)
  const master = randomBytes(32)
  const settings = { PORT: '0', DATA_DIR: folder, DPG_PEOPLE: '100', DPG_LOG: 'error', DPG_MASTER_KEY: master.toString('base64') }
  const platform = await startPlatform(readServerSettings(settings))
  try {
    // What the start of the platform publishes concerns nobody yet.
    await until(async () => (await platform.db.query('select 1 from benefits.passes where done_at is not null')).length > 0)
    const concerned = await crowd(platform, createSealing(master), SUBSCRIBERS)
    await measure(platform, folder)
    await ruleChanges(platform, concerned, SUBSCRIBERS)
    await daysAhead(platform)
  } finally {
    await platform.stop()
  }
})

async function measure(platform: Platform, folder: string): Promise<void> {
  const { benefits, db, catalogue } = platform
  const { id: person, name } = loadPeople({ people: 0, seed: 1, pack: COUNTRY }).personas[0]!
  const principal: Principal = {
    kind: 'resident',
    person,
    displayName: name,
    assurance: 'substantial',
    permissions: new Set(['resident']),
  }
  const control = await readControl(folder)
  // Rules are compiled after the first answer "ready"; the first event does not wait for that.
  await pause(2_000)
  await benefits.watch(principal, { version: benefits.plan('watch', 'ko').version, groups: ['finance', 'sensitive'] })
  await until(async () => (await benefits.subscription(principal, 'ko'))?.lookedAt != null)

  const waits: number[] = []
  const stages = { heard: [] as number[], known: [] as number[] }
  for (const place of placesOf(catalogue.current().pack.areas).slice(0, EVENTS)) {
    await pause(BETWEEN_MS)
    const before = await noticesOf(platform, person)
    const [started, at] = [performance.now(), Date.now()]
    await happen(control, { kind: 'changed', person, register: 'resident-register', facts: { 'person.eupmyeondong': place } })
    await until(async () => (await noticesOf(platform, person)) > before)
    waits.push(performance.now() - started)
    const [told] = await db.query<{ heard: string; known: string }>(
      `select (select max(taken_at) from exchange.events where person = $1) as heard,
         (select max(at) from benefits.news where person = $1) as known`,
      [person],
    )
    stages.heard.push(Date.parse(told!.heard) - at)
    stages.known.push(Date.parse(told!.known) - at)
  }
  const seen = {
    events: waits.length,
    subscribers: SUBSCRIBERS,
    heardMs: median(stages.heard),
    decidedMs: median(stages.known),
    slowestMs: Math.max(...waits),
    load: load(),
  }
  const work = 'from an event at a register to the notice in the inbox'
  report({ work: `${work}: median`, value: median(waits), unit: 'ms', target: 1000, seen })
  report({ work: `${work}: 99th percentile`, value: quantile(waits, 0.99), unit: 'ms', target: 1000, seen })
}

/** One 읍면동 of each district: every district opens something that the one before did not. */
function placesOf(areas: ReadonlyMap<string, unknown>): string[] {
  const byDistrict = new Map<string, string>()
  for (const code of areas.keys())
    if (/^\d{10}$/.test(code) && !byDistrict.has(code.slice(0, 5))) byDistrict.set(code.slice(0, 5), code)
  return [...byDistrict.values()]
}

async function noticesOf({ db }: Platform, person: PersonId): Promise<number> {
  const [row] = await db.query<{ count: bigint }>(
    `select count(*) from notices.notices where recipient = $1 and delivered_at is not null`,
    [person],
  )
  return Number(row!.count)
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + WITHIN_MS; !(await isSo()); await pause(LOOK_MS))
    if (performance.now() > end) throw new Error('no notice came')
}
