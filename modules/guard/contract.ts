/** 권한 판단(Guard): may this happen? Policies in Cedar, published by four eyes; every route, case and fact asks here. */
import type { Actor, Delay } from '@dpg/access/contract'
import {
  type Assurance,
  defineEvent,
  defineProblem,
  type Id,
  type OfficialId,
  type PersonId,
  type Principal,
  type Text,
} from '@dpg/kernel'
import type { Circumstance, Help, PolicyFinding, Question, Verdict } from '@dpg/policies'

export type PolicyDraftId = Id<'PolicyDraftId'>

/** For how long the questions that were asked are kept: without names, counted by the hour. */
export const KEPT_DAYS = 14

export interface PolicySource {
  readonly path: string
  readonly text: string
}

export interface PolicyVersion {
  readonly version: number
  readonly publishedAt: string
  /** pack: came with the country pack · page: by officials. */
  readonly source: 'pack' | 'page'
  readonly why: string
  readonly author: string | null
  readonly approver: string | null
  /** Files that differ from the version before. */
  readonly changed: readonly string[]
}

export interface PolicyInForce extends PolicyVersion {
  readonly files: readonly PolicySource[]
  readonly policies: readonly PolicyRow[]
  /** Of `analyse`: rules that say nothing. */
  readonly findings: readonly PolicyFinding[]
}

export interface PolicyRow {
  readonly id: string
  readonly effect: 'permit' | 'forbid'
  readonly says: { readonly ko: string; readonly en: string }
  readonly law: string | null
  readonly file: string
  readonly line: number
  readonly text: string
  /** Requests it decided within the last seven days. */
  readonly decided: number
}

export interface PolicyDraft {
  readonly id: PolicyDraftId
  /** draft: being written · waiting: for a second person · published, withdrawn: over. */
  readonly state: 'draft' | 'waiting' | 'published' | 'withdrawn'
  readonly why: string
  readonly author: { readonly id: OfficialId; readonly name: string }
  readonly changedAt: string
  /** The version it was written on; another in force by now: it must be looked at again. */
  readonly base: number
  readonly isStale: boolean
  /** Files that differ from those in force. */
  readonly files: readonly PolicySource[]
}

/** Of a request that would have been answered differently. */
export interface PolicyChange {
  readonly question: Question
  readonly count: number
  readonly before: Verdict
  readonly after: Verdict
}

/** Everything that is known of a draft before it is published. */
export interface PolicyReview {
  readonly draft: PolicyDraft
  readonly findings: readonly PolicyFinding[]
  /** Null: the draft cannot be decided by while it has errors. */
  readonly difference: {
    readonly since: string
    readonly asked: number
    readonly questions: number
    readonly newlyAllowed: number
    readonly newlyDenied: number
    readonly changes: readonly PolicyChange[]
    readonly neverUsed: readonly string[]
  } | null
}

/** Why not, with what would help. */
export interface Refused extends Verdict {
  readonly isAllowed: false
  readonly helps: readonly (readonly Help[])[]
}

export interface FactsAsked {
  readonly subject: PersonId
  readonly facts: readonly string[]
  readonly actor: Actor
  readonly service: string | null
  /** Of the vocabulary of purposes; absent: `application` for a service, `screening` without one. */
  readonly aim?: string
  readonly law: string
  readonly consent: Circumstance['consent']
  /** How sure the session is; absent for the platform itself. */
  readonly assurance?: Assurance
  /** Was it shown by a key that cannot leave its device? */
  readonly deviceBound?: boolean | undefined
}

/** What agencies have been granted beyond what services declare (전자정부법 제39조). */
export interface Agreements {
  /** By fact: the agreement in force that lets this agency have it, for this service and purpose. */
  agreed(asked: {
    readonly agency: string
    readonly service: string | null
    readonly purpose: string
    readonly facts: readonly string[]
  }): Promise<ReadonlyMap<string, Agreed>>
}
export interface Agreed {
  /** What people call the agreement by. */
  readonly number: number
  /** By which the asker does the work that it was granted for. */
  readonly law: string
}

export interface CaseAsked {
  readonly deed: 'view-case' | 'work-on-case'
  readonly official: {
    readonly id: OfficialId
    readonly agency: string
    readonly office: string
    readonly roles: readonly string[]
  }
  readonly service: string
  /** Office that handles it. */
  readonly office: string
  readonly assurance?: Assurance
  readonly deviceBound?: boolean | undefined
}

/** A register is to be told that facts of a person are others now. */
export interface ChangeAsked extends Pick<FactsAsked, 'subject' | 'facts' | 'actor' | 'service' | 'law' | 'consent'> {
  /** Who decided it, as they were then; absent: the platform, for the actor's agency. */
  readonly official?: CaseAsked['official']
}

export interface FactsDecided {
  readonly allowed: readonly string[]
  readonly refused: ReadonlyMap<string, Refused>
  /** Of the allowed ones those that nothing but an agreement between agencies lets through. */
  readonly agreed?: ReadonlyMap<string, Agreed>
  /** The person is told of it later, by this law, at the latest after so many days. */
  readonly delay?: Pick<Delay, 'why'> & { readonly law: string; readonly days: number }
}

export interface Guard {
  /** By the policies in force; the question is kept, counted, without names. */
  decide(question: Question): Verdict
  /** Facts that may be read, and for each other fact why not. A look by an official counts for the rules of volume. */
  decideFacts(asked: FactsAsked): Promise<FactsDecided>
  /** Facts that may not be changed, and why; one is enough to change none. */
  decideChange(asked: ChangeAsked): ReadonlyMap<string, Refused>
  /** Does the service name this fact: in its needs, its documents, or what its rules read? */
  declares(service: string, fact: string): boolean
  decideCase(asked: CaseAsked): Verdict
  /** What the policies would say, without keeping that it was asked. */
  tryOut(question: Question): Verdict & Pick<Refused, 'helps'>
  /** What people call a purpose; undefined: there is none of that name. */
  purpose(id: string): Text | undefined
  /** A refusal as a problem that says which rule, and what would help. */
  problemOf(refused: Refused): Error
  inForce(): Promise<PolicyInForce>
  versions(): Promise<readonly PolicyVersion[]>
  version(version: number): Promise<PolicyVersion & { readonly files: readonly PolicySource[] }>
  drafts(): Promise<readonly PolicyDraft[]>
  /** Files replace those in force; an empty text removes one. Throws `guard/draft-refused` for files that are none. */
  startDraft(principal: Principal, why: string, files: readonly PolicySource[]): Promise<PolicyDraft>
  changeDraft(principal: Principal, id: PolicyDraftId, why: string, files: readonly PolicySource[]): Promise<PolicyDraft>
  review(id: PolicyDraftId): Promise<PolicyReview>
  /** Asks for a second person. Throws `guard/policies-broken`. */
  sendDraft(principal: Principal, id: PolicyDraftId): Promise<void>
  withdrawDraft(principal: Principal, id: PolicyDraftId): Promise<void>
  /** Never by whoever wrote it. Decisions follow it from the next question on. */
  publishDraft(principal: Principal, id: PolicyDraftId): Promise<PolicyVersion>
}

export const policiesPublished = defineEvent<{ version: number }>('guard.policies-published')
/** `rule`: ids of the policies that said no; empty: none says yes. `helps`: what would turn it round, each enough by itself. */
export const refused = defineProblem<{
  rule: string
  reason: 'forbidden' | 'nothing-allows'
  says: Text
  help: Text
  helps: string[]
}>('guard/refused', 403)
export const draftNotFound = defineProblem<{ id: string }>('guard/draft-not-found', 404)
export const versionNotFound = defineProblem<{ version: string }>('guard/version-not-found', 404)
export const draftRefused = defineProblem<{ why: 'not-a-policy-file' | 'nothing-changed' | 'too-large' }>(
  'guard/draft-refused',
  422,
)
export const policiesBroken = defineProblem<{ errors: number }>('guard/policies-broken', 422)
export const samePerson = defineProblem<object>('guard/same-person', 409)
export const draftStale = defineProblem<{ base: number; now: number }>('guard/draft-stale', 409)
export const draftOver = defineProblem<{ state: string }>('guard/draft-over', 409)
