/** Screening: an outcome for each service at once; results with reasons and questions when they are looked at. */
import { UnknownServiceError } from '../errors.ts'
import type { Outcome, Question, Reason, ScreenInput, ScreenResult, ServiceResult } from '../types.ts'
import { amountOf } from './amount.ts'
import { questions, type Waiting } from './ask.ts'
import { answerOf, type Evaluation, evaluate, NOT_MET, OPEN, OUTCOMES, outcomeOf, reasonAt } from './evaluation.ts'
import type { Program, Service } from './program.ts'
import { sweep, sweepOpen } from './sweep.ts'
import { outcomeOfUnits, screenUnits } from './units.ts'

/** One evaluation with the outcomes of all services, or of those named. */
export interface Screening {
  readonly evaluation: Evaluation
  /** Undefined: all. */
  readonly named: readonly Service[] | undefined
  /** By cell of the layout; empty when only some services are screened. */
  readonly cells: Uint8Array
  /** By service that the cells do not tell: those judged per unit, and those named. */
  readonly own: ReadonlyMap<Service, number>
}

/** Screens one person against all services, or those named. */
export const screen = (program: Program, input: ScreenInput): ScreenResult => tellerOf(screening(program, input)).result

/** The outcomes. Throws what `evaluate` throws, and UnknownServiceError. */
export const screening = (program: Program, input: ScreenInput): Screening =>
  judged(evaluate(program, input), input.services && chosen(program, input.services))

/** The outcomes of an evaluation. */
export function judged(evaluation: Evaluation, named: readonly Service[] | undefined): Screening {
  const cells = named === undefined ? sweep(evaluation) : new Uint8Array(0)
  const own = new Map<Service, number>()
  for (const service of named ?? evaluation.program.layout.perUnit) own.set(service, outcomeOfService(evaluation, service))
  return { evaluation, named, cells, own }
}

function outcomeOfService(evaluation: Evaluation, service: Service): number {
  if (service.each) return outcomeOfUnits(service, evaluation)
  const { groups, slots } = evaluation.program
  return groups[service.group]!.reduce((worst, slot) => Math.max(worst, outcomeOf(evaluation, slots[slot]!.condition)), 0)
}

function chosen(program: Program, ids: readonly string[]): readonly Service[] {
  return [...new Set(ids)].map((id) => {
    const service = program.byId.get(id)
    if (service === undefined) throw new UnknownServiceError(id)
    return service
  })
}

/** The outcome code of a service that was screened. */
export const codeOf = ({ evaluation, cells, own }: Screening, service: Service): number =>
  own.get(service) ?? cells[evaluation.program.layout.cellOf[service.group]!]!

/** Tells what was screened: `result` is what callers see, `of` the result of one service. */
export interface Teller {
  readonly screened: Screening
  readonly result: ScreenResult
  readonly of: (service: Service) => ServiceResult
}

/** Plain data, made when it is looked at. */
export function tellerOf(screened: Screening): Teller {
  const { of, ask: questionsNow } = createTeller(screened)
  let results: readonly ServiceResult[] | undefined
  let ask: readonly Question[] | undefined
  const result: ScreenResult = {
    counts: counted(screened),
    get results() {
      results ??= (screened.named ?? screened.evaluation.program.services).map(of)
      return results
    },
    get ask() {
      ask ??= questionsNow()
      return ask
    },
  }
  return { screened, result, of }
}

function counted({ evaluation, named, cells, own }: Screening): ScreenResult['counts'] {
  const counts = [0, 0, 0]
  for (const outcome of own.values()) counts[outcome]!++
  const { cellOf, weightOf } = evaluation.program.layout
  if (named === undefined)
    for (let group = 0; group < cellOf.length; group++)
      if (weightOf[group]! > 0) counts[cells[cellOf[group]!]!]! += weightOf[group]!
  return { eligible: counts[0]!, ineligible: counts[NOT_MET]!, unknown: counts[OPEN]! }
}

/** What services with the same criteria have in common. */
interface Verdict {
  readonly outcome: Outcome
  readonly reasons: readonly Reason[]
  readonly missing: readonly string[]
}

/** Makes results and questions; what unknown services wait for is found once for both. */
function createTeller(screened: Screening) {
  const { evaluation, named, cells, own } = screened
  const { program, sets } = evaluation
  const { cellOf, weightOf } = program.layout
  let rows: Int32Array | undefined
  const rowOf = (group: number): number => {
    if (named !== undefined) return rowOfGroup(evaluation, group)
    rows ??= sweepOpen(evaluation, cells)
    return rows[cellOf[group]!]!
  }
  const verdicts: (Verdict | undefined)[] = new Array<Verdict | undefined>(program.groups.length).fill(undefined)
  const verdictOf = (service: Service): Verdict => {
    const known = verdicts[service.group]
    if (known !== undefined) return known
    const code = codeOf(screened, service)
    const missing = sets.names(code === OPEN ? sets.unionOf(rowOf(service.group)) : 0)
    const made: Verdict = { outcome: OUTCOMES[code]!, reasons: reasonsOf(evaluation, service.group), missing }
    verdicts[service.group] = made
    return made
  }
  const units = new Map<Service, ReturnType<typeof screenUnits>>()
  const unitsOf = (service: Service) => {
    const made = units.get(service) ?? screenUnits(service, evaluation)
    units.set(service, made)
    return made
  }
  return {
    of: (service: Service): ServiceResult =>
      service.each ? unitsOf(service).result : plain(service, evaluation, verdictOf(service)),
    ask: () => {
      const waiting: Waiting[] = []
      for (const [service, code] of own)
        if (code === OPEN) waiting.push([service.each ? unitsOf(service).row : rowOf(service.group), 1])
      if (named === undefined)
        for (let group = 0; group < cellOf.length; group++)
          if (weightOf[group]! > 0 && cells[cellOf[group]!] === OPEN) waiting.push([rowOf(group), weightOf[group]!])
      return questions(evaluation, waiting)
    },
  }
}

function reasonsOf(evaluation: Evaluation, group: number): readonly Reason[] {
  const slots = evaluation.program.groups[group]!
  const reasons = new Array<Reason>(slots.length)
  for (let at = 0; at < slots.length; at++) reasons[at] = reasonAt(evaluation, slots[at]!)
  return reasons
}

function rowOfGroup(evaluation: Evaluation, group: number): number {
  const { program, sets } = evaluation
  const conditions = program.groups[group]!.map((slot) => program.slots[slot]!.condition)
  return sets.rowOf(
    conditions.filter((one) => outcomeOf(evaluation, one) === OPEN).map((one) => answerOf(evaluation, one).missing),
  )
}

function plain(service: Service, evaluation: Evaluation, { outcome, reasons, missing }: Verdict): ServiceResult {
  const { id, basis } = service.rules
  const sum = outcome === 'ineligible' || service.steps.length === 0 ? undefined : amountOf(service, evaluation)
  if (sum === undefined) return { service: id, basis, outcome, reasons, missing }
  return { service: id, basis, outcome, reasons, missing, amount: sum.amount }
}
