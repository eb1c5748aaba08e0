/** Writes down uses, in the transaction of the use itself. */
import { randomBytes } from 'node:crypto'
import type { Clock, NewId } from '@dpg/kernel'
import type { Query, Sealing, Tx } from '@dpg/kernel/server'
import { commit, SALT_BYTES, toBase64 } from '@dpg/ledger'
import { type AccessRecord, accessRecorded, type EntryId, type Prepared } from './contract.ts'
import { type Entry, entryOf } from './entry.ts'
import { attentionOf } from './attention.ts'
import { opensAt } from './delay.ts'
import { insertHeld } from './held/store-held.ts'
import { insertEntries } from './store.ts'

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

export const record = async (deps: RecordDeps, tx: Tx, given: AccessRecord): Promise<EntryId> =>
  (await recordAll(deps, tx, [given]))[0]!

export async function recordAll(deps: RecordDeps, tx: Tx, all: readonly AccessRecord[]): Promise<readonly EntryId[]> {
  const rows: Prepared[] = []
  for (const one of all) rows.push(await prepare(deps, tx, one))
  return write(deps, tx, rows)
}

/** Sealed and committed to; nothing is written yet. */
export async function prepare(deps: RecordDeps, on: Query, given: AccessRecord): Promise<Prepared> {
  const id = deps.newId<EntryId>('acc')
  const at = deps.clock.now().toString()
  const entry = entryOf(id, at, given)
  const salt = new Uint8Array(randomBytes(SALT_BYTES))
  const content: Sealed = { entry, salt: toBase64(salt) }
  return {
    subject: given.subject,
    id,
    actorKind: given.actor.kind,
    heldBy: given.delay?.why === 'investigation' ? (given.actor.official ?? null) : null,
    commitment: commit(salt, entry),
    sealed: await deps.sealing.seal(on, given.subject, sealContext(id), content),
    attention: attentionOf(given),
    opensAt: opensAt(given, new Date(at)),
  }
}

/** As many as there are in one statement, with which the transaction stands or falls; nobody waits for it before the commit. */
export async function write(deps: RecordDeps, tx: Tx, rows: readonly Prepared[]): Promise<readonly EntryId[]> {
  tx.along(insertEntries(tx, rows))
  const held = rows.flatMap(({ subject, id: entry, heldBy }) => (heldBy ? [{ subject, entry, official: heldBy }] : []))
  if (held.length > 0) tx.along(insertHeld(tx, held))
  // Whoever would be told of an entry that is kept back learns of it when it opens, on the page.
  for (const { subject, id, actorKind, opensAt } of rows)
    if (actorKind === 'official' && opensAt === null) await tx.publish(accessRecorded, { subject, entry: id })
  tx.afterCommit(deps.wake)
  return rows.map(({ id }) => id)
}
