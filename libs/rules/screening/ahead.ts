/**
 * What time alone will change: the days on which a person's outcomes differ from those of the day before. Each condition says until
 * when it stays as it is; only then is it looked at again, so a year costs some hundred looks, not 365 screenings.
 */
import type { Run } from '../compiler/run.ts'
import { UnknownServiceError } from '../errors.ts'
import { dayText } from '../feel/dates.ts'
import type { AheadChange, AheadDay, ScreenInput, Span } from '../types.ts'
import { codeOfValue, OUTCOMES } from './answers.ts'
import { type Evaluation, NOT_JUDGED, NOT_SAID } from './evaluation.ts'
import { dayOf } from './input.ts'
import type { Program, Service } from './program.ts'
import { screening } from './screen.ts'
import { joined } from './sweep.ts'
import { elementsOf, outcomeOfUnits, unitsOf } from './units.ts'
import type { Moment } from './until.ts'

/** Outcomes on one day, kept up to date from day to day. `due`: when each is to be looked at again. */
interface Course {
  readonly program: Program
  evaluation: Evaluation
  cells: Uint8Array
  readonly due: Float64Array
  readonly units: Map<Service, { code: number; due: number }>
}

/** The days in (from, to]. Throws AsOfError and what screening throws. */
export function ahead(program: Program, input: Omit<ScreenInput, 'asOf'>, { from, to }: Span): readonly AheadDay[] {
  const last = dayOf(to)
  const isAsked = asked(program, input.services)
  const course = start(program, input, from)
  const days: AheadDay[] = []
  for (let day = nextDay(course); day <= last; day = nextDay(course)) {
    const changes = go(course, day).filter(({ service }) => isAsked(service))
    if (changes.length > 0) days.push({ day: dayText(day), changes: changes.map(({ change }) => change) })
  }
  return days
}

function asked({ byId }: Program, services: readonly string[] | undefined): (service: Service) => boolean {
  if (services === undefined) return () => true
  const unknown = services.find((id) => !byId.has(id))
  if (unknown !== undefined) throw new UnknownServiceError(unknown)
  const ids = new Set(services)
  return ({ rules }) => ids.has(rules.id)
}

function start(program: Program, { facts }: Omit<ScreenInput, 'asOf'>, from: string): Course {
  const { evaluation, cells, own } = screening(program, { facts, asOf: from })
  const due = new Float64Array(program.conditions.length).fill(Number.POSITIVE_INFINITY)
  const units = new Map([...own].map(([service, code]) => [service, { code, due: 0 }]))
  const at = momentOf(evaluation)
  for (const condition of program.layout.timed) due[condition] = program.time.until(program.conditions[condition]!.node)(at)
  for (const [service, unit] of units) unit.due = untilOfUnits(service, evaluation, at)
  return { program, evaluation, cells, due, units }
}

function nextDay({ program, due, units }: Course): number {
  let day = Number.POSITIVE_INFINITY
  const { timed } = program.layout
  for (let at = 0; at < timed.length; at++) day = Math.min(day, due[timed[at]!]!)
  for (const unit of units.values()) day = Math.min(day, unit.due)
  return day
}

interface Turned {
  readonly service: Service
  readonly change: AheadChange
}

/** Goes on to a day on which something is due; the services whose outcome turns, in their order. */
function go(course: Course, day: number): readonly Turned[] {
  const { program, due, units } = course
  const before = course.evaluation
  const evaluation = onDay(before, day)
  const { outcomes, run } = evaluation
  const at = momentOf(evaluation)
  const turned = new Set<number>()
  for (const condition of program.layout.timed) {
    if (due[condition]! > day) continue
    const { code, node } = program.conditions[condition]!
    const outcome = codeOfValue(code(run))
    if (outcome !== outcomes[condition]) turned.add(condition)
    outcomes[condition] = outcome
    due[condition] = program.time.until(node)(at)
  }
  course.evaluation = evaluation
  const found = turned.size > 0 ? turnedGroups(course, turned) : []
  for (const [service, unit] of units) {
    if (unit.due > day) continue
    const code = outcomeOfUnits(service, evaluation)
    if (code !== unit.code) found.push({ service, change: changeOfUnits(service, unit.code, code, before, evaluation) })
    unit.code = code
    unit.due = untilOfUnits(service, evaluation, at)
  }
  return found.sort((a, b) => a.service.index - b.service.index)
}

function turnedGroups(course: Course, turned: ReadonlySet<number>): Turned[] {
  const { program, evaluation } = course
  const { cellOf, servicesOf } = program.layout
  const was = course.cells
  const is = joined(evaluation)
  course.cells = is
  const found: Turned[] = []
  cellOf.forEach((cell, group) => {
    if (was[cell] === is[cell] || servicesOf[group]!.length === 0) return
    const criteria = program.groups[group]!.flatMap((slot) => {
      const { id, condition } = program.slots[slot]!
      return turned.has(condition) ? [id] : []
    })
    for (const service of servicesOf[group]!) found.push({ service, change: changeOf(service, was[cell]!, is[cell]!, criteria) })
  })
  return found
}

const changeOf = ({ rules }: Service, before: number, after: number, criteria: readonly string[]): AheadChange => ({
  service: rules.id,
  before: OUTCOMES[before]!,
  after: OUTCOMES[after]!,
  criteria,
})

function changeOfUnits(service: Service, before: number, after: number, old: Evaluation, now: Evaluation): AheadChange {
  const was = unitsOf(old, service).result.reasons
  const isOther = (criterion: string, outcome: string) =>
    was.find((reason) => reason.criterion === criterion)?.outcome !== outcome
  const criteria = unitsOf(now, service).result.reasons.filter((reason) => isOther(reason.criterion, reason.outcome))
  return changeOf(
    service,
    before,
    after,
    criteria.map(({ criterion }) => criterion),
  )
}

/** The same person on a later day: what depends on the day is derived again when it is read. */
function onDay(
  { program, run, given, sets, tellings, gains, outcomes, states, deciders, stale }: Evaluation,
  today: number,
): Evaluation {
  const { words, layout } = program
  const facts = run.facts.slice()
  const ready = run.ready.slice()
  for (const fact of layout.timedFacts)
    if (given[fact] === 0) {
      facts[fact] = undefined
      ready[fact] = 0
    }
  const next: Run = { ...run, facts, ready, params: words.inForce(today), today, locals: [] }
  return {
    program,
    run: next,
    given,
    sets,
    outcomes: outcomes.slice().fill(NOT_JUDGED, program.conditions.length),
    tellings,
    states: new Int32Array(states.length).fill(NOT_SAID),
    gains,
    deciders: new Int32Array(deciders.length).fill(NOT_SAID),
    kept: undefined,
    sums: new Map(),
    units: new Map(),
    blank: undefined,
    stale,
  }
}

const momentOf = ({ run, given }: Evaluation): Moment => ({ run, given, facts: new Float64Array(given.length).fill(Number.NaN) })

/** Until when a service with units stays as it is: its list and each criterion for each unit. */
function untilOfUnits(service: Service, evaluation: Evaluation, at: Moment): number {
  const { program, run } = evaluation
  const { until } = program.time
  run.locals = []
  let day = until(service.each!.node)(at)
  const elements = elementsOf(service, evaluation) ?? []
  // Without a unit, the criteria that look at none still count.
  for (const element of elements.length > 0 ? elements : [undefined])
    for (const slot of program.groups[service.group]!) {
      run.locals = [element]
      day = Math.min(day, until(program.conditions[program.slots[slot]!.condition]!.node)(at))
    }
  run.locals = []
  return day
}
