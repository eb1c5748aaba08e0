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
import type { MissingSets } from './missing-sets.ts'

/** How many services wait for each row of sets, rows in the order in which they came. */
export interface Waiting {
  readonly rows: readonly number[]
  readonly services: (row: number) => number
  readonly add: (row: number, services: number) => void
}

export function createWaiting(sets: MissingSets): Waiting {
  let counts = new Int32Array(sets.rows())
  const rows: number[] = []
  return {
    rows,
    services: (row) => counts[row]!,
    add: (row, services) => {
      if (row >= counts.length) {
        const more = new Int32Array(Math.max(row + 1, counts.length * 2))
        more.set(counts)
        counts = more
      }
      if (counts[row] === 0) rows.push(row)
      counts[row]! += services
    },
  }
}

/** For each fact the services its answer is expected to settle, most for the least trouble first. */
export function questions(evaluation: Evaluation, waiting: Waiting): readonly Question[] {
  const { facts } = evaluation.program.words
  const { expected, asked } = gains(evaluation, waiting)
  return facts
    .flatMap(({ decl }, fact) => (expected[fact]! > 0 && decl.askable ? [{ fact, decl, sum: expected[fact]! }] : []))
    .map((one) => ({ ...one, score: (2 * one.sum) / (1 + (one.decl.burden ?? 1)) }))
    .sort((a, b) => b.score - a.score || asked[b.fact]! - asked[a.fact]! || a.fact - b.fact)
    .map(({ decl, sum }) => ({ fact: decl.id, settles: Math.max(1, Math.round(sum)) }))
}

/** By fact: how many services it is expected to settle, and whether (1) some service names it as missing. */
function gains(evaluation: Evaluation, waiting: Waiting) {
  const { program, sets } = evaluation
  const expected = new Float64Array(program.words.facts.length)
  const asked = new Uint8Array(expected.length)
  const times = new Int32Array(expected.length)
  const closers = closersOf(evaluation, asked)
  for (const row of waiting.rows) {
    const list = sets.setsOf(row)
    const services = waiting.services(row)
    if (list.length === 1) gainsOfOne(closers(list[0]!), sets.members(list[0]!), services, expected)
    else gainsOfSeveral(list.map(closers), services, expected, times)
  }
  return { expected, asked }
}

/** An empty set is a criterion that only a parameter is missing for: no answer settles it. */
function gainsOfOne(sure: readonly number[], waits: readonly number[], services: number, expected: Float64Array): void {
  for (const fact of sure) expected[fact]! += services
  for (const fact of waits) if (!sure.includes(fact)) expected[fact]! += services / (2 * waits.length)
}

/** `times` is all zeros before and after. */
function gainsOfSeveral(
  closed: readonly (readonly number[])[],
  services: number,
  expected: Float64Array,
  times: Int32Array,
): void {
  for (const facts of closed) for (const fact of facts) times[fact]!++
  for (const facts of closed)
    for (const fact of facts) {
      const count = times[fact]!
      if (count === 0) continue
      expected[fact]! += count === closed.length ? services : services * (1 - 0.5 ** count)
      times[fact] = 0
    }
}

/** The facts that alone decide everything a set waits for, looked up once a set; what it waits for is marked in `asked`. */
function closersOf(evaluation: Evaluation, asked: Uint8Array): (set: number) => readonly number[] {
  const { members } = evaluation.sets
  // Of their whole length: V8 keeps a list that grows with gaps as a hash table.
  const deciders = new Array<readonly number[] | undefined>(evaluation.program.words.facts.length).fill(undefined)
  const known = new Array<readonly number[] | undefined>(evaluation.sets.count()).fill(undefined)
  const decide = (fact: number): readonly number[] => {
    deciders[fact] ??= decidersOf(evaluation, fact)
    return deciders[fact]
  }
  return (set) => {
    const found = known[set]
    if (found !== undefined) return found
    for (const fact of members(set)) asked[fact] = 1
    const made = common(members(set).map(decide))
    known[set] = made
    return made
  }
}

/** What is in all lists, in the order of the first. */
function common([first = [], ...rest]: readonly (readonly number[])[]): readonly number[] {
  return rest.length === 0 ? first : first.filter((fact) => rest.every((other) => other.includes(fact)))
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
