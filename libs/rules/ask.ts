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
import type { Question } from './types.ts'

export interface Ask {
  /** Counts one unknown service; `open`: the missing sets of its unknown criteria. */
  readonly count: (open: readonly number[]) => void
  readonly questions: () => readonly Question[]
}

const PAIR = 2 ** 24

export function createAsk(evaluation: Evaluation): Ask {
  /** Patterns are paths in a tree of missing sets, so that counting a service costs one look-up a criterion. */
  const children = new Map<number, number>()
  const sets: (readonly number[])[] = [[]]
  const services: number[] = [0]
  const count = (open: readonly number[]) => {
    let pattern = 0
    for (const set of open) {
      const key = pattern * PAIR + set
      let next = children.get(key)
      if (next === undefined) {
        next = sets.length
        children.set(key, next)
        sets.push([...sets[pattern]!, set])
        services.push(0)
      }
      pattern = next
    }
    services[pattern]!++
  }
  return { count, questions: () => rank(evaluation, sets, services) }
}

function rank(
  evaluation: Evaluation,
  patterns: readonly (readonly number[])[],
  services: readonly number[],
): readonly Question[] {
  const { program, sets } = evaluation
  const decides = decidedBy(evaluation, patterns)
  const expected = new Map<number, number>()
  patterns.forEach((pattern, i) => {
    if (services[i] === 0) return
    const waits = pattern.filter((set) => set !== 0).map(sets.members)
    const isBlocked = pattern.includes(0)
    for (const fact of candidates(waits, decides)) {
      const gain = services[i]! * chance(waits, new Set([fact, ...(decides.get(fact) ?? [])]), isBlocked)
      if (gain > 0) expected.set(fact, (expected.get(fact) ?? 0) + gain)
    }
  })
  const asked = new Set(patterns.flat().flatMap(sets.members))
  return [...expected]
    .map(([fact, gain]) => ({ fact, gain, decl: program.words.facts[fact]!.decl }))
    .filter(({ decl }) => decl.askable)
    .map((one) => ({ ...one, score: (2 * one.gain) / (1 + (one.decl.burden ?? 1)) }))
    .sort((a, b) => b.score - a.score || Number(asked.has(b.fact)) - Number(asked.has(a.fact)) || a.fact - b.fact)
    .map(({ decl, gain }) => ({ fact: decl.id, settles: Math.max(1, Math.round(gain)) }))
}

/** The facts that the sets name, and those that decide one of them. */
function candidates(waits: readonly (readonly number[])[], decides: ReadonlyMap<number, readonly number[]>): ReadonlySet<number> {
  const named = new Set(waits.flat())
  for (const [fact, derived] of decides) if (derived.some((one) => named.has(one))) named.add(fact)
  return named
}

/** The chance that knowing these facts settles a service. `isBlocked`: a parameter is missing as well, so only a "no" can. */
function chance(waits: readonly (readonly number[])[], known: ReadonlySet<number>, isBlocked: boolean): number {
  const closed = waits.filter((set) => set.every((fact) => known.has(fact))).length
  if (closed === waits.length && !isBlocked) return 1
  if (closed > 0) return 1 - 0.5 ** closed
  if (isBlocked) return 0
  const [only] = waits
  return waits.length === 1 && only!.some((fact) => known.has(fact)) ? 1 / (2 * only!.length) : 0
}

/** For a fact: the derived facts among the missing that nothing but it decides. */
function decidedBy(evaluation: Evaluation, patterns: readonly (readonly number[])[]): ReadonlyMap<number, readonly number[]> {
  const { program, sets, missingOf } = evaluation
  const result = new Map<number, number[]>()
  for (const fact of new Set(patterns.flat().flatMap(sets.members))) {
    const { derive } = program.words.facts[fact]!
    if (derive === undefined) continue
    const { missing, params } = missingOf(derive)
    const below = sets.members(missing)
    if (below.length !== 1 || params.length > 0) continue
    result.set(below[0]!, [...(result.get(below[0]!) ?? []), fact])
  }
  return result
}
