/** 정책 실험(Policy): a rule or a figure changed, run over a whole population, side by side with today, reproducible by a link. */
import { defineProblem, type Lang, type Principal } from '@dpg/kernel'
import type { Declarations, Json, Outcome } from '@dpg/rules'

/** One thing that is otherwise than today. */
export type Change =
  /** `path` leads into a list or a set of figures: `single`, `0`, `2/1`; absent: the whole value. */
  | { readonly kind: 'parameter'; readonly parameter: string; readonly path?: string | undefined; readonly value: Json }
  /** FEEL of a condition. */
  | { readonly kind: 'criterion'; readonly criterion: string; readonly test: string }
  /** FEEL of a step of the amount. */
  | { readonly kind: 'step'; readonly step: string; readonly be: string }

export interface RunRequest {
  readonly service: string
  readonly changes: readonly Change[]
  /** ISO day whose law counts; today when absent. */
  readonly asOf?: string | undefined
}

/** All that a result depends on; its hash names the run, so that the same question is asked once. */
export interface RunInputs {
  readonly service: string
  readonly asOf: string
  readonly changes: readonly Change[]
  /** Release of the definitions. */
  readonly release: string
  /** Hash of the facts, figures and rules that were run as they are today; they are kept with the run. */
  readonly rules: string
  /** Names the people; another version is other people. */
  readonly data: string
  /** Hash of the code that works results out. */
  readonly code: string
}

export type RunState = 'waiting' | 'running' | 'done' | 'failed'

/** How an estimate is off by chance: half the width of the interval that holds the truth 19 times of 20. */
export interface Estimate {
  readonly value: number
  readonly margin: number
}

/** Numbers of one side. `value`s are for the nation; null: fewer than five people of the sample, not shown. */
export interface Side {
  readonly eligible: number | null
  readonly unknown: number | null
  /** Won a year. */
  readonly won: number | null
}

export interface Row {
  /** Area code, `male`, `65-74`, `1`…; `unknown` where nobody knows. */
  readonly group: string
  /** Units of the nation in this group. */
  readonly all: number | null
  readonly before: Side
  readonly after: Side
  readonly winners: number | null
  readonly losers: number | null
}

export const GROUPINGS = ['sido', 'age', 'sex', 'size', 'decile'] as const
export type Grouping = (typeof GROUPINGS)[number]

export interface RunResult {
  /** What is counted: people, or households where the benefit is paid once a household (or for its children). */
  readonly unit: 'person' | 'household'
  /** Is there an amount in won? */
  readonly pays: boolean
  readonly sample: { readonly people: number; readonly households: number }
  /** People of the nation that one of the sample stands for. */
  readonly weight: number
  readonly before: { readonly eligible: Estimate; readonly unknown: Estimate; readonly won: Estimate }
  readonly after: { readonly eligible: Estimate; readonly unknown: Estimate; readonly won: Estimate }
  readonly difference: { readonly eligible: Estimate; readonly won: Estimate }
  /** People who could ask for it, where households are counted. */
  readonly people: { readonly before: number; readonly after: number }
  readonly winners: { readonly units: Estimate | null; readonly won: number | null; readonly newly: number | null }
  readonly losers: { readonly units: Estimate | null; readonly won: number | null; readonly newly: number | null }
  /** Surely eligible, but the amount is not known. */
  readonly amountUnknown: { readonly before: number | null; readonly after: number | null }
  readonly by: Readonly<Record<Grouping, readonly Row[]>>
  /** By 시도: its 시군구. */
  readonly districts: Readonly<Record<string, readonly Row[]>>
  /** Facts whose absence leaves most answers open, the first leaves most. */
  readonly missing: readonly { readonly fact: string; readonly units: number | null }[]
  /** What it rests on besides the rules, where there is any; the units whose figure never was stay unknown. */
  readonly standIns?: readonly StandIn[]
}

export interface RunFailure {
  readonly type: string
  readonly values: Readonly<Record<string, unknown>>
}

export interface PolicyRun {
  readonly id: string
  readonly state: RunState
  /** Per cent: of the people made ready at first, then of those counted. */
  readonly progress: number
  /** Parts of the people that are counted, of all; null before they are shared out and when it is over. */
  readonly shards: { readonly done: number; readonly all: number } | null
  readonly createdAt: string
  readonly finishedAt: string | null
  readonly inputs: RunInputs
  readonly title: string
  readonly result: RunResult | null
  /** SHA-256 of the canonical result: whoever runs it again compares. */
  readonly resultHash: string | null
  readonly failure: RunFailure | null
  /** What has changed since, and whether it can still be run again. */
  readonly standing: Standing
}

export interface Standing {
  readonly isCurrentRelease: boolean
  readonly isSameCode: boolean
  /** The people it was run over are still there. */
  readonly hasData: boolean
  /** Of the last time somebody ran it again. */
  readonly again: {
    readonly since: string
    /** Null: it is still being worked out. */
    readonly at: string | null
    readonly isSame: boolean
    readonly isSameCode: boolean
  } | null
}

/** Two sets of rules of one service, each with the facts and figures it reads. */
export interface Comparison {
  readonly service: string
  /** ISO day whose law counts. */
  readonly asOf: string
  readonly before: Declarations
  readonly after: Declarations
}

/** A figure that nobody has published for the day, and the last one that was, by the day from which it counted; null: none ever was. */
export interface StandIn {
  readonly parameter: string
  readonly from: string | null
}

/** What may be changed of a service, as it is today. */
export interface Draft {
  readonly service: string
  readonly title: string
  readonly asOf: string
  readonly parameters: readonly {
    readonly id: string
    readonly title: string
    readonly unit: string
    readonly law: string | null
    /** Numbers, texts and yes/no, each with the path into the figure; lists of texts are left out. */
    readonly leaves: readonly {
      readonly path: string
      readonly label: string
      readonly value: number | boolean | string | null
    }[]
  }[]
  readonly criteria: readonly { readonly id: string; readonly says: string; readonly law: string | null; readonly test: string }[]
  readonly steps: readonly { readonly let: string; readonly says: string; readonly law: string | null; readonly be: string }[]
}

/** What is told of the people. */
export interface PeopleInfo {
  readonly version: string
  readonly people: number
  readonly nation: number
  readonly seed: number | null
  readonly isReady: boolean
}

export interface Policy {
  /** Services whose rules were worked out from the law. */
  services(lang: Lang): readonly { readonly id: string; readonly title: string; readonly pays: boolean }[]
  /** Throws serviceNotFound, wrongDay. */
  draft(service: string, asOf: string | undefined, lang: Lang): Draft
  /**
   * Begins a run, or gives the one that asked the same before. The same key gives the same run.
   * Throws serviceNotFound, unknownParameter, wrongValue, brokenRule, nothingChanged, wrongDay, keyReused.
   */
  start(principal: Principal, request: RunRequest, key: string | undefined, lang: Lang): Promise<PolicyRun>
  /** Throws runNotFound. */
  run(id: string, lang: Lang): Promise<PolicyRun>
  runs(
    lang: Lang,
    page: { readonly limit: number; readonly offset: number },
  ): Promise<{ readonly total: number; readonly items: readonly PolicyRun[] }>
  /** Works a run out again from what was kept, and compares. Throws runNotFound, dataGone. */
  again(principal: Principal, id: string, lang: Lang): Promise<PolicyRun>
  /** Rows for a spreadsheet. Throws runNotFound, notFinished. */
  csv(id: string, lang: Lang): Promise<string>
  people(): Promise<PeopleInfo>
  /** Counts at once, as a run does, and keeps nothing; the last published figures stand in for those of a day that has none yet. Throws tooHeavy, and when there are no people. */
  compare(comparison: Comparison): Promise<RunResult>
  /** Makes the people now where they are not there yet, so that whoever counts next need not wait for it. */
  prepare(): Promise<void>
  /** What a group of a table is called. */
  groupName(grouping: Grouping | 'sigungu', group: string, lang: Lang): string
  factName(id: string, lang: Lang): string
  figureName(id: string, lang: Lang): string
}

export type { Outcome }

export const runNotFound = defineProblem<{ run: string }>('policy/run-not-found', 404)
export const unknownParameter = defineProblem<{ parameter: string; remedy: string }>('policy/unknown-parameter', 422)
/** `path` names the place in the figure. */
export const wrongValue = defineProblem<{ parameter: string; path: string; expected: string }>('policy/wrong-value', 422)
export const unknownPart = defineProblem<{ part: string; remedy: string }>('policy/unknown-part', 422)
/** FEEL that is wrong: `place` the condition or step, `at` the character, `remedy` what would be right. */
export const brokenRule = defineProblem<{ place: string; at: number; found: string; message: string; remedy: string }>(
  'policy/broken-rule',
  422,
)
export const nothingChanged = defineProblem<object>('policy/nothing-changed', 422)
export const wrongDay = defineProblem<{ day: string }>('policy/wrong-day', 422)
export const keyReused = defineProblem<object>('policy/key-reused', 409)
export const notFinished = defineProblem<{ run: string }>('policy/not-finished', 409)
/** `needed` is the version of the people that the run was made with, `present` the one that is there. */
export const dataGone = defineProblem<{ needed: string; present: string }>('policy/data-gone', 409)
/** Rules that a comparison over all people cannot come to an end with. */
export const tooHeavy = defineProblem<{ why: string }>('policy/too-heavy', 422)
/** A rule that takes too long for a whole population, or people that cannot be read. */
export const runFailed = defineProblem<{ why: string }>('policy/run-failed', 500)
