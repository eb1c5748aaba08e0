/** Appends what waits to the tree: one batch a transaction, with its signed head, by one writer at a time. */
import type { Clock } from '@dpg/kernel'
import type { Db, Tx } from '@dpg/kernel/server'
import { leafHash } from '@dpg/ledger'
import type { HeadSigner } from './log-key.ts'
import { placeEntries, readWaiting } from './store.ts'
import { insertCommitments } from './store-tree.ts'
import { appendLeaves, openTree } from './tree.ts'

export interface SequenceDeps {
  readonly db: Db
  readonly clock: Clock
  readonly signer: HeadSigner
  /** Entries a transaction. */
  readonly batchSize?: number
}

/** About 40 ms of hashing: other work on this thread waits no longer. */
const BATCH = 2_000

/** Appends everything that was committed when it looked; how many. Safe to run anywhere, any number of times. */
export async function sequence(deps: SequenceDeps): Promise<number> {
  const limit = deps.batchSize ?? BATCH
  let total = 0
  for (;;) {
    const appended = await deps.db.transaction((tx) => appendBatch(deps, tx, limit))
    total += appended
    if (appended < limit) return total
  }
}

async function appendBatch({ clock, signer }: SequenceDeps, tx: Tx, limit: number): Promise<number> {
  const { size } = await openTree(tx)
  const waiting = await readWaiting(tx, limit)
  if (waiting.length === 0) return 0
  const leaves = waiting.map(({ leaf, commitment }) => (commitment ? leafHash(commitment) : Uint8Array.from(leaf!)))
  await appendLeaves(tx, { signer, at: clock.now().toString() }, size, leaves)
  const commitments = waiting.map(({ commitment }) => commitment).filter((one) => one !== null)
  if (commitments.length === waiting.length) await insertCommitments(tx, commitments, size)
  await placeEntries(tx, waiting, size)
  return waiting.length
}
