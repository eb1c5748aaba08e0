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
import type { Evaluation } from './evaluation.ts'
import type { Question } from '../types.ts'

export interface Ask {
  /** Counts one unknown service by its pattern of missing sets. */
  readonly count: (pattern: number) => void
  readonly questions: () => readonly Question[]
}

export function createAsk(evaluation: Evaluation): Ask {
  const services: number[] = []
  return {
    count: (pattern) => {
      services[pattern] = (services[pattern] ?? 0) + 1
    },
    questions: () => rank(evaluation, services),
  }
}

/** For each fact the services its answer is expected to settle, most for the least trouble first. */
function rank(evaluation: Evaluation, services: readonly number[]): readonly Question[] {
  const { program, sets } = evaluation
  const expected = new Map<number, number>()
  const gain = (fact: number, by: number) => expected.set(fact, (expected.get(fact) ?? 0) + by)
  const closers = closersOf(evaluation)
  const asked = new Set<number>()
  services.forEach((count, pattern) => {
    const row = sets.patterns[pattern]!
    for (const set of row) for (const fact of sets.members(set)) asked.add(fact)
    gains(row, closers, sets.members, (fact, chance) => gain(fact, chance * count))
  })
  return [...expected]
    .map(([fact, sum]) => ({ fact, sum, decl: program.words.facts[fact]!.decl }))
    .filter(({ decl }) => decl.askable)
    .map((one) => ({ ...one, score: (2 * one.sum) / (1 + (one.decl.burden ?? 1)) }))
    .sort((a, b) => b.score - a.score || Number(asked.has(b.fact)) - Number(asked.has(a.fact)) || a.fact - b.fact)
    .map(({ decl, sum }) => ({ fact: decl.id, settles: Math.max(1, Math.round(sum)) }))
}

/** Tells for one pattern each fact that may settle it, and the chance. Set 0 is a criterion that only a parameter is missing for. */
function gains(
  row: readonly number[],
  closers: (set: number) => readonly number[],
  members: (set: number) => readonly number[],
  tell: (fact: number, chance: number) => void,
): void {
  const [only] = row
  if (row.length === 1 && only !== 0) {
    const sure = closers(only!)
    for (const fact of sure) tell(fact, 1)
    const waits = members(only!)
    for (const fact of waits) if (!sure.includes(fact)) tell(fact, 1 / (2 * waits.length))
    return
  }
  const facts = row.flatMap(closers)
  facts.forEach((fact, i) => {
    if (facts.indexOf(fact) !== i) return
    const closed = facts.filter((other) => other === fact).length
    tell(fact, closed === row.length ? 1 : 1 - 0.5 ** closed)
  })
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
  const { program, sets, missingOf } = evaluation
  const { derive } = program.words.facts[fact]!
  if (derive === undefined) return [fact]
  const { missing, params } = missingOf(derive)
  const [below, ...others] = sets.members(missing)
  const isDecided = below !== undefined && others.length === 0 && params.length === 0
  return isDecided ? [fact, ...decidersOf(evaluation, below)] : [fact]
}
