/** What an applicant fills in, and a case as they read it. */
import type { ReleaseId, VersionId } from '@dpg/catalogue/contract'
import type { FailureKind } from '@dpg/exchange/contract'
import type { CaseId, DocumentId, Id, MandateKind, Text } from '@dpg/kernel'
import type { Json } from '@dpg/rules'
import type { CaseConsent } from './contract-consents.ts'

export type DraftId = Id<'DraftId'>
export type AttachmentId = Id<'AttachmentId'>

// ---- what a person fills in ----------------------------------------------------------------------------------------------

export interface FieldOption {
  readonly value: string
  readonly label: string
}

/** One question of a screen, ready to draw: texts are in the reader's language. */
export interface FieldView {
  /** Fact id: also the name of the form field. */
  readonly name: string
  readonly label: string
  readonly hint: string | null
  readonly type: 'boolean' | 'number' | 'string' | 'date' | 'choice' | 'choices' | 'area'
  readonly unit: string | null
  readonly options: readonly FieldOption[]
  readonly min: number | null
  readonly max: number | null
  readonly autocomplete: string | null
  readonly isRequired: boolean
  readonly value: Json | undefined
}

/** A fact shown with where it comes from; `value` in words. `state` says why it is not there. */
export interface ShownFact {
  readonly fact: string
  readonly label: string
  readonly value: string | null
  readonly state: 'known' | 'none' | 'silent' | 'waiting' | 'untrusted' | 'asked' | 'not-needed'
  /** Register id and name; null: the person said so, or it is derived. */
  readonly register: string | null
  readonly registerName: string | null
  readonly at: string | null
  readonly law: string | null
  readonly isDerived: boolean
}

export interface ScreenView {
  readonly id: string
  readonly kind: 'guide' | 'question' | 'group' | 'repeat' | 'evidence' | 'pay' | 'check' | 'declare'
  readonly title: string
  readonly text: string | null
  readonly fields: readonly FieldView[]
  readonly declarations: readonly {
    readonly id: string
    readonly says: string
    readonly law: string | null
    readonly isRequired: boolean
    readonly isAccepted: boolean
  }[]
  /** On `check`: what was fetched, and what was answered. */
  readonly facts: readonly ShownFact[]
  /** On `evidence`: what must be uploaded and why. */
  readonly uploads: readonly UploadView[]
}

export interface UploadView {
  readonly need: string
  readonly title: string
  readonly why: string | null
  readonly accepts: readonly string[]
  readonly maxBytes: number
  readonly maxFiles: number
  readonly files: readonly { readonly id: AttachmentId; readonly name: string; readonly bytes: number }[]
}

export interface DraftView {
  readonly id: DraftId
  readonly service: { readonly id: string; readonly title: string }
  /** Screens that apply to this person, in order. */
  readonly screens: readonly {
    readonly id: string
    readonly title: string
    readonly isDone: boolean
    readonly isCurrent: boolean
  }[]
  readonly current: ScreenView
  readonly previous: string | null
  readonly next: string | null
  readonly isReady: boolean
  readonly savedAt: string
  readonly expiresAt: string
  /** Ends the form early: why one cannot go on here. */
  readonly exit: string | null
}

// ---- a case ---------------------------------------------------------------------------------------------------------------

/** 처리기간: running, paused and why, or stopped. Instants in ISO. */
export interface ClockView {
  readonly state: 'running' | 'paused' | 'stopped' | 'none'
  readonly dueAt: string | null
  readonly pausedBecause: Text | null
  readonly isOverdue: boolean
  readonly extensions: number
  readonly law: string | null
}

export interface CaseSummary {
  readonly id: CaseId
  /** `2026-1125-000123`: what a person quotes on the telephone. */
  readonly receiptNumber: string
  readonly service: { readonly id: string; readonly title: string }
  readonly state: string
  readonly stateTitle: string
  readonly says: string
  readonly isEnded: boolean
  /** The applicant must do something. */
  readonly needsApplicant: boolean
  readonly clock: ClockView
  readonly office: { readonly code: string; readonly name: string; readonly phone: string | null }
  readonly submittedAt: string
  readonly decidedAt: string | null
}

/** One thing that happened, as its reader may know it. Never changed, never removed. */
export interface CaseEventView {
  readonly seq: number
  readonly at: string
  readonly what: string
  readonly detail: string | null
  readonly by: string
}

/** Evidence of one need: fetched, still waiting for a register or for the consent of somebody else, not to be had and why, or to be uploaded. */
export interface NeedView {
  readonly id: string
  readonly title: string
  readonly law: string | null
  readonly registers: readonly string[]
  readonly state: 'fetched' | 'waiting' | 'consent' | 'upload' | 'uploaded' | 'officer' | 'answered' | 'not-needed'
  readonly failure: FailureKind | null
  /** When it will be tried again. */
  readonly nextTryAt: string | null
  readonly facts: readonly string[]
}

export interface DecisionView {
  readonly code: string
  readonly outcome: 'grant' | 'partial' | 'refuse' | 'close' | 'return'
  readonly title: string
  readonly reasons: readonly {
    readonly code: string
    readonly says: string
    readonly law: string | null
    readonly whatYouCanDo: string | null
  }[]
  readonly law: string | null
  readonly amount: { readonly won: number; readonly per: string } | null
  readonly note: string | null
  readonly appeal: readonly {
    readonly kind: string
    readonly body: string
    readonly until: string | null
    readonly law: string | null
    readonly how: string | null
  }[]
  readonly decidedBy: string
  readonly decidedAt: string
  readonly documents: readonly DocumentId[]
}

/** What the asking person or official may do now. `form`: fields the action takes. */
export interface ActionView {
  readonly id: string
  readonly title: string
  readonly needsReason: boolean
  readonly form: readonly string[]
  readonly decision: string | null
  /** Reason codes a refusal may name. */
  readonly reasonCodes: readonly FieldOption[]
  readonly law: string | null
  /** This action only proposes; a second official completes it. */
  readonly proposes: boolean
}

export interface CaseView extends CaseSummary {
  readonly events: readonly CaseEventView[]
  /** What comes next, in words. */
  readonly next: string
  readonly needs: readonly NeedView[]
  /** Who applied for the applicant by mandate; null: they did themselves. */
  readonly representative: { readonly name: string; readonly kind: MandateKind } | null
  /** Of others whom the application is about. */
  readonly consents: readonly CaseConsent[]
  readonly uploads: readonly UploadView[]
  /** What was asked for in a supplement, and until when. */
  readonly supplement: { readonly items: string; readonly until: string | null } | null
  readonly decision: DecisionView | null
  readonly answers: readonly ShownFact[]
  readonly actions: readonly ActionView[]
  /** Grows by one with every event: an action names the version it saw, a stale one is refused. */
  readonly version: number
  readonly pins: { readonly service: VersionId; readonly release: ReleaseId }
}
