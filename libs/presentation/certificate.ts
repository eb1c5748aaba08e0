/** X.509 certificates in ECDSA with P-256: ours as a verifier until its operator gives a better one, and those of issuers in tests. */
import { type KeyObject, randomBytes, sign } from 'node:crypto'
import { bits, explicit, octets, oid, sequence, set, time, tlv } from '@dpg/passport/der/write'

export interface CertificateOf {
  readonly name: string
  /** Whose certificate it is: public. */
  readonly key: KeyObject
  /** Who certifies: their name and private key. */
  readonly by: { readonly name: string; readonly key: KeyObject }
  /** Milliseconds. */
  readonly from: number
  readonly until: number
  /** May certify others. */
  readonly isAuthority?: boolean
  readonly host?: string
}

const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'))
const TRUE = Buffer.of(0x01, 0x01, 0xff)

const nameOf = (name: string): Buffer => sequence(set(sequence(oid('2.5.4.3'), tlv(0x0c, Buffer.from(name)))))
const extension = (id: string, content: Buffer): Buffer => sequence(oid(id), TRUE, octets(content))

/** DER. */
export function certify({ name, key, by, from, until, isAuthority = false, host }: CertificateOf): Buffer {
  const extensions = [
    extension('2.5.29.19', isAuthority ? sequence(TRUE) : sequence()),
    // keyCertSign and cRLSign, or digitalSignature
    extension('2.5.29.15', isAuthority ? Buffer.of(0x03, 0x02, 0x01, 0x06) : Buffer.of(0x03, 0x02, 0x07, 0x80)),
    ...(host === undefined ? [] : [sequence(oid('2.5.29.17'), octets(sequence(tlv(0x82, Buffer.from(host)))))]),
  ]
  // Positive, and never with a zero in front.
  const serial = tlv(0x02, Buffer.concat([Buffer.of(0x4d), randomBytes(15)]))
  const body = sequence(
    explicit(0, tlv(0x02, Buffer.of(2))),
    serial,
    ECDSA_SHA256,
    nameOf(by.name),
    sequence(time(from), time(until)),
    nameOf(name),
    key.export({ format: 'der', type: 'spki' }),
    explicit(3, sequence(...extensions)),
  )
  return sequence(body, ECDSA_SHA256, bits(sign('sha256', body, by.key)))
}
