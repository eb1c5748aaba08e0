/** What the engine is told and what it answers: plain data on both sides. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [k: string]: Json }

export type FactType = 'boolean' | 'number' | 'string' | 'date' | 'list' | 'context'

/** Something known about someone. `derive` is FEEL over other facts and parameters; a given value wins over it. */
export interface FactDecl {
  readonly id: string
  readonly type: FactType
  readonly derive?: string
  readonly values?: readonly string[]
  readonly askable: boolean
  /** 1 (known by heart) .. 5 (needs papers); absent counts as 1. */
  readonly burden?: number
}

/** A number, list or context that the law changes; the newest `from` (ISO day) on or before `asOf` is in force. */
export interface ParameterDecl {
  readonly id: string
  readonly values: readonly { readonly from: string; readonly value?: Json; readonly missing?: boolean }[]
}

export interface CriterionDecl {
  readonly id: string
  readonly test: string
}

export type Unit = 'person' | 'child' | 'household' | 'business'
export type Basis = 'law' | 'codes'

/** Another service, by its id, with the article; `receives`: the boolean fact that says whether that service is received now. */
export interface RelationDecl {
  readonly service: string
  readonly law?: string
  readonly receives?: string
}

/**
 * A service that may not be held together with this one (`excludes`) or without which this one is not given (`requires`). Receiving
 * it now and being able to get it are two things: one is a fact, the other an outcome.
 */
export interface Relation {
  readonly kind: 'excludes' | 'requires'
  readonly service: string
  readonly law?: string
  /** Absent when it is not known, or no fact says so. */
  readonly isReceived?: boolean
  readonly couldGet: Outcome
}

/** The rules of one service. With `each` (a FEEL list) the criteria and the amount are read once per element, bound to the name in `unit`. */
export interface ServiceRules {
  readonly id: string
  readonly basis: Basis
  readonly unit: Unit
  readonly each?: string
  readonly criteria: readonly CriterionDecl[]
  /** Holds both ways: it is told of the other service too. */
  readonly excludes?: readonly RelationDecl[]
  readonly requires?: readonly RelationDecl[]
  readonly amount?: {
    readonly per: 'day' | 'month' | 'quarter' | 'semester' | 'year' | 'once'
    readonly steps: readonly { readonly let: string; readonly be: string }[]
  }
}

export interface Declarations {
  readonly facts: readonly FactDecl[]
  readonly parameters: readonly ParameterDecl[]
  readonly services: readonly ServiceRules[]
}

export type Outcome = 'eligible' | 'ineligible' | 'unknown'
export type CriterionOutcome = 'met' | 'notMet' | 'unknown'

/** `facts`: those the test names. `missing`: those that could still change the answer (askable ones, or the leaves below them). */
export interface Reason {
  readonly criterion: string
  readonly outcome: CriterionOutcome
  readonly facts: readonly string[]
  readonly missing: readonly string[]
  /** Parameters without a value on that day; present only where there are any. */
  readonly missingParameters?: readonly string[]
}

/** `value` is absent when a fact or a parameter is missing. */
export interface Amount {
  readonly value?: number
  readonly per: string
  readonly unit: string
  readonly steps: readonly { readonly let: string; readonly value?: Json }[]
  readonly missingFacts: readonly string[]
  readonly missingParameters: readonly string[]
}

export interface ServiceResult {
  readonly service: string
  readonly basis: Basis
  readonly outcome: Outcome
  readonly reasons: readonly Reason[]
  readonly missing: readonly string[]
  readonly amount?: Amount
  readonly units?: readonly { readonly outcome: Outcome; readonly amount?: Amount }[]
  /** Services it may not be held with, or not without; present where there are any and the outcome is not "no". */
  readonly relations?: readonly Relation[]
}

/** A question worth asking. `settles`: how many services the answer is expected to settle (ask.ts says how it is counted). */
export interface Question {
  readonly fact: string
  readonly settles: number
}

/** Plain data; `results` and `ask` are made when they are first looked at. */
export interface ScreenResult {
  readonly counts: { readonly eligible: number; readonly ineligible: number; readonly unknown: number }
  readonly results: readonly ServiceResult[]
  readonly ask: readonly Question[]
}

/** `facts` as JSON by fact id (absent = unknown, null = known to be none), `asOf` an ISO day, `services` to restrict to. */
export interface ScreenInput {
  readonly facts: Readonly<Record<string, Json>>
  readonly asOf: string
  readonly services?: readonly string[]
}

/** A number that a fact would have to be above or below. */
export interface Threshold {
  readonly fact: string
  readonly op: '<' | '<=' | '>' | '>='
  readonly value: number
}

/**
 * What would make a condition true. A threshold on a derived fact also tells facts it is derived from (`through`): each of them
 * alone would do, to the last whole number, with everything else as it is.
 */
export type Change =
  | {
      readonly kind: 'date'
      readonly fact: string
      readonly from: string
      /** What is complete on that day since the day of the fact: years of age, months. */
      readonly reaches?: { readonly count: number; readonly unit: 'years' | 'months' }
    }
  | (Threshold & { readonly kind: 'threshold'; readonly through?: readonly Threshold[] })
  | { readonly kind: 'value'; readonly fact: string; readonly values: readonly Json[] }

/** One node of the why-tree: a condition, what it came to, what it read, what would change it. */
export interface ExplainNode {
  readonly kind: 'all' | 'any' | 'not' | 'compare' | 'test'
  readonly text: string
  readonly outcome: CriterionOutcome
  readonly fact?: string
  readonly value?: Json
  readonly op?: string
  readonly threshold?: Json
  readonly parameters?: readonly { readonly id: string; readonly from?: string }[]
  readonly change?: Change
  readonly missing?: readonly string[]
  readonly children?: readonly ExplainNode[]
}

export interface CriterionExplanation {
  readonly criterion: string
  readonly outcome: CriterionOutcome
  readonly tree: ExplainNode
  /** Facts read (those named and those below derived ones) with the value known for each. */
  readonly values: readonly { readonly fact: string; readonly value?: Json }[]
  readonly missing: readonly string[]
  readonly missingParameters: readonly string[]
  /** The smallest set of changes that would make a "no" a "yes"; empty when there is none that we can name. */
  readonly changes: readonly Change[]
  /**
   * Parts (FEEL) of an unknown that could not be worked out: they divide by zero, grow too large or take too long. The law has not said
   * no. Present only where there are any.
   */
  readonly failed?: readonly string[]
}

/** Changes that together turn a "no": then the service is open, or unknown as long as other facts are missing. */
export interface Remedy {
  readonly changes: readonly Change[]
  /** The day on which it would be so: the last of the changes that are days, else the day of asking. */
  readonly on: string
  readonly outcome: 'eligible' | 'unknown'
}

/** `because`: the criteria that stand in the way (for "no" those not met, for "unknown" those unknown). `unit`: which element was explained. */
export interface Explanation {
  readonly service: string
  readonly outcome: Outcome
  readonly asOf: string
  readonly unit?: number
  readonly because: readonly string[]
  readonly criteria: readonly CriterionExplanation[]
  /** The fewest changes over all criteria, tried out by screening again; absent when none is known that helps. */
  readonly remedy?: Remedy
  /** What to ask about this service, the question most likely to settle it first. */
  readonly ask: readonly Question[]
  readonly relations: readonly Relation[]
}

/** A service whose answer is another one than before: its outcome or its amount. */
export interface ChangedResult {
  readonly before: Outcome
  readonly result: ServiceResult
}

/** `screened` answers for everything, `changed` lists only what is no longer as it was. */
export interface Rescreened {
  readonly screened: ScreenResult
  readonly changed: readonly ChangedResult[]
}

/** From the day `from` (what holds on it is given) until the day `to`, both ISO days. */
export interface Span {
  readonly from: string
  readonly to: string
}

/** A service that opens, closes or can no longer be told; `criteria` are those whose outcome changed. */
export interface AheadChange {
  readonly service: string
  readonly before: Outcome
  readonly after: Outcome
  readonly criteria: readonly string[]
}

/** A day on which answers differ from those of the day before, although nothing happens but time. */
export interface AheadDay {
  readonly day: string
  readonly changes: readonly AheadChange[]
}

export interface Engine {
  /** Answers for all services (or those named) with reasons. Throws UnknownFactError, FactTypeError, UnknownServiceError. */
  screen(input: ScreenInput): ScreenResult
  /**
   * The answers after some facts changed (`undefined`: no longer known). Only conditions that read them are looked at again.
   * `previous` is what `screen` or `rescreen` of this engine returned, on its day, for its services.
   */
  rescreen(previous: ScreenResult, changed: Readonly<Record<string, Json | undefined>>): Rescreened
  /**
   * The days after `from`, up to `to`, on which an outcome changes by time alone (birthdays, months that pass, parameters), in
   * order; exactly the days that screening every single day would find. Throws AsOfError and what `screen` throws.
   */
  ahead(input: Omit<ScreenInput, 'asOf'>, span: Span): readonly AheadDay[]
  /** Why a service is or is not open to someone, and what would change it. */
  explain(service: string, input: ScreenInput): Explanation
  /** The value of an expression over facts and parameters; `undefined` is unknown. Throws FeelError. */
  value(expr: string, input: ScreenInput): Json | undefined
  /** The leaf (not derived) facts a service reads, its amount included. */
  factsOf(service: string): readonly string[]
}

/** Something wrong with an expression: where (offsets into the text), what, and what would be right. */
export interface Finding {
  readonly kind: 'syntax' | 'name' | 'function' | 'type'
  readonly message: string
  readonly start: number
  readonly end: number
  readonly remedy: string
}
