/**
 * The facts behind a derived number that could move it over a threshold, found by trying: whole numbers up and down from the value
 * known now, doubling the step, then halving it. Sums, shares, deductions, brackets and rounding need no formulas of their own.
 */
import type { Node } from '../compiler/ir.ts'
import type { Threshold } from '../types.ts'
import type { Evaluation } from './evaluation.ts'
import { derivedAnew } from './input.ts'

const MOST = 3
/** Far beyond any sum of money that is asked about. */
const FARTHEST = 2 ** 46

/** Thresholds on facts that `named` is derived from, those nearest to it first; each alone makes the condition come to `wanted`. */
export function leversFor(condition: Node, wanted: boolean, named: string, evaluation: Evaluation): readonly Threshold[] {
  const { words } = evaluation.program
  const found: Threshold[] = []
  for (const fact of numbersBelow(named, evaluation)) {
    const now = evaluation.run.facts[fact]
    if (typeof now !== 'number' || !Number.isSafeInteger(now)) continue
    const end = endFor(now, trier(condition, wanted, fact, evaluation))
    if (end !== undefined) found.push({ fact: words.facts[fact]!.decl.id, ...end })
    if (found.length === MOST) break
  }
  return found
}

/** Numbers that can be asked for, below the fact, level by level. */
function numbersBelow(named: string, { program, run }: Evaluation): readonly number[] {
  const { words, layout } = program
  const found: number[] = []
  const seen = new Set<number>()
  let level = [words.factIndex.get(named)!]
  while (level.length > 0) {
    const next = level.flatMap((fact) => layout.readsOf[fact]!).filter((fact) => !seen.has(fact))
    for (const fact of next) {
      if (seen.has(fact)) continue
      seen.add(fact)
      words.compile(words.facts[fact]!.node)(run)
      const { decl } = words.facts[fact]!
      if (decl.type === 'number' && decl.askable) found.push(fact)
    }
    level = [...new Set(next)]
  }
  return found
}

type Try = (value: number) => boolean

function trier(condition: Node, wanted: boolean, fact: number, { program, run, given }: Evaluation): Try {
  const code = program.words.compile(condition)
  return (value) => {
    const next = derivedAnew(run, given.slice(), new Map([[fact, value]]), program.layout.derivedFrom)
    next.locals = [...run.locals]
    return code(next) === wanted
  }
}

/** The nearest end below or above; nothing when neither is found. */
function endFor(now: number, holds: Try): Pick<Threshold, 'op' | 'value'> | undefined {
  const least = now >= 0 ? 0 : -FARTHEST
  const below = now > least ? search(now, least, holds) : undefined
  const above = search(now, FARTHEST, holds)
  if (below !== undefined && (above === undefined || now - below <= above - now)) return { op: '<=', value: below }
  return above === undefined ? undefined : { op: '>=', value: above }
}

/** From `now`, where it does not hold, towards `last`: the first whole number where it does. */
function search(now: number, last: number, holds: Try): number | undefined {
  const sign = last < now ? -1 : 1
  let outside = now
  for (let step = 1; outside !== last; step *= 2) {
    const next = sign < 0 ? Math.max(last, now - step) : Math.min(last, now + step)
    if (!holds(next)) {
      outside = next
      continue
    }
    let inside = next
    while (Math.abs(inside - outside) > 1) {
      const middle = outside + Math.trunc((inside - outside) / 2)
      if (holds(middle)) inside = middle
      else outside = middle
    }
    return inside
  }
  return undefined
}
