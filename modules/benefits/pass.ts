/** A publication wakes only those whose answers it turns: subscribers are gone through in batches, for the services that changed alone. */
import type { Clock, PersonId } from '@dpg/kernel'
import { type Db, defineJob, type Log, type Sealing, type Tx } from '@dpg/kernel/server'
import type { Rules } from './engine.ts'
import { lookAgain } from './notifier.ts'
import { openProjection, valuesOf } from './projection.ts'
import type { Rescreening } from './rescreen.ts'
import { insertPass, keepPass, type Pass, takePass } from './store-looks.ts'
import { listSubscribersAfter, markAhead, type SubscriberRow } from './store-subscribers.ts'

export interface PassDeps {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly sealing: Sealing
  readonly rules: () => Rules
  readonly rescreening: () => Rescreening
}

export const goThrough = defineJob<{ release: string }>('benefits.go-through')

const BATCH = 200

export async function beginPass({ db }: PassDeps, release: string, services: readonly string[]): Promise<void> {
  await db.transaction(async (tx) => {
    await insertPass(tx, release, services)
    await tx.enqueue(goThrough, { release })
  })
}

/** Batch by batch, each with how far it came: a run that dies goes on where it stopped, a second one beside it does nothing. */
export async function goOn(deps: PassDeps, release: string): Promise<void> {
  for (let more = true; more; ) more = await deps.db.transaction((tx) => oneBatch(deps, tx, release))
}

async function oneBatch(deps: PassDeps, tx: Tx, release: string): Promise<boolean> {
  const pass = await takePass(tx, release)
  if (!pass) return false
  const rows = await listSubscribersAfter(tx, pass.after, BATCH)
  for (const row of rows) await wakeIfTurned(deps, tx, pass, row)
  await markAhead(
    tx,
    rows.map(({ person }) => person),
    deps.clock.today().toString(),
  )
  const isLast = rows.length < BATCH
  await keepPass(tx, release, rows.at(-1)?.person ?? pass.after, isLast ? deps.clock.now().toString() : null)
  return !isLast
}

async function wakeIfTurned(deps: PassDeps, tx: Tx, { release, services }: Pass, row: SubscriberRow): Promise<void> {
  const { person } = row
  try {
    const turned = await turnedFor(deps, tx, services, row)
    if (turned.length === 0) return
    const occasion = { because: 'rules', once: release, register: null, facts: [], services: turned, tries: 0 } as const
    await tx.enqueue(lookAgain, { person, ...occasion })
  } catch (cause) {
    // One who cannot be read, because their key is gone, holds up nobody.
    deps.log.warn('benefits.subscriber-unreadable', {}, cause)
  }
}

/** Services that open for them, or close, by what is published now. */
async function turnedFor(
  { sealing, clock, rescreening }: PassDeps,
  tx: Tx,
  services: readonly string[],
  row: SubscriberRow & { readonly person: PersonId },
): Promise<readonly string[]> {
  const projection = await openProjection(sealing, tx, row)
  if (!projection) return []
  const { services: all, screen } = rescreening()
  const there = services.filter((service) => all.has(service))
  const turned = screen(valuesOf(projection.facts), clock.today().toString(), there)
    .filter(({ service, outcome }) => (outcome === 'eligible') !== service in projection.open)
    .map(({ service }) => service)
  return [...turned, ...services.filter((service) => !all.has(service) && service in projection.open)]
}
