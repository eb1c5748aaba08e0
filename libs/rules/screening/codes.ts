/** Outcomes as codes: of a list of conditions the largest counts. */
import type { CriterionOutcome, Outcome } from '../types.ts'

export const [MET, OPEN, NOT_MET] = [0, 1, 2] as const

export const CRITERION_OUTCOMES = ['met', 'unknown', 'notMet'] as const satisfies readonly CriterionOutcome[]
export const OUTCOMES = ['eligible', 'unknown', 'ineligible'] as const satisfies readonly Outcome[]
