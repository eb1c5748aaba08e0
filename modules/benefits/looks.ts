/**
 * Looks that are kept: what the registers answered to a signed-in person stays sealed under their own key for some minutes, so that
 * the next page asks nobody and the trace says once what happened once. A look that is forgotten while it runs is not kept.
 */
import { randomUUID } from 'node:crypto'
import type { FetchResult } from '@dpg/exchange/contract'
import type { Clock, PersonId } from '@dpg/kernel'
import type { Db, Log, Sealing } from '@dpg/kernel/server'
import { joined } from './fetch.ts'
import { LOOK_MINUTES } from './plan.ts'
import { beginLook, deleteLook, findLook, holdLook, keepLook } from './store-looks.ts'

export interface Look {
  readonly result: FetchResult
  /** ISO instants. */
  readonly at: string
  readonly until: string
}

/** Asks registers: for everything, or for the facts named. */
export type AskAgain = (facts?: readonly string[]) => Promise<FetchResult>

export interface Looks {
  /** The kept look, or a new one; registers that failed are asked again. */
  take(person: PersonId, fetch: AskAgain): Promise<Look>
  /** The kept look, if there is one. */
  peek(person: PersonId): Promise<Look | undefined>
  forget(person: PersonId): Promise<void>
}

export interface LooksDeps {
  readonly db: Db
  readonly clock: Clock
  readonly sealing: Sealing
  readonly log: Log
}

const contextOf = (person: PersonId) => `benefits.looks.sealed:${person}`

export function createLooks(deps: LooksDeps): Looks {
  const { db, clock } = deps
  // Two pages opened at once are one look.
  const running = new Map<PersonId, Promise<Look>>()

  const look = async (person: PersonId, before: Look | undefined, fetch: AskAgain): Promise<Look> => {
    const now = clock.now()
    const stamp = randomUUID()
    const until = before?.until ?? now.add({ minutes: LOOK_MINUTES }).toString()
    await beginLook(db, person, stamp, until)
    const again = before?.result.failures.flatMap(({ facts }) => facts)
    const fetched = await fetch(again)
    const result = before ? joined([{ ...before.result, failures: [] }, fetched]) : fetched
    const made: Look = { result, at: before?.at ?? now.toString(), until }
    await keep(deps, person, stamp, made)
    return made
  }

  return {
    async take(person, fetch) {
      const under = running.get(person)
      if (under) return under
      const before = await open(deps, person)
      if (before && before.result.failures.length === 0) return before
      const begun = running.get(person) ?? look(person, before, fetch)
      running.set(person, begun)
      return begun.finally(() => {
        if (running.get(person) === begun) running.delete(person)
      })
    },
    peek: (person) => open(deps, person),
    async forget(person) {
      running.delete(person)
      await deleteLook(db, person)
    },
  }
}

/** Only if it is still wanted: the row is locked, so that forgetting waits, and erases what was kept. */
async function keep({ db, sealing }: LooksDeps, person: PersonId, stamp: string, made: Look): Promise<void> {
  await db.transaction(async (tx) => {
    if (!(await holdLook(tx, person, stamp))) return
    await keepLook(tx, person, await sealing.seal(tx, person, contextOf(person), made), made.until)
  })
}

/** Undefined as well when the person's key is gone. */
async function open({ db, clock, sealing, log }: LooksDeps, person: PersonId): Promise<Look | undefined> {
  const sealed = await findLook(db, person, clock.now().toString())
  if (!sealed) return undefined
  try {
    return await sealing.open<Look>(db, person, contextOf(person), sealed)
  } catch (cause) {
    log.warn('benefits.look-unreadable', {}, cause)
    return undefined
  }
}
