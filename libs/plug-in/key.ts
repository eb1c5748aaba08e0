/** The key of a platform: P-256. Its public half stands in the manifest; the private one never leaves. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'

export interface Key {
  readonly kid: string
  readonly privateKey: KeyObject
  /** As it stands in the manifest (JWK, RFC 7517). */
  readonly published: Readonly<Record<string, unknown>>
}

/** A new one, as text to be kept: PKCS #8, PEM. */
export const createKey = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()

export function keyOf(pem: string, kid: string): Key {
  const privateKey = createPrivateKey(pem)
  const jwk = createPublicKey(privateKey).export({ format: 'jwk' })
  return { kid, privateKey, published: { ...jwk, kid, alg: 'ES256', use: 'sig' } }
}
