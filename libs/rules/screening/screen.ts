/** Screening: an outcome for each service at once; results with reasons and questions when they are looked at. */
import { UnknownServiceError } from '../errors.ts'
import type { Question, ScreenInput, ScreenResult, ServiceResult } from '../types.ts'
import { sumOf } from './amount.ts'
import { createWaiting, questions, type Waiting } from './ask.ts'
import { NOT_MET, OPEN } from './answers.ts'
import { boardFor, tellCell } from './board.ts'
import { type Evaluation, evaluate } from './evaluation.ts'
import type { Program, Service } from './program.ts'
import { sweep } from './sweep.ts'
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
  readonly counts: ScreenResult['counts']
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
  return { evaluation, named, cells, own, counts: counted(evaluation, named, cells, own) }
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
  const of = (service: Service): ServiceResult => resultOf(screened, service)
  let results: readonly ServiceResult[] | undefined
  let ask: readonly Question[] | undefined
  const teller: Telling = {
    screened,
    of,
    results: () => {
      results ??= named ? named.map(of) : everyResult(screened)
      return results
    },
    ask: () => {
      ask ??= questions(evaluation, waiting(screened))
      return ask
    },
    result: toldBy(screened.counts, () => teller),
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

function resultOf(screened: Screening, service: Service): ServiceResult {
  const { evaluation } = screened
  const result = service.each ? unitsOf(evaluation, service).result : plainResult(screened, service)
  if (service.related.length === 0 || result.outcome === 'ineligible') return result
  return { ...result, relations: relationsOf(service, evaluation) }
}

function plainResult(screened: Screening, service: Service): ServiceResult {
  const { evaluation } = screened
  const { tellings, program } = evaluation
  const { cellOf, servicesAt } = program.layout
  const cell = cellOf[service.group]!
  const result = tellings.results[tellings.startAt(tellCell(evaluation, cell), cell) + servicesAt[cell]!.indexOf(service)]!
  const amount =
    service.steps.length > 0 && codeOf(screened, service) !== NOT_MET ? sumOf(evaluation, service)?.amount : undefined
  return amount === undefined ? result : { ...result, amount }
}

/** Of all services in their order. */
function everyResult(screened: Screening): readonly ServiceResult[] {
  const results = boardFor(screened.evaluation, screened.cells).results.slice()
  for (const service of screened.evaluation.program.layout.single) results[service.index] = resultOf(screened, service)
  return results
}

function counted(
  evaluation: Evaluation,
  named: readonly Service[] | undefined,
  cells: Uint8Array,
  own: ReadonlyMap<Service, number>,
): ScreenResult['counts'] {
  let [eligible, unknown, ineligible] = named === undefined ? countedByCells(evaluation, cells) : [0, 0, 0]
  for (const outcome of own.values()) {
    if (outcome === OPEN) unknown++
    else if (outcome === NOT_MET) ineligible++
    else eligible++
  }
  return { eligible, ineligible, unknown }
}

/** Without a branch or a list: codes are 0, 1 and 2, so their bits choose what is added. */
function countedByCells({ program }: Evaluation, cells: Uint8Array): readonly [number, number, number] {
  const { weightAt, weight } = program.layout
  let open = 0
  let notMet = 0
  for (let cell = 0; cell < cells.length; cell++) {
    const code = cells[cell]!
    const services = weightAt[cell]!
    open += services & -(code & 1)
    notMet += services & -(code >> 1)
  }
  return [weight - open - notMet, open, notMet]
}

/** How many unknown services wait for each row of sets. */
function waiting({ evaluation, named, cells, own }: Screening): Waiting {
  const { program, tellings, sets } = evaluation
  const { weightAt, heads, cellOf } = program.layout
  const all = createWaiting(sets)
  const rowOf = (service: Service) =>
    service.each
      ? unitsOf(evaluation, service).row
      : tellings.rowOf(tellings.tellingAt(tellCell(evaluation, cellOf[service.group]!)))
  for (const [service, code] of own) if (code === OPEN) all.add(rowOf(service), 1)
  if (named === undefined) {
    const { rows } = boardFor(evaluation, cells)
    for (let at = 0; at < heads.length; at++) {
      const cell = heads[at]!
      if (cells[cell] === OPEN) all.add(rows[cell]!, weightAt[cell]!)
    }
  }
  return all
}
