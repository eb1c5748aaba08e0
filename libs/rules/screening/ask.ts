/**
 * Which question settles most.
 *
 * A service that is unknown waits for the facts of its unknown criteria. Answering one fact
 * - settles it surely when nothing else is waited for (counted 1);
 * - settles it with a "no" when one of its criteria waits for that fact alone: counted 1 - 1/2^n for n such criteria;
 * - may settle it with a "yes" when one criterion alone is open and waits for k facts: counted 1/(2k).
 * A fact also answers for the derived facts that it alone decides. `settles` is the sum, rounded, at least 1; the order is by the
 * sum divided by (1 + burden) / 2, so that a question known by heart comes before one that needs papers.
 */
import type { Question } from '../types.ts'
import { type Evaluation, missingOf } from './evaluation.ts'

/** How many services wait for a row of sets. */
export type Waiting = readonly [row: number, services: number]

/** For each fact the services its answer is expected to settle, most for the least trouble first. */
export function questions(evaluation: Evaluation, waiting: readonly Waiting[]): readonly Question[] {
  const { facts } = evaluation.program.words
  const { expected, asked } = gains(evaluation, waiting)
  return facts
    .flatMap(({ decl }, fact) => (expected[fact]! > 0 && decl.askable ? [{ fact, decl, sum: expected[fact]! }] : []))
    .map((one) => ({ ...one, score: (2 * one.sum) / (1 + (one.decl.burden ?? 1)) }))
    .sort((a, b) => b.score - a.score || asked[b.fact]! - asked[a.fact]! || a.fact - b.fact)
    .map(({ decl, sum }) => ({ fact: decl.id, settles: Math.max(1, Math.round(sum)) }))
}

/** By fact: how many services it is expected to settle, and whether (1) some service names it as missing. */
function gains(evaluation: Evaluation, waiting: readonly Waiting[]) {
  const { program, sets } = evaluation
  const expected = new Float64Array(program.words.facts.length)
  const asked = new Uint8Array(expected.length)
  const closers = closersOf(evaluation)
  const gain = (fact: number, by: number) => {
    expected[fact]! += by
  }
  for (const [row, services] of gathered(waiting)) {
    const list = sets.setsOf(row)
    for (const set of list) for (const fact of sets.members(set)) asked[fact] = 1
    if (list.length === 1)
      gainsOfOne(list[0]!, closers(list[0]!), sets.members(list[0]!), (fact, by) => gain(fact, by * services))
    else gainsOfSeveral(list.map(closers), (fact, by) => gain(fact, by * services))
  }
  return { expected, asked }
}

/** Rows with all services that wait for them, in the order in which they came. */
function gathered(waiting: readonly Waiting[]): ReadonlyMap<number, number> {
  const rows = new Map<number, number>()
  for (const [row, services] of waiting) rows.set(row, (rows.get(row) ?? 0) + services)
  return rows
}

type Gain = (fact: number, chance: number) => void

/** Set 0 is a criterion that only a parameter is missing for. */
function gainsOfOne(set: number, sure: readonly number[], waits: readonly number[], gain: Gain): void {
  if (set === 0) return
  for (const fact of sure) gain(fact, 1)
  for (const fact of waits) if (!sure.includes(fact)) gain(fact, 1 / (2 * waits.length))
}

function gainsOfSeveral(closed: readonly (readonly number[])[], gain: Gain): void {
  const times = new Map<number, number>()
  for (const facts of closed) for (const fact of facts) times.set(fact, (times.get(fact) ?? 0) + 1)
  for (const [fact, count] of times) gain(fact, count === closed.length ? 1 : 1 - 0.5 ** count)
}

/** The facts that alone decide everything a set waits for, looked up once a set. */
function closersOf(evaluation: Evaluation): (set: number) => readonly number[] {
  const { members } = evaluation.sets
  const deciders = new Map<number, readonly number[]>()
  const known = new Map<number, readonly number[]>()
  const decide = (fact: number): readonly number[] => {
    const found = deciders.get(fact) ?? decidersOf(evaluation, fact)
    deciders.set(fact, found)
    return found
  }
  return (set) => {
    const found = known.get(set)
    if (found !== undefined) return found
    const [first, ...rest] = members(set).map(decide)
    const made = (first ?? []).filter((fact) => rest.every((other) => other.includes(fact)))
    known.set(set, made)
    return made
  }
}

/** The one fact below a derived one that decides it, if there is just one, and what decides that in turn. */
function decidersOf(evaluation: Evaluation, fact: number): readonly number[] {
  const { program, sets } = evaluation
  const { derive } = program.words.facts[fact]!
  if (derive === undefined) return [fact]
  const { missing, params } = missingOf(evaluation, derive)
  const [below, ...others] = sets.members(missing)
  const isDecided = below !== undefined && others.length === 0 && params.length === 0
  return isDecided ? [fact, ...decidersOf(evaluation, below)] : [fact]
}
