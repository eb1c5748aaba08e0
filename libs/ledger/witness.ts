/**
 * What a witness answers (C2SP tlog-witness `add-checkpoint`): it signs a log's tree only when it continues the one it signed before,
 * so that nobody can be shown another past. Knows no network and no disk: whoever runs it keeps `latest` and answers.
 */
import { equal, fromBase64, type Hash, toBase64 } from './bytes.ts'
import { type Checkpoint, openCheckpoint } from './checkpoint.ts'
import { digest } from './digest.ts'
import { type NoteKey, type SignatureCheck, signaturesOf } from './note.ts'
import { verifyConsistency } from './proof.ts'

export interface WitnessRequest {
  readonly oldSize: number
  readonly proof: readonly Hash[]
  /** The note. */
  readonly checkpoint: string
}

/** The body of `add-checkpoint`. */
export const formatWitnessRequest = ({ oldSize, proof, checkpoint }: WitnessRequest): string =>
  `old ${oldSize}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${checkpoint}`

const MOST_HASHES = 63

/** Undefined when the body is malformed. */
export function parseWitnessRequest(body: string): WitnessRequest | undefined {
  const split = body.indexOf('\n\n')
  const [old, ...lines] = body.slice(0, Math.max(split, 0)).split('\n')
  const size = /^old (0|[1-9]\d{0,15})$/.exec(old ?? '')?.[1]
  if (size === undefined || lines.length > MOST_HASHES) return undefined
  try {
    const proof = lines.map((line): Hash => fromBase64(line))
    const isWhole = Number.isSafeInteger(Number(size)) && proof.every(({ length }) => length === 32)
    return isWhole ? { oldSize: Number(size), proof, checkpoint: body.slice(split + 2) } : undefined
  } catch {
    return undefined
  }
}

export type WitnessAnswer =
  | { readonly status: 200; readonly checkpoint: Checkpoint; readonly text: string }
  | { readonly status: 409; readonly size: number }
  | { readonly status: 400 | 403 | 404 | 422 }

export interface WitnessState {
  /** Keys of the logs it watches, by origin. */
  readonly logs: ReadonlyMap<string, NoteKey>
  /** What it signed last of a log. */
  readonly latest: (origin: string) => Promise<Pick<Checkpoint, 'size' | 'root'> | undefined>
  readonly check: SignatureCheck
}

/** On 200 the caller keeps the checkpoint durably, as one step with having read `latest`, and then signs `text`. */
export async function judgeCheckpoint(body: string, { logs, latest, check }: WitnessState): Promise<WitnessAnswer> {
  const request = parseWitnessRequest(body)
  const parts = request && signaturesOf(request.checkpoint)
  if (!request || !parts) return { status: 400 }
  const key = logs.get(parts.text.slice(0, parts.text.indexOf('\n')))
  if (!key) return { status: 404 }
  const checkpoint = await openCheckpoint(request.checkpoint, key, check)
  if (!checkpoint) return { status: 403 }
  const { oldSize, proof } = request
  if (oldSize > checkpoint.size) return { status: 400 }
  const before = (await latest(checkpoint.origin)) ?? { size: 0, root: await digest() }
  if (before.size !== oldSize) return { status: 409, size: before.size }
  const claim = { firstSize: oldSize, secondSize: checkpoint.size, firstRoot: before.root, secondRoot: checkpoint.root, proof }
  if (checkpoint.size === 0 && !equal(checkpoint.root, await digest())) return { status: 422 }
  return (await verifyConsistency(claim)) ? { status: 200, checkpoint, text: parts.text } : { status: 422 }
}
