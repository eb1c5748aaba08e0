/**
 * What is said of services, kept for everyone: which criteria are met and what the others wait for, never a value of a person. People
 * differ, but each list of criteria comes to a handful of things only, so hardly anybody makes a new one.
 */
import type { Reason, ServiceResult } from '../types.ts'
import { type Answer, MET, OPEN, OUTCOMES, SETTLED } from './answers.ts'
import { type Board, createBoard } from './board.ts'
import { ABSENT, add as addTo, type CellTable, createCellTable, find, FOUND, NOTE } from './cell-table.ts'
import type { MissingSets } from './missing-sets.ts'
import type { Program } from './program.ts'
import { createReasons } from './reasons.ts'

/** What a condition came to, as one number: MET, NOT_MET, or that it waits for something and for what. */
export type State = number
const FIRST_OPEN = 3

/** A telling is the number of what a cell of the layout came to; 0 is that of the empty list. */
export interface Tellings {
  readonly openState: (missing: number, params: readonly number[]) => State
  readonly answerIn: (state: State) => Answer
  /** Where the telling stands of a cell whose condition came to `state` and whose rest to the telling `rest`; until more are made. */
  readonly placeOf: (cell: number, state: State, rest: number) => number
  readonly tellingAt: (place: number) => number
  /** The row of sets that a telling waits for; 0 where it is settled. */
  readonly rowOf: (telling: number) => number
  /** Where the results begin of the services of the cell whose telling stands at a place, in their order. */
  readonly startAt: (place: number, cell: number) => number
  readonly results: readonly ServiceResult[]
  /** By cell, state and telling of the rest: the telling, with the note where its results begin. */
  readonly table: CellTable
  readonly board: Board
  /** The reason that a state gives for a slot; the same object each time. */
  readonly reasonOf: (slot: number, state: State) => Reason
  /** How much is kept. */
  readonly size: () => number
}

type Told = Pick<Program, 'layout' | 'slots' | 'conditions' | 'words' | 'services'>

/** Starts with nothing kept. */
export function createTellings({ layout, slots, conditions, words, services }: Told, sets: MissingSets): Tellings {
  const { slotOf, restOf, servicesAt } = layout
  const open: Answer[] = []
  // Hardly ever is a parameter missing too.
  const openBy = new Map<number, State>()
  const openWith = new Map<string, State>()
  const answerIn = (state: State): Answer => (state < FIRST_OPEN ? SETTLED[state]! : open[state - FIRST_OPEN]!)
  const reasons = createReasons({ slots, conditions, words }, sets, answerIn)
  const table = createCellTable(restOf.length)
  // By telling: the worst outcome of its list, its row, its list of reasons.
  const codes: number[] = [MET]
  const rows = [0]
  const lists = [0]
  const results: ServiceResult[] = []

  const openState = (missing: number, params: readonly number[]): State => {
    const key = params.length > 0 ? `${missing} ${params.join()}` : undefined
    const known = key === undefined ? openBy.get(missing) : openWith.get(key)
    if (known !== undefined) return known
    const made = FIRST_OPEN + open.push({ outcome: 'unknown', missing, params }) - 1
    if (key === undefined) openBy.set(missing, made)
    else openWith.set(key, made)
    return made
  }

  function placeOf(cell: number, state: State, rest: number): number {
    const place = find(table, cell, state, rest)
    return place === ABSENT ? add(cell, state, rest) : place
  }

  function add(cell: number, state: State, rest: number): number {
    const own = state < FIRST_OPEN ? state : OPEN
    const code = Math.max(own, codes[rest]!)
    const below = rows[rest]!
    rows.push(code !== OPEN ? 0 : own === OPEN ? sets.precede(answerIn(state).missing, below) : below)
    lists.push(reasons.precede(slotOf[cell]!, state, lists[rest]!))
    return addTo(table, cell, state, rest, codes.push(code) - 1)
  }

  function startAt(place: number, cell: number): number {
    const known = table.entries[place + NOTE]!
    if (known !== ABSENT) return known
    const telling = table.entries[place + FOUND]!
    const outcome = OUTCOMES[codes[telling]!]!
    const list = reasons.listed(lists[telling]!)
    const missing = sets.namesOf(rows[telling]!)
    const start = results.length
    for (const { rules } of servicesAt[cell]!)
      results.push(Object.freeze({ service: rules.id, basis: rules.basis, outcome, reasons: list, missing }))
    table.entries[place + NOTE] = start
    return start
  }

  const board = createBoard(conditions.length, restOf.length, services.length)
  // The empty list is always told alike.
  const first = startAt(addTo(table, 0, MET, 0, 0), 0)
  for (let place = 0; place < layout.toldStart[1]!; place++) board.results[layout.told[place]!] = results[first + place]!
  return {
    openState,
    answerIn,
    placeOf,
    table,
    tellingAt: (place) => table.entries[place + FOUND]!,
    rowOf: (telling) => rows[telling]!,
    startAt,
    results,
    board,
    reasonOf: reasons.of,
    size: () => codes.length + results.length,
  }
}
