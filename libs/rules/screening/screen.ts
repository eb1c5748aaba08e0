/** Screening: an outcome for each service at once; results with reasons and questions when they are looked at. */
import { UnknownServiceError } from '../errors.ts'
import type { Question, Reason, ScreenInput, ScreenResult, ServiceResult } from '../types.ts'
import { sumOf } from './amount.ts'
import { createWaiting, questions, type Waiting } from './ask.ts'
import { answerOf, type Evaluation, evaluate, NOT_MET, OPEN, OUTCOMES, outcomeOf, reasonAt } from './evaluation.ts'
import type { Program, Service } from './program.ts'
import { sweep, sweepOpen } from './sweep.ts'
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
  const groups = createGroups(screened)
  const of = (service: Service): ServiceResult => resultOf(screened, groups, service)
  let results: readonly ServiceResult[] | undefined
  let ask: readonly Question[] | undefined
  const teller: Telling = {
    screened,
    of,
    results: () => {
      results ??= named ? named.map(of) : everyResult(screened, groups)
      return results
    },
    ask: () => {
      ask ??= questions(evaluation, waiting(screened, groups))
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

function resultOf(screened: Screening, groups: Groups, service: Service): ServiceResult {
  const { evaluation } = screened
  const result = service.each ? unitsOf(evaluation, service).result : plainResult(screened, groups, service)
  if (service.related.length === 0 || result.outcome === 'ineligible') return result
  return { ...result, relations: relationsOf(service, evaluation) }
}

function plainResult(screened: Screening, groups: Groups, service: Service): ServiceResult {
  const { evaluation } = screened
  const { id, basis } = service.rules
  const { group } = service
  const code = codeOf(screened, service)
  const reasons = evaluation.program.groups[group]!.map((slot) => reasonAt(evaluation, slot))
  const missing = code === OPEN ? evaluation.sets.namesOf(groups.row(group)) : NOTHING
  const amount = service.steps.length > 0 && code !== NOT_MET ? sumOf(evaluation, service)?.amount : undefined
  const result = { service: id, basis, outcome: OUTCOMES[code]!, reasons, missing }
  return amount === undefined ? result : { ...result, amount }
}

const NOTHING: readonly string[] = []

/** Of all services in their order, in loops that do one thing each: there are thousands, and V8 makes short loops fast. */
function everyResult(screened: Screening, groups: Groups): readonly ServiceResult[] {
  const { evaluation, cells } = screened
  const { plainSlots, single } = evaluation.program.layout
  for (let at = 0; at < plainSlots.length; at++) reasonAt(evaluation, plainSlots[at]!)
  const results = plainResults(evaluation, cells, groups.rows(), reasonLists(evaluation))
  for (const service of single) results[service.index] = resultOf(screened, groups, service)
  return results
}

/** By group: its reasons. Most lists are short, and a literal is made faster than what a loop fills. */
function reasonLists({ reasons, program }: Evaluation): readonly (readonly Reason[])[] {
  const { slotStart, slotList } = program.layout
  const lists = new Array<readonly Reason[]>(slotStart.length - 1)
  for (let group = 0; group < lists.length; group++) {
    const at = slotStart[group]!
    const size = slotStart[group + 1]! - at
    const first = reasons[slotList[at]!]!
    if (size === 1) lists[group] = [first]
    else if (size === 2) lists[group] = [first, reasons[slotList[at + 1]!]!]
    else if (size === 3) lists[group] = [first, reasons[slotList[at + 1]!]!, reasons[slotList[at + 2]!]!]
    else {
      const made = new Array<Reason>(size)
      for (let k = 0; k < size; k++) made[k] = reasons[slotList[at + k]!]!
      lists[group] = made
    }
  }
  return lists
}

/** Of every service as if its group alone told it. */
function plainResults(
  { program, sets }: Evaluation,
  cells: Uint8Array,
  rows: Int32Array,
  lists: readonly (readonly Reason[])[],
): ServiceResult[] {
  const { groupOf, cellOf, idOf, basisOf } = program.layout
  const { rowNames } = sets
  const results = new Array<ServiceResult>(groupOf.length)
  for (let at = 0; at < results.length; at++) {
    const group = groupOf[at]!
    const cell = cellOf[group]!
    const outcome = OUTCOMES[cells[cell]!]!
    results[at] = { service: idOf[at]!, basis: basisOf[at]!, outcome, reasons: lists[group]!, missing: rowNames[rows[cell]!]! }
  }
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

/** What the unknown criteria of a group wait for, as a row of sets; of all groups at once, or of one. */
interface Groups {
  /** By cell; only when all services are screened. */
  readonly rows: () => Int32Array
  readonly row: (group: number) => number
}

function createGroups({ evaluation, cells }: Screening): Groups {
  let swept: Int32Array | undefined
  const rows = () => {
    swept ??= sweepOpen(evaluation, cells)
    return swept
  }
  const { groups, layout } = evaluation.program
  const row = (group: number) => swept?.[layout.cellOf[group]!] ?? rowOfGroup(evaluation, groups[group]!)
  return { rows, row }
}

function rowOfGroup(evaluation: Evaluation, slots: readonly number[]): number {
  const { program, sets } = evaluation
  let row = 0
  for (let at = slots.length - 1; at >= 0; at--) {
    const { condition } = program.slots[slots[at]!]!
    if (outcomeOf(evaluation, condition) === OPEN) row = sets.precede(answerOf(evaluation, condition).missing, row)
  }
  return row
}

/** How many unknown services wait for each row of sets. */
function waiting({ evaluation, named, cells, own }: Screening, groups: Groups): Waiting {
  const { weightAt } = evaluation.program.layout
  const all = createWaiting(evaluation.sets)
  for (const [service, code] of own)
    if (code === OPEN) all.add(service.each ? unitsOf(evaluation, service).row : groups.row(service.group), 1)
  if (named === undefined) {
    const rows = groups.rows()
    for (let cell = 1; cell < rows.length; cell++)
      if (cells[cell] === OPEN && weightAt[cell]! > 0) all.add(rows[cell]!, weightAt[cell]!)
  }
  return all
}
