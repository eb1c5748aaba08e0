/** EF.SOD: the hashes of all data groups of a chip, signed by its state (ICAO Doc 9303-10, 4.6.2). */
import { hash } from 'node:crypto'
import { openSigned, type Signed } from './cms.ts'
import { hashOf } from './algorithms.ts'
import { children, expect, MalformedError, OCTET_STRING, readInteger, readOid, readTlv, SEQUENCE } from './der.ts'

const SOD_TAG = 0x77
const LDS_SECURITY_OBJECT = '2.23.136.1.1.1'

export interface SecurityObject extends Pick<Signed, 'certificates' | 'signer' | 'signedAt'> {
  /** SHA-256 of what is signed, hex: bytes outside it may be changed by anyone, and say nothing. */
  readonly fingerprint: string
  readonly hash: string
  /** By number of the data group. */
  readonly digests: ReadonlyMap<number, Buffer>
}

/** Throws MalformedError; undefined: its signature does not fit. */
export function openSecurityObject(sod: Buffer): SecurityObject | undefined {
  const outer = readTlv(sod)
  const signed = openSigned(outer.tag === SOD_TAG ? outer.content : sod)
  if (!signed) return undefined
  if (signed.contentType !== LDS_SECURITY_OBJECT) throw new MalformedError('it is no security object of a passport')
  const parts = children(expect(readTlv(signed.content), SEQUENCE, 'the security object'))
  const groups = children(expect(parts[2], SEQUENCE, 'the hashes')).map((one) => {
    const [number, digest] = children(one)
    return [Number(readInteger(number)), expect(digest, OCTET_STRING, 'a hash').content] as const
  })
  const { certificates, signer, signedAt } = signed
  return {
    fingerprint: hash('sha256', signed.content),
    hash: hashOf(readOid(children(expect(parts[1], SEQUENCE, 'the hash'))[0])),
    digests: new Map(groups),
    certificates,
    signer,
    signedAt,
  }
}
