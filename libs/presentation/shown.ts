/** What was asked, and what is believed of the answer. */
import type { Accepted } from './accepted.ts'
import type { Claims } from './disclosures.ts'

export interface Asked {
  /** Milliseconds. */
  readonly now: number
  readonly nonce: string
  /** Our `client_id`, with its prefix. */
  readonly audience: string
  readonly responseUri: string
  /** RFC 7638 thumbprint of the key that the answer was sealed with. */
  readonly sealedTo: Uint8Array
}

/** Where it is written whether the credential still holds. */
export interface StatusRef {
  readonly uri: string
  readonly index: number
}

export interface Shown<A extends Accepted = Accepted> {
  readonly by: A
  readonly claims: Claims
  /** Null: it names none. */
  readonly status: StatusRef | null
}

/** The value at a path from the top. */
export const claimAt = ({ claims }: Pick<Shown, 'claims'>, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null && Object.hasOwn(at, name) ? (at as Claims)[name] : undefined),
    claims,
  )
