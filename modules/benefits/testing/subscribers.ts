/** For tests and benchmarks: many subscribers at once, looked at already, without asking registers for each. */
import type { Snapshot } from '@dpg/catalogue/contract'
import { type Clock, type PersonId, systemClock } from '@dpg/kernel'
import { type Db, newId, type Sealing, type Tx } from '@dpg/kernel/server'
import type { Json } from '@dpg/rules'
import { createRules } from '../engine.ts'
import { agreedFacts, CONSENT_MONTHS, versionOf } from '../plan.ts'
import { blank, type Projection, sealProjection } from '../projection.ts'
import { createRescreening } from '../rescreen.ts'
import type { ConsentId } from '../store-consents.ts'

export interface Crowd {
  readonly db: Db
  readonly sealing: Sealing
  readonly snapshot: Snapshot
  readonly clock?: Clock
}

export interface Told {
  readonly person: PersonId
  /** What registers hold of them. */
  readonly facts: Readonly<Record<string, Json>>
}

const BATCH = 500
const GROUPS = ['finance', 'sensitive'] as const

/**
 * Subscribes them with consent to everything. `closed`: services that they are taken not to have
 * had until now, as if a publication had opened them. Gives by service how many of them it is open to.
 */
export async function addSubscribers(
  { db, sealing, snapshot, clock = systemClock }: Crowd,
  people: readonly Told[],
  closed: ReadonlySet<string> = new Set(),
): Promise<ReadonlyMap<string, number>> {
  const rules = createRules({ current: () => snapshot, announced: () => [] }, () => '')
  const rescreening = createRescreening(rules)
  const fetchable = new Set(rules().fetchable())
  const [now, today] = [clock.now(), clock.today()]
  const consent = {
    version: versionOf(rules(), 'watch'),
    facts: agreedFacts(rules(), GROUPS),
    endsAt: today.add({ months: CONSENT_MONTHS }).toZonedDateTime('Asia/Seoul').toInstant().toString(),
  }
  const counts = new Map<string, number>()
  const projectionOf = (facts: Told['facts']): Projection => {
    const known = Object.entries(facts).filter(([id]) => fetchable.has(id))
    const open = rescreening()
      .screen(Object.fromEntries(known), today.toString())
      .filter(({ outcome }) => outcome === 'eligible')
    for (const { service } of open) counts.set(service, (counts.get(service) ?? 0) + 1)
    return {
      ...blank(today.toString()),
      facts: [[now.toString(), Object.fromEntries(known)]],
      open: [[today.toString(), open.map(({ service }) => service).filter((service) => !closed.has(service))]],
    }
  }
  const insert = async (tx: Tx, some: readonly Told[]) => {
    const sealed = await Promise.all(some.map(({ person, facts }) => sealProjection(sealing, tx, person, projectionOf(facts))))
    const persons = some.map(({ person }) => person)
    await tx.query(
      `insert into benefits.subscribers (person, since, sealed, looked_at)
       select person, $3, sealed, $3 from unnest($1::text[], $2::bytea[]) as of (person, sealed)`,
      [persons, sealed, now.toString()],
    )
    await tx.query(
      `insert into benefits.consents (person, id, purpose, version, groups, facts, given_at, ends_at)
       select person, id, 'watch', $3, $4, $5, $6, $7 from unnest($1::text[], $2::text[]) as of (person, id)`,
      [persons, some.map(() => newId<ConsentId>('con')), consent.version, GROUPS, consent.facts, now.toString(), consent.endsAt],
    )
  }
  for (let at = 0; at < people.length; at += BATCH) await db.transaction((tx) => insert(tx, people.slice(at, at + BATCH)))
  return counts
}
