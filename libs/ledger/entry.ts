import { type Hash, utf8 } from './bytes.ts'
import { canonicalJson, type Json } from './canonical.ts'
import { digest } from './digest.ts'
import { type Count, verifyInclusion } from './proof.ts'

export interface EntryClaim {
  /** The entry as the reader sees it. */
  readonly entry: Json
  /** The 32 bytes it was committed with. */
  readonly salt: Uint8Array<ArrayBuffer>
  readonly index: Count
  readonly size: Count
  readonly proof: readonly Hash[]
  /** Of a checkpoint that was opened with the log's key. */
  readonly root: Hash
}

/** Is this very entry, committed with this salt, the index-th leaf of the tree? The whole check of a trace page, in one step. */
export async function verifyEntry({ entry, salt, ...claim }: EntryClaim): Promise<boolean> {
  if (salt.length !== 32) return false
  const commitment = await digest(salt, utf8(canonicalJson(entry)))
  return verifyInclusion({ ...claim, leafHash: await digest(Uint8Array.of(0), commitment) })
}
