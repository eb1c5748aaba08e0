/** A command with a key is done once; the same key again gives the same result. */
import type { OfficialId } from '@dpg/kernel'
import type { Tx } from '@dpg/kernel/server'
import { keyReused } from './contract.ts'
import type { Inside } from './deps.ts'
import { findCommand, keepCommand } from './store.ts'

/** Throws `authoring/key-reused` when the key stands for another command. */
export async function once<T extends string>(
  deps: Pick<Inside, 'db' | 'clock'>,
  actor: OfficialId,
  key: string,
  what: string,
  work: (tx: Tx, at: string) => Promise<T>,
): Promise<T> {
  const before = await doneBefore<T>(deps, actor, key, what)
  if (before !== undefined) return before
  const at = deps.clock.now().toString()
  const done = await deps.db
    .transaction(async (tx) => {
      const result = await work(tx, at)
      return (await keepCommand(tx, actor, key, what, result, at)) ? result : Promise.reject(new Twice())
    })
    .catch((error: unknown) => {
      if (error instanceof Twice) return undefined
      throw error
    })
  return done ?? (await doneBefore<T>(deps, actor, key, what))!
}

/** Both were there at once; the other one has done it. */
class Twice extends Error {}

export async function doneBefore<T extends string>(
  deps: Pick<Inside, 'db'>,
  actor: OfficialId,
  key: string,
  what: string,
): Promise<T | undefined> {
  const before = await findCommand(deps.db, actor, key)
  if (before && before.what !== what) throw keyReused({})
  return before?.result as T | undefined
}
