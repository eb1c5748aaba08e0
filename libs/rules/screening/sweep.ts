/** All groups at once: cells from their condition and their rest. */
import { readFact, type Run } from '../compiler/run.ts'
import type { Value } from '../feel/values.ts'
import { type Column, MOST_VALUES } from './columns.ts'
import { type Evaluation, NOT_JUDGED, outcomeOf } from './evaluation.ts'
import { giveUp } from './give-up.ts'

/** The outcome code of every cell. */
export function sweep(evaluation: Evaluation): Uint8Array {
  judgeAll(evaluation)
  return joined(evaluation)
}

/** Judges every condition that reads no role. */
function judgeAll(evaluation: Evaluation): void {
  const { columns, loose } = evaluation.program.layout
  for (const column of columns) judgeColumn(evaluation, column)
  for (let at = 0; at < loose.length; at++) outcomeOf(evaluation, loose[at]!)
}

function judgeColumn(evaluation: Evaluation, { fact, conditions, kept }: Column): void {
  const { outcomes, run } = evaluation
  // They read the same fact, so all are judged or none is.
  if (outcomes[conditions[0]!] !== NOT_JUDGED) return
  const { spare } = run
  const value = read(run, fact)
  const known = kept.get(value)
  if (known !== undefined) {
    for (let at = 0; at < conditions.length; at++) outcomes[conditions[at]!] = known[at]!
    return
  }
  for (let at = 0; at < conditions.length; at++) outcomeOf(evaluation, conditions[at]!)
  const isPlain = typeof value === 'string' || typeof value === 'number'
  if (isPlain && kept.size < MOST_VALUES && run.spare === spare)
    kept.set(
      value,
      Uint8Array.from(conditions, (condition) => outcomes[condition]!),
    )
}

function read(run: Run, fact: number): Value {
  try {
    return readFact(run, fact)
  } catch (cause) {
    giveUp(run, cause)
    return undefined
  }
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
