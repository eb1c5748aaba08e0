/**
 * One person on one day: each distinct condition evaluated once, reasons and missing facts made when they are looked at.
 * What reads none of the person's facts is taken from the evaluation of someone of whom nothing is known.
 */
import type { Node } from '../compiler/ir.ts'
import type { Run } from '../compiler/run.ts'
import type { Value } from '../feel/values.ts'
import type { CriterionOutcome, Outcome, Reason, ScreenInput } from '../types.ts'
import { type Sum, sumOf } from './amount.ts'
import { derivedAnew, startRun, startRunOn } from './input.ts'
import type { Missing } from './missing.ts'
import type { MissingSets } from './missing-sets.ts'
import type { Program, Service } from './program.ts'
import { type Units, unitsOf } from './units.ts'

/** What a condition came to. `missing` is a set of MissingSets, `params` indexes of parameters. */
export interface Answer {
  readonly outcome: CriterionOutcome
  readonly missing: number
  readonly params: readonly number[]
}

/** Outcomes as codes: of a list of conditions the largest counts. */
export const [MET, OPEN, NOT_MET] = [0, 1, 2] as const
const NOT_JUDGED = 255

export const CRITERION_OUTCOMES = ['met', 'unknown', 'notMet'] as const satisfies readonly CriterionOutcome[]
export const OUTCOMES = ['eligible', 'unknown', 'ineligible'] as const satisfies readonly Outcome[]

export interface Evaluation {
  readonly program: Program
  readonly run: Run
  /** By fact: 1 where it was given or is not derived. */
  readonly given: Uint8Array
  readonly sets: MissingSets
  /** By condition that reads no role: a code, NOT_JUDGED where nobody asked yet. */
  readonly outcomes: Uint8Array
  readonly answers: (Answer | undefined)[]
  readonly reasons: (Reason | undefined)[]
  /** What parts of conditions wait for (`Missing.kept`); made when first needed. */
  kept: Int32Array | undefined
  readonly sums: Map<Service, Sum | undefined>
  readonly units: Map<Service, Units>
}

/** Starts an evaluation. Throws AsOfError, UnknownFactError, FactTypeError. */
export function evaluate(program: Program, input: ScreenInput): Evaluation {
  const run = startRun(program, input)
  const given = run.ready.slice()
  const blank = program.blank(run, empty)
  if (input.services === undefined) fill(blank)
  const next = copyOf(blank, run, given)
  for (let fact = 0; fact < given.length; fact++)
    if (given[fact] === 1 && (run.facts[fact] !== undefined || run.derive[fact] !== undefined)) forget(next, fact)
  return next
}

/** Of someone of whom nothing is known. */
function empty(program: Program, { params, today }: Run): Evaluation {
  const { conditions, slots } = program
  const run = { ...startRunOn(program, {}, today), params }
  return {
    program,
    run,
    given: run.ready.slice(),
    sets: program.sets(),
    outcomes: new Uint8Array(conditions.length).fill(NOT_JUDGED),
    answers: new Array<Answer | undefined>(conditions.length).fill(undefined),
    reasons: new Array<Reason | undefined>(slots.length).fill(undefined),
    kept: undefined,
    sums: new Map(),
    units: new Map(),
  }
}

/** Answers everything that can be taken over, once. */
function fill(blank: Evaluation): void {
  const { program, outcomes } = blank
  const { plain, single } = program.layout
  if (plain.length === 0 || outcomes[plain.at(-1)!] !== NOT_JUDGED) return
  program.slots.forEach(({ condition }, slot) => {
    if (!program.conditions[condition]!.readsRole) reasonAt(blank, slot)
  })
  for (const service of single) if (service.each) unitsOf(blank, service)
  for (const service of single) if (!service.each) sumOf(blank, service)
  for (const condition of plain) answerOf(blank, condition)
}

const copyOf = (from: Evaluation, run: Run, given: Uint8Array): Evaluation => ({
  program: from.program,
  run,
  given,
  sets: from.sets,
  outcomes: from.outcomes.slice(),
  answers: from.answers.slice(),
  reasons: from.reasons.slice(),
  kept: undefined,
  sums: new Map(from.sums),
  units: new Map(from.units),
})

/** The same person with other facts: what does not read them is taken over. */
export function evaluateAnew(previous: Evaluation, changed: ReadonlyMap<number, Value>): Evaluation {
  const given = previous.given.slice()
  const next = copyOf(previous, derivedAnew(previous.run, given, changed, previous.program.layout.derivedFrom), given)
  for (const fact of changed.keys()) forget(next, fact)
  return next
}

/** Everything that reads the fact is to be evaluated again. */
function forget({ program, outcomes, answers, reasons, sums, units }: Evaluation, fact: number): void {
  const { readersOf, slotsOf, singleBy } = program.layout
  const readers = readersOf[fact]!
  for (let at = 0; at < readers.length; at++) {
    const condition = readers[at]!
    if (outcomes[condition] === NOT_JUDGED) continue
    outcomes[condition] = NOT_JUDGED
    answers[condition] = undefined
    for (const slot of slotsOf[condition]!) reasons[slot] = undefined
  }
  for (const service of singleBy[fact]!) {
    sums.delete(service)
    units.delete(service)
  }
}

/** How a value counts as an answer. */
export const codeOfValue = (value: Value): number => (value === true ? MET : value === undefined ? OPEN : NOT_MET)

/** How a condition that reads no role comes out; evaluated once. */
export function outcomeOf({ program, run, outcomes }: Evaluation, condition: number): number {
  const known = outcomes[condition]!
  if (known !== NOT_JUDGED) return known
  const made = codeOfValue(program.conditions[condition]!.code(run))
  outcomes[condition] = made
  return made
}

/** How a condition comes out with the role bound. */
export function outcomeFor({ program, run }: Evaluation, condition: number, element: Value): number {
  run.locals = [element]
  return codeOfValue(program.conditions[condition]!.code(run))
}

/** The answer to a condition that reads no role. */
export function answerOf(evaluation: Evaluation, condition: number): Answer {
  const { answers } = evaluation
  const known = answers[condition]
  if (known !== undefined) return known
  const made = answerWith(evaluation, condition, outcomeOf(evaluation, condition))
  answers[condition] = made
  return made
}

/** The answer to a condition with the role bound. */
export const answerFor = (evaluation: Evaluation, condition: number, element: Value): Answer =>
  answerWith(evaluation, condition, outcomeFor(evaluation, condition, element))

const SETTLED = CRITERION_OUTCOMES.map((outcome): Answer => ({ outcome, missing: 0, params: [] }))

function answerWith(evaluation: Evaluation, condition: number, outcome: number): Answer {
  if (outcome !== OPEN) return SETTLED[outcome]!
  const { node, only } = evaluation.program.conditions[condition]!
  if (only !== undefined) return { outcome: 'unknown', missing: evaluation.sets.plus(0, only), params: [] }
  return { outcome: 'unknown', ...missingOf(evaluation, node) }
}

/** What an unknown node waits for. */
export function missingOf(evaluation: Evaluation, node: Node): Pick<Answer, 'missing' | 'params'> {
  const { program, run, sets } = evaluation
  evaluation.kept ??= new Int32Array(program.tracer.places())
  const found: Missing = { sets, kept: evaluation.kept, facts: 0, params: [] }
  program.tracer.trace(node, run, found)
  return { missing: found.facts, params: found.params }
}

/** The reason of a slot whose condition reads no role; the same object each time. */
export function reasonAt(evaluation: Evaluation, slot: number): Reason {
  const { program, reasons } = evaluation
  const known = reasons[slot]
  if (known !== undefined) return known
  const made = reasonOf(evaluation, slot, answerOf(evaluation, program.slots[slot]!.condition))
  reasons[slot] = made
  return made
}

/** The reason that an answer gives for a criterion. */
export function reasonOf({ program, sets }: Evaluation, slot: number, { outcome, missing, params }: Answer): Reason {
  if (outcome !== 'unknown') return program.settled[outcome][slot]!
  const { id, condition } = program.slots[slot]!
  const { facts } = program.conditions[condition]!
  const base: Reason = { criterion: id, outcome, facts, missing: sets.names(missing) }
  return params.length === 0 ? base : { ...base, missingParameters: params.map((at) => program.words.parameters[at]!.id) }
}

/** All must hold. */
export function outcomeOfAll(parts: readonly { readonly outcome: CriterionOutcome }[]): Outcome {
  if (parts.some(({ outcome }) => outcome === 'notMet')) return 'ineligible'
  return parts.some(({ outcome }) => outcome === 'unknown') ? 'unknown' : 'eligible'
}
