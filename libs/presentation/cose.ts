/** COSE_Sign1 and COSE_Key (RFC 9052, RFC 9053), as far as mdocs need them. */
import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { CBORTag, type CBORType, encodeCBOR } from '@levischuck/tiny-cbor'
import type { Signer } from './accepted.ts'
import { type Cbor, type CborMap, decode, type Tagged } from './cbor.ts'
import { RefusedError } from './doubts.ts'

const CURVES: Readonly<Record<number, { readonly name: string; readonly node: string }>> = {
  1: { name: 'P-256', node: 'prime256v1' },
  2: { name: 'P-384', node: 'secp384r1' },
  3: { name: 'P-521', node: 'secp521r1' },
}
/** ES256, ES384, ES512, with the one curve that each is for (ISO/IEC 18013-5, 9.1.2.4). */
const ALGORITHMS: Readonly<Record<number, { readonly digest: string; readonly curve: string }>> = {
  [-7]: { digest: 'sha256', curve: 'prime256v1' },
  [-35]: { digest: 'sha384', curve: 'secp384r1' },
  [-36]: { digest: 'sha512', curve: 'secp521r1' },
}
const DATA_ITEM = 24

export interface Sign1 {
  readonly head: Uint8Array
  readonly algorithm: number
  readonly unprotected: CborMap
  /** Null: it is elsewhere. */
  readonly payload: Uint8Array | null
  readonly signature: Uint8Array
}

export const encode = (value: CBORType): Uint8Array => encodeCBOR(value)
export const wrapped = (bytes: Uint8Array): CBORTag => new CBORTag(DATA_ITEM, bytes)

export const mapOf = (value: Cbor): CborMap => (value instanceof Map ? value : no())
export const listOf = (value: Cbor): Cbor[] => (Array.isArray(value) ? value : no())
export const bytesOf = (value: Cbor): Uint8Array => (value instanceof Uint8Array ? value : no())
export const textOf = (value: Cbor): string => (typeof value === 'string' ? value : no())
export const isTagged = (value: Cbor): value is Tagged => typeof value === 'object' && value !== null && 'whole' in value
/** What stands in bytes of its own: `#6.24(bstr .cbor …)`; and those bytes as they came. */
export const dataItem = (value: Cbor): { readonly inside: Uint8Array; readonly whole: Uint8Array } =>
  isTagged(value) && value.tag === DATA_ITEM ? { inside: bytesOf(value.value), whole: value.whole } : no()
/** A date, a day: text with a tag. */
export const dateOf = (value: Cbor): string => textOf(isTagged(value) ? value.value : value)

function no(): never {
  throw new RefusedError('malformed')
}

export function sign1Of(value: Cbor): Sign1 {
  const [head, unprotected, payload, signature] = listOf(value)
  const bytes = bytesOf(head)
  const algorithm = mapOf(decode(bytes)).get(1)
  if (typeof algorithm !== 'number') return no()
  return {
    head: bytes,
    algorithm,
    unprotected: mapOf(unprotected),
    payload: payload === null ? null : bytesOf(payload),
    signature: bytesOf(signature),
  }
}

/** `payload`: of a signature that keeps it elsewhere. */
export function isSigned({ head, algorithm, signature, payload: own }: Sign1, key: KeyObject, payload?: Uint8Array): boolean {
  const text = own ?? payload
  return text !== undefined && isBy(algorithm, key, encode(['Signature1', head, new Uint8Array(), text]), signature)
}

/** `algorithm`: its number in COSE. */
export function isBy(algorithm: number, key: KeyObject, text: Uint8Array, signature: Uint8Array): boolean {
  const known = ALGORITHMS[algorithm]
  if (!known || key.asymmetricKeyDetails?.namedCurve !== known.curve) return false
  return verify(known.digest, text, { key, dsaEncoding: 'ieee-p1363' }, signature)
}

/** `x5chain` (RFC 9360): one certificate or a list. */
export function signerOf({ unprotected }: Sign1): Signer {
  const chain = unprotected.get(33)
  const kid = unprotected.get(4)
  if (chain !== undefined) return { chain: Array.isArray(chain) ? chain.map(bytesOf) : [bytesOf(chain)] }
  return { kid: kid instanceof Uint8Array ? Buffer.from(kid).toString('utf8') : undefined }
}

export function keyOf(value: Cbor): KeyObject {
  const map = mapOf(value)
  const curve = CURVES[Number(map.get(-1))]
  if (map.get(1) !== 2 || !curve) return no()
  const [x, y] = [-2, -3].map((at) => Buffer.from(bytesOf(map.get(at))).toString('base64url'))
  return createPublicKey({ key: { kty: 'EC', crv: curve.name, x: x!, y: y! }, format: 'jwk' })
}
