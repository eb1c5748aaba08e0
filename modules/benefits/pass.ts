/** A publication wakes only those whose answers it turns: subscribers are gone through in batches, for the services that changed alone. */
import type { Clock, PersonId } from '@dpg/kernel'
import { type Db, defineJob, type Log, type Sealing, type Tx } from '@dpg/kernel/server'
import { daysAhead } from './ahead.ts'
import type { Rules } from './engine.ts'
import { lookAgain } from './notifier.ts'
import { CONSENT_MONTHS } from './plan.ts'
import { openProjection, type Projection, valuesOf } from './projection.ts'
import type { Rescreening } from './rescreen.ts'
import { insertPass, keepPass, type Pass, takePass } from './store-looks.ts'
import { addWakes, listSubscribersAfter, type SubscriberRow } from './store-subscribers.ts'

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
  const isLast = rows.length < BATCH
  await keepPass(tx, release, rows.at(-1)?.person ?? pass.after, isLast ? deps.clock.now().toString() : null)
  return !isLast
}

async function wakeIfTurned(deps: PassDeps, tx: Tx, { release, services }: Pass, row: SubscriberRow): Promise<void> {
  const { person } = row
  try {
    const projection = await openProjection(deps.sealing, tx, row)
    if (!projection) return
    await keepComing(deps, tx, projection, services, person)
    const turned = turnedFor(deps, projection, services)
    if (turned.length === 0) return
    const occasion = { because: 'rules', once: release, register: null, facts: [], services: turned, tries: 0 } as const
    await tx.enqueue(lookAgain, { person, ...occasion })
  } catch (cause) {
    // One who cannot be read, because their key is gone, holds up nobody.
    deps.log.warn('benefits.subscriber-unreadable', {}, cause)
  }
}

/** Days of the coming year on which what was published turns something for them. */
async function keepComing(
  { clock, rules, rescreening }: PassDeps,
  tx: Tx,
  { facts }: Projection,
  services: readonly string[],
  person: PersonId,
): Promise<void> {
  const today = clock.today()
  const span = { from: today.toString(), to: today.add({ months: CONSENT_MONTHS }).toString() }
  const there = services.filter((service) => rescreening().services.has(service))
  if (there.length > 0) await addWakes(tx, person, daysAhead(rules(), valuesOf(facts), span, there))
}

/** Services that open for them, or close, by what is published now. */
function turnedFor({ clock, rescreening }: PassDeps, projection: Projection, services: readonly string[]): readonly string[] {
  const { services: all, screen } = rescreening()
  const there = services.filter((service) => all.has(service))
  const turned = screen(valuesOf(projection.facts), clock.today().toString(), there)
    .filter(({ service, outcome }) => (outcome === 'eligible') !== service in projection.open)
    .map(({ service }) => service)
  return [...turned, ...services.filter((service) => !all.has(service) && service in projection.open)]
}
