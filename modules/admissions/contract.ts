/** 들이기(Admissions): whom the platform lets in from outside. One official proposes, another decides; nothing happens before. */
import { defineProblem, type Id, type OfficialId, type Principal } from '@dpg/kernel'

export type AdmissionId = Id<'AdmissionId'>

/** member: of the exchange, new or changed · member-keys: its next keys · member-leaves · private-id: an OpenID Provider to sign in by · wallet-issuers: whose mobile IDs are believed · mandate: who acts for whom, by a court's register or at a counter. */
export const ADMISSION_KINDS = ['member', 'member-keys', 'member-leaves', 'private-id', 'wallet-issuers', 'mandate'] as const
export type AdmissionKind = (typeof ADMISSION_KINDS)[number]

/** waiting: for a second official · admitted: it holds · refused, withdrawn: over. */
export type AdmissionState = 'waiting' | 'admitted' | 'refused' | 'withdrawn'

export interface Admission {
  readonly id: AdmissionId
  readonly kind: AdmissionKind
  readonly state: AdmissionState
  /** What is let in, as people call it. */
  readonly about: string
  /** What is to be looked at before deciding; `label` is a key of `admissions.row.*`. Never a secret. */
  readonly rows: readonly AdmissionRow[]
  readonly why: string
  readonly by: Proposer
  readonly at: string
  readonly decidedBy: { readonly id: OfficialId; readonly name: string } | null
  readonly decidedAt: string | null
  readonly reason: string | null
}

/** Whoever runs the machine proposes by the command line, and decides nothing. */
export const OPERATOR = 'operator'

export interface Proposer {
  readonly id: OfficialId | typeof OPERATOR
  readonly name: string
}

export interface AdmissionRow {
  readonly label: string
  readonly value: string
}

export interface Admissions {
  /** Those that wait, the oldest first, then the last fifty that were decided. */
  list(): Promise<readonly Admission[]>
  /** Throws `admissions/refused` when it could not be let in as it is. */
  propose(by: Principal | typeof OPERATOR, kind: AdmissionKind, content: unknown, why: string): Promise<Admission>
  /** Lets it in. Throws `admissions/same-person`, `admissions/over`, `admissions/not-found`, `admissions/refused`. */
  admit(principal: Principal, id: AdmissionId): Promise<Admission>
  /** By another, or by whoever proposed it, who thereby withdraws it. */
  refuse(principal: Principal, id: AdmissionId, reason: string): Promise<Admission>
}

export const admissionNotFound = defineProblem<{ id: string }>('admissions/not-found', 404)
export const samePerson = defineProblem<object>('admissions/same-person', 409)
export const admissionOver = defineProblem<{ state: string }>('admissions/over', 409)
/** `field`: where in the form; `what`: what is wrong there. */
export const admissionRefused = defineProblem<{ field: string; what: string }>('admissions/refused', 422)
