/**
 * One person on one day: each distinct condition evaluated once, reasons and missing facts made when they are looked at.
 * What reads none of the person's facts is taken from the evaluation of someone of whom nothing is known.
 */
import type { Node } from '../compiler/ir.ts'
import { type Code, readFact, type Run } from '../compiler/run.ts'
import type { Value } from '../feel/values.ts'
import type { ScreenInput } from '../types.ts'
import type { Sum } from './amount.ts'
import { type Answer, codeOfPart, codeOfValue, NOT_MET, OPEN } from './answers.ts'
import type { Gains } from './gains.ts'
import { giveUp } from './give-up.ts'
import { outcomeOfFormula, stateOfFormula } from './judging.ts'
import { derivedAnew, startRun, startRunOn } from './input.ts'
import type { Missing } from './missing.ts'
import type { MissingSets } from './missing-sets.ts'
import type { Program, Service } from './program.ts'
import type { State, Tellings } from './tellings.ts'
import type { Units } from './units.ts'

export const NOT_JUDGED = 255
export const NOT_SAID = -1

export interface Evaluation {
  readonly program: Program
  readonly run: Run
  /** By fact: 1 where it was given or is not derived. */
  readonly given: Uint8Array
  readonly sets: MissingSets
  /** By condition (and part of one) that reads no role: a code, NOT_JUDGED where nobody asked yet. */
  readonly outcomes: Uint8Array
  readonly tellings: Tellings
  /** By the same: its state, NOT_SAID where nobody asked yet. */
  readonly states: Int32Array
  readonly gains: Gains
  /** By fact: what decides it (gains.ts), NOT_SAID where nobody asked yet. */
  readonly deciders: Int32Array
  /** What parts of conditions wait for (`Missing.kept`); made when first needed. */
  kept: Int32Array | undefined
  readonly sums: Map<Service, Sum | undefined>
  readonly units: Map<Service, Units>
  /** Someone of whom nothing is known, on the same day: answers for everyone what reads none of the facts known of this person. */
  readonly blank: Evaluation | undefined
  readonly stale: Stale
}

/** What reads one of the facts that are known of a person, and so is theirs alone. */
export interface Stale {
  /** Conditions and parts of them, as bits. */
  readonly judged: Int32Array
  /** By fact: 1 where it is derived from one. */
  readonly facts: Uint8Array
  /** By index: 1 where the amount or the units read one. */
  readonly services: Uint8Array
}

/** Starts an evaluation. Throws AsOfError, UnknownFactError, FactTypeError. */
export function evaluate(program: Program, input: ScreenInput): Evaluation {
  const run = startRun(program, input)
  const given = run.ready.slice()
  const blank = program.blank(run, empty)
  const next = copyOf(blank, blank, run, given)
  const known: number[] = []
  for (let fact = 0; fact < given.length; fact++)
    if (given[fact] === 1 && (run.facts[fact] !== undefined || run.derive[fact] !== undefined)) known.push(fact)
  forget(next, known)
  return next
}

/** Of someone of whom nothing is known. */
function empty(program: Program, { params, today }: Run): Evaluation {
  const { judged } = program.formulas
  const run = { ...startRunOn(program, {}, today), params }
  return {
    program,
    run,
    given: run.ready.slice(),
    ...program.shared(),
    outcomes: new Uint8Array(judged.length).fill(NOT_JUDGED),
    states: new Int32Array(judged.length).fill(NOT_SAID),
    deciders: new Int32Array(program.words.facts.length).fill(NOT_SAID),
    kept: undefined,
    sums: new Map(),
    units: new Map(),
    blank: undefined,
    stale: {
      judged: new Int32Array(Math.ceil(judged.length / 32)),
      facts: new Uint8Array(program.words.facts.length),
      services: new Uint8Array(program.services.length),
    },
  }
}

const copyOf = (from: Evaluation, blank: Evaluation | undefined, run: Run, given: Uint8Array): Evaluation => ({
  program: from.program,
  run,
  given,
  sets: from.sets,
  outcomes: from.outcomes.slice(),
  tellings: from.tellings,
  states: from.states.slice(),
  gains: from.gains,
  deciders: from.deciders.slice(),
  kept: undefined,
  sums: new Map(from.sums),
  units: new Map(from.units),
  blank,
  stale: { judged: from.stale.judged.slice(), facts: from.stale.facts.slice(), services: from.stale.services.slice() },
})

/** The same person with other facts: what does not read them is taken over. */
export function evaluateAnew(previous: Evaluation, changed: ReadonlyMap<number, Value>): Evaluation {
  const given = previous.given.slice()
  const run = derivedAnew(previous.run, given, changed, previous.program.layout.derivedFrom)
  const next = copyOf(previous, previous.blank, run, given)
  forget(next, [...changed.keys()])
  return next
}

/** Everything that reads one of the facts is to be evaluated again. */
function forget({ program, outcomes, states, deciders, sums, units, stale }: Evaluation, facts: readonly number[]): void {
  const { readBits, singleBy, derivedFrom } = program.layout
  const { judged } = stale
  const read = new Int32Array(judged.length)
  for (const fact of facts) {
    const bits = readBits[fact]!
    for (let at = 0; at < read.length; at++) read[at]! |= bits[at]!
    for (const other of derivedFrom[fact]!) {
      stale.facts[other] = 1
      deciders[other] = NOT_SAID
    }
    for (const service of singleBy[fact]!) {
      stale.services[service.index] = 1
      sums.delete(service)
      units.delete(service)
    }
  }
  for (let at = 0; at < read.length; at++) {
    judged[at]! |= read[at]!
    for (let rest = read[at]!; rest !== 0; rest &= rest - 1) {
      const condition = 32 * at + 31 - Math.clz32(rest & -rest)
      outcomes[condition] = NOT_JUDGED
      states[condition] = NOT_SAID
    }
  }
}

/** Where a condition is answered for everyone; undefined where it is to be answered for this person. */
function blankFor({ blank, stale }: Evaluation, condition: number): Evaluation | undefined {
  return (stale.judged[condition >> 5]! & (1 << (condition & 31))) === 0 ? blank : undefined
}

/** How a condition that reads no role comes out; evaluated once. */
export function outcomeOf(evaluation: Evaluation, condition: number): number {
  const { outcomes } = evaluation
  const known = outcomes[condition]!
  if (known !== NOT_JUDGED) return known
  const blank = blankFor(evaluation, condition)
  const made = blank === undefined ? judge(evaluation, condition) : outcomeOf(blank, condition)
  outcomes[condition] = made
  return made
}

function judge(evaluation: Evaluation, condition: number): number {
  const { program, run } = evaluation
  const { judged, formulaOf } = program.formulas
  const formula = formulaOf[condition]
  const code = formula === undefined ? outcomeByRunning(judged[condition]!.code, run) : outcomeOfFormula(evaluation, formula)
  // Null or false is all the same for a condition.
  return condition < program.conditions.length ? Math.min(code, NOT_MET) : code
}

function outcomeByRunning(code: Code, run: Run): number {
  try {
    return codeOfPart(code(run))
  } catch (cause) {
    giveUp(run, cause, code)
    return OPEN
  }
}

/** How a condition comes out with the role bound. */
export function outcomeFor({ program, run }: Evaluation, condition: number, element: Value): number {
  run.locals = [element]
  const { code } = program.conditions[condition]!
  try {
    return codeOfValue(code(run))
  } catch (cause) {
    giveUp(run, cause, code)
    return OPEN
  }
}

/** The state of a condition that reads no role; looked at once. */
export function stateOf(evaluation: Evaluation, condition: number): State {
  const { states } = evaluation
  const known = states[condition]!
  if (known !== NOT_SAID) return known
  const blank = blankFor(evaluation, condition)
  const made =
    blank === undefined ? stateWith(evaluation, condition, outcomeOf(evaluation, condition)) : stateOf(blank, condition)
  states[condition] = made
  return made
}

/** The answer to a condition that reads no role. */
export const answerOf = (evaluation: Evaluation, condition: number): Answer =>
  evaluation.tellings.answerIn(stateOf(evaluation, condition))

/** The answer to a condition with the role bound. */
export const answerFor = (evaluation: Evaluation, condition: number, element: Value): Answer =>
  evaluation.tellings.answerIn(stateWith(evaluation, condition, outcomeFor(evaluation, condition, element)))

function stateWith(evaluation: Evaluation, condition: number, outcome: number): State {
  if (outcome !== OPEN) return outcome
  const { sets, tellings, program } = evaluation
  const { judged, formulaOf } = program.formulas
  const { node, only, code } = judged[condition]!
  // No answer would help.
  if (evaluation.run.givenUp?.has(code)) return tellings.openState(0, NOTHING)
  if (only !== undefined && readFact(evaluation.run, only) === undefined) return tellings.openState(sets.plus(0, only), NOTHING)
  const formula = formulaOf[condition]
  if (formula !== undefined) return stateOfFormula(evaluation, formula)
  try {
    const { missing, params } = missingOf(evaluation, node)
    return tellings.openState(missing, params)
  } catch (cause) {
    giveUp(evaluation.run, cause)
    return tellings.openState(0, NOTHING)
  }
}

const NOTHING: readonly number[] = []

/** What an unknown node waits for. `steps`: the same of steps of an amount that it may read. */
export function missingOf(
  evaluation: Evaluation,
  node: Node,
  steps: Missing['steps'] = NO_STEPS,
): Pick<Answer, 'missing' | 'params'> {
  const { program, run, sets } = evaluation
  evaluation.kept ??= new Int32Array(program.tracer.places())
  const found: Missing = { sets, kept: evaluation.kept, steps, facts: 0, params: [] }
  program.tracer.trace(node, run, found)
  return { missing: found.facts, params: found.params }
}

const NO_STEPS: Missing['steps'] = new Map()
