/** 정보 공유(Sharing): open by default. Agencies ask for what others hold; only a registered exception says no (전자정부법 제36조·제39조). */
import { defineProblem, type Id, type Lang, type Principal } from '@dpg/kernel'

export type SharingId = Id<'SharingId'>

/** grant, refuse: the holder · confirm, decline: the body that must agree · appeal, withdraw: the asker · uphold, overturn: the reviewer. */
export type Deed = 'grant' | 'refuse' | 'confirm' | 'decline' | 'appeal' | 'uphold' | 'overturn' | 'withdraw'

/**
 * open: the holder is to answer · confirming: another body must agree · granted: in force · refused: may be appealed · appealed ·
 * upheld: the refusal stands · withdrawn: before it was decided · ended: the asker needs it no longer.
 */
export const STATES = ['open', 'confirming', 'granted', 'refused', 'appealed', 'upheld', 'withdrawn', 'ended'] as const
export type State = (typeof STATES)[number]

/** 전자정부법 시행령 제44조제1항: what is asked for, of whom, for which work, for which purpose. */
export interface Wish {
  /** Of one register; empty for a dataset. */
  readonly facts: readonly string[]
  readonly dataset: string | null
  /** The service it is for; null only for a dataset. */
  readonly service: string | null
  /** Of the vocabulary of purposes. */
  readonly purpose: string
  /** The article by which the asker does this work. */
  readonly law: string
  /** Published: no personal data. */
  readonly why: string
  /** The need of the service (its paper) that it would replace. */
  readonly replaces: string | null
}

export interface Named {
  readonly id: string
  readonly title: string
}

export interface ExceptionView extends Named {
  readonly says: string
  readonly law: string
  readonly facts: readonly string[]
  readonly datasets: boolean
  readonly confirm: Named | null
  readonly review: Named
  /** Refusals that named it, and how many of these were overturned. */
  readonly refusals: number
  readonly overturned: number
}

export interface Happened {
  readonly what: Deed | 'filed' | 'silence'
  readonly agency: Named
  /** ISO day. */
  readonly on: string
  readonly exception: (Named & { readonly law: string }) | null
  readonly reasons: string | null
}

/** A request as everybody may read it. */
export interface SharingRequest {
  readonly id: SharingId
  /** What people call it by. */
  readonly number: number
  readonly agency: Named
  readonly holder: Named
  readonly register: Named | null
  readonly dataset: Named | null
  readonly facts: readonly (Named & { readonly sensitivity: string })[]
  readonly service: Named | null
  readonly purpose: Named
  readonly law: string
  readonly why: string
  readonly replaces: Named | null
  readonly confirmer: Named | null
  readonly filedOn: string
  readonly state: State
  /** Whose turn it is. */
  readonly turn: Named | null
  /** ISO day; null: no law sets one. */
  readonly dueOn: string | null
  readonly isOverdue: boolean
  readonly history: readonly Happened[]
}

export interface Query {
  readonly state?: State
  /** Asker, holder, or whose turn it is. */
  readonly agency?: string
  readonly limit: number
  readonly offset: number
}

/** no-register: nobody holds it as a fact · held: a register holds it and nobody has asked · pending: asked, not decided · exception: asked and refused · granted: may be had, the service still asks. */
export type PaperReason = 'no-register' | 'held' | 'pending' | 'exception' | 'granted'

export interface PaperLeft {
  /** Id of the need within the service. */
  readonly need: string
  readonly title: string
  readonly law: string | null
  readonly reason: PaperReason
  /** Why the service says it asks. */
  readonly says: string | null
  /** The last request that would replace it. */
  readonly request: { readonly id: SharingId; readonly number: number; readonly exception: Named | null } | null
  /** Only in some cases. */
  readonly isConditional: boolean
}

export interface ServiceCoverage {
  readonly service: Named
  readonly agency: Named
  /** Facts that registers give. */
  readonly fetched: number
  /** Facts only the person can say. */
  readonly asked: number
  /** Officials find it out themselves. */
  readonly foundOut: readonly string[]
  readonly papers: readonly PaperLeft[]
}

export interface Coverage {
  readonly services: readonly ServiceCoverage[]
  readonly agencies: readonly {
    readonly agency: Named
    readonly services: number
    readonly fetched: number
    readonly papers: number
  }[]
  readonly fetched: number
  readonly papers: number
  /** Share of what services need that people bring no paper for: fetched / (fetched + papers), in whole percent, rounded down. */
  readonly percent: number
  readonly withoutPapers: number
  /** Services of the catalogue that nobody has worked out: what they ask for is not known. */
  readonly unread: number
}

export interface Sharing {
  /** Throws `sharing/not-askable`. The same key files once. */
  file(principal: Principal, wish: Wish, key: string, lang: Lang): Promise<SharingRequest>
  /** Throws `sharing/not-your-turn`, `not-now`, `too-late`, `exception-needed`, `reasons-needed`. The same key does it once. */
  act(principal: Principal, id: SharingId, act: Act, lang: Lang): Promise<SharingRequest>
  /** Newest first. */
  requests(query: Query, lang: Lang): Promise<{ readonly total: number; readonly items: readonly SharingRequest[] }>
  request(id: SharingId, lang: Lang): Promise<SharingRequest>
  /** What an agency may do with a request today, and the exceptions it may name. */
  choices(
    id: SharingId,
    agency: string,
    lang: Lang,
  ): Promise<{ readonly deeds: readonly Deed[]; readonly exceptions: readonly Named[] }>
  /** Services that are an agency's work: what it may ask for. */
  servicesOf(agency: string): readonly string[]
  exceptions(lang: Lang): Promise<readonly ExceptionView[]>
  coverage(lang: Lang): Promise<Coverage>
  /** What an agency may have by agreements in force, for the guard (`Agreements` of its contract). */
  agreed(asked: {
    readonly agency: string
    readonly service: string | null
    readonly purpose: string
    readonly facts: readonly string[]
  }): Promise<ReadonlyMap<string, { readonly number: number; readonly law: string }>>
}

export interface Act {
  readonly deed: Deed
  /** Of sharing/exceptions.yaml: a refusal names one. */
  readonly exception: string | null
  /** Published. Every refusal, appeal and review gives them. */
  readonly reasons: string | null
  readonly key: string
}

/**
 * not-held: no register holds it · several-registers · no-holder: the holder is not on the platform · own: the asker's own ·
 * unknown-service · not-your-work · unknown-purpose · outside-law: not an Act the service stands on · open: to be had without asking ·
 * nothing: neither facts nor a dataset, or both · unknown-need: the service has no such paper.
 */
export type NotAskable =
  | 'not-held'
  | 'several-registers'
  | 'no-holder'
  | 'own'
  | 'unknown-service'
  | 'not-your-work'
  | 'unknown-purpose'
  | 'outside-law'
  | 'open'
  | 'nothing'
  | 'unknown-need'
export const notAskable = defineProblem<{ why: NotAskable; what: string }>('sharing/not-askable', 422)
export const requestNotFound = defineProblem<{ id: string }>('sharing/request-not-found', 404)
export const notYourTurn = defineProblem<{ deed: Deed }>('sharing/not-your-turn', 403)
export const notNow = defineProblem<{ state: State }>('sharing/not-now', 409)
export const tooLate = defineProblem<{ dueOn: string }>('sharing/too-late', 409)
/** `exceptions`: ids that may be named here. */
export const exceptionNeeded = defineProblem<{ named: string; exceptions: readonly string[] }>('sharing/exception-needed', 422)
export const reasonsNeeded = defineProblem<{ deed: Deed }>('sharing/reasons-needed', 422)
export const otherContent = defineProblem<{ key: string }>('sharing/other-content', 422)
/** The country pack sets no periods for sharing. */
export const noPeriods = defineProblem<{ parameter: string }>('sharing/no-periods', 503)
