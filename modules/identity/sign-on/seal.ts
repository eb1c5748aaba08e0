/** Texts of the provider, sealed: AES-256-GCM under a key of its own; what it is said of (`of`) is authenticated with it. */
import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto'

const NONCE = 12
const TAG = 16
/** Nonces are made by the page: asked for one at a time, the bytes take as long as the sealing. Each is used once and is no secret. */
const PAGE = 512

export interface Seal {
  seal(of: Uint8Array, text: string): Buffer
  /** Throws when a bit was changed, or it is said of something else. */
  open(of: Uint8Array, sealed: Buffer): string
}

/** `key`: 32 bytes. */
export function createSeal(key: Uint8Array): Seal {
  const page = Buffer.alloc(NONCE * PAGE)
  let used = page.length
  const nextNonce = () => {
    if (used === page.length) {
      randomFillSync(page)
      used = 0
    }
    used += NONCE
    return page.subarray(used - NONCE, used)
  }
  return {
    seal: (of, text) => {
      const nonce = nextNonce()
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(of)
      return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()])
    },
    open: (of, sealed) => {
      const cipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE)).setAAD(of).setAuthTag(sealed.subarray(-TAG))
      return cipher.update(sealed.subarray(NONCE, -TAG), undefined, 'utf8') + cipher.final('utf8')
    },
  }
}
