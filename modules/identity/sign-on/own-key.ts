/** A key that signs by itself, at once: the library's way, a task for another thread, takes many times the time of a signature. */
import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import type { SigningKey } from './keys.ts'
import type { Library } from './library.ts'

export function ownKey({ ExternalSigningKey }: Pick<Library, 'ExternalSigningKey'>, { kid, alg, ...jwk }: SigningKey) {
  const key = createPrivateKey({ key: jwk as JsonWebKey, format: 'jwk' })
  const published = createPublicKey(key)
  class OwnKey extends ExternalSigningKey {
    override keyObject() {
      return published
    }
    override sign(data: Uint8Array) {
      return sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' })
    }
  }
  return Object.assign(new OwnKey(), { kid, alg })
}
