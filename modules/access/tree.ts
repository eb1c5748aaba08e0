/** The tree by itself: leaves in, a signed head out, in the caller's transaction. For whoever has leaves and no entries. */
import type { Tx } from '@dpg/kernel/server'
import { append, type Hash } from '@dpg/ledger'
import type { HeadSigner } from './log-key.ts'
import { type Head, hashReader, insertHead, insertNodes, lockTree, readHead } from './store-tree.ts'

export { createHeadSigner, type HeadSigner, type LogKey } from './log-key.ts'
export { hashReader, readHead } from './store-tree.ts'
export { createTreeReader } from './tree-reader.ts'

/** Locks the tree until the transaction ends: whoever comes second continues what the first has written. */
export async function openTree(tx: Tx): Promise<{ readonly size: number }> {
  await lockTree(tx)
  return { size: (await readHead(tx))?.size ?? 0 }
}

/** Adds leaves to the tree that `openTree` has locked, and its signed head. */
export async function appendLeaves(
  tx: Tx,
  { signer, at }: { readonly signer: HeadSigner; readonly at: string },
  from: number,
  leaves: readonly Hash[],
): Promise<Head> {
  const { size, root, nodes } = await append(hashReader(tx), from, leaves)
  await insertNodes(tx, nodes)
  const [note, key] = await Promise.all([signer.sign(size, root), signer.key()])
  const head = { size, root, note, key }
  await insertHead(tx, head, at)
  return head
}
