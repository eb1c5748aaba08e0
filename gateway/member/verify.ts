/** Checks a journal with nothing but its files and its public key: whoever audits an agency needs no gateway for it. */
import { createPublicKey, verify, type X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { append, createMemoryStore, type HashReader, type NoteKey, openCheckpoint, parseKey, rootAt } from '@dpg/ledger'
import { entriesOf, leafOf } from './journal.ts'
import { stampsIn } from './stamps.ts'
import { readTimeStamp, type TimeStamp } from './timestamp.ts'

export interface JournalCheck {
  readonly isGood: boolean
  readonly entries: number
  /** Of the signed checkpoint. */
  readonly size: number
  readonly why: 'good' | 'unsigned' | 'shorter' | 'changed' | 'stamp'
  /** Time-stamps that were looked at; the last one vouches for that many entries. */
  readonly stamps: number
  readonly stamped?: TimeStamp & { readonly size: number }
  /** What is wrong with a time-stamp. */
  readonly trouble?: string
}

const BATCH = 10_000

/** Reads every entry once. Entries after the checkpoint are counted but not vouched for. `trusted`: what time-stamps must lead to. */
export async function verifyJournal(
  folder: string,
  journalKey: string,
  trusted: readonly X509Certificate[] = [],
): Promise<JournalCheck> {
  const note = await readFile(join(folder, 'checkpoint'), 'utf8').catch(() => '')
  const key = await parseKey(journalKey)
  const checkpoint = await openCheckpoint(note, key, isSigned)
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
  if (!checkpoint) return { isGood: false, entries, size: 0, why: 'unsigned', stamps: 0 }
  if (size < checkpoint.size) return { isGood: false, entries, size: checkpoint.size, why: 'shorter', stamps: 0 }
  const isSame = Buffer.from(await rootAt(store, size)).equals(Buffer.from(checkpoint.root))
  if (!isSame) return { isGood: false, entries, size, why: 'changed', stamps: 0 }
  const seen = await stampsOf(folder, key, store, size, trusted)
  return { isGood: seen.trouble === undefined, entries, size, why: seen.trouble === undefined ? 'good' : 'stamp', ...seen }
}

/** Each time-stamp is of a signed checkpoint whose root this very journal had at that size. */
async function stampsOf(
  folder: string,
  key: NoteKey,
  store: HashReader,
  size: number,
  trusted: readonly X509Certificate[],
): Promise<Pick<JournalCheck, 'stamps' | 'stamped' | 'trouble'>> {
  let stamps = 0
  let stamped: JournalCheck['stamped']
  if (trusted.length === 0) return { stamps }
  for await (const { note, response } of stampsIn(folder)) {
    const at = await openCheckpoint(note, key, isSigned)
    try {
      if (!at) throw new Error('its checkpoint is not signed by this journal')
      if (at.size > size) throw new Error(`it is of ${at.size} entries, more than there are`)
      if (!Buffer.from(await rootAt(store, at.size)).equals(Buffer.from(at.root)))
        throw new Error(`the first ${at.size} entries are not those that were stamped`)
      stamped = { ...readTimeStamp(response, Buffer.from(note), trusted), size: at.size }
      stamps++
    } catch (cause) {
      return { stamps, trouble: cause instanceof Error ? cause.message : String(cause), ...(stamped && { stamped }) }
    }
  }
  return { stamps, ...(stamped && { stamped }) }
}

const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex')
const isSigned = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean =>
  verify(
    null,
    message,
    createPublicKey({ key: Buffer.concat([ED25519_SPKI, publicKey]), format: 'der', type: 'spki' }),
    signature,
  )
