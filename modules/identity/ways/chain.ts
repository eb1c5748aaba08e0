/** Whether a certificate can be believed: from the person's up to an authority that was let in (RFC 5280 §6). */
import { X509Certificate } from 'node:crypto'
import { usesOf } from './extensions.ts'
import type { Revocations } from './revocation.ts'

export interface Trust {
  /** Certificates of the authorities at the top. */
  readonly roots: readonly X509Certificate[]
  readonly revocations: Revocations
}

/** Why not, in one word that says nothing of the person. */
export type Doubt = 'shape' | 'long' | 'root' | 'signature' | 'time' | 'use' | 'weak' | 'revoked' | 'standing'
export type Believed = { readonly leaf: X509Certificate; readonly issuer: X509Certificate } | { readonly doubt: Doubt }

const LONGEST = 5
const WEAK_HASH = /md2|md5|sha1(?!\d)|sha-1/i

/** `chain`: PEM, the person's own first, each signed by the next; the root may be left out. */
export async function believe(chain: readonly string[], { roots, revocations }: Trust, at: Temporal.Instant): Promise<Believed> {
  const given = parse(chain)
  if (!given) return { doubt: 'shape' }
  if (given.length > LONGEST) return { doubt: 'long' }
  const isRoot = (one: X509Certificate) => roots.some(({ fingerprint256 }) => fingerprint256 === one.fingerprint256)
  const last = given.at(-1)!
  const root = isRoot(last) ? undefined : roots.find((one) => last.checkIssued(one))
  const path = root ? [...given, root] : given
  if (!isRoot(path.at(-1)!) || path.length < 2) return { doubt: 'root' }
  const doubt = path.map((one, place) => doubtIn(one, path[place + 1], place, at)).find(Boolean)
  if (doubt) return { doubt }
  for (const [place, one] of path.slice(0, -1).entries()) {
    const standing = await revocations.standingOf(one, path[place + 1]!, at)
    if (standing !== 'good') return { doubt: standing === 'revoked' ? 'revoked' : 'standing' }
  }
  return { leaf: path[0]!, issuer: path[1]! }
}

function parse(chain: readonly string[]): X509Certificate[] | undefined {
  if (chain.length === 0) return undefined
  try {
    return chain.map((pem) => new X509Certificate(pem))
  } catch {
    return undefined
  }
}

function doubtIn(
  one: X509Certificate,
  issuer: X509Certificate | undefined,
  place: number,
  at: Temporal.Instant,
): Doubt | undefined {
  const now = at.epochMilliseconds
  if (now < one.validFromDate.getTime() || now > one.validToDate.getTime()) return 'time'
  const uses = usesOf(one)
  if (uses.unknown.length > 0) return 'use'
  if (place === 0) {
    if (one.ca || uses.signs === false) return 'use'
  } else {
    if (!one.ca || uses.signsCertificates === false) return 'use'
    if (uses.pathLength !== undefined && place - 1 > uses.pathLength) return 'use'
  }
  if (isWeak(one)) return 'weak'
  // The root is believed because it was let in, not because it signed itself.
  if (!issuer) return undefined
  if (WEAK_HASH.test(one.signatureAlgorithm ?? '')) return 'weak'
  return one.checkIssued(issuer) && one.verify(issuer.publicKey) ? undefined : 'signature'
}

function isWeak({ publicKey }: X509Certificate): boolean {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = publicKey
  if (type === 'rsa' || type === 'rsa-pss') return (details?.modulusLength ?? 0) < 2048
  return !(type === 'ec' || type === 'ed25519')
}
