/** Services awarded per child (or other unit): one verdict and one amount for each element of `each`. */
import { amountOf, type Sum, totalOf } from './amount.ts'
import { type Answer, MET, NOT_MET, OPEN, outcomeOfAll } from './answers.ts'
import { answerFor, answerOf, type Evaluation, outcomeFor, outcomeOf } from './evaluation.ts'
import { giveUp } from './give-up.ts'
import type { Service } from './program.ts'
import type { State } from './tellings.ts'
import type { Outcome, Reason, ServiceResult } from '../types.ts'
import { isList, type Value } from '../feel/values.ts'

export interface UnitVerdict {
  readonly element: Value
  readonly outcome: Outcome
  /** By criterion, in order. */
  readonly answers: readonly Answer[]
  readonly sum: Sum | undefined
}

/** What `each` comes to; undefined when it is not known what the elements are. */
export function elementsOf(service: Service, { run }: Evaluation): readonly Value[] | undefined {
  run.locals = []
  try {
    const given = service.each?.code(run)
    if (given === undefined) return undefined
    return isList(given) ? given : given === null ? [] : [given]
  } catch (cause) {
    giveUp(run, cause)
    return undefined
  }
}

/** The outcome of the service as a code, without reasons and amounts. */
export function outcomeOfUnits(service: Service, evaluation: Evaluation): number {
  const elements = elementsOf(service, evaluation)
  const { program } = evaluation
  const conditions = program.groups[service.group]!.map((slot) => program.slots[slot]!.condition)
  const worst = (least: number, judge: (condition: number) => number) =>
    conditions.reduce((code, condition) => Math.max(code, judge(condition)), least)
  const isRole = (condition: number) => program.conditions[condition]!.readsRole
  if (elements === undefined || elements.length === 0)
    return worst(elements ? NOT_MET : OPEN, (one) => (isRole(one) ? 0 : outcomeOf(evaluation, one)))
  const judge = (element: Value) => (one: number) =>
    isRole(one) ? outcomeFor(evaluation, one, element) : outcomeOf(evaluation, one)
  return elements.reduce<number>((best, element) => Math.min(best, worst(0, judge(element))), NOT_MET)
}

/** The result of a service with units, and the row of sets that it waits for. */
export interface Units {
  readonly result: ServiceResult
  readonly row: number
}

/** Told once for an evaluation. */
export function unitsOf(evaluation: Evaluation, service: Service): Units {
  const { units, blank, stale } = evaluation
  const isStale = blank === undefined || stale.services[service.index] === 1
  const made = units.get(service) ?? (isStale ? screenUnits(service, evaluation) : unitsOf(blank, service))
  units.set(service, made)
  return made
}

/** The verdict for each element; undefined when it is not known what the elements are. */
export function judgeUnits(service: Service, evaluation: Evaluation): readonly UnitVerdict[] | undefined {
  return elementsOf(service, evaluation)?.map((element) => judgeUnit(service, evaluation, element))
}

function judgeUnit(service: Service, evaluation: Evaluation, element: Value): UnitVerdict {
  const { program } = evaluation
  const answers = program.groups[service.group]!.map((slot) => {
    const { condition } = program.slots[slot]!
    return program.conditions[condition]!.readsRole ? answerFor(evaluation, condition, element) : answerOf(evaluation, condition)
  })
  const outcome = outcomeOfAll(answers)
  return { element, outcome, answers, sum: outcome === 'ineligible' ? undefined : amountOf(service, evaluation, element) }
}

/**
 * Eligible if any unit is, unknown if none is but one may be. The reasons are those of the best unit. When there is no unit,
 * or it is not known which there are, a reason with the criterion `each` says so.
 */
function screenUnits(service: Service, evaluation: Evaluation): Units {
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
  return { result, row: evaluation.sets.rowOf(open) }
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

const reasonsOf = ({ group }: Service, evaluation: Evaluation, answers: readonly Answer[]): readonly Reason[] =>
  evaluation.program.groups[group]!.map((slot, i) => evaluation.tellings.reasonOf(slot, stateOfAnswer(evaluation, answers[i]!)))

const stateOfAnswer = ({ tellings }: Evaluation, { outcome, missing, params }: Answer): State =>
  outcome === 'unknown' ? tellings.openState(missing, params) : outcome === 'met' ? MET : NOT_MET

function withoutUnits(service: Service, evaluation: Evaluation, isUnknown: boolean): Units {
  const { program, sets } = evaluation
  const { id, basis } = service.rules
  const each = service.each!
  const at = program.formulas.lists.get(each.node.id)!
  const list: Answer = isUnknown ? answerOf(evaluation, at) : { outcome: 'notMet', missing: 0, params: [] }
  const answers = program.groups[service.group]!.map((slot): Answer => {
    const { condition } = program.slots[slot]!
    return program.conditions[condition]!.readsRole ? list : answerOf(evaluation, condition)
  })
  const outcome = outcomeOfAll([list, ...answers])
  const open =
    outcome === 'unknown' ? [list, ...answers].filter((one) => one.outcome === 'unknown').map((one) => one.missing) : []
  const result: ServiceResult = {
    service: id,
    basis,
    outcome,
    reasons: [eachReason(at, evaluation, list), ...reasonsOf(service, evaluation, answers)],
    missing: sets.names(open.reduce(sets.union, 0)),
    units: [],
  }
  return { result, row: evaluation.sets.rowOf(open) }
}

function eachReason(at: number, { program: { words, formulas }, sets }: Evaluation, list: Answer): Reason {
  const { facts } = formulas.judged[at]!
  const base: Reason = { criterion: 'each', outcome: list.outcome, facts, missing: sets.names(list.missing) }
  return list.params.length === 0 ? base : { ...base, missingParameters: list.params.map((index) => words.parameters[index]!.id) }
}
