/** ISO/IEC 18013-5 documents in answers to OpenID4VP (1.0, B.2): signed by the issuer, by the device, over this very session. */
import { hash, type KeyObject } from 'node:crypto'
import type { CBORType } from '@levischuck/tiny-cbor'
import { acceptedBy, type Accepted } from './accepted.ts'
import { type Cbor, type CborMap, decode } from './cbor.ts'
import {
  bytesOf,
  dataItem,
  dateOf,
  encode,
  isSigned,
  isTagged,
  keyOf,
  listOf,
  mapOf,
  sign1Of,
  signerOf,
  textOf,
  wrapped,
} from './cose.ts'
import { doubting, RefusedError } from './doubts.ts'
import { SKEW_S } from './jws.ts'
import type { Asked, Shown, StatusRef } from './shown.ts'
import { statusIn } from './status-list.ts'

const LIST_OF_FOUR = Buffer.of(0x84)
const HASHES: Readonly<Record<string, string>> = { 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' }

/** `text`: a DeviceResponse in base64url with one document. Throws RefusedError. */
export function readMdoc<A extends Accepted>(text: string, accepted: readonly A[], asked: Asked): Promise<Shown<A>> {
  return doubting('malformed', async () => {
    const response = mapOf(decode(Buffer.from(text, 'base64url')))
    const documents = listOf(response.get('documents'))
    if (response.get('version') !== '1.0' || response.get('status') !== 0 || documents.length !== 1)
      throw new RefusedError('malformed')
    const document = mapOf(documents[0])
    const type = textOf(document.get('docType'))
    const candidates = accepted.filter((one) => one.format === 'mso_mdoc' && one.type === type)
    if (candidates.length === 0) throw new RefusedError('wrong-type')
    const { by, issued, nameSpaces } = readIssued(mapOf(document.get('issuerSigned')), candidates, asked.now)
    if (textOf(issued.get('docType')) !== type) throw new RefusedError('altered')
    const claims = elements(issued, nameSpaces)
    checkTimes(mapOf(issued.get('validityInfo')), asked.now)
    checkDevice(mapOf(document.get('deviceSigned')), deviceKey(issued), type, asked)
    return { by, claims, status: statusOf(issued) }
  })
}

function readIssued<A extends Accepted>(signed: CborMap, candidates: readonly A[], now: number) {
  const auth = sign1Of(signed.get('issuerAuth'))
  const { by, key } = acceptedBy(candidates, signerOf(auth), now)
  if (!isSigned(auth, key)) throw new RefusedError('forged')
  // MobileSecurityObjectBytes
  const issued = mapOf(decode(dataItem(decode(bytesOf(auth.payload))).inside))
  return { by, issued, nameSpaces: mapOf(signed.get('nameSpaces')) }
}

/** Each element is one whose digest the issuer has signed, under its own number. */
function elements(issued: CborMap, nameSpaces: CborMap): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const digest = HASHES[textOf(issued.get('digestAlgorithm'))]
  if (!digest) throw new RefusedError('malformed')
  const digests = mapOf(issued.get('valueDigests'))
  const spaces = [...nameSpaces].map(([space, items]) => {
    const known = mapOf(digests.get(space) ?? new Map())
    const read = listOf(items).map((item) => {
      const { inside, whole } = dataItem(item)
      const element = mapOf(decode(inside))
      const expected = known.get(Number(element.get('digestID')))
      const found = hash(digest, whole, 'hex')
      if (!(expected instanceof Uint8Array) || Buffer.from(expected).toString('hex') !== found) throw new RefusedError('altered')
      return [textOf(element.get('elementIdentifier')), plain(element.get('elementValue'))] as const
    })
    if (new Set(read.map(([name]) => name)).size < read.length) throw new RefusedError('altered')
    return [String(space), Object.fromEntries(read)] as const
  })
  return Object.fromEntries(spaces)
}

/** As JSON would have it; days are text. */
function plain(value: Cbor): unknown {
  if (isTagged(value)) return plain(value.value)
  if (value instanceof Map) return Object.fromEntries([...value].map(([name, one]) => [String(name), plain(one)]))
  return Array.isArray(value) ? value.map(plain) : value
}

function checkTimes(validity: CborMap, now: number): void {
  const at = (name: string) => {
    const time = Date.parse(dateOf(validity.get(name)))
    if (Number.isNaN(time)) throw new RefusedError('malformed')
    return time
  }
  if (at('validUntil') <= now - SKEW_S * 1000) throw new RefusedError('expired')
  if (Math.max(at('validFrom'), at('signed')) > now + SKEW_S * 1000) throw new RefusedError('not-yet')
}

function deviceKey(issued: CborMap): KeyObject {
  const info = issued.get('deviceKeyInfo')
  if (!(info instanceof Map)) throw new RefusedError('no-holder-key')
  return keyOf(info.get('deviceKey'))
}

/** A device that only makes a MAC has no key of ours to make it with; it shows nothing. */
function checkDevice(signed: CborMap, key: KeyObject, type: string, asked: Asked): void {
  const own = mapOf(signed.get('deviceAuth')).get('deviceSignature')
  if (own === undefined) throw new RefusedError('no-holder-key')
  const { whole } = dataItem(signed.get('nameSpaces'))
  const parts = ['DeviceAuthentication', transcriptOf(asked), type].map(encode)
  const authentication = Buffer.concat([LIST_OF_FOUR, ...parts, whole])
  if (isSigned(sign1Of(own), key, encode(wrapped(new Uint8Array(authentication))))) return
  // The session stands in what is signed: of another request it is no other than of another holder.
  throw new RefusedError('other-session')
}

/** OpenID4VP 1.0, B.2.6.1. */
export function transcriptOf({ audience, nonce, sealedTo, responseUri }: Omit<Asked, 'now'>): CBORType[] {
  const info = encode([audience, nonce, new Uint8Array(sealedTo), responseUri])
  return [null, null, ['OpenID4VPHandover', new Uint8Array(hash('sha256', info, 'buffer'))]]
}

function statusOf(issued: CborMap): StatusRef | null {
  const status = issued.get('status')
  return statusIn(status === undefined ? undefined : plain(status))
}
