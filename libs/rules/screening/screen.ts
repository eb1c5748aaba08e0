/** Screening: the groups' answers, one result a service, the questions worth asking. */
import { amountOf } from './amount.ts'
import { createAsk } from './ask.ts'
import { UnknownServiceError } from '../errors.ts'
import { type Evaluation, evaluate } from './evaluation.ts'
import type { Program, Service } from './program.ts'
import type { Outcome, Reason, ScreenInput, ScreenResult, ServiceResult } from '../types.ts'
import { screenUnits } from './units.ts'

/** What a list of criteria comes to: all must hold. `missing` is a set, `pattern` a pattern of MissingSets. */
export interface Verdict {
  readonly outcome: Outcome
  readonly reasons: readonly Reason[]
  readonly missing: number
  readonly pattern: number
}

/** Screens one person against all services, or those named. */
export function screen(program: Program, input: ScreenInput): ScreenResult {
  const evaluation = evaluate(program, input)
  const ask = createAsk(evaluation)
  const verdicts: (Verdict | undefined)[] = new Array(program.groups.length)
  const verdictOf = (group: number): Verdict => {
    const known = verdicts[group]
    if (known !== undefined) return known
    const made = judge(evaluation, program.groups[group]!)
    verdicts[group] = made
    return made
  }
  const counts = { eligible: 0, ineligible: 0, unknown: 0 }
  const services = input.services ? chosen(program, input.services) : program.services
  const results = services.map((service): ServiceResult => {
    const { result, pattern } = service.each
      ? screenUnits(service, evaluation)
      : plain(service, evaluation, verdictOf(service.group))
    counts[result.outcome]++
    if (result.outcome === 'unknown') ask.count(pattern)
    return result
  })
  return { counts, results, ask: ask.questions() }
}

function chosen(program: Program, ids: readonly string[]): readonly Service[] {
  return [...new Set(ids)].map((id) => {
    const service = program.byId.get(id)
    if (service === undefined) throw new UnknownServiceError(id)
    return service
  })
}

/** The verdict over slots that read no role. */
export function judge(evaluation: Evaluation, slots: readonly number[]): Verdict {
  const reasons = slots.map(evaluation.reason)
  let outcome: Outcome = 'eligible'
  for (const reason of reasons) {
    if (reason.outcome === 'notMet') return { outcome: 'ineligible', reasons, missing: 0, pattern: 0 }
    if (reason.outcome === 'unknown') outcome = 'unknown'
  }
  return outcome === 'eligible' ? { outcome, reasons, missing: 0, pattern: 0 } : open(evaluation, slots, reasons)
}

function open(evaluation: Evaluation, slots: readonly number[], reasons: readonly Reason[]): Verdict {
  const { program, sets } = evaluation
  let missing = 0
  let pattern = 0
  for (const slot of slots) {
    const answer = evaluation.answer(program.slots[slot]!.condition)
    if (answer.outcome !== 'unknown') continue
    missing = sets.union(missing, answer.missing)
    pattern = sets.extend(pattern, answer.missing)
  }
  return { outcome: 'unknown', reasons, missing, pattern }
}

function plain(service: Service, evaluation: Evaluation, { outcome, reasons, missing, pattern }: Verdict) {
  const { id, basis } = service.rules
  const sum = outcome === 'ineligible' || service.steps.length === 0 ? undefined : amountOf(service, evaluation)
  const result: ServiceResult = { service: id, basis, outcome, reasons, missing: evaluation.sets.names(missing) }
  return { result: sum === undefined ? result : { ...result, amount: sum.amount }, pattern }
}
