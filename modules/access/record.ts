/** Writes down one use, in the transaction of the use itself. */
import { randomBytes } from 'node:crypto'
import type { Clock, NewId } from '@dpg/kernel'
import type { Sealing, Tx } from '@dpg/kernel/server'
import { commit, leafHash, SALT_BYTES, toBase64 } from '@dpg/ledger'
import { type AccessRecord, accessRecorded, type EntryId } from './contract.ts'
import { type Entry, entryOf } from './entry.ts'
import { insertEntry } from './store.ts'

/** What is sealed under the person's key: without it the leaf says nothing about anyone. */
export interface Sealed {
  readonly entry: Entry
  /** base64 */
  readonly salt: string
}

export interface RecordDeps {
  readonly clock: Clock
  readonly newId: NewId
  readonly sealing: Sealing
  /** Called once the row is durable. */
  readonly wake: () => void
}

export const sealContext = (id: EntryId) => `access.entries.sealed:${id}`

export async function record(deps: RecordDeps, tx: Tx, given: AccessRecord): Promise<EntryId> {
  const id = deps.newId<EntryId>('acc')
  const entry = entryOf(id, deps.clock.now().toString(), given)
  const salt = new Uint8Array(randomBytes(SALT_BYTES))
  const leaf = leafHash(commit(salt, entry))
  const content: Sealed = { entry, salt: toBase64(salt) }
  const sealed = await deps.sealing.seal(tx, given.subject, sealContext(id), content)
  await insertEntry(tx, { subject: given.subject, id, actorKind: given.actor.kind, leaf, sealed })
  if (given.actor.kind === 'official') await tx.publish(accessRecorded, { subject: given.subject, entry: id })
  tx.afterCommit(deps.wake)
  return id
}
