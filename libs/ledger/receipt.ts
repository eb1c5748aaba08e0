/** The receipt of one entry: a tlog-proof whose extra data open the leaf. What it says can be checked without anybody's server. */
import { fromBase64, utf8 } from './bytes.ts'
import type { Json } from './canonical.ts'
import { type Checkpoint, openCheckpoint } from './checkpoint.ts'
import { openCosignature, type WitnessKey } from './cosignature.ts'
import { verifyEntry } from './entry.ts'
import type { NoteKey, SignatureCheck } from './note.ts'
import { formatProofFile, parseProofFile, type ProofFile } from './proof-file.ts'

export interface Opening {
  readonly entry: Json
  /** base64 */
  readonly salt: string
  /** The log's verifier key as it was published then. A hint: whoever checks gets the key elsewhere. */
  readonly key: string
}

export const formatReceipt = (opening: Opening, proof: Omit<ProofFile, 'extra'>): string =>
  formatProofFile({ ...proof, extra: utf8(JSON.stringify(opening)) })

/** Throws RangeError when the text is no receipt. */
export function parseReceipt(text: string): ProofFile & { readonly opening: Opening } {
  const file = parseProofFile(text)
  let opening: Partial<Opening> | null
  try {
    opening = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(file.extra ?? new Uint8Array()))
  } catch {
    throw new RangeError('the receipt does not open its leaf')
  }
  if (!opening?.entry || typeof opening.salt !== 'string' || typeof opening.key !== 'string')
    throw new RangeError('the receipt does not open its leaf')
  return { ...file, opening: { entry: opening.entry, salt: opening.salt, key: opening.key } }
}

export interface Verified {
  readonly entry: Json
  readonly index: number
  readonly checkpoint: Checkpoint
  /** Which of the given witnesses signed the checkpoint, and when (seconds since 1970). */
  readonly witnessed: readonly { readonly name: string; readonly time: number }[]
}

/** Undefined unless the log's key signed the checkpoint and the entry is in its tree, where the receipt says. Never throws. */
export async function verifyReceipt(
  text: string,
  { log, witnesses = [], check }: { log: NoteKey; witnesses?: readonly WitnessKey[]; check: SignatureCheck },
): Promise<Verified | undefined> {
  try {
    const { opening, index, proof, checkpoint: note } = parseReceipt(text)
    const checkpoint = await openCheckpoint(note, log, check)
    if (!checkpoint) return undefined
    const { entry } = opening
    const { size, root } = checkpoint
    if (!(await verifyEntry({ entry, salt: fromBase64(opening.salt), index, size, proof, root }))) return undefined
    const signed = await Promise.all(
      witnesses.map(async (key) => ({ name: key.name, time: await openCosignature(note, key, check) })),
    )
    const witnessed = signed.flatMap(({ name, time }) => (time === undefined ? [] : [{ name, time }]))
    return { entry, index, checkpoint, witnessed }
  } catch {
    return undefined
  }
}
