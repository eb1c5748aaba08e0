/** 국가 인증기관(CSCA): the certificates that states vouch by, from signed master lists or one by one; and what they have revoked. */
import { X509Certificate } from 'node:crypto'
import { isSignedBy } from './algorithms.ts'
import { openSigned, serialOf } from './cms.ts'
import { BIT_STRING, children, expect, MalformedError, readInteger, readTlv, SEQUENCE, SET } from './der.ts'

const MASTER_LIST = '2.23.136.1.1.2'
const MOST_CERTIFICATES = 5_000

export interface Anchors {
  readonly count: number
  /** Certificates of this subject, as whoever it issued names it. */
  issuersOf(certificate: X509Certificate): readonly X509Certificate[]
  isRevoked(certificate: X509Certificate): boolean
  /** Of a state's list that one of its certificates has signed; false: nobody we know has. */
  addRevocations(crl: Buffer): boolean
}

/** Two letters, upper case: the state of a certificate. */
export function countryOf({ subject }: X509Certificate): string | undefined {
  return /(?:^|\n)C=([A-Za-z]{2})(?:\n|$)/.exec(subject)?.[1]?.toUpperCase()
}

/** Names are compared as they read: states write the same name now in this string type, now in that. */
const nameKey = (name: string): string => name.toLowerCase().split('\n').sort().join('\n')

export function anchorsOf(certificates: readonly X509Certificate[]): Anchors {
  const bySubject = Map.groupBy(certificates, ({ subject }) => nameKey(subject))
  /** `issuer serial` */
  const revoked = new Set<string>()
  return {
    count: certificates.length,
    issuersOf: ({ issuer }) => bySubject.get(nameKey(issuer)) ?? [],
    isRevoked: (one) => revoked.has(`${nameKey(one.issuer)} ${serialOf(one)}`),
    addRevocations(crl) {
      const { tbs, algorithm, signature, serials } = readCrl(crl)
      const by = certificates.find((one) => isSignedBy(one.publicKey, algorithm, 'sha256', tbs, signature))
      if (!by) return false
      for (const serial of serials) revoked.add(`${nameKey(by.subject)} ${serial}`)
      return true
    },
  }
}

/**
 * The certificates of a master list (ICAO Doc 9303-12, 9). Its signer must be in the list itself or issued by one of it; whether that
 * state is to be trusted for a list is for whoever fetched it to say. Throws MalformedError.
 */
export function readMasterList(bytes: Buffer): readonly X509Certificate[] {
  const signed = openSigned(bytes)
  if (!signed || signed.contentType !== MASTER_LIST) throw new MalformedError('no master list, or its signature does not fit')
  const set = expect(children(expect(readTlv(signed.content), SEQUENCE, 'the list'))[1], SET, 'the certificates')
  const all = children(set)
  if (all.length > MOST_CERTIFICATES) throw new MalformedError('a list that is too long')
  const certificates = all.map(({ whole }) => new X509Certificate(whole))
  const vouched = [...certificates, ...signed.certificates].some((one) => isIssuedBy(signed.signer, one))
  if (!vouched) throw new MalformedError('the signer of the list is issued by nobody in it')
  return certificates
}

/** Node knows every algorithm in use but keys with curve parameters spelled out in some states' certificates; those it refuses. */
export function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.verify(issuer.publicKey)
  } catch {
    return false
  }
}

/** How many certificates a list takes back; its signature is not looked at. Throws MalformedError. */
export const countRevoked = (crl: Buffer): number => readCrl(crl).serials.length

function readCrl(crl: Buffer) {
  const [tbs, algorithm, signature] = children(expect(readTlv(crl), SEQUENCE, 'the revocations'))
  const parts = children(expect(tbs, SEQUENCE, 'the revocations'))
  // version (optional), algorithm, issuer, thisUpdate, nextUpdate (optional), then the list.
  const list = parts.slice(3).find(({ tag }) => tag === SEQUENCE)
  return {
    tbs: tbs!.whole,
    algorithm: expect(algorithm, SEQUENCE, 'the algorithm'),
    signature: expect(signature, BIT_STRING, 'the signature').content.subarray(1),
    serials: (list ? children(list) : []).map((one) => readInteger(children(one)[0])),
  }
}
