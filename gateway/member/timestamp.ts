/**
 * Time-stamps of an outside authority (RFC 3161): the request, and whether an answer proves that some bytes existed at a time.
 * SHA-256 of the bytes is all that the authority sees.
 */
import { hash, type X509Certificate } from 'node:crypto'
import { openSigned, type Signed } from '@dpg/passport/cms'
import {
  children,
  expect,
  INTEGER,
  MalformedError,
  OCTET_STRING,
  readInteger,
  readOid,
  readTlv,
  SEQUENCE,
} from '@dpg/passport/der'
import { integer, octets, oid, sequence, tlv } from '@dpg/passport/der/write'

const SHA256 = '2.16.840.1.101.3.4.2.1'
const TST_INFO = '1.2.840.113549.1.9.16.1.4'
const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.12'
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47'
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8'
const WITH_SHA1: ReadonlySet<string> = new Set(['1.2.840.113549.1.1.5', '1.2.840.10045.4.1'])
const BOOLEAN = 0x01
const GENERALIZED_TIME = 0x18
const MOST_CHAIN = 6

export interface TimeStamp {
  /** Milliseconds since 1970. */
  readonly at: number
  /** Whoever vouches for the time. */
  readonly by: string
}

/** TimeStampReq for these bytes; the certificate is to come along, so that the answer can be checked alone. */
export const timeStampRequest = (bytes: Uint8Array, nonce: bigint): Buffer =>
  sequence(integer(1), imprintOf(bytes), integer(nonce), tlv(BOOLEAN, Buffer.of(0xff)))

/** MessageImprint: SHA-256 of the bytes. */
export const imprintOf = (bytes: Uint8Array): Buffer =>
  sequence(sequence(oid(SHA256), tlv(5)), octets(hash('sha256', bytes, 'buffer')))

/**
 * What a TimeStampResp proves of these bytes. Throws with what is wrong: refused by the authority, of something else, signed by
 * nobody who leads to a trusted certificate, or with a hash that is no longer safe. `nonce`: that of our request, at its first check.
 */
export function readTimeStamp(
  response: Buffer,
  bytes: Uint8Array,
  trusted: readonly X509Certificate[],
  nonce?: bigint,
): TimeStamp {
  const [status, token] = children(expect(readTlv(response), SEQUENCE, 'the answer'))
  const granted = readInteger(children(expect(status, SEQUENCE, 'the status'))[0])
  if (granted !== 0n && granted !== 1n) throw new MalformedError(`the authority refused it: ${granted}`)
  const signed = openSigned(expect(token, SEQUENCE, 'the time-stamp').whole)
  if (signed?.contentType !== TST_INFO) throw new MalformedError('it is not signed as a time-stamp')
  if (signed.digest === 'sha1' || WITH_SHA1.has(signed.algorithm)) throw new MalformedError('it is signed over SHA-1')
  const [, , imprint, , time, ...rest] = children(expect(readTlv(signed.content), SEQUENCE, 'the time-stamp'))
  const [algorithm, stated] = children(expect(imprint, SEQUENCE, 'the hash'))
  if (readOid(children(expect(algorithm, SEQUENCE, 'the kind of hash'))[0]) !== SHA256)
    throw new MalformedError('it is over another hash')
  if (!expect(stated, OCTET_STRING, 'the hash').content.equals(hash('sha256', bytes, 'buffer')))
    throw new MalformedError('it is of something else')
  const echoed = rest.find(({ tag }) => tag === INTEGER)
  if (nonce !== undefined && (!echoed || readInteger(echoed) !== nonce)) throw new MalformedError('it is of another request')
  const at = timeOf(expect(time, GENERALIZED_TIME, 'the time').content.toString('latin1'))
  checkSigner(signed, trusted, at)
  return { at, by: signed.signer.subject.replaceAll('\n', ', ') }
}

/** `20261126050123.25Z` */
function timeOf(text: string): number {
  const [, year, month, day, hour, minute, second, part = ''] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,9})?Z$/.exec(text) ?? []
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  if (Number.isNaN(at)) throw new MalformedError('a time that is none')
  return at + Math.floor(Number(`0${part}`) * 1000)
}

/** The very certificate that is named in what was signed, made for time-stamps, valid then, and leading to one that is trusted. */
function checkSigner(signed: Signed, trusted: readonly X509Certificate[], at: number): void {
  const { signer } = signed
  if (!isNamed(signed)) throw new MalformedError('it does not name its certificate')
  if (signer.keyUsage?.length !== 1 || signer.keyUsage[0] !== TIME_STAMPING)
    throw new MalformedError('its certificate is not for time-stamps')
  let one = signer
  for (let step = 0; step < MOST_CHAIN; step++) {
    if (!(one.validFromDate.getTime() <= at && at <= one.validToDate.getTime()))
      throw new MalformedError(`a certificate was not valid then: ${one.subject}`)
    if (trusted.some(({ raw }) => raw.equals(one.raw))) return
    const below = one
    const issuer = [...trusted, ...signed.certificates].find(
      (next) => next.ca && !next.raw.equals(below.raw) && below.checkIssued(next) && below.verify(next.publicKey),
    )
    if (!issuer) break
    one = issuer
  }
  throw new MalformedError('its certificate leads to none that is trusted')
}

/** RFC 5035; the older form names it by SHA-1, which is enough to tell certificates apart but not to be signed with. */
function isNamed({ signer, attribute }: Signed): boolean {
  const newer = attribute(SIGNING_CERTIFICATE_V2)
  const named = newer ?? attribute(SIGNING_CERTIFICATE)
  const first = named && children(expect(children(named)[0], SEQUENCE, 'certificates'))[0]
  if (!first) return false
  const parts = children(first)
  const stated = parts.find(({ tag }) => tag === OCTET_STRING)
  const kind = newer ? (parts[0]?.tag === SEQUENCE ? readOid(children(parts[0])[0]) : SHA256) : undefined
  const name = kind === undefined ? 'sha1' : HASHES[kind]
  return name !== undefined && stated?.content.equals(hash(name, signer.raw, 'buffer')) === true
}

const HASHES: Readonly<Record<string, string>> = {
  [SHA256]: 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}
