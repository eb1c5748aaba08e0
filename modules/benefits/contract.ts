/** 맞춤 혜택(Benefits): who may get what, why, how much, and what would change it. */
import type { RegisterFailure } from '@dpg/exchange/contract'
import { defineEvent, defineProblem, type Lang, type PersonId, type Principal } from '@dpg/kernel'
import type { Change, CriterionOutcome, Json, Outcome } from '@dpg/rules'
import type {
  Agreement,
  Consent,
  ConsentGroup,
  ConsentPlan,
  ConsentPurpose,
  News,
  NewsTarget,
  Subscription,
} from './contract-news.ts'

export type * from './contract-news.ts'

export interface Reason {
  readonly criterion: string
  readonly outcome: CriterionOutcome
  /** The criterion in the reader's language. */
  readonly text: string
  readonly law: string | null
  readonly facts: readonly string[]
}

export interface ScreenedAmount {
  /** Whole won; null when a fact or a figure is missing. */
  readonly won: number | null
  readonly per: 'month' | 'quarter' | 'semester' | 'year' | 'once' | 'day'
  readonly unit: 'person' | 'child' | 'household' | 'business'
  /** Names of figures that have not been published, in the reader's language. */
  readonly missingFigures: readonly string[]
}

export interface Screened {
  readonly service: string
  readonly title: string
  readonly outcome: Outcome
  /** law: worked out from the statute · codes: read from the official condition codes, so "probably". */
  readonly basis: 'law' | 'codes'
  readonly reasons: readonly Reason[]
  /** Facts that could still change the answer. */
  readonly missing: readonly string[]
  readonly amount?: ScreenedAmount
  /** Services it may not be held with, or not without; where there are any and the outcome is not "no". */
  readonly relations?: readonly RelationInWords[]
}

export interface ScreenAnswer {
  readonly asOf: string
  readonly counts: { readonly eligible: number; readonly ineligible: number; readonly unknown: number }
  readonly results: readonly Screened[]
  /** Questions worth asking, the one that settles most first. */
  readonly ask: readonly { readonly fact: string; readonly settles: number }[]
}

export interface ScreenRequest {
  readonly facts: Readonly<Record<string, Json>>
  /** ISO day; today when absent. */
  readonly asOf?: string
  readonly services?: readonly string[]
}

/** A service that time alone opens or closes in the coming year: a birthday, a term that ends, a figure that is published already. */
export interface Coming {
  readonly kind: 'opens' | 'closes'
  readonly service: string
  readonly title: string
  readonly basis: 'law' | 'codes'
  /** ISO day. */
  readonly day: string
  /** In words: "from 3 March 2027, when you turn 65". */
  readonly says: string
  /** Then; `unknown`: as long as the other conditions are met as well. */
  readonly outcome: Outcome
  /** Conditions that turn on that day. */
  readonly turned: readonly { readonly text: string; readonly law: string | null }[]
}

/** Rules of a service that are approved and come into force on a later day. */
export interface ComingRules {
  /** ISO day. */
  readonly from: string
  /** The most that one reads; none where only wording, papers or steps change. */
  readonly changes: readonly { readonly text: string; readonly law: string | null }[]
}

/** One line of "my benefits", ranked; `why` says why it stands where it stands. */
export interface Recommendation extends Screened {
  readonly rank: number
  readonly why: string
  readonly summary: string
  readonly agencyName: string
  readonly canApply: boolean
  /** Already applied for or received, as far as the platform knows. */
  readonly held: boolean
}

export interface MyBenefits {
  readonly asOf: string
  readonly counts: ScreenAnswer['counts']
  /** Eligible ones by rank, then those one answer away; ineligible ones are asked for with `explain`. */
  readonly items: readonly Recommendation[]
  readonly total: number
  readonly ask: ScreenAnswer['ask']
  /** What the coming year opens and closes by itself, the next day first. */
  readonly coming: readonly Coming[]
  /** Registers that could not be asked; the answers that lean on them are unknown. */
  readonly failures: readonly RegisterFailure[]
  /** True when the person lets us look again by ourselves when something changes (2.2-1). */
  readonly isWatching: boolean
  /** What the person agreed to before this look: without it, answers that lean on such facts are unknown. */
  readonly agreed: readonly ConsentGroup[]
  /** ISO instants: when the registers were asked, and until when their answers are kept and used again. */
  readonly lookedAt: string
  readonly keptUntil: string
}

/** Why (not), criterion by criterion, and the fewest changes that would turn a "no". */
export interface WhyNot {
  readonly service: string
  readonly title: string
  readonly outcome: Outcome
  readonly basis: 'law' | 'codes'
  readonly criteria: readonly {
    readonly criterion: string
    readonly text: string
    readonly outcome: CriterionOutcome
    readonly law: string | null
    /** What we know, in words: label, value as text, where it comes from (register id; null: said by the person). */
    readonly facts: readonly {
      readonly fact: string
      readonly label: string
      readonly value: string | null
      readonly register: string | null
    }[]
    /** In words: "2026-03-03부터 65세입니다". */
    readonly changes: readonly string[]
    /** Said where the condition could not be worked out, which is no "no" and nothing that an answer would settle; else null. */
    readonly notWorkedOut: string | null
    readonly rawChanges: readonly Change[]
    readonly missing: readonly string[]
  }[]
  readonly amount?: ScreenedAmount
  /** How the amount was reached, line by line, in words with articles. */
  readonly steps: readonly { readonly text: string; readonly value: string | null; readonly law: string | null }[]
  /** The fewest changes over all conditions that together open the service; absent when none is known. */
  readonly remedy?: RemedyInWords
  /** What to ask about this service, the question most likely to settle it first. */
  readonly ask?: ScreenAnswer['ask']
  /** Services it may not be held with, or not without. */
  readonly relations?: readonly RelationInWords[]
}

/** `says`: what the changes come to together: "If these 2 change together, you may receive it". */
export interface RemedyInWords {
  readonly says: string
  readonly changes: readonly string[]
  /** The day on which it would be so. */
  readonly on: string
  /** `unknown`: as long as other facts are missing. */
  readonly outcome: 'eligible' | 'unknown'
}

export interface RelationInWords {
  readonly kind: 'excludes' | 'requires'
  readonly service: string
  readonly title: string
  readonly says: string
  readonly law: string | null
  /** Something to decide or to do now: both are open, one is received already, or what comes first is not there yet. */
  readonly isPressing: boolean
}

/** The same for the person's own sake: what they hold already is not offered again. */
export interface MyWhyNot extends WhyNot {
  readonly held: boolean
  readonly canApply: boolean
}

/** A question about a later day is answered by the rules that are approved for it. */
export interface Benefits {
  /** Nothing is stored or logged. Throws `benefits/unknown-fact`, `benefits/wrong-type`, `benefits/unknown-service`. */
  screen(request: ScreenRequest, lang: Lang): ScreenAnswer
  /** The same answer as JSON in UTF-8, for whoever passes it on unread. */
  screenJson(request: ScreenRequest, lang: Lang): Uint8Array
  explain(service: string, request: ScreenRequest, lang: Lang): WhyNot
  /** What the year after the day of asking opens and closes by itself, the next day first; worked out for this question, not stored. */
  coming(request: ScreenRequest, lang: Lang): readonly Coming[]
  /** What approved rules will change for a service, the nearest day first. */
  comingRules(service: string, lang: Lang): readonly ComingRules[]
  /**
   * Facts are fetched from the registers for this look, recorded in the access log, and kept sealed for some minutes, so that a
   * second page asks nobody. `answers`: what only the person can say. Throws `benefits/consent-needed` before the first look.
   */
  forResident(
    principal: Principal,
    query: {
      readonly lang: Lang
      readonly limit: number
      readonly offset: number
      readonly answers?: Readonly<Record<string, Json>>
    },
  ): Promise<MyBenefits>
  /** From a look that is kept; asks no register. Undefined: there is none. */
  glance(principal: Principal, query: { readonly lang: Lang; readonly limit: number }): Promise<MyBenefits | undefined>
  whyForResident(principal: Principal, service: string, lang: Lang, answers?: Readonly<Record<string, Json>>): Promise<MyWhyNot>

  plan(purpose: ConsentPurpose, lang: Lang): ConsentPlan
  /** In force now; undefined: never given, taken back, or over. */
  consent(principal: Principal, purpose: ConsentPurpose): Promise<Consent | undefined>
  /** Before the first look: asks for it, with what the person agrees to. Throws `benefits/consent-outdated`. */
  agree(principal: Principal, agreement: Agreement): Promise<void>
  /** No look any more until asked again; what was kept of the last is erased. */
  withdraw(principal: Principal): Promise<void>

  /** Consent to be told: from now on a change wakes the rules. The same again renews it. Throws `benefits/consent-outdated`. */
  watch(principal: Principal, agreement: Agreement): Promise<void>
  /** Takes it back; everything that was kept for it is erased. */
  unwatch(principal: Principal): Promise<void>
  /** Asks no register. */
  isWatching(principal: Principal): Promise<boolean>
  subscription(principal: Principal, lang: Lang): Promise<Subscription | undefined>
  /** What a person was told and why, newest first. */
  news(
    principal: Principal,
    lang: Lang,
    query: { readonly limit: number; readonly before?: string },
  ): Promise<{ readonly items: readonly News[]; readonly next: string | null }>
  /** Stops such news, or (`wanted`) lets it come again. Throws `benefits/not-watching`, `benefits/unknown-service`, `benefits/unknown-kind`. */
  wantNews(principal: Principal, target: NewsTarget, wanted: boolean): Promise<void>
}

/** Screening without signing in costs some milliseconds each time: a school of people may look, nobody keeps us busy. */
export const SCREENING_LIMIT = { name: 'screening', burst: 120, perMinute: 240 } as const

/** After a change, services that became open to a watched person. */
export const benefitsFound = defineEvent<{ person: PersonId; services: string[]; because: string }>('benefits.found')

export const unknownFact = defineProblem<{ fact: string }>('benefits/unknown-fact', 422)
/** `reason`: which kind of value is wanted, for a text in the reader's language; `expected` says it in the words of FEEL. */
export const wrongType = defineProblem<{ fact: string; expected: string; reason: string; min?: number; max?: number }>(
  'benefits/wrong-type',
  422,
)
/** Named in a request's body; one in an address that is not there is `catalogue/service-not-found`. */
export const unknownService = defineProblem<{ service: string }>('benefits/unknown-service', 422)
export const unknownKind = defineProblem<{ kind: string }>('benefits/unknown-kind', 422)
/** Nothing is fetched before the person has seen what would be: GET /api/benefits/consent/look, then PUT. */
export const consentNeeded = defineProblem<object>('benefits/consent-needed', 403)
/** What was agreed to is not what would be looked at now. */
export const consentOutdated = defineProblem<{ version: string }>('benefits/consent-outdated', 409)
export const notWatching = defineProblem<object>('benefits/not-watching', 409)
export const wrongDay = defineProblem<{ asOf: string }>('benefits/wrong-day', 422)
