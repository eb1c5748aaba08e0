import { fromBase64, type Hash, toBase64 } from './bytes.ts'
import { type NoteKey, openNote, type SignatureCheck, type Signer, signNote } from './note.ts'

/** The head of a log at one size (C2SP tlog-checkpoint). */
export interface Checkpoint {
  /** The log's unique name, by custom a URL without scheme; the name of its key. */
  readonly origin: string
  readonly size: number
  readonly root: Hash
}

/** The text that is signed: origin, size, root, a line each. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  if (!origin || origin.includes('\n')) throw new RangeError('the origin is one line')
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`not a size: ${size}`)
  if (root.length !== 32) throw new RangeError('a root has 32 bytes')
  return `${origin}\n${size}\n${toBase64(root)}\n`
}

/** Reads the text of a checkpoint; extension lines are passed over. Throws RangeError when it is none. */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin, size, root, ...rest] = text.split('\n')
  const isText = origin && size && root && rest.at(-1) === '' && rest.slice(0, -1).every((line) => line !== '')
  if (!isText || !/^(0|[1-9]\d*)$/.test(size)) throw new RangeError('not a checkpoint: origin, size, root')
  const checkpoint = { origin, size: Number(size), root: fromBase64(root) }
  if (!Number.isSafeInteger(checkpoint.size) || checkpoint.root.length !== 32)
    throw new RangeError('not a checkpoint: size or root')
  return checkpoint
}

export const signCheckpoint = (checkpoint: Checkpoint, key: NoteKey, sign: Signer): Promise<string> =>
  signNote(formatCheckpoint(checkpoint), key, sign)

/** The checkpoint in a note, when the log's key has signed it and it is that log's; otherwise undefined. */
export async function openCheckpoint(note: string, key: NoteKey, check: SignatureCheck): Promise<Checkpoint | undefined> {
  const text = await openNote(note, key, check)
  if (text === undefined) return undefined
  try {
    const checkpoint = parseCheckpoint(text)
    return checkpoint.origin === key.name ? checkpoint : undefined
  } catch {
    return undefined
  }
}
