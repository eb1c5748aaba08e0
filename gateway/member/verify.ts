/** Checks a journal with nothing but its files and its public key: whoever audits an agency needs no gateway for it. */
import { createPublicKey, verify } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { append, createMemoryStore, openCheckpoint, parseKey, rootAt } from '@dpg/ledger'
import { entriesOf, leafOf } from './journal.ts'

export interface JournalCheck {
  readonly isGood: boolean
  readonly entries: number
  /** Of the signed checkpoint. */
  readonly size: number
  readonly why: 'good' | 'unsigned' | 'shorter' | 'changed'
}

const BATCH = 10_000

/** Reads every entry once. Entries after the checkpoint are counted but not vouched for. */
export async function verifyJournal(folder: string, journalKey: string): Promise<JournalCheck> {
  const note = await readFile(join(folder, 'checkpoint'), 'utf8').catch(() => '')
  const checkpoint = await openCheckpoint(note, await parseKey(journalKey), isSigned)
  const store = createMemoryStore()
  let size = 0
  let entries = 0
  let leaves: Uint8Array<ArrayBuffer>[] = []
  const add = async () => {
    const added = await append(store, size, leaves)
    store.write(added.nodes)
    size = added.size
    leaves = []
  }
  for await (const line of entriesOf(folder)) {
    entries++
    if (checkpoint && entries > checkpoint.size) continue
    if (leaves.push(leafOf(line)) === BATCH) await add()
  }
  await add()
  if (!checkpoint) return { isGood: false, entries, size: 0, why: 'unsigned' }
  if (size < checkpoint.size) return { isGood: false, entries, size: checkpoint.size, why: 'shorter' }
  const isSame = Buffer.from(await rootAt(store, size)).equals(Buffer.from(checkpoint.root))
  return { isGood: isSame, entries, size: checkpoint.size, why: isSame ? 'good' : 'changed' }
}

const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex')
const isSigned = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean =>
  verify(
    null,
    message,
    createPublicKey({ key: Buffer.concat([ED25519_SPKI, publicKey]), format: 'der', type: 'spki' }),
    signature,
  )
