/** The key of the log: signs its heads, and is published so that anyone can check them. */
import { createPublicKey, type KeyObject, sign } from 'node:crypto'
import { formatKey, type Hash, type NoteKey, signCheckpoint } from '@dpg/ledger'

export interface LogKey {
  /** The log's unique name, by custom a URL without scheme: `dpg.example/access`. */
  readonly name: string
  /** Ed25519. */
  readonly privateKey: KeyObject
}

export interface HeadSigner {
  /** `name+hash+key` */
  key(): Promise<string>
  sign(size: number, root: Hash): Promise<string>
}

/** Throws TypeError when the key is not Ed25519. */
export function createHeadSigner({ name, privateKey }: LogKey): HeadSigner {
  const { crv, x } = createPublicKey(privateKey).export({ format: 'jwk' })
  if (crv !== 'Ed25519' || !x) throw new TypeError('the key of the access log is an Ed25519 key')
  const noteKey: NoteKey = { name, publicKey: Uint8Array.from(Buffer.from(x, 'base64url')) }
  return {
    key: () => formatKey(noteKey),
    sign: (size, root) => signCheckpoint({ origin: name, size, root }, noteKey, (message) => sign(null, message, privateKey)),
  }
}
