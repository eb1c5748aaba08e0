/** What was told last, brought up to date where the next person differs: two people have most in common. */
import type { ServiceResult } from '../types.ts'
import { MET, OPEN } from './answers.ts'
import { ABSENT, FOUND, find, NOTE } from './cell-table.ts'
import { type Evaluation, NOT_JUDGED, stateOf } from './evaluation.ts'

export interface Board {
  /** By condition. */
  readonly states: Int32Array
  /** By cell: its telling, and the row of sets that it waits for; 0 where it is settled, and for cells that read a role. */
  readonly told: Int32Array
  readonly rows: Int32Array
  /** By cell, as bits: to be looked at. */
  readonly due: Int32Array
  /** By service; not those that are judged per unit. */
  readonly results: ServiceResult[]
}

export const createBoard = (conditions: number, cells: number, services: number): Board => ({
  states: new Int32Array(conditions).fill(ABSENT),
  told: new Int32Array(cells),
  rows: new Int32Array(cells),
  due: new Int32Array(Math.ceil(cells / 32)),
  results: new Array<ServiceResult>(services),
})

/** The board as it is for this person, until somebody else is told something. */
export function boardFor(evaluation: Evaluation, cells: Uint8Array): Board {
  const { program, tellings, states } = evaluation
  const { plain, cellsOf } = program.layout
  const { board } = tellings
  const { due } = board
  // Whoever meets a limit on the way leaves the board as it was.
  for (let at = 0; at < plain.length; at++) stateOf(evaluation, plain[at]!)
  for (let at = 0; at < plain.length; at++) {
    const condition = plain[at]!
    if (board.states[condition] === states[condition]) continue
    board.states[condition] = states[condition]!
    const list = cellsOf[condition]!
    for (let place = 0; place < list.length; place++) due[list[place]! >> 5]! |= 1 << (list[place]! & 31)
  }
  // A rest comes before what it is the rest of.
  for (let word = 0; word < due.length; word++)
    for (let rest = due[word]!; rest !== 0; rest = due[word]!) {
      due[word] = rest & (rest - 1)
      const cell = 32 * word + 31 - Math.clz32(rest & -rest)
      if (cells[cell] !== NOT_JUDGED) bring(evaluation, cell, cells[cell]!)
    }
  return board
}

/** Brings one cell up to date; what it is the rest of is to be looked at where it turns. */
function bring({ program, tellings }: Evaluation, cell: number, code: number): void {
  const { conditionOf, restOf, overStart, over, toldStart, told: services } = program.layout
  const { table, board, results } = tellings
  const { states, told, rows, due } = board
  const state = states[conditionOf[cell]!]!
  const rest = told[restOf[cell]!]!
  const known = find(table, cell, state, rest)
  const place = known === ABSENT ? tellings.placeOf(cell, state, rest) : known
  const is = table.entries[place + FOUND]!
  if (is === told[cell]) return
  told[cell] = is
  rows[cell] = code === OPEN ? tellings.rowOf(is) : 0
  for (let at = overStart[cell]!; at < overStart[cell + 1]!; at++) due[over[at]! >> 5]! |= 1 << (over[at]! & 31)
  const end = toldStart[cell + 1]!
  let at = toldStart[cell]!
  if (at === end) return
  const start = table.entries[place + NOTE]!
  for (let from = start === ABSENT ? tellings.startAt(place, cell) : start; at < end; at++)
    board.results[services[at]!] = results[from++]!
}

/** Where the telling of one cell stands. */
export function tellCell(evaluation: Evaluation, cell: number): number {
  const { conditionOf, restOf } = evaluation.program.layout
  const { placeOf, tellingAt } = evaluation.tellings
  if (cell === 0) return placeOf(0, MET, 0)
  const rest = tellingAt(tellCell(evaluation, restOf[cell]!))
  return placeOf(cell, stateOf(evaluation, conditionOf[cell]!), rest)
}
