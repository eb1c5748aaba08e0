/**
 * Texts of the provider, sealed: AES-256-GCM; what it is said of (`of`) is authenticated with it. A key with random nonces may seal 2^32
 * texts (NIST SP 800-38D §8.3), which a nation's sign-ins pass in weeks: each page of nonces has a key of its own, made of the given one and
 * a salt that travels with the text.
 */
import { createCipheriv, createDecipheriv, createHmac, randomFillSync } from 'node:crypto'

const SALT = 16
const NONCE = 12
const TAG = 16
/** Nonces are made by the page: asked for one at a time, the bytes take as long as the sealing. Each is used once and is no secret. */
const PAGE = 512
/** Keys of pages that were read lately: to make one takes as long as to open a text. */
const KEPT = 256

export interface Seal {
  seal(of: Uint8Array, text: string): Buffer
  /** Throws when a bit was changed, or it is said of something else. */
  open(of: Uint8Array, sealed: Buffer): string
}

/** `key`: 32 bytes. */
export function createSeal(key: Uint8Array): Seal {
  const keys = new Map<string, Buffer>()
  const keyOf = (salt: Buffer): Buffer => {
    const name = salt.toString('latin1')
    const known = keys.get(name)
    if (known) return known
    const made = createHmac('sha256', key).update(salt).digest()
    if (keys.size >= KEPT) keys.delete(keys.keys().next().value!)
    keys.set(name, made)
    return made
  }
  const page = Buffer.alloc(SALT + NONCE * PAGE)
  const salt = page.subarray(0, SALT)
  let used = page.length
  const nextNonce = () => {
    if (used === page.length) {
      randomFillSync(page)
      used = SALT
    }
    used += NONCE
    return page.subarray(used - NONCE, used)
  }
  return {
    seal: (of, text) => {
      const nonce = nextNonce()
      const cipher = createCipheriv('aes-256-gcm', keyOf(salt), nonce).setAAD(of)
      return Buffer.concat([salt, nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()])
    },
    open: (of, sealed) => {
      const cipher = createDecipheriv('aes-256-gcm', keyOf(sealed.subarray(0, SALT)), sealed.subarray(SALT, SALT + NONCE))
        .setAAD(of)
        .setAuthTag(sealed.subarray(-TAG))
      return cipher.update(sealed.subarray(SALT + NONCE, -TAG), undefined, 'utf8') + cipher.final('utf8')
    },
  }
}
