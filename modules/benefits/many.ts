/** Many subscribers looked at in one go with what is known of them: by a publication, or on a day that has come. */
import type { PersonId } from '@dpg/kernel'
import type { Log, Query, Tx } from '@dpg/kernel/server'
import type { ServiceResult } from '@dpg/rules'
import type { Occasion } from './because.ts'
import { inTurns } from './in-turns.ts'
import { saidAt } from './kept-facts.ts'
import { lapsing } from './lapsing.ts'
import { lookAgain, type NotifierDeps } from './notifier.ts'
import { openedOn, turn } from './openings.ts'
import { openProjection, type Projection, sealProjection } from './projection.ts'
import { keepProjections, lockSubscribers, type SubscriberRow, type VersionedRow } from './store-subscribers.ts'
import { type Telling, tellEach } from './tell.ts'

export interface ManyDeps extends NotifierDeps {
  readonly log: Log
}

export interface Read<Row extends SubscriberRow = VersionedRow> {
  readonly row: Row
  readonly projection: Projection
}

/** Opens what is kept of each. One who cannot be read, because their key is gone, holds up nobody. */
export async function readEach<Row extends SubscriberRow>(
  { sealing, log }: ManyDeps,
  on: Query,
  rows: readonly Row[],
): Promise<readonly Read<Row>[]> {
  await sealing.prepare(
    on,
    rows.map(({ person }) => person),
  )
  const read = await inTurns(rows, async (row): Promise<Read<Row>[]> => {
    try {
      const projection = await openProjection(sealing, on, row)
      return projection ? [{ row, projection }] : []
    } catch (cause) {
      log.warn('benefits.subscriber-unreadable', {}, cause)
      return []
    }
  })
  return read.flat()
}

/** Somebody for whom something turns. */
export interface Turned extends Read {
  readonly occasion: Occasion
  /** What opens, and what closes. */
  readonly answers: readonly ServiceResult[]
  /** Services that were open and are not published any more. */
  readonly gone: readonly string[]
}

/**
 * What turns is kept and told, for all or for none. Who was looked at meanwhile, and whose news would stand on facts that are too old,
 * gets a look of their own, which asks the registers.
 */
export async function settleMany(deps: ManyDeps, tx: Tx, all: readonly Turned[]): Promise<void> {
  if (all.length === 0) return
  const isLapsed = lapsing(deps)
  const { reads } = deps.rescreening()
  const isOld = ({ projection: { facts, open }, answers }: Turned): boolean =>
    answers.some(
      ({ service, outcome }) =>
        outcome === 'eligible' &&
        openedOn(open, service) === undefined &&
        reads(service).some((fact) => isLapsed(fact, saidAt(facts, fact))),
    )
  const versions = await lockSubscribers(
    tx,
    all.map(({ row }) => row.person),
  )
  const isAsRead = ({ row }: Turned): boolean => versions.get(row.person) === row.version
  const ready = all.filter((one) => isAsRead(one) && !isOld(one))
  const settled = await inTurns(ready, async (one) => {
    const told = settledOf(deps, one)
    return { told, sealed: await sealProjection(deps.sealing, tx, told.person, told.projection) }
  })
  await tellEach(
    deps,
    tx,
    settled.map(({ told }) => told).filter(({ fresh }) => fresh.length > 0),
  )
  const kept = settled.map(({ told, sealed }) => ({ person: told.person, sealed }))
  if (kept.length > 0) tx.along(keepProjections(tx, kept, deps.clock.now().toString(), null))
  const isReady = new Set(ready)
  const others = all.filter((one) => !isReady.has(one) && versions.has(one.row.person))
  await Promise.all(others.map(({ row, occasion }) => lookAlone(tx, row.person, occasion)))
}

const lookAlone = (tx: Tx, person: PersonId, occasion: Occasion): Promise<void> =>
  tx.enqueue(lookAgain, { person, ...occasion, tries: 0 })

function settledOf({ clock }: ManyDeps, { row, projection: before, occasion, answers, gone }: Turned): Telling {
  const today = clock.today().toString()
  const eligible = new Set(answers.filter(({ outcome }) => outcome === 'eligible').map(({ service }) => service))
  const { open, closed, fresh } = turn(before, [...answers.map(({ service }) => service), ...gone], eligible, today)
  const opened = new Set(fresh.map(({ service }) => service))
  return {
    person: row.person,
    occasion,
    before,
    projection: { ...before, open, closed, asOf: today },
    changed: [],
    fresh: answers.filter(({ service }) => opened.has(service)),
  }
}
