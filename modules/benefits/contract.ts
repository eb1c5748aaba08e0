/** 맞춤 혜택(Benefits): who may get what, why, how much, and what would change it. */
import type { RegisterFailure } from '@dpg/exchange/contract'
import { defineEvent, defineProblem, type Lang, type PersonId, type Principal } from '@dpg/kernel'
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
}

export interface Benefits {
  /** Nothing is stored or logged. Throws `benefits/unknown-fact`, `benefits/wrong-type`, `benefits/unknown-service`. */
  screen(request: ScreenRequest, lang: Lang): ScreenAnswer
  explain(service: string, request: ScreenRequest, lang: Lang): WhyNot
  /** Facts are fetched from the registers for this one look, recorded in the access log, and not kept. `answers`: what only the person can say. */
  forResident(
    principal: Principal,
    query: {
      readonly lang: Lang
      readonly limit: number
      readonly offset: number
      readonly answers?: Readonly<Record<string, Json>>
    },
  ): Promise<MyBenefits>
  whyForResident(principal: Principal, service: string, lang: Lang, answers?: Readonly<Record<string, Json>>): Promise<WhyNot>
  /** Consent to be told: from now on a change wakes the rules. Idempotent. */
  watch(principal: Principal): Promise<void>
  unwatch(principal: Principal): Promise<void>
  /** Asks no register. */
  isWatching(principal: Principal): Promise<boolean>
}

/** Screening without signing in costs some milliseconds each time: a school of people may look, nobody keeps us busy. */
export const SCREENING_LIMIT = { name: 'screening', burst: 120, perMinute: 240 } as const

/** After a change, services that became open to a watched person. */
export const benefitsFound = defineEvent<{ person: PersonId; services: string[]; because: string }>('benefits.found')

export const unknownFact = defineProblem<{ fact: string }>('benefits/unknown-fact', 422)
export const wrongType = defineProblem<{ fact: string; expected: string }>('benefits/wrong-type', 422)
/** Named in a request's body; one in an address that is not there is `catalogue/service-not-found`. */
export const unknownService = defineProblem<{ service: string }>('benefits/unknown-service', 422)
export const wrongDay = defineProblem<{ asOf: string }>('benefits/wrong-day', 422)
