/** Reads that many people need at the same moment: those of one turn are asked by one statement. */
import type { Db } from '@dpg/kernel/server'
import { batch } from './sign-on/batch.ts'
import { type Account, findCredentials, type StoredPasskey } from './store.ts'
import {
  type Answered,
  type ByPasskey,
  type Cookies,
  findSessions,
  insertSessionsByPasskey,
  type LiveSession,
} from './store-sessions.ts'

interface Wanted extends Cookies {
  readonly idleSince: string
  readonly startedSince: string
}

export interface Together {
  /** A session that has not ended, was seen since `idleSince` and began after `startedSince`. */
  session(wanted: Wanted): Promise<{ readonly session: LiveSession; readonly payload: Buffer | null } | undefined>
  /** A session begins by a passkey. */
  enter(by: ByPasskey): Promise<Answered>
  /** A passkey and whose it is. */
  credential(id: string): Promise<(StoredPasskey & Account) | undefined>
}

const known = new WeakMap<Db, Together>()

export function together(db: Db): Together {
  const made = known.get(db) ?? {
    session: batch(async (wanted: readonly Wanted[]) => {
      // Of one turn of the event loop: what is idle for one is idle for all.
      const { idleSince, startedSince } = wanted[0]!
      const found = new Map<number, { session: LiveSession; payload: Buffer | null }>()
      for (const { place, payload, ...session } of await findSessions(db, wanted, idleSince, startedSince))
        found.set(Number(place) - 1, { session, payload })
      return wanted.map((_, place) => found.get(place))
    }),
    enter: batch(async (all: readonly ByPasskey[]) => {
      // In an order that every process keeps; who comes with the same question or passkey at the same moment comes after.
      const ordered = all.toSorted((one, other) => Buffer.compare(one.question, other.question))
      const found = new Map<ByPasskey, Answered>()
      for (let left = ordered; left.length > 0; left = left.filter((one) => !found.has(one))) {
        const now = apart(left)
        const rows = new Map((await begin(db, now)).map((row) => [row.question.toString('latin1'), row]))
        for (const one of now) found.set(one, rows.get(one.question.toString('latin1'))!)
      }
      return all.map((one) => found.get(one)!)
    }),
    credential: batch(async (ids: readonly string[]) => {
      const found = new Map((await findCredentials(db, ids)).map((one) => [one.credential, one]))
      return ids.map((id) => found.get(id))
    }),
  }
  known.set(db, made)
  return made
}

/** What fails for all of them, such as a deadlock that somebody provokes, is tried for each alone. */
const begin = (db: Db, all: readonly ByPasskey[]): Promise<readonly Answered[]> =>
  insertSessionsByPasskey(db, all).catch(async (cause: unknown) => {
    if (all.length === 1) throw cause
    return (await Promise.all(all.map((one) => insertSessionsByPasskey(db, [one])))).flat()
  })

/** The first of each question and of each passkey. */
function apart(all: readonly ByPasskey[]): ByPasskey[] {
  const seen = new Set<string>()
  return all.filter(({ question, passkey }) => {
    const names = [question.toString('latin1'), passkey]
    if (names.some((name) => seen.has(name))) return false
    for (const name of names) seen.add(name)
    return true
  })
}
