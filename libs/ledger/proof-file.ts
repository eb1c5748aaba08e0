/** A proof in a file that verifies offline (C2SP tlog-proof): place, path, and the checkpoint with what witnesses signed of it. */
import { fromBase64, type Hash, toBase64 } from './bytes.ts'

export interface ProofFile {
  /** Whatever the application adds; nothing of it is proven by being there. */
  readonly extra?: Uint8Array<ArrayBuffer>
  readonly index: number
  readonly proof: readonly Hash[]
  /** The note, cosignatures included. */
  readonly checkpoint: string
}

const HEADER = 'c2sp.org/tlog-proof@v1'

export function formatProofFile({ extra, index, proof, checkpoint }: ProofFile): string {
  const lines = [HEADER, ...(extra ? [`extra ${toBase64(extra)}`] : []), `index ${index}`, ...proof.map(toBase64)]
  return `${lines.join('\n')}\n\n${checkpoint}`
}

/** Throws RangeError when the text is no such proof. */
export function parseProofFile(text: string): ProofFile {
  const split = text.indexOf('\n\n')
  const [header, ...lines] = text.slice(0, Math.max(split, 0)).split('\n')
  if (header !== HEADER) throw new RangeError(`the file does not begin with ${HEADER}`)
  const extra = lines[0]?.startsWith('extra ') ? fromBase64(lines.shift()!.slice(6)) : undefined
  const index = /^index (0|[1-9]\d*)$/.exec(lines.shift() ?? '')?.[1]
  if (index === undefined || !Number.isSafeInteger(Number(index))) throw new RangeError('the file names no index')
  const proof = lines.map((line): Hash => fromBase64(line))
  if (proof.length > 63 || proof.some(({ length }) => length !== 32)) throw new RangeError('the path is not of hashes')
  return { ...(extra ? { extra } : {}), index: Number(index), proof, checkpoint: text.slice(split + 2) }
}
