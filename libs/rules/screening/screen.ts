/** Screening: an outcome for each service at once; results with reasons and questions when they are looked at. */
import { UnknownServiceError } from '../errors.ts'
import type { Question, ScreenInput, ScreenResult, ServiceResult } from '../types.ts'
import { sumOf } from './amount.ts'
import { createWaiting, questions, type Waiting } from './ask.ts'
import { type Evaluation, evaluate, NOT_MET, OPEN, OUTCOMES } from './evaluation.ts'
import type { Program, Service } from './program.ts'
import { reasonsOfCell, sweep, sweepReasons } from './sweep.ts'
import { relationsOf } from './relations.ts'
import { outcomeOfService } from './service-outcome.ts'
import { unitsOf } from './units.ts'

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
  const { evaluation, named } = screened
  const lists = createLists(screened)
  const of = (service: Service): ServiceResult => resultOf(screened, lists, service)
  let results: readonly ServiceResult[] | undefined
  let ask: readonly Question[] | undefined
  const teller: Telling = {
    screened,
    of,
    results: () => {
      results ??= named ? named.map(of) : everyResult(screened, lists)
      return results
    },
    ask: () => {
      ask ??= questions(evaluation, waiting(screened, lists))
      return ask
    },
    result: toldBy(counted(screened), () => teller),
  }
  return teller
}

interface Telling extends Teller {
  readonly results: () => readonly ServiceResult[]
  readonly ask: () => readonly Question[]
}

const TELLER = Symbol('teller')
interface Told {
  readonly [TELLER]: () => Telling
}

/**
 * The getters are the same two functions for all results: getters of their own would be kept by V8, with all they close over,
 * until the old generation is collected, and a WeakMap from result to teller would do the same.
 */
const MADE_WHEN_READ = {
  results: {
    enumerable: true,
    get(this: Told) {
      return this[TELLER]().results()
    },
  },
  ask: {
    enumerable: true,
    get(this: Told) {
      return this[TELLER]().ask()
    },
  },
}

function toldBy(counts: ScreenResult['counts'], teller: () => Telling): ScreenResult {
  const result = Object.defineProperties({ counts }, MADE_WHEN_READ)
  return Object.defineProperty(result, TELLER, { value: teller }) as typeof result & ScreenResult
}

/** Who told a result; undefined for a copy or something else. */
export const tellerBehind = (result: ScreenResult & Partial<Told>): Teller | undefined => result[TELLER]?.()

function resultOf(screened: Screening, lists: Lists, service: Service): ServiceResult {
  const { evaluation } = screened
  const result = service.each ? unitsOf(evaluation, service).result : plainResult(screened, lists, service)
  if (service.related.length === 0 || result.outcome === 'ineligible') return result
  return { ...result, relations: relationsOf(service, evaluation) }
}

function plainResult({ evaluation }: Screening, lists: Lists, service: Service): ServiceResult {
  const { program, tellings } = evaluation
  const list = lists.of(service)
  const told = program.layout.placeOf[service.index]!
  if (told >= 0) return tellings.resultOf(list, program.layout.cellOf[service.group]!, told)
  const { id, basis } = service.rules
  const code = tellings.codeOf(list)
  const amount = service.steps.length > 0 && code !== NOT_MET ? sumOf(evaluation, service)?.amount : undefined
  const reasons = tellings.listOf(list)
  const result = { service: id, basis, outcome: OUTCOMES[code]!, reasons, missing: tellings.missingOf(list) }
  return amount === undefined ? result : { ...result, amount }
}

/** Of all services in their order: one tight loop, for there are thousands. */
function everyResult(screened: Screening, lists: Lists): readonly ServiceResult[] {
  const { tellings, program } = screened.evaluation
  const { tellingCell, placeOf } = program.layout
  const all = lists.all()
  const results = new Array<ServiceResult>(tellingCell.length)
  for (let at = 0; at < results.length; at++) {
    const cell = tellingCell[at]!
    results[at] = cell < 0 ? resultOf(screened, lists, program.services[at]!) : tellings.resultOf(all[cell]!, cell, placeOf[at]!)
  }
  return results
}

function counted({ evaluation, named, cells, own }: Screening): ScreenResult['counts'] {
  const counts = [0, 0, 0]
  for (const outcome of own.values()) counts[outcome]!++
  const { weightOf } = evaluation.program.layout
  if (named === undefined)
    for (let cell = 0; cell < cells.length; cell++) if (weightOf[cell]! > 0) counts[cells[cell]!]! += weightOf[cell]!
  return { eligible: counts[0]!, ineligible: counts[NOT_MET]!, unknown: counts[OPEN]! }
}

/** The list of reasons of each service, by its number in the tellings. */
interface Lists {
  /** By cell, found for all at once. */
  readonly all: () => Int32Array
  readonly of: (service: Service) => number
}

function createLists({ evaluation }: Screening): Lists {
  const { layout } = evaluation.program
  let swept: Int32Array | undefined
  return {
    all: () => {
      swept ??= sweepReasons(evaluation)
      return swept
    },
    of: ({ group }) => swept?.[layout.cellOf[group]!] ?? reasonsOfCell(evaluation, layout.cellOf[group]!),
  }
}

/** How many unknown services wait for each row of sets. */
function waiting({ evaluation, named, cells, own }: Screening, lists: Lists): Waiting {
  const { tellings, program } = evaluation
  const { weightOf } = program.layout
  const all = createWaiting(evaluation.sets)
  const rowOf = (service: Service) => (service.each ? unitsOf(evaluation, service).row : tellings.rowOf(lists.of(service)))
  for (const [service, code] of own) if (code === OPEN) all.add(rowOf(service), 1)
  if (named !== undefined) return all
  const byCell = lists.all()
  for (let cell = 0; cell < cells.length; cell++)
    if (weightOf[cell]! > 0 && cells[cell] === OPEN) all.add(tellings.rowOf(byCell[cell]!), weightOf[cell]!)
  return all
}
