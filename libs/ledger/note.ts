import { concat, equal, fromBase64, toBase64, toHex, utf8 } from './bytes.ts'
import { digest } from './digest.ts'

/** A key that signs notes (C2SP signed-note, Ed25519). The name is public and has neither spaces nor `+`. */
export interface NoteKey {
  readonly name: string
  /** 32 bytes. */
  readonly publicKey: Uint8Array<ArrayBuffer>
}

/** Signs exactly these bytes with Ed25519 (RFC 8032) and gives 64 bytes. The private key stays with whoever passes this in. */
export type Signer = (message: Uint8Array) => Uint8Array | Promise<Uint8Array>

/** Tells whether an Ed25519 signature of the message is the public key's. */
export type SignatureCheck = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean | Promise<boolean>

const ED25519 = 1

/** The first four bytes of SHA-256(name || "\n" || 0x01 || public key). */
export const keyId = async ({ name, publicKey }: NoteKey): Promise<Uint8Array> =>
  (await digest(utf8(`${name}\n`), Uint8Array.of(ED25519), publicKey)).slice(0, 4)

/** The verifier key as people pass it around: `name+hash+key`. */
export const formatKey = async (key: NoteKey): Promise<string> =>
  `${checkedName(key.name)}+${toHex(await keyId(key))}+${toBase64(concat(Uint8Array.of(ED25519), key.publicKey))}`

/** Reads a verifier key. Throws RangeError when it is malformed, of another algorithm, or its hash does not fit. */
export async function parseKey(text: string): Promise<NoteKey> {
  const [, name, id, base64] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text) ?? []
  if (!name || !id || !base64) throw new RangeError('not a verifier key: name+hash+key')
  const bytes = fromBase64(base64)
  if (bytes[0] !== ED25519 || bytes.length !== 33) throw new RangeError('not an Ed25519 verifier key')
  const key = { name: checkedName(name), publicKey: bytes.slice(1) }
  if (toHex(await keyId(key)) !== id) throw new RangeError('the hash of the verifier key does not fit')
  return key
}

/** Signs a text that ends in a newline and gives the note: text, blank line, signature line. */
export async function signNote(text: string, key: NoteKey, sign: Signer): Promise<string> {
  if (!text.endsWith('\n')) throw new RangeError('the text of a note ends in a newline')
  const signature = await sign(utf8(text))
  if (signature.length !== 64) throw new RangeError('an Ed25519 signature has 64 bytes')
  return `${text}\n— ${checkedName(key.name)} ${toBase64(concat(await keyId(key), signature))}\n`
}

/**
 * The text of a note that the key has signed; signatures of others are passed over. Undefined when the note is malformed, not
 * signed by the key, or the signature is wrong: then nothing of it may be believed.
 */
export async function openNote(note: string, key: NoteKey, check: SignatureCheck): Promise<string | undefined> {
  const parts = signaturesOf(note)
  if (!parts) return undefined
  const id = await keyId(key)
  let signed = false
  for (const { name, bytes } of parts.signatures) {
    if (name !== key.name || !equal(bytes.slice(0, 4), id)) continue
    if (!(await check(key.publicKey, utf8(parts.text), bytes.slice(4)))) return undefined
    signed = true
  }
  return signed ? parts.text : undefined
}

export interface NoteSignature {
  readonly name: string
  /** Four bytes of the key's id, then the signature. */
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** Text and signatures of a note, none of them checked; undefined when the note is malformed. */
export function signaturesOf(note: string): { readonly text: string; readonly signatures: readonly NoteSignature[] } | undefined {
  const split = note.lastIndexOf('\n\n')
  if (split < 0 || !note.endsWith('\n')) return undefined
  const signatures = note
    .slice(split + 2, -1)
    .split('\n')
    .map(readSignature)
  const known = signatures.filter((one) => one !== undefined)
  return known.length === signatures.length ? { text: note.slice(0, split + 1), signatures: known } : undefined
}

function readSignature(line: string): NoteSignature | undefined {
  const [, name, base64] = /^— ([^ +]+) ([A-Za-z0-9+/]+=*)$/.exec(line) ?? []
  if (!name || !base64) return undefined
  try {
    const bytes = fromBase64(base64)
    return bytes.length > 4 ? { name, bytes } : undefined
  } catch {
    return undefined
  }
}

function checkedName(name: string): string {
  if (!name || /[\s+]/u.test(name)) throw new RangeError('the name of a key has neither spaces nor "+"')
  return name
}
