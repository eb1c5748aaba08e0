/** All groups at once: cells from their condition and their rest. */
import { answerOf, type Evaluation, OPEN, outcomeOf } from './evaluation.ts'

/** The outcome code of every cell. */
export function sweep(evaluation: Evaluation): Uint8Array {
  const { plain } = evaluation.program.layout
  for (let at = 0; at < plain.length; at++) outcomeOf(evaluation, plain[at]!)
  return joined(evaluation)
}

/** The outcome code of every cell when all conditions are judged. */
export function joined({ program, outcomes }: Evaluation): Uint8Array {
  const { conditionOf, restOf } = program.layout
  const cells = new Uint8Array(conditionOf.length)
  for (let cell = 1; cell < cells.length; cell++) {
    cells[cell] = Math.max(outcomes[conditionOf[cell]!]!, cells[restOf[cell]!]!)
  }
  return cells
}

/**
 * By cell: the row of sets that its unknown conditions wait for (0 where it is settled). What a cell came to the last time is kept
 * with the sets: most people wait for the same things there.
 */
export function sweepOpen(evaluation: Evaluation, cells: Uint8Array): Int32Array {
  const { program, outcomes, sets } = evaluation
  const { conditionOf, restOf, plain } = program.layout
  const { lastSet, lastRest, lastRow } = sets.lastOf(cells.length)
  const missing = new Int32Array(outcomes.length)
  for (let at = 0; at < plain.length; at++) {
    const condition = plain[at]!
    if (outcomes[condition] === OPEN) missing[condition] = answerOf(evaluation, condition).missing
  }
  const rows = new Int32Array(cells.length)
  for (let cell = 1; cell < cells.length; cell++) {
    if (cells[cell] !== OPEN) continue
    const condition = conditionOf[cell]!
    const rest = rows[restOf[cell]!]!
    if (outcomes[condition] !== OPEN) {
      rows[cell] = rest
      continue
    }
    const set = missing[condition]!
    if (lastSet[cell] !== set || lastRest[cell] !== rest) {
      lastSet[cell] = set
      lastRest[cell] = rest
      lastRow[cell] = sets.precede(set, rest)
    }
    rows[cell] = lastRow[cell]!
  }
  return rows
}
