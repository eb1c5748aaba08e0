/** Signed data (CMS, RFC 5652) as passports, master lists and time-stamps have it: one content, one signer, its certificates. */
import { hash, type KeyObject, X509Certificate } from 'node:crypto'
import { hashOf, isSignedBy } from './algorithms.ts'
import {
  children,
  context,
  expect,
  MalformedError,
  OCTET_STRING,
  readInteger,
  readOid,
  readTime,
  readTlv,
  SEQUENCE,
  SET,
  type Tlv,
} from './der.ts'

const SIGNED_DATA = '1.2.840.113549.1.7.2'
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4'
const CONTENT_TYPE = '1.2.840.113549.1.9.3'
const SIGNING_TIME = '1.2.840.113549.1.9.5'
const SUBJECT_KEY_ID = 0x80

export interface Signed {
  readonly contentType: string
  readonly content: Buffer
  readonly certificates: readonly X509Certificate[]
  /** The certificate whose key signed; its chain is not looked at here. */
  readonly signer: X509Certificate
  /** Milliseconds since 1970, as the signer wrote; undefined when it did not. */
  readonly signedAt: number | undefined
  /** Hash and signature as the signer names them: `sha256`, and the object identifier of the algorithm. */
  readonly digest: string
  readonly algorithm: string
  /** The first value of a signed attribute. */
  attribute(oid: string): Tlv | undefined
}

/** Reads and verifies: the content's digest, the signed attributes, the signature. Throws MalformedError; undefined: not signed so. */
export function openSigned(bytes: Buffer): Signed | undefined {
  const outer = children(expect(readTlv(bytes), SEQUENCE, 'signed data'))
  if (readOid(outer[0]) !== SIGNED_DATA) throw new MalformedError('it is not signed data')
  const parts = children(expect(readTlv(expect(outer[1], context(0), 'the content').content), SEQUENCE, 'the content'))
  const [type, holder] = children(expect(parts[2], SEQUENCE, 'the signed content'))
  const contentType = readOid(type)
  const { content } = expect(
    readTlv(expect(holder, context(0), 'the signed content').content),
    OCTET_STRING,
    'the signed content',
  )
  const certificates = certificatesIn(parts.find(({ tag }) => tag === context(0)))
  const signers = children(expect(parts.at(-1), SET, 'the signer'))
  if (signers.length !== 1) throw new MalformedError(`there are ${signers.length} signers`)
  const info = children(signers[0]!)
  const signer = certificates.find((one) => isNamed(one, info[1]))
  if (!signer) throw new MalformedError('the certificate of the signer is missing')
  const digest = hashOf(readOid(children(expect(info[2], SEQUENCE, 'the hash'))[0]))
  const attributes = info.find(({ tag }) => tag === context(0))
  const rest = info.slice(attributes ? 4 : 3)
  const [algorithm, signature] = [expect(rest[0], SEQUENCE, 'the algorithm'), expect(rest[1], OCTET_STRING, 'the signature')]
  if (attributes && !agrees(attributes, contentType, hash(digest, content, 'buffer'))) return undefined
  // What is signed is the set as such, not the field it stands in (RFC 5652 §5.4).
  const text = attributes ? Buffer.concat([Buffer.of(SET), attributes.whole.subarray(1)]) : content
  if (!isSignedBy(keyOf(signer), algorithm, digest, text, signature.content)) return undefined
  return {
    contentType,
    content,
    certificates,
    signer,
    signedAt: attributes && timeIn(attributes),
    digest,
    algorithm: readOid(children(algorithm)[0]),
    attribute: (oid) => attributes && attributeOf(attributes, oid),
  }
}

/** Node reads the key when it is first asked for. */
function keyOf(certificate: X509Certificate): KeyObject {
  try {
    return certificate.publicKey
  } catch (cause) {
    throw new MalformedError('a key that cannot be read', { cause })
  }
}

function certificatesIn(set: Tlv | undefined): X509Certificate[] {
  return (set ? children(set) : [])
    .filter(({ tag }) => tag === SEQUENCE)
    .map(({ whole }) => {
      try {
        return new X509Certificate(whole)
      } catch (cause) {
        throw new MalformedError('a certificate that cannot be read', { cause })
      }
    })
}

/** By issuer and serial number, or by the id of its key. */
function isNamed(certificate: X509Certificate, id: Tlv | undefined): boolean {
  if (id?.tag === SUBJECT_KEY_ID) return certificate.raw.includes(id.content)
  const [issuer, serial] = children(expect(id, SEQUENCE, 'who signed'))
  return issuer !== undefined && certificate.raw.includes(issuer.whole) && serialOf(certificate) === readInteger(serial)
}

/** Some authorities number below zero, which RFC 5280 forbids and real certificates do; OpenSSL writes such as -52B1…. */
export const serialOf = ({ serialNumber }: X509Certificate): bigint =>
  serialNumber.startsWith('-') ? -BigInt(`0x${serialNumber.slice(1)}`) : BigInt(`0x${serialNumber}`)

const attributeOf = (attributes: Tlv, wanted: string): Tlv | undefined => {
  const found = children(attributes).find((one) => readOid(children(one)[0]) === wanted)
  return found && children(expect(children(found)[1], SET, 'an attribute'))[0]
}

function agrees(attributes: Tlv, contentType: string, digest: Buffer): boolean {
  const stated = expect(attributeOf(attributes, MESSAGE_DIGEST), OCTET_STRING, 'the digest')
  const type = attributeOf(attributes, CONTENT_TYPE)
  return stated.content.equals(digest) && (type === undefined || readOid(type) === contentType)
}

const timeIn = (attributes: Tlv): number | undefined => {
  const found = attributeOf(attributes, SIGNING_TIME)
  return found && readTime(found)
}
