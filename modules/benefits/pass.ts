/** A publication looks only at what it changed: subscribers are gone through in batches, for those services alone, and those it turns something for are told. */
import { defineJob, type Tx } from '@dpg/kernel/server'
import type { Engine, Json } from '@dpg/rules'
import { daysAhead } from './ahead.ts'
import { inTurns } from './in-turns.ts'
import { type ManyDeps, type Read, readEach, settleMany, type Turned } from './many.ts'
import { CONSENT_MONTHS } from './plan.ts'
import { valuesOf } from './kept-facts.ts'
import { openedOn } from './openings.ts'
import { findPass, insertPass, keepPass, type Pass, takePass } from './store-looks.ts'
import { addWakes, listWatchedAfter } from './store-subscribers.ts'

export const goThrough = defineJob<{ release: string }>('benefits.go-through')

/** So many wait for one commit. */
const BATCH = 200

export async function beginPass({ db }: Pick<ManyDeps, 'db'>, release: string, services: readonly string[]): Promise<void> {
  await db.transaction(async (tx) => {
    await insertPass(tx, release, services)
    await tx.enqueue(goThrough, { release })
  })
}

/**
 * Batch by batch, each kept with how far it came: a run that dies goes on where it stopped, a second one beside it does nothing. The next
 * batch is read while one is written; who changes in between is found by the version they were read in.
 */
export async function goOn(deps: ManyDeps, release: string): Promise<void> {
  const pass = await findPass(deps.db, release)
  let next = pass && readBatch(deps, pass, pass.after)
  while (next) {
    const batch = await next
    const following: Promise<Batch> | undefined = batch.isLast ? undefined : readBatch(deps, batch.pass, batch.until)
    // Whoever does not come to it any more does not care what became of it.
    following?.catch(() => {})
    const isKept = await deps.db.transaction((tx) => keepBatch(deps, tx, batch))
    next = isKept ? following : undefined
  }
}

interface Batch {
  readonly pass: Pass
  readonly after: string
  readonly until: string
  readonly isLast: boolean
  readonly asked: readonly Asked[]
}

async function readBatch(deps: ManyDeps, pass: Pass, after: string): Promise<Batch> {
  const rows = await listWatchedAfter(deps.db, deps.clock.now().toString(), after, BATCH)
  const asked = await inTurns(await readEach(deps, deps.db, rows), ask(deps, pass))
  return { pass, after, until: rows.at(-1)?.person ?? after, isLast: rows.length < BATCH, asked }
}

/** False when another is at it, or the same services and more are to be asked about from the beginning. */
async function keepBatch(deps: ManyDeps, tx: Tx, { pass, after, until, isLast, asked }: Batch): Promise<boolean> {
  const { release, services } = pass
  const stands = await takePass(tx, release)
  if (!stands || stands.after !== after || stands.services.join() !== services.join()) return false
  const wakes = asked.map(({ days, one }) => ({ person: one.row.person, days }))
  if (wakes.some(({ days }) => days.length > 0)) tx.along(addWakes(tx, wakes))
  const turned = asked.map(({ one }) => one).filter(({ answers, gone }) => answers.length > 0 || gone.length > 0)
  await settleMany(deps, tx, turned)
  tx.along(keepPass(tx, release, until, isLast ? deps.clock.now().toString() : null))
  return true
}

interface Asked {
  readonly one: Turned
  readonly days: readonly string[]
}

/** What is published now turns for them, and on which days of the coming year it turns something. */
function ask({ clock, rescreening }: ManyDeps, { release, services }: Pass) {
  const { services: all, only, reads } = rescreening()
  const there = services.filter((service) => all.has(service))
  const left = services.filter((service) => !all.has(service))
  const engine: Engine | undefined = there.length > 0 ? only(there) : undefined
  const read = [...new Set(there.flatMap(reads))]
  const today = clock.today()
  const span = { from: today.toString(), to: today.add({ months: CONSENT_MONTHS }).toString() }
  return ({ row, projection }: Read): Asked => {
    const { facts, open } = projection
    const isOpen = (service: string) => openedOn(open, service) !== undefined
    const values = picked(valuesOf(facts), read)
    const results = engine?.screen({ facts: values, asOf: span.from }).results ?? []
    const answers = results.filter(({ service, outcome }) => (outcome === 'eligible') !== isOpen(service))
    const gone = left.filter(isOpen)
    const turned = [...answers.map(({ service }) => service), ...gone]
    const occasion = { because: 'rules', once: release, register: null, facts: [], services: turned } as const
    return { one: { row, projection, occasion, answers, gone }, days: engine ? daysAhead(engine, values, span) : [] }
  }
}

/** Taking over what no rule reads would cost more than asking. */
function picked(values: Readonly<Record<string, Json>>, ids: readonly string[]): Record<string, Json> {
  const some: Record<string, Json> = {}
  for (const id of ids) if (id in values) some[id] = values[id]!
  return some
}
