/** Screening: the groups' answers, one result a service, the questions worth asking. */
import { amountOf } from './amount.ts'
import { createAsk } from './ask.ts'
import { UnknownServiceError } from './errors.ts'
import { type Evaluation, evaluate } from './evaluation.ts'
import type { Program, Service } from './program.ts'
import type { Outcome, Reason, ScreenInput, ScreenResult, ServiceResult } from './types.ts'
import { screenUnits } from './units.ts'

/** What a list of criteria comes to: all must hold. `open` are the missing sets of the unknown ones. */
export interface Verdict {
  readonly outcome: Outcome
  readonly reasons: readonly Reason[]
  readonly missing: number
  readonly open: readonly number[]
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
    const { result, open } = service.each
      ? screenUnits(service, evaluation)
      : plain(service, evaluation, verdictOf(service.group))
    counts[result.outcome]++
    if (result.outcome === 'unknown') ask.count(open)
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
  const { program, sets } = evaluation
  const reasons = slots.map(evaluation.reason)
  let outcome: Outcome = 'eligible'
  for (const reason of reasons) {
    if (reason.outcome === 'notMet') return { outcome: 'ineligible', reasons, missing: 0, open: [] }
    if (reason.outcome === 'unknown') outcome = 'unknown'
  }
  if (outcome === 'eligible') return { outcome, reasons, missing: 0, open: [] }
  const open: number[] = []
  for (const slot of slots) {
    const answer = evaluation.answer(program.slots[slot]!.condition)
    if (answer.outcome === 'unknown') open.push(answer.missing)
  }
  return { outcome, reasons, missing: open.reduce(sets.union, 0), open }
}

function plain(service: Service, evaluation: Evaluation, { outcome, reasons, missing, open }: Verdict) {
  const { id, basis } = service.rules
  const sum = outcome === 'ineligible' || service.steps.length === 0 ? undefined : amountOf(service, evaluation)
  const result: ServiceResult = { service: id, basis, outcome, reasons, missing: evaluation.sets.names(missing) }
  return { result: sum === undefined ? result : { ...result, amount: sum.amount }, open }
}
