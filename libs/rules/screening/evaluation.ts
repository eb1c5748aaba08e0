/** One person on one day: each distinct condition evaluated once, reasons and missing facts shared by all services. */
import { parseDay } from '../feel/dates.ts'
import { AsOfError, FactTypeError, UnknownFactError } from '../errors.ts'
import type { Node } from '../compiler/ir.ts'
import { createMissingSets, type MissingSets } from './missing-sets.ts'
import type { Program, Slot } from './program.ts'
import { FUEL, type Run } from '../compiler/run.ts'
import type { CriterionOutcome, FactType, Reason, ScreenInput } from '../types.ts'
import { factValue, type Value } from '../feel/values.ts'

/** What a condition came to. `missing` is a set of MissingSets, `params` indexes of parameters. */
export interface Answer {
  readonly outcome: CriterionOutcome
  readonly missing: number
  readonly params: readonly number[]
}

export interface Evaluation {
  readonly program: Program
  readonly run: Run
  readonly sets: MissingSets
  /** The answer to a condition that reads no role; evaluated once. */
  readonly answer: (condition: number) => Answer
  /** The answer to a condition with the role bound. */
  readonly answerFor: (condition: number, element: Value) => Answer
  /** The reason of a slot whose condition reads no role; the same object each time. */
  readonly reason: (slot: number) => Reason
  readonly missingOf: (node: Node) => { readonly missing: number; readonly params: readonly number[] }
}

const MET: Answer = { outcome: 'met', missing: 0, params: [] }
const NOT_MET: Answer = { outcome: 'notMet', missing: 0, params: [] }

/** Starts an evaluation. Throws AsOfError, UnknownFactError, FactTypeError. */
export function evaluate(program: Program, input: ScreenInput): Evaluation {
  const { words, conditions, slots, trace } = program
  const run = startRun(program, input)
  const sets = createMissingSets((index) => words.facts[index]!.decl.id)
  const answers: (Answer | undefined)[] = new Array(conditions.length)
  const reasons: (Reason | undefined)[] = new Array(slots.length)

  const missingOf = (node: Node) => {
    const facts = new Set<number>()
    const params = new Set<number>()
    trace(node, run, { facts, params })
    return { missing: sets.intern([...facts]), params: [...params] }
  }

  const judge = (condition: number): Answer => {
    const { code, node, only } = conditions[condition]!
    const value = code(run)
    if (value === true) return MET
    if (value !== undefined) return NOT_MET
    if (only !== undefined) return { outcome: 'unknown', missing: sets.intern([only]), params: [] }
    return { outcome: 'unknown', ...missingOf(node) }
  }

  const answer = (condition: number): Answer => {
    const known = answers[condition]
    if (known !== undefined) return known
    const made = judge(condition)
    answers[condition] = made
    return made
  }

  const reason = (slot: number): Reason => {
    const known = reasons[slot]
    if (known !== undefined) return known
    const made = reasonOf(program, sets, slots[slot]!, answer(slots[slot]!.condition))
    reasons[slot] = made
    return made
  }

  const answerFor = (condition: number, element: Value): Answer => {
    run.locals = [element]
    return judge(condition)
  }

  return { program, run, sets, answer, answerFor, reason, missingOf }
}

/** The reason that an answer gives for a criterion. */
export function reasonOf(
  { conditions, words }: Program,
  sets: MissingSets,
  slot: Slot,
  { outcome, missing, params }: Answer,
): Reason {
  const base: Reason = { criterion: slot.id, outcome, facts: conditions[slot.condition]!.facts, missing: sets.names(missing) }
  return params.length === 0 ? base : { ...base, missingParameters: params.map((index) => words.parameters[index]!.id) }
}

/** What is known on a day. Throws AsOfError, UnknownFactError, FactTypeError. */
export function startRun({ words }: Program, { facts, asOf }: ScreenInput): Run {
  const today = typeof asOf === 'string' ? parseDay(asOf) : undefined
  if (today === undefined) throw new AsOfError()
  const values: Value[] = new Array(words.facts.length).fill(undefined)
  const ready = new Uint8Array(words.facts.length)
  words.derive.forEach((code, index) => {
    if (code === undefined) ready[index] = 1
  })
  for (const [id, json] of Object.entries(facts)) {
    if (json === undefined) continue
    const index = words.factIndex.get(id)
    if (index === undefined) throw new UnknownFactError(id)
    const { type, values: closed } = words.facts[index]!.decl
    const value = factValue(type, json)
    if (value === undefined) throw new FactTypeError(id, EXPECTED[type])
    if (closed && typeof value === 'string' && !closed.includes(value)) throw new FactTypeError(id, `one of ${closed.join(', ')}`)
    values[index] = value
    ready[index] = 1
  }
  return { facts: values, ready, derive: words.derive, params: words.inForce(today), today, locals: [], fuel: FUEL }
}

const EXPECTED: Readonly<Record<FactType, string>> = {
  boolean: 'true or false',
  number: 'a number',
  string: 'a text',
  date: 'a day like 2026-03-01',
  list: 'a list',
  context: 'an object',
}
