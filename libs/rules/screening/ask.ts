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
import type { Evaluation } from './evaluation.ts'
import { addGains } from './gains.ts'
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
  const expected = new Float64Array(facts.length)
  const asked = new Uint8Array(facts.length)
  for (const row of waiting.rows) addGains(evaluation, row, waiting.services(row), expected, asked)
  const worth: number[] = []
  const scores = expected.slice()
  for (let fact = 0; fact < facts.length; fact++) {
    const { askable, burden = 1 } = facts[fact]!.decl
    if (expected[fact]! === 0 || !askable) continue
    scores[fact] = (2 * expected[fact]!) / (1 + burden)
    worth.push(fact)
  }
  worth.sort((a, b) => scores[b]! - scores[a]! || asked[b]! - asked[a]! || a - b)
  return worth.map((fact) => ({ fact: facts[fact]!.decl.id, settles: Math.max(1, Math.round(expected[fact]!)) }))
}
