/** 맞춤 혜택(Benefits): who may get what, why, how much, and what would change it. */
import type { RegisterFailure } from '@dpg/exchange/contract'
import { defineEvent, defineProblem, type Id, type Lang, type PersonId, type Principal } from '@dpg/kernel'
import type { Change, CriterionOutcome, Json, Outcome } from '@dpg/rules'

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
}

/** The same for the person's own sake: what they hold already is not offered again. */
export interface MyWhyNot extends WhyNot {
  readonly held: boolean
  readonly canApply: boolean
}

/** What a person may agree to, each by itself: bank data (사회보장급여법 제8조제1항), sensitive facts (개인정보 보호법 제23조). */
export type ConsentGroup = 'finance' | 'sensitive'

/** look: to show me my benefits now · watch: to look again by yourselves when something changes, and tell me. */
export type ConsentPurpose = 'look' | 'watch'

/** What is looked at for a purpose, under which law, how long, before anybody is asked. */
export interface ConsentPlan {
  readonly purpose: ConsentPurpose
  /** Names exactly this; whoever agrees says which version. */
  readonly version: string
  readonly groups: readonly {
    /** `law`: needs no consent. */
    readonly group: 'law' | ConsentGroup
    readonly law: string
    readonly registers: readonly {
      readonly register: string
      readonly facts: readonly { readonly fact: string; readonly label: string }[]
    }[]
  }[]
  /** How long a consent holds. */
  readonly months: number
  /** How long the registers' answers to one look are kept. */
  readonly lookMinutes: number
}

export interface Agreement {
  readonly version: string
  /** None: only what needs no consent. */
  readonly groups: readonly ConsentGroup[]
}

export interface Consent {
  readonly purpose: ConsentPurpose
  readonly version: string
  readonly groups: readonly ConsentGroup[]
  readonly givenAt: string
  readonly endsAt: string
}

/** A person's subscription to the notifier. */
export interface Subscription extends Consent {
  /** When all was last looked at; null: not yet. */
  readonly lookedAt: string | null
  /** Days of the coming year on which something changes by itself, as known today. */
  readonly coming: readonly string[]
  readonly notForMe: NotForMe
}

/** News a person does not want: of a service, or of a kind (a field of the catalogue, or `guess`: what is only probable). */
export type NewsTarget = { readonly service: string } | { readonly kind: string }

export interface NotForMe {
  readonly services: readonly { readonly service: string; readonly title: string; readonly at: string }[]
  readonly kinds: readonly { readonly kind: string; readonly at: string }[]
}

export type NewsId = Id<'NewsId'>

/** Why a person was told. */
export interface NewsItem {
  readonly service: string
  readonly title: string
  readonly basis: 'law' | 'codes'
  readonly amount?: ScreenedAmount
  /** Conditions that were not met before and are now; empty when it was not the person who changed but the rule. */
  readonly turned: readonly { readonly text: string; readonly law: string | null }[]
  /** Field of the catalogue; null: none. */
  readonly field: string | null
  readonly canApply: boolean
  readonly held: boolean
  /** Not wanted by name, or as one of a kind; null: wanted. */
  readonly notForMe: 'service' | 'kind' | null
}

export interface News {
  readonly id: NewsId
  readonly at: string
  /** In words: what happened. */
  readonly because: string
  /** Who told us of it: a register; null: the calendar or a publication. */
  readonly register: string | null
  /** Names of the facts that changed. */
  readonly changed: readonly string[]
  /** The most important first. */
  readonly items: readonly NewsItem[]
  /** How many more there were. */
  readonly more: number
}

export interface Benefits {
  /** Nothing is stored or logged. Throws `benefits/unknown-fact`, `benefits/wrong-type`, `benefits/unknown-service`. */
  screen(request: ScreenRequest, lang: Lang): ScreenAnswer
  /** The same answer as JSON in UTF-8, for whoever passes it on unread. */
  screenJson(request: ScreenRequest, lang: Lang): Uint8Array
  explain(service: string, request: ScreenRequest, lang: Lang): WhyNot
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
