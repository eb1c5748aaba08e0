/** What formulas come to, and what they wait for, from their parts. */
import { MET, NOT_MET, NULL, OPEN } from './answers.ts'
import { type Evaluation, outcomeOf, stateOf } from './evaluation.ts'
import type { Formula } from './formulas.ts'
import type { State } from './tellings.ts'

/** As a code; NULL is told from NOT_MET. */
export function outcomeOfFormula(evaluation: Evaluation, { k, parts }: Formula): number {
  switch (k) {
    case 'or':
      return kleene(evaluation, parts, NOT_MET, MET)
    case 'and':
      return kleene(evaluation, parts, MET, NOT_MET)
    case 'not':
      return NEGATED[outcomeOf(evaluation, parts[0]!)]!
    case 'if': {
      const test = outcomeOf(evaluation, parts[0]!)
      if (test !== OPEN) return outcomeOf(evaluation, parts[test === MET ? 1 : 2]!)
      const yes = outcomeOf(evaluation, parts[1]!)
      return yes === outcomeOf(evaluation, parts[2]!) ? yes : OPEN
    }
  }
}

const NEGATED: readonly number[] = [NOT_MET, OPEN, MET, NULL]

/** `and` and `or`: stops at the first part that settles it. */
function kleene(evaluation: Evaluation, parts: Int32Array, start: number, settles: number): number {
  let code = start
  for (let at = 0; at < parts.length; at++) {
    const part = outcomeOf(evaluation, parts[at]!)
    if (part === settles) return part
    if (part === OPEN || (part === NULL && code !== OPEN)) code = part
  }
  return code
}

/** Of a formula that is open: it waits for all that its open parts wait for. */
export function stateOfFormula(evaluation: Evaluation, { k, parts }: Formula): State {
  if (k === 'if') {
    const test = outcomeOf(evaluation, parts[0]!)
    if (test !== OPEN) return stateOf(evaluation, parts[test === MET ? 1 : 2]!)
  }
  const { sets, tellings } = evaluation
  let only: State | undefined
  let missing = 0
  let params: readonly number[] = []
  for (let at = 0; at < parts.length; at++) {
    if (outcomeOf(evaluation, parts[at]!) !== OPEN) continue
    const state = stateOf(evaluation, parts[at]!)
    const open = tellings.answerIn(state)
    only = missing === 0 && params.length === 0 ? state : undefined
    missing = sets.union(missing, open.missing)
    if (open.params.length > 0) params = [...new Set([...params, ...open.params])]
  }
  return only ?? tellings.openState(missing, params)
}
