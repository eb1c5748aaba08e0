/** Proofs that a person can check without trusting us, and the head they lead to. */
import type { PersonId } from '@dpg/kernel'
import type { Db } from '@dpg/kernel/server'
import { consistencyProof, emptyRoot, formatBundle, type HashReader, inclusionProof, type Tile, toBase64 } from '@dpg/ledger'
import type { EntryId, EntryProof } from './contract.ts'
import type { HeadSigner } from './log-key.ts'
import { findEntries } from './store.ts'
import { type Head, readCommitments, readHead, readStrip } from './store-tree.ts'
import { linesOf } from './store-witness.ts'
import { openEntry, type TraceDeps } from './trace.ts'

export interface ProveDeps extends TraceDeps {
  readonly signer: HeadSigner
  /** Of the committed tree. */
  readonly tree: HashReader
}

/** The newest head, signed with the present key: a log whose key was renewed signs its old head anew. */
export async function currentHead({ db, signer }: { db: Db; signer: HeadSigner }): Promise<Head> {
  const [stored, key] = await Promise.all([readHead(db), signer.key()])
  if (stored?.key === key) return { ...stored, note: stored.note + (await linesOf(db, stored.size)).join('') }
  const { size, root } = stored ?? { size: 0, root: emptyRoot() }
  return { size, root, key, note: await signer.sign(size, root) }
}

/** Entries of others, unreadable ones and those not yet in the tree are left out. */
export async function proveAll(
  deps: ProveDeps,
  subject: PersonId,
  ids: readonly EntryId[],
): Promise<Readonly<Record<EntryId, EntryProof>>> {
  // The rows first: the head read after them holds each of their places.
  const rows = await findEntries(deps.db, subject, ids, deps.clock.now().toString())
  const head = await currentHead(deps)
  const proofs = await Promise.all(
    rows.map(async (row): Promise<[EntryId, EntryProof][]> => {
      if (row.index === null) return []
      const [path, opened] = await Promise.all([inclusionProof(deps.tree, row.index, head.size), openEntry(deps, subject, row)])
      if (!opened) return []
      const proof: EntryProof = {
        entry: opened.entry,
        salt: opened.salt,
        index: row.index,
        checkpoint: head.note,
        size: head.size,
        proof: path.map(toBase64),
        root: toBase64(head.root),
        key: head.key,
      }
      return [[row.id, proof]]
    }),
  )
  return Object.fromEntries(proofs.flat())
}

/** The bytes of a tile for outside auditors (C2SP tlog-tiles); undefined when the signed tree does not reach that far. */
export async function tileBytes({ db }: { db: Db }, tile: Tile): Promise<Uint8Array | undefined> {
  return (await reaches(db, tile)) ? readStrip(db, tile.level * 8, tile.index, tile.width) : undefined
}

/** What the leaves of a tile are made of: commitments, which say nothing without their salts (C2SP tlog-tiles entry bundle). */
export async function bundleBytes({ db }: { db: Db }, tile: Tile): Promise<Uint8Array | undefined> {
  const bytes = (await reaches(db, tile)) ? await readCommitments(db, tile.index, tile.width) : undefined
  return bytes && formatBundle(Array.from({ length: tile.width }, (_, i) => bytes.subarray(i * 32, i * 32 + 32)))
}

async function reaches(db: Db, { level, index, width }: Tile): Promise<boolean> {
  const size = (await readHead(db))?.size ?? 0
  return index * 256 + width <= Math.floor(size / 256 ** level)
}

/** Undefined unless the signed tree has had both sizes. */
export async function consistency({ db, tree }: Pick<ProveDeps, 'db' | 'tree'>, first: number, second: number) {
  const size = (await readHead(db))?.size ?? 0
  if (first > second || second > size) return undefined
  return (await consistencyProof(tree, first, second)).map(toBase64)
}
