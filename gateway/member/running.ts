/** What both sides of a running gateway share. */
import type { KeyObject } from 'node:crypto'
import type { BatchSigner, Verifier } from '@dpg/http-signatures/batch'
import type { GatewayConfig } from './config.ts'
import type { Cache } from './cache.ts'
import type { Caller } from './http.ts'
import type { Journal } from './journal.ts'
import type { Members } from './members.ts'
import type { Once } from './once.ts'
import type { Opener, Sealer } from './seal.ts'
import type { Seen } from './seen.ts'
import type { Subscribed } from './subscribed.ts'
import type { Subscribers } from './subscribers.ts'
import type { Teller } from './tell.ts'

export interface OwnSigner extends BatchSigner {
  readonly keyid: string
}

/** What it takes to send. */
export interface Sending {
  readonly config: GatewayConfig
  readonly members: () => Members
  /** Undefined: the list has no key of ours that counts now. */
  readonly signer: () => OwnSigner | undefined
  /** Our private key that a question was sealed to. */
  readonly sealKey: (keyid: string) => KeyObject | undefined
  readonly verifier: Verifier
  readonly sealer: Sealer
  readonly opener: Opener
  readonly journal: Journal
  readonly once: Once
  readonly seen: Seen
  readonly cache: Cache
  readonly subscribers: Subscribers
  readonly subscribed: Subscribed
  readonly caller: Caller
  /** Messages under way on either side. */
  readonly underWay: { inside: number; outside: number }
  readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void
}

export interface Running extends Sending {
  readonly teller: Teller
}
