/** Which credentials of which issuers are believed, and by which keys. */
import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import type { JWK } from 'jose'
import { RefusedError } from './doubts.ts'

export type Format = 'dc+sd-jwt' | 'mso_mdoc'

/** One kind of credential of one issuer. */
export interface Accepted {
  readonly issuer: string
  readonly format: Format
  /** `vct` of an SD-JWT VC, document type of an mdoc. */
  readonly type: string
  /** Claims that are asked for: paths from the top (an mdoc's begin with the namespace). */
  readonly claims: readonly (readonly string[])[]
  /** Public keys, by `kid`; and authorities whose certificates its signers carry, directly below them (ISO/IEC 18013-5, B.1). */
  readonly keys: readonly JWK[]
  readonly anchors: readonly X509Certificate[]
  /** Refused without a status that can be looked up. */
  readonly needsStatus: boolean
}

/** Where a signature says its key is. */
export interface Signer {
  readonly kid?: string | undefined
  /** DER, the signer's own first. */
  readonly chain?: readonly Uint8Array[] | undefined
}

export type Curve = 'P-256' | 'P-384' | 'P-521'

/** The one that stands for this signer, and the signer's key. `now` in milliseconds. Throws RefusedError: nobody we know, or their certificate is over. */
export function acceptedBy<A extends Accepted>(
  candidates: readonly A[],
  signer: Signer,
  now: number,
): { readonly by: A; readonly key: KeyObject } {
  for (const by of candidates) {
    const key = signer.chain ? byCertificate(by, signer.chain, now) : byKeyId(by, signer.kid)
    if (key) return { by, key }
  }
  throw new RefusedError('unknown-issuer')
}

/** Without a name for it only the one key that an issuer has. */
function byKeyId({ keys }: Accepted, kid: string | undefined): KeyObject | undefined {
  const named = kid === undefined ? keys : keys.filter((key) => key.kid === kid)
  return named.length === 1 ? createPublicKey({ key: publicPart(named[0]!), format: 'jwk' }) : undefined
}

function byCertificate({ anchors }: Accepted, chain: readonly Uint8Array[], now: number): KeyObject | undefined {
  const leaf = new X509Certificate(chain[0] ?? new Uint8Array())
  const pinned = anchors.some(({ fingerprint256 }) => fingerprint256 === leaf.fingerprint256)
  const above = anchors.find((anchor) => anchor.ca && leaf.checkIssued(anchor) && leaf.verify(anchor.publicKey))
  if (!pinned && (!above || leaf.ca)) return undefined
  if (![leaf, ...(pinned || !above ? [] : [above])].every((one) => isNow(one, now))) throw new RefusedError('expired')
  return leaf.publicKey
}

const isNow = ({ validFromDate, validToDate }: X509Certificate, now: number): boolean =>
  validFromDate.getTime() <= now && now <= validToDate.getTime()

/** Of a key that may sign the public point alone, whatever else stands beside it; one that is for something else signs nothing (RFC 7517 §4.2, §4.3). */
export const publicPart = ({ kty, crv, x, y, use = 'sig', key_ops: uses = ['verify'] }: JWK): Point => {
  const isForSigning = use === 'sig' && Array.isArray(uses) && uses.includes('verify')
  if (kty !== 'EC' || !crv || !x || !y || !isForSigning) throw new RefusedError('malformed')
  return { kty, crv, x, y }
}

export type Point = Readonly<Record<'kty' | 'crv' | 'x' | 'y', string>>
