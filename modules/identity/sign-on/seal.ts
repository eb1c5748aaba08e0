/** Texts of the provider, sealed: AES-256-GCM under a key of its own; what it is said of (`of`) is authenticated with it. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const NONCE = 12
const TAG = 16

export function sealText(key: Uint8Array, of: Uint8Array, text: string): Buffer {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(of)
  return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()])
}

/** Throws when a bit was changed, or it is said of something else. */
export function openText(key: Uint8Array, of: Uint8Array, sealed: Buffer): string {
  const cipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE)).setAAD(of).setAuthTag(sealed.subarray(-TAG))
  return cipher.update(sealed.subarray(NONCE, -TAG), undefined, 'utf8') + cipher.final('utf8')
}
