/** The plainer log: each row holds the hash of the row before it and its own content. It proves nothing without all of it. */
import type { Query } from '@dpg/kernel/server'
import { createHash } from 'node:crypto'
import { insertChain, makeChain } from '../store.ts'

export const openChain = async (on: Query) => {
  await makeChain(on)
  let last: Uint8Array = new Uint8Array(32)
  let size = 0
  return async (tx: Query, leaves: readonly Uint8Array[]): Promise<void> => {
    const links = leaves.map((leaf) => {
      last = createHash('sha256').update(last).update(leaf).digest()
      return last
    })
    await insertChain(tx, size, leaves, links)
    size += leaves.length
  }
}
