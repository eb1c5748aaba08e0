/** 민원 처리(Casework): getting it done. Drafts, applications, cases, clocks, work lists, decisions (민원처리법, 행정절차법). */
import type { CaseConsent, Consents } from './contract-consents.ts'
import type { ReleaseId, VersionId } from '@dpg/catalogue/contract'
import type { FailureKind } from '@dpg/exchange/contract'
import {
  defineEvent,
  defineProblem,
  type CaseId,
  type DocumentId,
  type Id,
  type Lang,
  type MandateKind,
  type OfficialId,
  type PersonId,
  type Principal,
  type Text,
} from '@dpg/kernel'
import type { CriterionOutcome, Json, Outcome, Relation, Remedy } from '@dpg/rules'

export * from './contract-consents.ts'

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

export interface OfficerCaseView extends CaseView {
  readonly applicant: { readonly id: PersonId; readonly name: string }
  readonly facts: readonly ShownFact[]
  /** The rules' reading of the facts as they stand. */
  readonly assessment: {
    readonly asOf: string
    readonly outcome: Outcome
    readonly criteria: readonly {
      readonly id: string
      readonly says: string
      readonly outcome: CriterionOutcome
      readonly law: string | null
      readonly facts: readonly string[]
    }[]
    readonly missing: readonly string[]
    /** Of a "no": the fewest changes that together would make it a yes, tried out; null: none is known. */
    readonly remedy: Remedy | null
    /** Services that it may not be held with, or not without, by the facts of this case alone. */
    readonly relations: readonly Relation[]
    readonly amount: {
      readonly won: number | null
      readonly per: string
      readonly steps: readonly { readonly says: string; readonly value: string | null; readonly law: string | null }[]
    } | null
  } | null
  /** Where what the applicant said is not what a register says (or what follows from it); the register is what counts. */
  readonly contradictions: readonly Contradiction[]
  readonly assignee: { readonly id: OfficialId; readonly name: string } | null
  readonly proposal: { readonly decision: string; readonly by: string; readonly reason: string | null } | null
}

export interface Contradiction {
  /** A fact, or a flag of the definition. */
  readonly id: string
  /** What it is about. */
  readonly says: string
  readonly law: string | null
  /** In words; null where the flag says it all. */
  readonly answered: string | null
  readonly registered: string | null
  /** Names of the registers that say so. */
  readonly registers: readonly string[]
}

/** A letter as the applicant would read it, in Markdown; nothing has been sent. */
export interface LetterPreview {
  readonly subject: string
  readonly body: string
  /** Delivered with proof of reading. */
  readonly isLegal: boolean
}

export interface WorkItem extends CaseSummary {
  readonly applicantName: string
  readonly assignee: string | null
  readonly outcome: Outcome | null
  readonly waitingFor: readonly string[]
}

export interface WorkQuery {
  readonly show: 'open' | 'mine' | 'approval' | 'paused' | 'ended'
  readonly service?: string
  readonly q?: string
  readonly limit: number
  readonly offset: number
}

/** What an action carries. The same `key` acts once. */
export interface Act {
  readonly key: string
  readonly action: string
  readonly version: number
  readonly reason?: string
  readonly reasonCodes?: readonly string[]
  readonly form?: Readonly<Record<string, string>>
}

/** A whole application in one go, for the open API and for load: what the screens would have collected. */
export interface Application {
  readonly key: string
  readonly service: string
  readonly answers: Readonly<Record<string, Json>>
  readonly declarations: readonly string[]
}

export interface LookUp {
  readonly facts: readonly string[]
  /** Of the vocabulary of purposes. */
  readonly purpose: string
}

export interface LookedUp {
  readonly facts: readonly { readonly fact: string; readonly value: unknown; readonly register: string; readonly at: string }[]
  /** The register holds no such fact of this person. */
  readonly silent: readonly string[]
  /** `refused` by the policies or the register; anything else: try again later. `rules`: of the policies. */
  readonly failures: readonly { readonly facts: readonly string[]; readonly kind: string; readonly rules: readonly string[] }[]
}

/** Whoever acts by mandate (kernel `Acting`) does all of an applicant for whom they act for, within the mandate: `casework/beyond-mandate`. */
export interface Casework {
  // drafts: one open draft a person and service; its facts and answers are sealed
  openDraft(principal: Principal, service: string, lang: Lang): Promise<DraftView>
  draft(principal: Principal, service: string, screen: string | null, lang: Lang): Promise<DraftView | undefined>
  drafts(
    principal: Principal,
    lang: Lang,
  ): Promise<
    readonly {
      readonly service: { readonly id: string; readonly title: string }
      readonly savedAt: string
      readonly expiresAt: string
    }[]
  >
  /** Saves what was typed even when some of it is wrong; then throws `casework/invalid-answers` with a pointer a field. */
  saveScreen(
    principal: Principal,
    service: string,
    screen: string,
    fields: Readonly<Record<string, unknown>>,
    lang: Lang,
  ): Promise<DraftView>
  discardDraft(principal: Principal, service: string): Promise<void>
  /** A receipt number before any register is asked. The same key, or the same draft, is one case. */
  submitDraft(principal: Principal, service: string, key: string, lang: Lang): Promise<CaseSummary>
  submit(principal: Principal, application: Application, lang: Lang): Promise<CaseSummary>

  // the applicant
  cases(principal: Principal, lang: Lang): Promise<readonly CaseSummary[]>
  case(principal: Principal, id: CaseId, lang: Lang): Promise<CaseView>
  attach(
    principal: Principal,
    where: { readonly case: CaseId } | { readonly draft: string },
    need: string,
    file: { readonly name: string; readonly type: string; readonly bytes: Uint8Array },
  ): Promise<AttachmentId>
  /** Takes a file back out of a draft: it is erased. Throws `casework/attachment-not-found`. */
  detach(principal: Principal, service: string, attachment: AttachmentId): Promise<void>

  // the office
  workList(
    principal: Principal,
    query: WorkQuery,
    lang: Lang,
  ): Promise<{
    readonly total: number
    readonly items: readonly WorkItem[]
    readonly counts: Readonly<Record<WorkQuery['show'], number>>
  }>
  officerCase(principal: Principal, id: CaseId, lang: Lang): Promise<OfficerCaseView>
  /**
   * Facts of the applicant, asked of the registers anew for a stated purpose. What the policies keep back is named with why; when
   * nothing is left, throws `guard/refused`.
   */
  lookUp(principal: Principal, id: CaseId, wanted: LookUp): Promise<LookedUp>
  attachment(
    principal: Principal,
    id: CaseId,
    attachment: AttachmentId,
  ): Promise<{ readonly name: string; readonly type: string; readonly bytes: Uint8Array }>
  assign(principal: Principal, id: CaseId, to: OfficialId | null): Promise<void>

  /**
   * The letters that an act would send, in the applicant's language: everything is done as `act` does it, and undone. Empty: none would be
   * sent yet, because a colleague must agree or a register must enter it first.
   */
  preview(principal: Principal, id: CaseId, act: Act, lang: Lang): Promise<readonly LetterPreview[]>

  /** Of those whom an application is about besides the applicant. */
  readonly consents: Consents

  // both
  act(principal: Principal, id: CaseId, act: Act, lang: Lang): Promise<CaseView>
}

/** `at`: the instant at which it happened, by which consumers order what arrives late or twice. */
export const caseSubmitted = defineEvent<{ case: CaseId; person: PersonId; service: string; at: string }>('casework.submitted')
export const caseMoved = defineEvent<{ case: CaseId; person: PersonId; service: string; state: string; at: string }>(
  'casework.moved',
)
export const caseDecided = defineEvent<{
  case: CaseId
  person: PersonId
  service: string
  decision: string
  outcome: string
  at: string
}>('casework.decided')

export const caseNotFound = defineProblem<{ id: string }>('casework/case-not-found', 404)
export const draftNotFound = defineProblem<{ service: string }>('casework/draft-not-found', 404)
export const notApplicable = defineProblem<{ service: string }>('casework/not-applicable-here', 422)
export const invalidAnswers = defineProblem<{ count: number }>('casework/invalid-answers', 422)
export const notReady = defineProblem<{ screens: string[] }>('casework/not-ready', 422)
export const staleVersion = defineProblem<{ expected: number; found: number }>('casework/stale-version', 409)
export const actionNotAllowed = defineProblem<{ action: string; state: string; allowed: string[] }>(
  'casework/action-not-allowed',
  409,
)
export const reasonNeeded = defineProblem<{ action: string }>('casework/reason-needed', 422)
export const sameOfficial = defineProblem<object>('casework/same-official', 403)
export const duplicateCase = defineProblem<{ receiptNumber: string }>('casework/duplicate-case', 409)
export const fileRefused = defineProblem<{ why: string }>('casework/file-refused', 422)
export const attachmentNotFound = defineProblem<{ attachment: string }>('casework/attachment-not-found', 404)
export const beyondMandate = defineProblem<{ service: string; facts: readonly string[] }>('casework/beyond-mandate', 403)
export const keyReused = defineProblem<{ key: string }>('casework/key-used-for-another', 409)
