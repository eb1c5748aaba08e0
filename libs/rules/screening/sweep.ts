/** All groups at once: cells from their condition and their rest. */
import { answerOf, type Evaluation, OPEN, outcomeOf } from './evaluation.ts'

/** The outcome code of every cell. */
export function sweep(evaluation: Evaluation): Uint8Array {
  judgeAll(evaluation)
  return joined(evaluation)
}

/** Judges every condition that reads no role. */
function judgeAll(evaluation: Evaluation): void {
  const { plain } = evaluation.program.layout
  for (let at = 0; at < plain.length; at++) outcomeOf(evaluation, plain[at]!)
}

/** The cells of the same person with other facts, and which come out differently. Where many conditions turned, all are joined anew. */
export function sweepAnew(
  before: Evaluation,
  was: Uint8Array,
  now: Evaluation,
): { readonly cells: Uint8Array; readonly turned: readonly number[] } {
  judgeAll(now)
  const { cellsWith, plain } = now.program.layout
  const lists: Int32Array[] = []
  let places = 0
  for (let at = 0; at < plain.length; at++) {
    const condition = plain[at]!
    if (now.outcomes[condition] === before.outcomes[condition]) continue
    lists.push(cellsWith[condition]!)
    places += cellsWith[condition]!.length
  }
  if (places * MUCH < was.length) return rejoined(now, was, lists)
  const cells = joined(now)
  const turned: number[] = []
  for (let cell = 1; cell < cells.length; cell++) if (cells[cell] !== was[cell]) turned.push(cell)
  return { cells, turned }
}

/** Going through the cells in their order is so many times as fast as by lists. */
const MUCH = 4

/**
 * The cells of the lists brought up to date, one list (that of a condition) after the other: the last condition that stands in a cell's
 * list finds everything below up to date.
 */
function rejoined({ program, outcomes }: Evaluation, was: Uint8Array, lists: readonly Int32Array[]) {
  const { conditionOf, restOf } = program.layout
  const cells = was.slice()
  for (const list of lists)
    for (let at = 0; at < list.length; at++) {
      const cell = list[at]!
      cells[cell] = Math.max(outcomes[conditionOf[cell]!]!, cells[restOf[cell]!]!)
    }
  const turned = new Set<number>()
  for (const list of lists) for (const cell of list) if (cells[cell] !== was[cell]) turned.add(cell)
  return { cells, turned: [...turned] }
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
