/** The key by which a platform knows that it is we who ask or tell. */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import type { PublicJwk } from './contract.ts'

/** PKCS #8 of an Ed25519 private key, up to its 32 bytes (RFC 8410 §7). */
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
export const KEY_ID = 'plugins-1'

export interface SigningKey {
  readonly privateKey: KeyObject
  readonly published: PublicJwk
}

export function signingKeyOf(seed: Buffer): SigningKey {
  const privateKey = createPrivateKey({ key: Buffer.concat([ED25519_PKCS8, seed]), format: 'der', type: 'pkcs8' })
  const jwk = createPublicKey(privateKey).export({ format: 'jwk' })
  return { privateKey, published: { ...jwk, kid: KEY_ID, alg: 'EdDSA', use: 'sig' } }
}
