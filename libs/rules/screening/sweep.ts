/** All groups at once: cells from their condition and their rest. */
import type { ServiceResult } from '../types.ts'
import { readFact } from '../compiler/run.ts'
import { type Column, MOST_VALUES } from './columns.ts'
import { type Evaluation, NOT_JUDGED, outcomeOf, stateOf } from './evaluation.ts'

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
  const value = readFact(run, fact)
  const known = kept.get(value)
  if (known !== undefined) {
    for (let at = 0; at < conditions.length; at++) outcomes[conditions[at]!] = known[at]!
    return
  }
  for (let at = 0; at < conditions.length; at++) outcomeOf(evaluation, conditions[at]!)
  const isPlain = typeof value === 'string' || typeof value === 'number'
  if (isPlain && kept.size < MOST_VALUES)
    kept.set(
      value,
      Uint8Array.from(conditions, (condition) => outcomes[condition]!),
    )
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

/** What is told when all services are screened. */
export interface Table {
  /** By cell: the row of sets that it waits for; 0 where it is settled, and for cells that read a role. */
  readonly rows: Int32Array
  /** By service; not those that are judged per unit. */
  readonly results: ServiceResult[]
}

/** Brings the board up to date where this person differs from the last one, and copies it. */
export function tellAll(evaluation: Evaluation, cells: Uint8Array): Table {
  const { program, tellings } = evaluation
  const { conditionOf, restOf, plain, toldStart, told: services } = program.layout
  const { states, told, rows, turned, results } = tellings.board
  let isSame = true
  const differs = new Uint8Array(states.length)
  for (let at = 0; at < plain.length; at++) {
    const condition = plain[at]!
    if (states[condition] === stateOf(evaluation, condition)) continue
    differs[condition] = 1
    isSame = false
  }
  // Only once all are said: whoever meets a limit on the way leaves the board as it was.
  if (!isSame) states.set(evaluation.states.subarray(0, states.length))
  for (let cell = 1; cell < (isSame ? 0 : cells.length); cell++) {
    const condition = conditionOf[cell]!
    const rest = restOf[cell]!
    turned[cell] = 0
    if ((differs[condition]! | turned[rest]!) === 0 || cells[cell] === NOT_JUDGED) continue
    const is = tellings.of(cell, states[condition]!, told[rest]!)
    if (is === told[cell]) continue
    told[cell] = is
    rows[cell] = tellings.rowOf(is)
    turned[cell] = 1
    const end = toldStart[cell + 1]!
    let place = toldStart[cell]!
    if (place === end) continue
    for (let from = tellings.startOf(is, cell); place < end; place++) results[services[place]!] = tellings.results[from++]!
  }
  return { rows: rows.slice(), results: results.slice() }
}

/** The telling of one cell. */
export function tellCell(evaluation: Evaluation, cell: number): number {
  if (cell === 0) return 0
  const { conditionOf, restOf } = evaluation.program.layout
  return evaluation.tellings.of(cell, stateOf(evaluation, conditionOf[cell]!), tellCell(evaluation, restOf[cell]!))
}
