/** Rules as a form, and what they come to: findings, cases, coverage, difference, effect. */
import type { RunResult, StandIn } from '@dpg/policy/contract'
import type { Coverage } from '@dpg/rules/coverage'

/** Fields of one item as text, as they stand in a form. `was` names the item they were read from; empty: a new one. */
export type Row = Readonly<Record<string, string>>
export type ListName = 'criteria' | 'steps' | 'figures' | 'cases'

/** The table of a criterion or of a step, by its place in the form. */
export type TableName = `${'criteria' | 'steps'}.${number}`

/** The rules of one service as a form: whatever was typed has a place in it, right or wrong. */
export interface RuleForm {
  /** effectiveFrom, version, unit, each, per, changesKo, changesEn */
  readonly head: Row
  /** id, test or hit + inputs + rows (a decision table), law, ko, en, changeKo, changeEn */
  readonly criteria: readonly Row[]
  /** let, be or hit + inputs + rows (a decision table), law, ko, en */
  readonly steps: readonly Row[]
  /** parameter, from, to, value, source, confidence: dated values of the figures that the draft changes */
  readonly figures: readonly Row[]
  /** name, on, given, eligible, amount, failed, missing, decision, source */
  readonly cases: readonly Row[]
}

export interface RuleFile {
  readonly path: string
  readonly text: string
}

/** Something that is wrong, where, and what to do. */
export interface ReportFinding {
  readonly level: 'error' | 'warning'
  readonly rule: string
  readonly message: string
  readonly remedy: string
  readonly file: string
  readonly line: number
  readonly column: number | null
  /** The field of the form, such as `criteria.0.test`; null when it stands elsewhere in the definition. */
  readonly field: string | null
  /** Line and column inside that field, for expressions. */
  readonly at: { readonly line: number; readonly column: number } | null
}

export interface ReportCase {
  /** Index of the case in the form. */
  readonly index: number
  readonly name: string
  readonly passes: boolean
  readonly found: {
    readonly eligible: boolean | 'unknown'
    readonly amount: number | 'unknown' | null
    readonly failed: readonly string[]
    readonly missing: readonly string[]
  } | null
  /** Where the result differs from what the case expects, or what is wrong with its facts. */
  readonly differences: readonly string[]
}

export interface ReportTable {
  /** Whose table it is, by its place in the form: `criteria.0`, `steps.2`. */
  readonly of: TableName
  readonly problems: readonly {
    readonly kind: 'gap' | 'overlap' | 'unreached'
    readonly text: string
    readonly rows: readonly number[]
  }[]
  /** True when the analysis could not look at everything. */
  readonly isPartial: boolean
}

/** What the rules come to as they stand in a draft. */
export interface RuleReport {
  readonly findings: readonly ReportFinding[]
  readonly errors: number
  readonly cases: readonly ReportCase[]
  /** Null while the rules do not compile. */
  readonly coverage: Coverage | null
  readonly tables: readonly ReportTable[]
  /** Ids of the parameters that the rules read. */
  readonly parameters: readonly string[]
}

export interface DiffLine {
  readonly part: string
  readonly before: string | null
  readonly after: string | null
}
/** One thing that changed, in words. */
export interface DiffEntry {
  readonly kind: 'criterion' | 'step' | 'figure' | 'case' | 'head' | 'other'
  readonly id: string
  readonly title: string
  readonly change: 'added' | 'removed' | 'changed'
  readonly lines: readonly DiffLine[]
}

/** What a change does to people: policy's what-if, before and after, over all the people it has. */
export interface Effect {
  /** ISO day whose law counted. */
  readonly asOf: string
  /** Version of the people. */
  readonly people: string
  readonly result: Omit<RunResult, 'districts'>
  /** Figures that are not published for that day, with what stood in for them. */
  readonly standIns?: readonly StandIn[]
}
