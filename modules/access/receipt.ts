/** The receipt of an entry: a file that verifies offline for as long as somebody remembers the log's key (C2SP tlog-proof). */
import type { PersonId } from '@dpg/kernel'
import { formatReceipt, inclusionProof } from '@dpg/ledger'
import type { EntryId } from './contract.ts'
import { currentHead, type ProveDeps } from './prove.ts'
import { findEntries } from './store.ts'
import { firstHeadWith, type Head, headOfSize } from './store-tree.ts'
import { linesOf, witnessedSize } from './store-witness.ts'
import { openEntry } from './trace.ts'

/** `first`: under the head of the time of the entry: that it was there then, such as an entry that was kept back. */
export type WhichHead = 'newest' | 'first'

/** Undefined: no such entry of this person, or not yet in the tree. */
export async function receiptOf(deps: ProveDeps, subject: PersonId, id: EntryId, which: WhichHead): Promise<string | undefined> {
  const [row] = await findEntries(deps.db, subject, [id], deps.clock.now().toString())
  if (!row || row.index === null) return undefined
  const opened = await openEntry(deps, subject, row)
  if (!opened) return undefined
  const head = await headFor(deps, row.index, which)
  const opening = { entry: opened.entry, salt: opened.salt, key: await deps.signer.key() }
  const proof = await inclusionProof(deps.tree, row.index, head.size)
  const checkpoint = head.note + (await linesOf(deps.db, head.size)).join('')
  return formatReceipt(opening, { index: row.index, proof, checkpoint })
}

/** One that witnesses signed where there is one, and that the present key has signed. */
async function headFor(deps: ProveDeps, index: number, which: WhichHead): Promise<Head> {
  const size = await witnessedSize(deps.db, index, which)
  const head =
    size === undefined ? await (which === 'first' ? firstHeadWith(deps.db, index) : undefined) : await headOfSize(deps.db, size)
  if (!head) return currentHead(deps)
  if (head.key === (await deps.signer.key())) return head
  return { ...head, note: await deps.signer.sign(head.size, head.root) }
}
