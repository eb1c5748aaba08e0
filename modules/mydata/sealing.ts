/** What leaves: signed by us (JWS, EdDSA), then encrypted to the receiver (JWE, ECDH-ES with A256GCM). */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { CompactEncrypt, CompactSign, exportJWK, importJWK } from 'jose'
import type { PublicJwk } from './contract.ts'

/** PKCS #8 of an Ed25519 private key, up to its 32 bytes (RFC 8410 §7). */
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
const KEY_ID = 'mydata-1'

export interface Signing {
  sign(content: object, type: string): Promise<string>
  keys(): Promise<{ readonly keys: readonly PublicJwk[] }>
}

export function createSigning(seed: Buffer): Signing {
  const key: KeyObject = createPrivateKey({ key: Buffer.concat([ED25519_PKCS8, seed]), format: 'der', type: 'pkcs8' })
  return {
    sign: (content, type) =>
      new CompactSign(Buffer.from(JSON.stringify(content)))
        .setProtectedHeader({ alg: 'EdDSA', kid: KEY_ID, typ: type })
        .sign(key),
    keys: async () => ({ keys: [{ ...(await exportJWK(createPublicKey(key))), kid: KEY_ID, alg: 'EdDSA', use: 'sig' }] }),
  }
}

export async function encryptTo(key: PublicJwk, jws: string): Promise<string> {
  const to = await importJWK(key, 'ECDH-ES')
  return new CompactEncrypt(Buffer.from(jws)).setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', cty: 'JWT' }).encrypt(to)
}

/** A public key that we can verify with (P-256) or encrypt to (P-256, X25519). */
export function isUsable(key: PublicJwk, use: 'sign' | 'encrypt'): boolean {
  const isPoint = key['kty'] === 'EC' && key['crv'] === 'P-256'
  const isCurve = use === 'encrypt' && key['kty'] === 'OKP' && key['crv'] === 'X25519'
  if ((!isPoint && !isCurve) || 'd' in key) return false
  try {
    createPublicKey({ key: key as never, format: 'jwk' })
    return true
  } catch {
    return false
  }
}
