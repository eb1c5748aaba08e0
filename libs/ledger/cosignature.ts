/** What a witness says of a checkpoint (C2SP tlog-cosignature, Ed25519): at this time, this was the log's largest consistent tree. */
import { concat, equal, fromBase64, toBase64, toHex, utf8 } from './bytes.ts'
import { digest } from './digest.ts'
import { type NoteKey, type SignatureCheck, type Signer, signaturesOf } from './note.ts'

const COSIGNATURE = 4

/** A witness's key; another kind than a log's, so that the one is never taken for the other. */
export type WitnessKey = NoteKey

const keyId = async ({ name, publicKey }: WitnessKey): Promise<Uint8Array> =>
  (await digest(utf8(`${name}\n`), Uint8Array.of(COSIGNATURE), publicKey)).slice(0, 4)

/** `name+hash+key` */
export const formatWitnessKey = async (key: WitnessKey): Promise<string> =>
  `${key.name}+${toHex(await keyId(key))}+${toBase64(concat(Uint8Array.of(COSIGNATURE), key.publicKey))}`

/** Reads a witness's key. Throws RangeError when it is malformed, of another kind, or its hash does not fit. */
export async function parseWitnessKey(text: string): Promise<WitnessKey> {
  const [, name, id, base64] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text) ?? []
  if (!name || !id || !base64) throw new RangeError('not a verifier key: name+hash+key')
  const bytes = fromBase64(base64)
  if (bytes[0] !== COSIGNATURE || bytes.length !== 33) throw new RangeError('not a key for Ed25519 cosignatures')
  const key = { name, publicKey: bytes.slice(1) }
  if (toHex(await keyId(key)) !== id) throw new RangeError('the hash of the verifier key does not fit')
  return key
}

const messageOf = (text: string, time: number): Uint8Array<ArrayBuffer> => utf8(`cosignature/v1\ntime ${time}\n${text}`)

/** The signature line of a witness for the text of a checkpoint; `time` in seconds since 1970. */
export async function cosign(text: string, key: WitnessKey, time: number, sign: Signer): Promise<string> {
  if (!Number.isSafeInteger(time) || time <= 0) throw new RangeError(`not a time: ${time}`)
  const stamp = new Uint8Array(8)
  new DataView(stamp.buffer).setBigUint64(0, BigInt(time))
  const signature = await sign(messageOf(text, time))
  if (signature.length !== 64) throw new RangeError('an Ed25519 signature has 64 bytes')
  return `— ${key.name} ${toBase64(concat(await keyId(key), stamp, signature))}\n`
}

/** When the witness signed the checkpoint in the note, in seconds since 1970; undefined when it did not, or the signature is wrong. */
export async function openCosignature(note: string, key: WitnessKey, check: SignatureCheck): Promise<number | undefined> {
  const parts = signaturesOf(note)
  if (!parts) return undefined
  const id = await keyId(key)
  for (const { name, bytes } of parts.signatures) {
    if (name !== key.name || bytes.length !== 76 || !equal(bytes.slice(0, 4), id)) continue
    const time = new DataView(bytes.slice(4, 12).buffer).getBigUint64(0)
    if (time === 0n || time > BigInt(Number.MAX_SAFE_INTEGER)) return undefined
    return (await check(key.publicKey, messageOf(parts.text, Number(time)), bytes.slice(12))) ? Number(time) : undefined
  }
  return undefined
}
