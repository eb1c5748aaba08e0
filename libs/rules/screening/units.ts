/** Services awarded per child (or other unit): one verdict and one amount for each element of `each`. */
import { amountOf, type Sum, totalOf } from './amount.ts'
import { type Answer, type Evaluation, reasonOf } from './evaluation.ts'
import { readsOf } from './missing.ts'
import type { Service } from './program.ts'
import type { Outcome, Reason, ServiceResult } from '../types.ts'
import { isList, type Value } from '../feel/values.ts'

export interface UnitVerdict {
  readonly element: Value
  readonly outcome: Outcome
  /** By criterion, in order. */
  readonly answers: readonly Answer[]
  readonly sum: Sum | undefined
}

/** The verdict for each element; undefined when it is not known what the elements are. */
export function judgeUnits(service: Service, evaluation: Evaluation): readonly UnitVerdict[] | undefined {
  const { run } = evaluation
  run.locals = []
  const given = service.each?.code(run)
  if (given === undefined) return undefined
  const elements = isList(given) ? given : given === null ? [] : [given]
  return elements.map((element) => judgeUnit(service, evaluation, element))
}

function judgeUnit(service: Service, evaluation: Evaluation, element: Value): UnitVerdict {
  const { program } = evaluation
  const answers = program.groups[service.group]!.map((slot) => {
    const { condition } = program.slots[slot]!
    return program.conditions[condition]!.readsRole ? evaluation.answerFor(condition, element) : evaluation.answer(condition)
  })
  const outcome = outcomeOf(answers)
  return { element, outcome, answers, sum: outcome === 'ineligible' ? undefined : amountOf(service, evaluation, element) }
}

function outcomeOf(answers: readonly Answer[]): Outcome {
  if (answers.some(({ outcome }) => outcome === 'notMet')) return 'ineligible'
  return answers.some(({ outcome }) => outcome === 'unknown') ? 'unknown' : 'eligible'
}

/**
 * Eligible if any unit is, unknown if none is but one may be. The reasons are those of the best unit. When there is no unit,
 * or it is not known which there are, a reason with the criterion `each` says so.
 */
export function screenUnits(service: Service, evaluation: Evaluation): { result: ServiceResult; pattern: number } {
  const units = judgeUnits(service, evaluation)
  const { id, basis } = service.rules
  if (units === undefined || units.length === 0) return withoutUnits(service, evaluation, units === undefined)
  const best = bestOf(units)
  const { outcome } = best
  const open = outcome === 'unknown' ? best.answers.filter((one) => one.outcome === 'unknown').map((one) => one.missing) : []
  const all = outcome === 'unknown' ? units.filter((unit) => unit.outcome === 'unknown').flatMap(openOf) : []
  const amount = totalOf(units.filter((unit) => unit.outcome === outcome).flatMap(({ sum }) => (sum ? [sum] : [])))
  const result: ServiceResult = {
    service: id,
    basis,
    outcome,
    reasons: reasonsOf(service, evaluation, best.answers),
    missing: evaluation.sets.names(all.reduce(evaluation.sets.union, 0)),
    ...(amount && outcome !== 'ineligible' && { amount }),
    units: units.map((unit) => ({ outcome: unit.outcome, ...(unit.sum && { amount: unit.sum.amount }) })),
  }
  return { result, pattern: evaluation.sets.patternOf(open) }
}

const openOf = (unit: UnitVerdict): readonly number[] =>
  unit.answers.filter(({ outcome }) => outcome === 'unknown').map(({ missing }) => missing)

const RANK: Readonly<Record<Outcome, number>> = { eligible: 0, unknown: 1, ineligible: 2 }
const failures = (unit: UnitVerdict): number => unit.answers.filter(({ outcome }) => outcome === 'notMet').length

/** The unit nearest to being eligible. */
export const bestOf = (units: readonly UnitVerdict[]): UnitVerdict =>
  units.reduce((best, unit) => {
    const closer = RANK[unit.outcome] - RANK[best.outcome] || failures(unit) - failures(best)
    return closer < 0 ? unit : best
  })

const reasonsOf = ({ group }: Service, { program, sets }: Evaluation, answers: readonly Answer[]): readonly Reason[] =>
  program.groups[group]!.map((slot, i) => reasonOf(program, sets, program.slots[slot]!, answers[i]!))

function withoutUnits(service: Service, evaluation: Evaluation, isUnknown: boolean) {
  const { program, sets } = evaluation
  const { id, basis } = service.rules
  const each = service.each!
  const list: Answer = isUnknown
    ? { outcome: 'unknown', ...evaluation.missingOf(each.node) }
    : { outcome: 'notMet', missing: 0, params: [] }
  const answers = program.groups[service.group]!.map((slot): Answer => {
    const { condition } = program.slots[slot]!
    return program.conditions[condition]!.readsRole ? list : evaluation.answer(condition)
  })
  const outcome = outcomeOf([list, ...answers])
  const open =
    outcome === 'unknown' ? [list, ...answers].filter((one) => one.outcome === 'unknown').map((one) => one.missing) : []
  const result: ServiceResult = {
    service: id,
    basis,
    outcome,
    reasons: [eachReason(each.node, evaluation, list), ...reasonsOf(service, evaluation, answers)],
    missing: sets.names(open.reduce(sets.union, 0)),
    units: [],
  }
  return { result, pattern: evaluation.sets.patternOf(open) }
}

function eachReason(node: NonNullable<Service['each']>['node'], { program, sets }: Evaluation, list: Answer): Reason {
  const { words } = program
  const facts = readsOf(node).facts.map((index) => words.facts[index]!.decl.id)
  const base: Reason = { criterion: 'each', outcome: list.outcome, facts, missing: sets.names(list.missing) }
  return list.params.length === 0 ? base : { ...base, missingParameters: list.params.map((index) => words.parameters[index]!.id) }
}
