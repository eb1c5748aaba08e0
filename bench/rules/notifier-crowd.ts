/** A database full of subscribers, and what happens to all of them at once: rules that change, and the days that come. */
import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { sweepBenefits } from '@dpg/benefits'
import { addSubscribers } from '@dpg/benefits/testing'
import { definitionsPublished } from '@dpg/catalogue/contract'
import { populationRows, readPopulationPack } from '@dpg/gateway/population'
import type { PersonId } from '@dpg/kernel'
import type { Sealing } from '@dpg/kernel/server'
import type { Json } from '@dpg/rules'
import type { Platform } from '@dpg/server'
import { COUNTRY } from '../country.ts'
import { cpuSeconds, load, memoryOf, processTree } from '../processes.ts'
import { report } from '../row.ts'

interface Resident {
  readonly person: PersonId
  readonly facts: Readonly<Record<string, Json>>
}

const SEED = 1
/** So many are asked which service concerns nearly everybody. */
const SAMPLE = 300
const MINUTE = 60
/** Whoever waits longer has found a fault. */
const PATIENCE_MS = 1_800_000

const idOf = (at: number): PersonId => {
  const hex = createHash('sha256').update(`crowd ${at}`).digest('hex')
  return `per_${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}` as PersonId
}

export function* residents(count: number): Generator<Resident> {
  let at = 0
  for (const { members } of populationRows({ people: count, seed: SEED }, readPopulationPack(COUNTRY)))
    for (const { facts } of members) if (at < count) yield { person: idOf(at++), facts }
}

/** The service that is open to most of them. */
function commonest({ benefits }: Platform, some: readonly Resident[]): string {
  const counts = new Map<string, number>()
  const known = (facts: Resident['facts']) => ({ facts })
  for (const { facts } of some)
    for (const { service, outcome } of benefits.screen(known(facts), 'ko').results)
      if (outcome === 'eligible') counts.set(service, (counts.get(service) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)[0]![0]
}

export interface Crowded {
  /** Open to so many of them by the rules, and taken as not open until now. */
  readonly service: string
  readonly concerned: number
}

/** Subscribes so many. They know nothing yet of the service that concerns most of them. */
export async function crowd(platform: Platform, sealing: Sealing, count: number): Promise<Crowded> {
  const people = residents(count)
  let some = take(people, SAMPLE)
  const service = commonest(platform, some)
  let concerned = 0
  const snapshot = platform.catalogue.current()
  for (; some.length > 0; some = take(people, 5_000)) {
    const counts = await addSubscribers({ db: platform.db, sealing, snapshot }, some, new Set([service]))
    concerned += counts.get(service) ?? 0
  }
  await platform.db.query('analyze')
  return { service, concerned }
}

function take<T>(from: Iterator<T>, count: number): T[] {
  const taken: T[] = []
  while (taken.length < count) {
    const { value, done } = from.next()
    if (done) break
    taken.push(value)
  }
  return taken
}

/** A publication that opens a service to nearly all of them, then one that turns nothing: each subscriber is still asked. */
export async function ruleChanges(platform: Platform, { service, concerned }: Crowded, count: number): Promise<void> {
  const { db } = platform
  const { release } = platform.catalogue.current()
  const publish = () => db.transaction((tx) => tx.publish(definitionsPublished, { release, changedServices: [service] }))
  // Those of the start of the platform.
  await db.query('delete from benefits.passes')
  const asBefore = await numbers(platform)
  const [before, started] = [cpu(), performance.now()]
  let most = 0
  await publish()
  let first = Number.NaN
  let busy = Number.NaN
  for (;;) {
    const { delivered, isDone } = await numbers(platform)
    const told = delivered - asBefore.delivered
    most = Math.max(most, process.memoryUsage().rss / 1e6)
    if (Number.isNaN(first) && told > 0) first = (performance.now() - started) / 1000
    if (Number.isNaN(busy) && isDone) busy = (performance.now() - started) / 1000
    if (told >= concerned) break
    if (performance.now() - started > PATIENCE_MS) throw new Error(`only ${told} of ${concerned} were told`)
    await pause(250)
  }
  const last = (performance.now() - started) / 1000
  const used = cpu()
  const seen = {
    subscribers: count,
    concerned,
    firstSeconds: first,
    goneThroughSeconds: busy,
    serverMicrosecondsEach: (1e6 * (used.own - before.own)) / count,
    databaseMicrosecondsEach: (1e6 * (used.database - before.database)) / count,
    mostMemoryMB: most,
    allProcessesMB: memoryOf(processTree(process.pid)),
    load: load(),
  }
  const target = Math.max(1, (MINUTE * concerned) / 100_000)
  report({
    work: `rules open a service to ${concerned} of ${count} subscribers: the last has the notice`,
    value: last,
    unit: 's',
    target,
    seen,
  })
  await db.query(`delete from benefits.passes`)
  await pause(1_000)
  const [again, at] = [cpu(), performance.now()]
  await publish()
  while (!(await numbers(platform)).isDone) await pause(20)
  const { own, database } = cpu()
  report({
    work: `rules that turn nothing for any of ${count} subscribers: all are gone through`,
    value: (performance.now() - at) / 1000,
    unit: 's',
    target: Math.max(1, (MINUTE * count) / 100_000),
    seen: {
      serverMicrosecondsEach: (1e6 * (own - again.own)) / count,
      databaseMicrosecondsEach: (1e6 * (database - again.database)) / count,
      load: load(),
    },
  })
}

async function numbers({ db }: Platform): Promise<{ readonly delivered: number; readonly isDone: boolean }> {
  const [row] = await db.query<{ delivered: bigint; done: bigint }>(
    `select (select count(*) from notices.notices where delivered_at is not null) as delivered,
       (select count(*) from benefits.passes where done_at is not null) as done`,
  )
  return { delivered: Number(row!.delivered), isDone: Number(row!.done) > 0 }
}

/** Of this process, and of PostgreSQL's. */
function cpu(): { readonly own: number; readonly database: number } {
  const { user, system } = process.cpuUsage()
  const all = processTree(process.pid).slice(1).map(cpuSeconds)
  return { own: (user + system) / 1e6, database: all.reduce((sum, { own, children }) => sum + own + children, 0) }
}

/** So many have a coming year to be computed, and so many a day that has come. */
const YEARS = 4_000
const DUE = 2_000

/** The coming year is computed by the minute, and on a day those alone are looked at whose day it is. */
export async function daysAhead(platform: Platform): Promise<void> {
  const { db } = platform
  const some = (count: number) =>
    `select person from benefits.subscribers where sealed is not null order by person limit ${count}`
  const sweep = () => db.transaction((tx) => tx.enqueue(sweepBenefits, {}))
  const count = async (rows: string) => Number((await db.query<{ n: bigint }>(`select count(*) as n from ${rows}`))[0]!.n)
  const work = async (left: () => Promise<number>) => {
    const [before, started] = [cpu(), performance.now()]
    await sweep()
    while ((await left()) > 0) await pause(20)
    const { own, database } = cpu()
    return { seconds: (performance.now() - started) / 1000, own: own - before.own, database: database - before.database }
  }
  await db.query(`update benefits.subscribers set ahead_from = current_date where person in (${some(YEARS)})`)
  const years = await work(() => count('benefits.subscribers where ahead_from is not null'))
  report({
    work: 'the coming year of one subscriber computed ahead',
    value: (1000 * (years.own + years.database)) / YEARS,
    unit: 'ms CPU',
    target: 2,
    seen: {
      people: YEARS,
      serverMs: (1000 * years.own) / YEARS,
      seconds: years.seconds,
      days: await count('benefits.wakes'),
      load: load(),
    },
  })
  await db.query(`delete from benefits.wakes`)
  await db.query(`insert into benefits.wakes (person, day) select person, current_date from (${some(DUE)}) as due`)
  const stamp = new Date().toISOString()
  const days = await work(async () => DUE - (await count(`benefits.subscribers where looked_at > '${stamp}'`)))
  report({
    work: 'one subscriber looked at on a day that has come',
    value: (1000 * (days.own + days.database)) / DUE,
    unit: 'ms CPU',
    target: 10,
    seen: { people: DUE, serverMs: (1000 * days.own) / DUE, seconds: days.seconds, load: load() },
  })
}
