/** Reads that many people need at the same moment: those of one turn are asked by one statement. */
import type { Db } from '@dpg/kernel/server'
import { batch } from './sign-on/batch.ts'
import { type Account, findCredentials, type StoredPasskey } from './store.ts'
import { findSessions, type LiveSession } from './store-sessions.ts'

interface Wanted {
  readonly tokenHash: Buffer
  readonly idleSince: string
  readonly startedSince: string
}

export interface Together {
  /** A session that has not ended, was seen since `idleSince` and began after `startedSince`. */
  session(wanted: Wanted): Promise<LiveSession | undefined>
  /** A passkey and whose it is. */
  credential(id: string): Promise<(StoredPasskey & Account) | undefined>
}

const known = new WeakMap<Db, Together>()

export function together(db: Db): Together {
  const made = known.get(db) ?? {
    session: batch(async (wanted: readonly Wanted[]) => {
      // Of one turn of the event loop: what is idle for one is idle for all.
      const { idleSince, startedSince } = wanted[0]!
      const rows = await findSessions(
        db,
        wanted.map(({ tokenHash }) => tokenHash),
        idleSince,
        startedSince,
      )
      const found = new Map(rows.map(({ tokenHash, ...session }) => [tokenHash.toString('latin1'), session]))
      return wanted.map(({ tokenHash }) => found.get(tokenHash.toString('latin1')))
    }),
    credential: batch(async (ids: readonly string[]) => {
      const found = new Map((await findCredentials(db, ids)).map((one) => [one.credential, one]))
      return ids.map((id) => found.get(id))
    }),
  }
  known.set(db, made)
  return made
}
