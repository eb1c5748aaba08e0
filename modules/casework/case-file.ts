/** What a case is made of: the row, what happened, and what is sealed in it. */
import type { ReleaseId, VersionId } from '@dpg/catalogue/contract'
import type { ServiceDefinition } from '@dpg/definitions'
import type { Official } from '@dpg/directory/contract'
import type { FailureKind } from '@dpg/exchange/contract'
import type { CaseId, DocumentId, Lang, MandateId, MandateKind, OfficialId, PersonId } from '@dpg/kernel'
import type { CriterionOutcome, Json, Outcome } from '@dpg/rules'
import type { Untold } from './consents/by-law.ts'
import type { DraftId, NeedView } from './contract.ts'

export interface CaseRow {
  readonly person: PersonId
  readonly id: CaseId
  readonly receiptNumber: string
  readonly service: string
  readonly serviceVersion: VersionId
  readonly release: ReleaseId
  readonly office: string
  readonly state: string
  readonly version: number
  readonly isEnded: boolean
  readonly submittedAt: string
  readonly decidedAt: string | null
  readonly draft: DraftId | null
  readonly assignee: OfficialId | null
  readonly needsApplicant: boolean
  readonly head: Buffer
  readonly sealed: Buffer | null
}

/** What was handed in. It stands, sealed, in the first event and never changes. */
export interface Application {
  readonly answers: Readonly<Record<string, Json>>
  readonly declarations: readonly string[]
  /** Of whom it is for. */
  readonly name: string
  readonly lang: Lang
  /** Who made it for them, and by which mandate; absent: they themselves. */
  readonly by?: { readonly person: PersonId; readonly name: string; readonly mandate: MandateId; readonly kind: MandateKind }
}

export interface EventDetail {
  readonly application?: Application
  readonly reason?: string
  readonly reasonCodes?: readonly string[]
  readonly form?: Readonly<Record<string, string>>
  /** Name of the official, as the applicant reads it. */
  readonly by?: string
  /** Names of registers, a receipt, a new day: what the line says besides. */
  readonly values?: Readonly<Record<string, string>>
}

export interface CaseEvent {
  readonly seq: number
  readonly at: string
  readonly action: string
  readonly from: string | null
  readonly to: string
  readonly extends: boolean
  readonly actor: 'applicant' | 'official' | 'system'
  readonly official: OfficialId | null
  readonly key: string | null
  readonly detail: EventDetail
}

export interface KnownFact {
  readonly value: Json
  readonly register: string
  readonly at: string
}

export interface NeedState {
  readonly state: NeedView['state']
  readonly failure: FailureKind | null
  /** Registers that have not answered yet. */
  readonly registers: readonly string[]
  /** First of the failures in a row. */
  readonly since: string | null
  readonly tries: number
  readonly nextTryAt: string | null
  /** Allowed only after the case had gone on: asked for all the same. */
  readonly isLate?: boolean
}

export interface Assessment {
  readonly asOf: string
  readonly outcome: Outcome
  readonly criteria: readonly { readonly id: string; readonly outcome: CriterionOutcome; readonly facts: readonly string[] }[]
  readonly missing: readonly string[]
  readonly amount: {
    readonly won: number | null
    readonly per: string
    readonly steps: readonly { readonly let: string; readonly value?: Json }[]
    readonly missingFigures: readonly string[]
  } | null
}

export interface Proposal {
  readonly action: string
  readonly decision: string
  readonly by: OfficialId
  readonly name: string
  readonly reason: string | null
  readonly reasonCodes: readonly string[]
}

export interface DecisionRecord {
  readonly code: string
  readonly outcome: 'grant' | 'partial' | 'refuse' | 'close' | 'return'
  readonly reasonCodes: readonly string[]
  readonly note: string | null
  readonly amount: { readonly won: number; readonly per: string } | null
  /** Names of who decided, the responsible official first (행정절차법 제24조제3항); empty: decided by the platform. */
  readonly by: readonly string[]
  readonly at: string
  readonly documents: readonly { readonly id: DocumentId; readonly number: string }[]
}

export interface Supplement {
  readonly items: string
  /** ISO day. */
  readonly until: string
  readonly postponements: number
  readonly demands: number
  readonly isLate: boolean
}

/** A decision that takes effect once the register has entered the change. */
export interface Entering {
  readonly action: string
  /** Who did it, with the office and roles they had then: the decision was made when the act was done. Null: the platform. */
  readonly official: Official | null
  readonly reason: string | null
  readonly reasonCodes: readonly string[]
  readonly receipt: string | null
  readonly tries: number
  readonly nextTryAt: string | null
}

export interface Contents {
  readonly facts: Readonly<Record<string, KnownFact>>
  readonly silent: readonly string[]
  readonly needs: Readonly<Record<string, NeedState>>
  readonly assessment: Assessment | null
  readonly proposal: Proposal | null
  readonly decision: DecisionRecord | null
  readonly supplement: Supplement | null
  readonly entering: Entering | null
  /** Seen by law of a household whose people no register has named yet. */
  readonly untold?: readonly Untold[]
}

export const EMPTY: Contents = {
  facts: {},
  silent: [],
  needs: {},
  assessment: null,
  proposal: null,
  decision: null,
  supplement: null,
  entering: null,
}

/** A case read and opened. */
export interface CaseFile {
  readonly row: CaseRow
  readonly events: readonly CaseEvent[]
  readonly contents: Contents
  readonly application: Application
  readonly definition: ServiceDefinition
}

/** What is known of the applicant: what they said, and what registers say, which counts more. */
export const factsOf = ({ application, contents }: Pick<CaseFile, 'application' | 'contents'>): Record<string, Json> => ({
  ...application.answers,
  ...Object.fromEntries(Object.entries(contents.facts).map(([id, { value }]) => [id, value])),
})
