/** A state of our own: its certificates, passports it issues in every algorithm, lists of what it trusts and has revoked. */
import {
  constants,
  createHash,
  generateKeyPairSync,
  hash,
  type KeyObject,
  privateEncrypt,
  randomBytes,
  randomInt,
  sign,
  type SignKeyObjectInput,
  X509Certificate,
} from 'node:crypto'
import { serialOf } from '../cms.ts'
import { children, readTlv } from '../der.ts'
import { checkDigit } from '../mrz.ts'
import { bits, explicit, integer, octets, oid, printable, sequence, set, time, tlv } from './write.ts'

/** Algorithms in which states sign. */
export const SUITES = {
  'ecdsa-p256-sha256': { curve: 'P-256', digest: 'sha256', oid: '1.2.840.10045.4.3.2' },
  'ecdsa-p384-sha384': { curve: 'P-384', digest: 'sha384', oid: '1.2.840.10045.4.3.3' },
  'ecdsa-p521-sha512': { curve: 'P-521', digest: 'sha512', oid: '1.2.840.10045.4.3.4' },
  'ecdsa-p256-sha1': { curve: 'P-256', digest: 'sha1', oid: '1.2.840.10045.4.1' },
  'ecdsa-p224-sha224': { curve: 'secp224r1', digest: 'sha224', oid: '1.2.840.10045.4.3.1' },
  'ecdsa-brainpool256-sha256': { curve: 'brainpoolP256r1', digest: 'sha256', oid: '1.2.840.10045.4.3.2' },
  'ecdsa-brainpool384-sha384': { curve: 'brainpoolP384r1', digest: 'sha384', oid: '1.2.840.10045.4.3.3' },
  'ecdsa-brainpool512-sha512': { curve: 'brainpoolP512r1', digest: 'sha512', oid: '1.2.840.10045.4.3.4' },
  'rsa2048-sha256': { rsa: 2048, digest: 'sha256', oid: '1.2.840.113549.1.1.11' },
  'rsa2048-sha1': { rsa: 2048, digest: 'sha1', oid: '1.2.840.113549.1.1.5' },
  'rsa3072-sha512': { rsa: 3072, digest: 'sha512', oid: '1.2.840.113549.1.1.13' },
  'rsa2048-pss-sha256': { rsa: 2048, digest: 'sha256', oid: '1.2.840.113549.1.1.10', isPss: true },
} as const
export type Suite = keyof typeof SUITES

const HASHES: Readonly<Record<string, string>> = {
  sha1: '1.3.14.3.2.26',
  sha224: '2.16.840.1.101.3.4.2.4',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
}
const hashId = (digest: string): Buffer => sequence(oid(HASHES[digest]!))

interface Pair {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}
const pairs = new Map<Suite, Pair>()
function newPair(suite: Suite): Pair {
  const one = SUITES[suite]
  return 'curve' in one
    ? generateKeyPairSync('ec', { namedCurve: one.curve })
    : generateKeyPairSync('rsa', { modulusLength: one.rsa })
}
/** The state's own key: making one in RSA takes long. */
function rootPair(suite: Suite): Pair {
  const made = pairs.get(suite) ?? newPair(suite)
  pairs.set(suite, made)
  return made
}

function algorithmOf(suite: Suite): Buffer {
  const one = SUITES[suite]
  if (!('isPss' in one)) return 'curve' in one ? sequence(oid(one.oid)) : sequence(oid(one.oid), tlv(5))
  const mgf = sequence(oid('1.2.840.113549.1.1.8'), hashId(one.digest))
  return sequence(oid(one.oid), sequence(explicit(0, hashId(one.digest)), explicit(1, mgf), explicit(2, integer(32))))
}

function signed(suite: Suite, key: KeyObject, text: Buffer): Buffer {
  const one = SUITES[suite]
  const input: SignKeyObjectInput = 'isPss' in one ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } : { key }
  return sign(one.digest, text, input)
}

const nameOf = (country: string, name: string): Buffer =>
  sequence(set(sequence(oid('2.5.4.6'), printable(country))), set(sequence(oid('2.5.4.3'), printable(name))))

interface CertificateOf {
  readonly subject: Buffer
  readonly issuer: Buffer
  readonly key: KeyObject
  readonly by: Pair
  readonly suite: Suite
  readonly from: number
  readonly until: number
}

function certificate({ subject, issuer, key, by, suite, from, until }: CertificateOf): X509Certificate {
  const spki = key.export({ format: 'der', type: 'spki' })
  const serial = integer(randomInt(1, 2 ** 47))
  const tbs = sequence(
    explicit(0, integer(2)),
    serial,
    algorithmOf(suite),
    issuer,
    sequence(time(from), time(until)),
    subject,
    spki,
  )
  return new X509Certificate(sequence(tbs, algorithmOf(suite), bits(signed(suite, by.privateKey, tbs))))
}

export interface Holder {
  readonly surname: string
  readonly givenNames: string
  readonly number: string
  readonly bornOn: string
  readonly sex: 'F' | 'M'
  readonly expiresOn: string
  readonly state?: string
}

const YEAR_MS = 365.25 * 86_400_000
const field = (text: string, length: number) => text.toUpperCase().replaceAll(' ', '<').padEnd(length, '<').slice(0, length)

export function mrzOf({ surname, givenNames, number, bornOn, sex, expiresOn, state = 'KOR' }: Holder): string {
  const short = (day: string) => day.slice(2).replaceAll('-', '')
  const with_ = (text: string) => text + checkDigit(text)
  const [own, born, ends, personal] = [field(number, 9), short(bornOn), short(expiresOn), field('', 14)].map(with_) as [
    string,
    string,
    string,
    string,
  ]
  const second = own + field(state, 3) + born + sex + ends + personal
  return `P<${field(state, 3)}${field(`${surname}<<${givenNames}`, 39)}${second}${checkDigit(own + born + ends + personal)}`
}

export interface State {
  readonly root: X509Certificate
  /** A passport's chip, and a way to ask it: it signs what it is given with its own key. */
  issue(holder: Holder, change?: Change): IssuedPassport
  /** Signed by the root. */
  revoke(...certificates: readonly X509Certificate[]): Buffer
  masterList(certificates: readonly X509Certificate[]): Buffer
}

export interface IssuedPassport {
  readonly sod: Buffer
  readonly groups: Map<number, Buffer>
  readonly signer: X509Certificate
  answer(challenge: Buffer): Buffer
}

export interface Change {
  /** The signer's certificate holds from then until then. */
  readonly signer?: { readonly from: number; readonly until: number; readonly country?: string }
  readonly signedAt?: number
  /** None: a chip without a key of its own. */
  readonly chipKey?: 'ec' | 'rsa' | 'none'
  /** The holder's picture, JPEG: data group 2. */
  readonly face?: Buffer
}

export function newState(country: string, suite: Suite, now: number, pair: Pair = rootPair(suite)): State {
  const rootName = nameOf(country, `CSCA ${country}`)
  const years = (from: number, until: number) => ({ from: now + from * YEAR_MS, until: now + until * YEAR_MS })
  const root = certificate({ subject: rootName, issuer: rootName, key: pair.publicKey, by: pair, suite, ...years(-5, 10) })
  const underRoot = (name: string, own: Pair, times: { from: number; until: number }, of = country) =>
    certificate({ subject: nameOf(of, name), issuer: rootName, key: own.publicKey, by: pair, suite, ...times })
  return {
    root,
    issue(holder, { signer: times = years(-1, 10), signedAt = now - 1000, chipKey = 'ec', face }: Change = {}) {
      const own = newPair(suite)
      const signer = underRoot('DS 1', own, times, (times as Change['signer'])?.country)
      const chip =
        chipKey === 'rsa'
          ? generateKeyPairSync('rsa', { modulusLength: 1024 })
          : generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const groups = new Map([[1, tlv(0x61, tlv(0x5f1f, Buffer.from(mrzOf(holder))))]])
      if (face) groups.set(2, faceGroup(face))
      if (chipKey !== 'none') groups.set(15, tlv(0x6f, chip.publicKey.export({ format: 'der', type: 'spki' })))
      const { digest } = SUITES[suite]
      const hashes = [...groups].map(([number, bytes]) => sequence(integer(number), octets(hash(digest, bytes, 'buffer'))))
      const content = sequence(integer(0), hashId(digest), sequence(...hashes))
      const sod = tlv(0x77, cms('2.23.136.1.1.1', content, { suite, own, signer, signedAt, certificates: [signer] }))
      return { sod, groups, signer, answer: (challenge) => answerOf(chip.privateKey, challenge) }
    },
    revoke(...certificates) {
      const rows = certificates.map((one) => sequence(integer(serialOf(one)), time(now)))
      const tbs = sequence(integer(1), algorithmOf(suite), rootName, time(now), time(now + YEAR_MS), sequence(...rows))
      return sequence(tbs, algorithmOf(suite), bits(signed(suite, pair.privateKey, tbs)))
    },
    masterList(certificates) {
      const own = newPair(suite)
      const signer = underRoot('Master List Signer', own, years(-1, 5))
      const content = sequence(integer(0), set(...certificates.map(({ raw }) => raw)))
      return cms('2.23.136.1.1.2', content, { suite, own, signer, signedAt: now, certificates: [signer, root] })
    },
  }
}

interface Signing {
  readonly suite: Suite
  readonly own: Pair
  readonly signer: X509Certificate
  readonly signedAt: number
  readonly certificates: readonly X509Certificate[]
}

function cms(type: string, content: Buffer, { suite, own, signer, signedAt, certificates }: Signing): Buffer {
  const { digest } = SUITES[suite]
  const attribute = (name: string, value: Buffer) => sequence(oid(name), set(value))
  const attributes = set(
    attribute('1.2.840.113549.1.9.3', oid(type)),
    attribute('1.2.840.113549.1.9.5', time(signedAt)),
    attribute('1.2.840.113549.1.9.4', octets(hash(digest, content, 'buffer'))),
  )
  const inField = Buffer.concat([Buffer.of(0xa0), attributes.subarray(1)])
  const info = sequence(
    integer(1),
    sequence(issuerOf(signer), integer(serialOf(signer))),
    hashId(digest),
    inField,
    algorithmOf(suite),
    octets(signed(suite, own.privateKey, attributes)),
  )
  const data = sequence(
    integer(3),
    set(hashId(digest)),
    sequence(oid(type), explicit(0, octets(content))),
    tlv(0xa0, ...certificates.map(({ raw }) => raw)),
    set(info),
  )
  return sequence(oid('1.2.840.113549.1.7.2'), explicit(0, data))
}

/** One face in ISO/IEC 19794-5 without feature points. */
function faceGroup(picture: Buffer): Buffer {
  const record = Buffer.concat([Buffer.from('FAC\x00010\x00', 'latin1'), Buffer.alloc(6 + 20 + 12), picture])
  const template = tlv(0x7f60, tlv(0xa1), tlv(0x5f2e, record))
  return tlv(0x75, tlv(0x7f61, integer(1), template))
}

/** As it stands in the certificate: after version, serial number and algorithm. */
const issuerOf = ({ raw }: X509Certificate): Buffer => children(children(readTlv(raw))[0]!)[3]!.whole

/** What a chip does with a challenge: ECDSA as two numbers, RSA by ISO/IEC 9796-2 with SHA-1. */
function answerOf(key: KeyObject, challenge: Buffer): Buffer {
  if (key.asymmetricKeyType !== 'rsa') return sign('sha256', challenge, { key, dsaEncoding: 'ieee-p1363' })
  const size = (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8
  const own = randomBytes(size - 22)
  const digest = createHash('sha1').update(own).update(challenge).digest()
  const block = Buffer.concat([Buffer.of(0x6a), own, digest, Buffer.of(0xbc)])
  return privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, block)
}
