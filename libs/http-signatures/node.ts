/** Ed25519 and SHA-2 by Node, synchronously: one takes so little that the way to the thread pool would cost more. */
import { hash, sign, timingSafeEqual, verify, type KeyObject } from 'node:crypto'
import type { Component } from './components.ts'
import { fieldValue, SignatureError, type Message } from './message.ts'
import { digestField, readDigests } from './digests.ts'
import type { SignatureParameters } from './parameters.ts'
import { type Expected, type ReadSignature, readSignature } from './read.ts'
import { prepareSignature, type SignatureFields } from './signature.ts'

const ALGORITHM = 'ed25519'
const HASHES: Readonly<Record<string, string>> = { 'sha-256': 'sha256', 'sha-512': 'sha512' }

/** `content-digest` of a body: SHA-256. */
export const contentDigest = (body: Uint8Array | string): string =>
  digestField({ 'sha-256': new Uint8Array(hash('sha256', body, 'buffer')) })

/** Throws `wrong` unless the field states a digest we can compute and all that it states are right. */
export function checkDigest(message: Message, body: Uint8Array | string): void {
  const field = fieldValue(message.headers, 'content-digest')
  if (field === undefined) throw new SignatureError('uncovered', 'no content-digest')
  let known = 0
  for (const [algorithm, stated] of readDigests(field)) {
    const name = HASHES[algorithm]
    if (!name) continue
    const actual = hash(name, body, 'buffer')
    if (actual.length !== stated.length || !timingSafeEqual(actual, stated))
      throw new SignatureError('wrong', 'the body is not the one that was signed')
    known++
  }
  if (known === 0) throw new SignatureError('uncovered', 'no digest of a known kind')
}

/** Signs with Ed25519; `alg` is written into the signature. */
export function signMessage(
  message: Message,
  key: KeyObject,
  label: string,
  components: readonly Component[],
  parameters: SignatureParameters,
): SignatureFields {
  const { base, finish } = prepareSignature(message, label, components, { ...parameters, alg: ALGORITHM })
  return finish(sign(null, Buffer.from(base), key))
}

/** Believes one Ed25519 signature or throws `SignatureError`. `keyOf` gives the key of a `keyid`, undefined for strangers. */
export function verifyMessage(
  message: Message,
  expected: Expected,
  keyOf: (keyid: string) => KeyObject | undefined,
): ReadSignature {
  const read = readSignature(message, expected)
  if (read.alg !== undefined && read.alg !== ALGORITHM) throw new SignatureError('wrong', `${read.alg} is not accepted`)
  const key = keyOf(read.keyid ?? '')
  if (!key) throw new SignatureError('unknown-key', 'nobody we know has this key')
  if (!isByEd25519(key, Buffer.from(read.base), read.signature))
    throw new SignatureError('wrong', 'not signed by this key, or changed since')
  return read
}

/** Whatever other kind of key there is for that id, it signs nothing here. */
export const isByEd25519 = (key: KeyObject, text: Uint8Array, signature: Uint8Array): boolean =>
  key.asymmetricKeyType === 'ed25519' && verify(null, text, key, signature)
