/**
 * Encryption to the receiver: DHKEM(X25519, HKDF-SHA256) of RFC 9180 agrees a secret, AES-256-GCM with a random nonce seals each
 * message, bound to its names. A secret is used for ten minutes and half a million messages at most: agreeing one for each message would cost more than
 * all else together.
 */
import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  decapsulate,
  encapsulate,
  hkdfSync,
  type KeyObject,
} from 'node:crypto'
import { randomPiece } from './random.ts'

const NONCE_BYTES = 12
const TAG_BYTES = 16
const LASTS_MS = 10 * 60_000
const MOST_MESSAGES = 500_000
const MOST_OPENED = 10_000

/** One direction each, so that a question can never be passed off as an answer. */
interface Secret {
  /** What the receiver needs to find the same secret: 32 bytes. */
  readonly encapsulated: string
  readonly question: KeyObject
  readonly answer: KeyObject
}

const secretOf = (shared: Buffer, encapsulated: Uint8Array, keyid: string): Secret => {
  const derive = (label: string) =>
    createSecretKey(Buffer.from(hkdfSync('sha256', shared, encapsulated, `dpg exchange 1 ${label} ${keyid}`, 32)))
  return { encapsulated: Buffer.from(encapsulated).toString('base64url'), question: derive('question'), answer: derive('answer') }
}

export interface Sealer {
  /** The secret shared with the holder of a public key on X25519; the same one for a while. */
  towards(keyid: string, key: KeyObject): Secret
}

export function createSealer(now: () => number = Date.now): Sealer {
  const secrets = new Map<string, { readonly secret: Secret; readonly until: number; left: number }>()
  return {
    towards(keyid, key) {
      const known = secrets.get(keyid)
      if (known && known.until > now() && known.left-- > 0) return known.secret
      const { sharedKey, ciphertext } = encapsulate(key)
      const secret = secretOf(Buffer.from(sharedKey), ciphertext, keyid)
      secrets.set(keyid, { secret, until: now() + LASTS_MS, left: MOST_MESSAGES })
      return secret
    },
  }
}

export interface Opener {
  /** The secret behind what a sender encapsulated to one of our keys. Throws when it is no such thing. */
  of(keyid: string, key: KeyObject, encapsulated: string): Secret
}

export function createOpener(): Opener {
  const secrets = new Map<string, Secret>()
  return {
    of(keyid, key, encapsulated) {
      const name = `${keyid} ${encapsulated}`
      const known = secrets.get(name)
      if (known) return known
      const bytes = Buffer.from(encapsulated, 'base64url')
      const secret = secretOf(Buffer.from(decapsulate(key, bytes)), bytes, keyid)
      if (secrets.size >= MOST_OPENED) secrets.delete(secrets.keys().next().value!)
      secrets.set(name, secret)
      return secret
    },
  }
}

/** `bound` is not sent: both sides must hold the same, or the seal does not open. */
export function seal(key: KeyObject, content: Uint8Array, bound: string): Buffer {
  const nonce = randomPiece(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(bound))
  return Buffer.concat([nonce, cipher.update(content), cipher.final(), cipher.getAuthTag()])
}

/** Throws when it was not sealed with this key and this bound, or was changed. */
export function open(key: KeyObject, sealed: Buffer, bound: string): Buffer {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new Error('too short to be sealed')
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES)).setAAD(Buffer.from(bound))
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()])
}
