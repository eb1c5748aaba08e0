/** 민원 처리(Casework): getting it done. Drafts, applications, cases, clocks, work lists, decisions (민원처리법, 행정절차법). */
import { type CaseId, defineEvent, defineProblem, type Lang, type OfficialId, type PersonId, type Principal } from '@dpg/kernel'
import type { Json } from '@dpg/rules'
import type { AttachmentId, CaseSummary, CaseView, DraftView } from './contract-applicant.ts'
import type { Consents } from './contract-consents.ts'
import type { LetterPreview, LookedUp, LookUp, OfficerCaseView, WorkItem, WorkQuery } from './contract-office.ts'

export * from './contract-applicant.ts'
export * from './contract-consents.ts'
export * from './contract-office.ts'

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
