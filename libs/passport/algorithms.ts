/** Which signature and hash an object identifier names: all that passports in use are signed with (ICAO Doc 9303-12). */
import { constants, type KeyObject, verify, type VerifyKeyObjectInput } from 'node:crypto'
import { children, context, MalformedError, readInteger, readOid, readTlv, SEQUENCE, type Tlv } from './der.ts'

const HASHES: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

/** Name of Node's of a hash; throws MalformedError for one that no passport may use. */
export function hashOf(oid: string): string {
  const found = HASHES[oid]
  if (!found) throw new MalformedError(`an unknown hash: ${oid}`)
  return found
}

/** Signatures that name their hash. */
const SIGNATURES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.113549.1.1.14': 'sha224',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.1': 'sha1',
  '1.2.840.10045.4.3.1': 'sha224',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
}
const RSA = '1.2.840.113549.1.1.1'
const RSA_PSS = '1.2.840.113549.1.1.10'

/** Is this the key's signature of the text? `algorithm`: AlgorithmIdentifier; `digest`: the hash where the algorithm does not say. */
export function isSignedBy(key: KeyObject, algorithm: Tlv, digest: string, text: Buffer, signature: Buffer): boolean {
  const [name, parameters] = children(algorithm)
  const oid = readOid(name)
  if (oid === RSA_PSS) {
    const { hash, saltLength } = pssOf(parameters)
    return isBy(hash, text, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }, signature)
  }
  const hash = oid === RSA ? digest : SIGNATURES[oid]
  if (!hash) throw new MalformedError(`an unknown signature: ${oid}`)
  return isBy(hash, text, { key }, signature)
}

/** Has the chip's key signed the challenge (Doc 9303-11, 6.1.2.3)? ECDSA as two numbers side by side. */
export const isAnswer = (key: KeyObject, hash: string, challenge: Buffer, answer: Buffer): boolean =>
  isBy(hash, challenge, { key, dsaEncoding: 'ieee-p1363' }, answer)

/** A key of another kind, or a signature that is none, is no signature. */
function isBy(hash: string, text: Buffer, key: VerifyKeyObjectInput, signature: Buffer): boolean {
  try {
    return verify(hash, text, key, signature)
  } catch {
    return false
  }
}

/** RSASSA-PSS-params (RFC 8017 A.2.3): SHA-1 and 20 bytes of salt unless told. */
function pssOf(parameters: Tlv | undefined): { hash: string; saltLength: number } {
  const parts = parameters?.tag === SEQUENCE ? children(parameters) : []
  const part = (number: number) => parts.find(({ tag }) => tag === context(number))
  const hash = part(0)
  const salt = part(2)
  return {
    hash: hash ? hashOf(readOid(children(readTlv(hash.content))[0])) : 'sha1',
    saltLength: salt ? Number(readInteger(readTlv(salt.content))) : 20,
  }
}
