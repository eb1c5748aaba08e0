/** Whether a certificate was taken back: asked of whoever can tell, a list or a responder. */
import { verify, type X509Certificate } from 'node:crypto'
import { BIT_STRING, GENERALIZED_TIME, INTEGER, oidOf, readElement, readSequence, SEQUENCE, timeOf, UTC_TIME } from './der.ts'

/** What is not known to be good is not good: `unknown` is a refusal. */
export type Standing = 'good' | 'revoked' | 'unknown'
export interface Revocations {
  standingOf(certificate: X509Certificate, issuer: X509Certificate, at: Temporal.Instant): Promise<Standing>
}

const HASHES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
}

interface RevocationList {
  readonly toBeSigned: Buffer
  readonly hash: string | undefined
  readonly signature: Buffer
  readonly issuer: Buffer
  readonly from: Temporal.Instant
  readonly until: Temporal.Instant | undefined
  readonly serials: ReadonlySet<string>
}

/** Lists as authorities publish them (RFC 5280 §5); `lists` is asked anew each time, for they change. */
export function listedRevocations(lists: () => Promise<readonly Buffer[]>): Revocations {
  return {
    standingOf: async (certificate, issuer, at) => {
      const name = subjectOf(issuer)
      const own = (await lists()).map(readList).filter((list) => list.issuer.equals(name) && holds(list, issuer, at))
      if (own.length === 0) return 'unknown'
      const serial = serialOf(certificate)
      return own.some(({ serials }) => serials.has(serial)) ? 'revoked' : 'good'
    },
  }
}

const holds = ({ hash, toBeSigned, signature, from, until }: RevocationList, issuer: X509Certificate, at: Temporal.Instant) =>
  hash !== undefined &&
  until !== undefined &&
  Temporal.Instant.compare(from, at) <= 0 &&
  Temporal.Instant.compare(at, until) < 0 &&
  verify(hash, toBeSigned, issuer.publicKey, signature)

function readList(bytes: Buffer): RevocationList {
  const [toBeSigned, algorithm, signature] = readSequence(bytes)
  const parts = readSequence(toBeSigned!.whole)
  const at = parts[0]!.tag === INTEGER ? 1 : 0
  const [, issuer, from, next, entries] = parts.slice(at)
  const hasNext = next !== undefined && (next.tag === UTC_TIME || next.tag === GENERALIZED_TIME)
  const list = hasNext ? entries : next
  const serials = list?.tag === SEQUENCE ? readSequence(list.whole).map(({ whole }) => readSequence(whole)[0]!.content) : []
  if (signature?.tag !== BIT_STRING) throw new Error('a list without a signature')
  return {
    toBeSigned: toBeSigned!.whole,
    hash: HASHES[oidOf(readSequence(algorithm!.whole)[0]!)],
    signature: signature.content.subarray(1),
    issuer: issuer!.whole,
    from: timeOf(from!),
    until: hasNext ? timeOf(next) : undefined,
    serials: new Set(serials.map(numberOf)),
  }
}

/** Bytes are compared, for `serialNumber` writes numbers below zero, which some authorities gave, in a way of its own. */
const numberOf = (bytes: Buffer): string => BigInt(`0x${bytes.toString('hex') || '0'}`).toString(16)
const serialOf = (certificate: X509Certificate): string => numberOf(partOf(certificate, 0).content)

/** The name as it is encoded: compared byte by byte. */
export const subjectOf = (certificate: X509Certificate): Buffer => partOf(certificate, 4).whole

/** Of what is signed: serial number, algorithm, issuer, validity, subject; a version may stand before them. */
function partOf(certificate: X509Certificate, at: number) {
  const parts = readSequence(readElement(readSequence(certificate.raw)[0]!.whole).whole)
  return parts[parts[0]!.tag === INTEGER ? at : at + 1]!
}
