/** Is this the data of a real, living passport, read from its own chip just now? Every reason why not, at once. */
import { createPublicKey, hash, type KeyObject, type X509Certificate } from 'node:crypto'
import { type Anchors, countryOf, isIssuedBy } from './anchors.ts'
import { iso9796Matches } from './iso9796.ts'
import { isAnswer } from './algorithms.ts'
import { children, expect, MalformedError, readOid, readTlv, SET } from './der.ts'
import { type Mrz, readMrz } from './mrz.ts'
import { alpha2Of } from './states.ts'
import { openSecurityObject, type SecurityObject } from './security-object.ts'

/** What a phone reads from the chip. */
export interface Chip {
  /** EF.SOD */
  readonly sod: Buffer
  /** By number, each whole with its tag: 1 is needed, 15 (and 14) where there is an answer. */
  readonly groups: ReadonlyMap<number, Buffer>
  /** The chip's signature of our challenge by the key of data group 15 (Active Authentication). */
  readonly answer?: Buffer
}

/**
 * malformed: not read as a passport · altered: a data group is not the one that was signed · forged: the signature does not fit ·
 * unknown-issuer: no state we know vouches · wrong-country: another state's key signed it · signer-expired: its key had ended when it
 * signed · revoked: the state has taken the key back · expired: the passport has ended · lost: reported lost or cancelled ·
 * copied: the chip did not answer our challenge · not-asked: it has a key of its own and was not asked.
 */
export type Doubt =
  | 'malformed'
  | 'altered'
  | 'forged'
  | 'unknown-issuer'
  | 'wrong-country'
  | 'signer-expired'
  | 'revoked'
  | 'expired'
  | 'lost'
  | 'copied'
  | 'not-asked'

export interface PassportCheck {
  readonly isGood: boolean
  readonly doubts: readonly Doubt[]
  /** What the chip says; null when it could not be read. Nothing of it counts unless `isGood`. */
  readonly mrz: Mrz | null
  /** The chip has shown that it is no copy. */
  readonly isOriginal: boolean
  /** The same chip again has the same; null where nothing signed was read. */
  readonly fingerprint: string | null
}

export interface Circumstances {
  readonly anchors: Anchors
  /** Milliseconds since 1970. */
  readonly now: number
  /** Eight bytes of ours that the chip was asked to sign; a fresh one each time, or a recording would do. */
  readonly challenge: Buffer
  /** Passports that are not to count: by state and number. */
  readonly isLost?: (state: string, number: string) => boolean
}

export function verifyPassport(chip: Chip, circumstances: Circumstances): PassportCheck {
  try {
    const mrz = mrzIn(chip, circumstances.now)
    const opened = openSecurityObject(chip.sod)
    const fingerprint = opened?.fingerprint ?? null
    const doubts = new Set<Doubt>()
    if (!opened) doubts.add('forged')
    else for (const doubt of doubtsOf(chip, opened, mrz, circumstances)) doubts.add(doubt)
    if (mrz.expiresOn < new Date(circumstances.now).toISOString().slice(0, 10)) doubts.add('expired')
    if (circumstances.isLost?.(mrz.state, mrz.number)) doubts.add('lost')
    const told = originalOf(chip, circumstances.challenge)
    // A copy would leave out the group with the key: what the state has signed names it still.
    const original = told === 'has-no-key' && opened?.digests.has(DG15_NUMBER) ? 'not-asked' : told
    if (original === 'copied' || original === 'not-asked') doubts.add(original)
    return { isGood: doubts.size === 0, doubts: [...doubts], mrz, isOriginal: original === 'original', fingerprint }
  } catch (cause) {
    if (!(cause instanceof MalformedError)) throw cause
    return { isGood: false, doubts: ['malformed'], mrz: null, isOriginal: false, fingerprint: null }
  }
}

const DG1 = 0x61
const MRZ_TAG = 0x5f1f

function mrzIn({ groups }: Chip, now: number): Mrz {
  const group = groups.get(1)
  if (!group) throw new MalformedError('data group 1 is missing')
  const { content } = expect(children(expect(readTlv(group), DG1, 'data group 1'))[0], MRZ_TAG, 'the machine-readable zone')
  return readMrz(content.toString('latin1'), new Date(now).toISOString().slice(0, 10))
}

function doubtsOf({ groups }: Chip, object: SecurityObject, mrz: Mrz, { anchors, now }: Circumstances): Doubt[] {
  const { signer, hash: algorithm, digests, signedAt = now } = object
  const doubts: Doubt[] = []
  for (const [number, bytes] of groups) if (!digests.get(number)?.equals(hash(algorithm, bytes, 'buffer'))) doubts.push('altered')
  const issuers = anchors.issuersOf(signer).filter((one) => isIssuedBy(signer, one))
  if (issuers.length === 0) return [...doubts, 'unknown-issuer']
  if (!isOf(mrz.state, countryOf(signer)) || !issuers.some((one) => countryOf(one) === countryOf(signer)))
    doubts.push('wrong-country')
  // A document signer signs for months; what it signed counts for ten years.
  if (signedAt > now || !isWithin(signer, signedAt)) doubts.push('signer-expired')
  if (anchors.isRevoked(signer) || issuers.every((one) => anchors.isRevoked(one))) doubts.push('revoked')
  return doubts
}

const isWithin = ({ validFromDate, validToDate }: X509Certificate, at: number): boolean =>
  validFromDate.getTime() <= at && at <= validToDate.getTime()

/** States write three letters on passports and two in certificates; Germany writes D. Unknown pairs do not fit. */
const isOf = (state: string, country: string | undefined): boolean => country !== undefined && alpha2Of(state) === country

type Original = 'original' | 'copied' | 'not-asked' | 'has-no-key'

const DG15_NUMBER = 15
const DG15 = 0x6f
const DG14 = 0x6e

/** Active Authentication (Doc 9303-11, 6.1): the key of data group 15 has signed our challenge. Its hash for ECDSA stands in group 14. */
function originalOf({ groups, answer }: Chip, challenge: Buffer): Original {
  const group = groups.get(15)
  if (!group) return 'has-no-key'
  if (!answer) return 'not-asked'
  const key = keyIn(group)
  if (key.asymmetricKeyType === 'rsa') return iso9796Matches(key, challenge, answer) ? 'original' : 'copied'
  return isAnswer(key, answerHash(groups.get(14)), challenge, answer) ? 'original' : 'copied'
}

function keyIn(group: Buffer): KeyObject {
  const { content } = expect(readTlv(group), DG15, 'data group 15')
  try {
    return createPublicKey({ key: content, format: 'der', type: 'spki' })
  } catch (cause) {
    throw new MalformedError('the key of the chip cannot be read', { cause })
  }
}

const ACTIVE_AUTHENTICATION = '2.23.136.1.1.5'
/** ecdsa-plain-SHA… of BSI TR-03111. */
const PLAIN: Readonly<Record<string, string>> = {
  '0.4.0.127.0.7.1.1.4.1.1': 'sha1',
  '0.4.0.127.0.7.1.1.4.1.2': 'sha224',
  '0.4.0.127.0.7.1.1.4.1.3': 'sha256',
  '0.4.0.127.0.7.1.1.4.1.4': 'sha384',
  '0.4.0.127.0.7.1.1.4.1.5': 'sha512',
}

function answerHash(group: Buffer | undefined): string {
  if (!group) return 'sha256'
  const set = expect(children(expect(readTlv(group), DG14, 'data group 14'))[0], SET, 'data group 14')
  const own = children(set)
    .map((one) => children(one))
    .find(([name]) => readOid(name) === ACTIVE_AUTHENTICATION)
  return (own?.[2] && PLAIN[readOid(own[2])]) ?? 'sha256'
}
