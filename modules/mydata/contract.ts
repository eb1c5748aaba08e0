/** 공공 마이데이터(MyData): a person has what registers hold of them sent to whom they name, and stops it (전자정부법 제43조의2). */
import type { BundleDefinition } from '@dpg/definitions'
import { defineEvent, defineProblem, type Id, type Lang, type PersonId, type Principal, type Text } from '@dpg/kernel'
import type { Json } from '@dpg/rules'

export type ReceiverId = Id<'ReceiverId'>
export type TransferId = Id<'TransferId'>

/** A public key as JWK (RFC 7517). */
export type PublicJwk = Readonly<Record<string, unknown>>

/** What an organisation hands in to become a receiver. */
export interface ReceiverDetails {
  readonly name: string
  /** bank, insurer, agency, …: the kinds that bundles name. */
  readonly kind: string
  /** Code of agencies.tsv; null: no public agency. */
  readonly agency: string | null
  /** What entitles it: its licence or the law it acts by, in words. */
  readonly entitlement: string
  readonly homepage: string
  /** Where the person is led back to; null: nowhere. */
  readonly returnUri: string | null
  readonly bundles: readonly string[]
  /** P-256: signs its requests. */
  readonly signingKey: PublicJwk
  /** P-256 or X25519: what it gets is encrypted to it. */
  readonly encryptionKey: PublicJwk
}

export interface Receiver extends ReceiverDetails {
  readonly id: ReceiverId
  readonly state: 'waiting' | 'allowed' | 'refused' | 'stopped'
  readonly registeredAt: string
  readonly decidedAt: string | null
  /** Why not, in the reviewer's words. */
  readonly note: string | null
}

/** 전자정부법 제43조의2제3항: what is asked for, for whom, whether regularly and how often. */
export interface Give {
  readonly receiver: ReceiverId
  readonly bundle: string
  /** null: once. */
  readonly every: 'P1D' | 'P7D' | 'P1M' | null
  /** ISO day; the last on which anything is sent. A year ahead at most. */
  readonly until: string
}

export interface Transfer {
  readonly id: TransferId
  readonly receiver: { readonly id: ReceiverId; readonly name: string; readonly kind: string }
  readonly bundle: { readonly id: string; readonly title: string }
  readonly facts: readonly string[]
  readonly every: Give['every']
  readonly givenAt: string
  readonly until: string
  readonly state: 'active' | 'stopped' | 'ended'
  readonly endedAt: string | null
  readonly deliveries: readonly Delivery[]
}

export interface Delivery {
  readonly at: string
  readonly facts: number
  /** Facts that could not be had then. */
  readonly missing: number
  /** SHA-256 of what was handed over, hex: the receiver holds the same. */
  readonly digest: string
}

/** What would be sent, before it is. */
export interface Preview {
  readonly papers: readonly {
    readonly id: string
    readonly title: string
    readonly facts: readonly PreviewFact[]
  }[]
}
export interface PreviewFact {
  readonly fact: string
  readonly title: string
  /** null: known to be none; undefined: nothing is known, or the register does not answer. */
  readonly value: Json | undefined
  readonly register: string
  readonly isFailed: boolean
}

/** A person's consent that another module keeps, to be recorded like those kept here. */
export interface KeptConsent {
  readonly id: string
  /** What the person is called towards the recipient. */
  readonly pairwise: string
  readonly person: PersonId
  readonly recipient: {
    readonly id: string
    readonly name: string
    readonly homepage: string
    readonly entitlement: string
  }
  readonly purposes: readonly { readonly purpose: Text; readonly law: string; readonly facts: readonly string[] }[]
  /** ISO duration; null: once. */
  readonly every: string | null
  readonly from: string
  readonly until: string
  readonly endedAt: string | null
  /** Path of the portal where it is read and taken back. */
  readonly page: string
}

export interface UsageDay {
  readonly day: string
  readonly deliveries: number
  readonly facts: number
  readonly bytes: number
}

export interface Usage {
  readonly month: string
  readonly days: readonly UsageDay[]
  readonly deliveries: number
  readonly facts: number
  readonly feeWon: number
  /** JWS by us of all of this, with whom it is for and when it was said. */
  readonly statement: string
}

/** One delivery that was counted: the receiver holds the bytes of that digest. */
export interface UsedDelivery {
  readonly transfer: TransferId
  readonly seq: number
  readonly at: string
  readonly facts: number
  /** SHA-256, hex. */
  readonly digest: string
}
export interface UsedPage {
  readonly items: readonly UsedDelivery[]
  /** `after` of the next page; null: no more. */
  readonly next: string | null
}

/** Whoever acts by mandate (kernel `Acting`) does all of this for whom they act for, within the facts of the mandate: `mydata/beyond-mandate`. */
export interface Mydata {
  bundles(): readonly BundleDefinition[]
  receivers(state?: Receiver['state']): Promise<readonly Receiver[]>
  receiver(id: ReceiverId): Promise<Receiver | undefined>
  /** Waits for a reviewer. Throws `mydata/invalid-receiver`. */
  register(principal: Principal, details: ReceiverDetails): Promise<Receiver>
  /** By the privacy officer or the administrator; never by whoever registered it: `mydata/same-person`. */
  decide(
    principal: Principal,
    id: ReceiverId,
    decision: { readonly allow: boolean; readonly note: string | null },
  ): Promise<Receiver>
  /** Asks the registers for all facts of a bundle, for the person alone. */
  preview(principal: Principal, bundle: string, lang: Lang): Promise<Preview>
  /** The same key gives once. Throws `mydata/not-a-receiver`, `mydata/not-for-this`, `mydata/bad-period`. */
  give(principal: Principal, give: Give, key: string, lang: Lang): Promise<Transfer>
  transfers(principal: Principal, lang: Lang): Promise<readonly Transfer[]>
  transfer(principal: Principal, id: TransferId, lang: Lang): Promise<Transfer>
  /** Nothing is sent from this moment on. Twice is once. */
  stop(principal: Principal, id: TransferId, lang: Lang): Promise<Transfer>
  /** The record of the person's consent, signed: JWS of a document with the fields of ISO/IEC TS 27560. */
  consentRecord(principal: Principal, id: TransferId): Promise<string>
  /** The same record of a consent that another module keeps. */
  signConsent(consent: KeptConsent): Promise<string>
  /** For the receiver: JWE (RFC 7516) to its key of a JWS by us. The same bytes again within the agreed period. */
  deliver(receiver: ReceiverId, id: TransferId): Promise<{ readonly jwe: string; readonly isNew: boolean }>
  usage(receiver: ReceiverId, month: string): Promise<Usage>
  /** Deliveries of a day in Korea, those that `usage` has counted. */
  used(receiver: ReceiverId, day: string, after: string): Promise<UsedPage>
  /** Keys that verify our signatures (JWK Set, RFC 7517). */
  keys(): Promise<{ readonly keys: readonly PublicJwk[] }>
}

/** Of a person's own acts; receivers hear nothing of a stop but that there is nothing more. */
export const transferGiven = defineEvent<{ person: PersonId; transfer: TransferId; receiver: ReceiverId }>('mydata.given')
export const transferStopped = defineEvent<{ person: PersonId; transfer: TransferId; receiver: ReceiverId }>('mydata.stopped')

export const bundleNotFound = defineProblem<{ bundle: string }>('mydata/bundle-not-found', 404)
export const receiverNotFound = defineProblem<{ id: string }>('mydata/receiver-not-found', 404)
export const invalidReceiver = defineProblem<{ why: 'key' | 'kind' | 'bundle' | 'agency' }>('mydata/invalid-receiver', 422)
export const samePerson = defineProblem<object>('mydata/same-person', 409)
export const notAReceiver = defineProblem<{ receiver: string }>('mydata/not-a-receiver', 409)
export const notForThis = defineProblem<{ bundle: string }>('mydata/not-for-this', 422)
export const badPeriod = defineProblem<{ most: string }>('mydata/bad-period', 422)
export const otherContent = defineProblem<{ key: string }>('mydata/other-content', 422)
export const transferNotFound = defineProblem<{ id: string }>('mydata/transfer-not-found', 404)
export const transferEnded = defineProblem<{ state: string }>('mydata/transfer-ended', 410)
export const nothingAnswers = defineProblem<object>('mydata/nothing-answers', 503)
export const beyondMandate = defineProblem<{ facts: readonly string[] }>('mydata/beyond-mandate', 403)
export const receiverNotBelieved = defineProblem<{ reason: string }>('mydata/receiver-not-believed', 401)
