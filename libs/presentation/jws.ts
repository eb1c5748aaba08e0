/** What every signature in JSON that is believed here has in common. */
import type { KeyObject } from 'node:crypto'
import { compactVerify } from 'jose'
import type { Signer } from './accepted.ts'
import type { Claims } from './disclosures.ts'
import { RefusedError } from './doubts.ts'

/** How far the clocks of issuers and wallets may be off, in seconds. */
export const SKEW_S = 60
/** With their curves; no other is believed, from issuers or wallets. */
export const JWS_ALGORITHMS = ['ES256', 'ES384', 'ES512']

/** Signed by this key, by an algorithm that is accepted here, for a curve that is the key's. */
export const isJws = (jws: string, key: KeyObject): Promise<boolean> =>
  compactVerify(jws, key, { algorithms: JWS_ALGORITHMS }).then(
    () => true,
    () => false,
  )

const LONGEST_CHAIN = 5

/** By a name for its key, or by certificates (`x5c`). */
export function signerIn(header: Claims): Signer {
  const { kid, x5c } = header
  if (x5c === undefined) return { kid: typeof kid === 'string' ? kid : undefined }
  if (!Array.isArray(x5c) || x5c.length === 0 || x5c.length > LONGEST_CHAIN) throw new RefusedError('malformed')
  return { chain: x5c.map((one) => Buffer.from(String(one), 'base64')) }
}
