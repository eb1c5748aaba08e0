/** What conditions and services come to. */
import type { Value } from '../feel/values.ts'
import type { CriterionOutcome, Outcome } from '../types.ts'

/** What a condition came to. `missing` is a set of MissingSets, `params` indexes of parameters. */
export interface Answer {
  readonly outcome: CriterionOutcome
  readonly missing: number
  readonly params: readonly number[]
}

/** Outcomes as codes: of a list of conditions the largest counts. */
export const [MET, OPEN, NOT_MET] = [0, 1, 2] as const

/** Of parts of conditions: not met either, but null rather than false. */
export const NULL = 3

export const CRITERION_OUTCOMES = ['met', 'unknown', 'notMet'] as const satisfies readonly CriterionOutcome[]
export const OUTCOMES = ['eligible', 'unknown', 'ineligible'] as const satisfies readonly Outcome[]

/** By code: the answer where nothing is missing. */
export const SETTLED = CRITERION_OUTCOMES.map((outcome): Answer => ({ outcome, missing: 0, params: [] }))

/** How a value counts as an answer. */
export const codeOfValue = (value: Value): number => (value === true ? MET : value === undefined ? OPEN : NOT_MET)

/** How the value of a part counts. */
export const codeOfPart = (value: Value): number => (value === null ? NULL : codeOfValue(value))

/** All must hold. */
export function outcomeOfAll(parts: readonly { readonly outcome: CriterionOutcome }[]): Outcome {
  if (parts.some(({ outcome }) => outcome === 'notMet')) return 'ineligible'
  return parts.some(({ outcome }) => outcome === 'unknown') ? 'unknown' : 'eligible'
}
