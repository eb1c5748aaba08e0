/**
 * What is said of services, kept for everyone: which criteria are met and what the others wait for, never a value of a person. People
 * differ, but each list of criteria comes to a handful of things only, so hardly anybody makes a new one.
 */
import type { Reason, ServiceResult } from '../types.ts'
import { type Answer, MET, OPEN, OUTCOMES, SETTLED } from './answers.ts'
import type { MissingSets } from './missing-sets.ts'
import type { Program } from './program.ts'

/** What a condition came to, as one number: MET, NOT_MET, or that it waits for something and for what. */
export type State = number
const FIRST_OPEN = 3

/** A telling is the number of what a cell of the layout came to; 0 is that of the empty list. */
export interface Tellings {
  readonly openState: (missing: number, params: readonly number[]) => State
  readonly answerIn: (state: State) => Answer
  /** The telling of a cell whose condition came to `state` and whose rest to the telling `rest`. */
  readonly of: (cell: number, state: State, rest: number) => number
  /** The row of sets that a telling waits for; 0 where it is settled. */
  readonly rowOf: (telling: number) => number
  /** Where the results of the services of the telling's cell begin, in their order. */
  readonly startOf: (telling: number, cell: number) => number
  readonly results: readonly ServiceResult[]
  readonly board: Board
  /** The reason that a state gives for a slot; the same object each time. */
  readonly reasonOf: (slot: number, state: State) => Reason
  /** How much is kept. */
  readonly size: () => number
}

/** What was told last, brought up to date for each person and copied: two people have most in common. */
interface Board {
  /** By condition. */
  readonly states: Int32Array
  /** By cell: its telling, the row of that, and whether (1) it is another than the one before. */
  readonly told: Int32Array
  readonly rows: Int32Array
  readonly turned: Uint8Array
  /** By service; not those that are judged per unit. */
  readonly results: ServiceResult[]
}

type Told = Pick<Program, 'layout' | 'slots' | 'conditions' | 'words' | 'services'>

const NOT_YET = -1
/** What of a telling stands where. */
const [STATE, REST, NEXT, ROW, SIZE] = [0, 1, 2, 3, 4] as const

/** Starts with nothing kept. */
export function createTellings({ layout, slots, conditions, words, services }: Told, sets: MissingSets): Tellings {
  const { slotOf, restOf, servicesAt } = layout
  const open: Answer[] = []
  // Hardly ever is a parameter missing too.
  const openBy = new Map<number, State>()
  const openWith = new Map<string, State>()
  const reasons = slots.map(() => new Map<State, Reason>())
  // A telling after another: what it is made of, the next of the same cell (0: none), its row. Side by side, for they are read together.
  let made = new Int32Array(SIZE << 14)
  let count = 1
  const codes: number[] = [MET]
  const starts = [NOT_YET]
  const firsts = new Int32Array(restOf.length)
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

  function of(cell: number, state: State, rest: number): number {
    let before = 0
    for (let at = firsts[cell]!; at !== 0; before = at, at = made[SIZE * at + NEXT]!) {
      const place = SIZE * at
      if (made[place + STATE] !== state || made[place + REST] !== rest) continue
      // What was told last comes first.
      if (before > 0) {
        made[SIZE * before + NEXT] = made[place + NEXT]!
        made[place + NEXT] = firsts[cell]!
        firsts[cell] = at
      }
      return at
    }
    return add(cell, state, rest)
  }
  const answerIn = (state: State): Answer => (state < FIRST_OPEN ? SETTLED[state]! : open[state - FIRST_OPEN]!)

  function add(cell: number, state: State, rest: number): number {
    const own = state < FIRST_OPEN ? state : OPEN
    const code = Math.max(own, codes[rest]!)
    const below = made[SIZE * rest + ROW]!
    const row = code !== OPEN ? 0 : own === OPEN ? sets.precede(answerIn(state).missing, below) : below
    if (SIZE * count === made.length) {
      const more = new Int32Array(2 * made.length)
      more.set(made)
      made = more
    }
    made.set([state, rest, firsts[cell]!, row], SIZE * count)
    firsts[cell] = count
    codes.push(code)
    starts.push(NOT_YET)
    return count++
  }

  function reasonOf(slot: number, state: State): Reason {
    const known = reasons[slot]!.get(state)
    if (known !== undefined) return known
    const { id, condition } = slots[slot]!
    const { outcome, missing, params } = answerIn(state)
    const base: Reason = { criterion: id, outcome, facts: conditions[condition]!.facts, missing: sets.names(missing) }
    const made = params.length === 0 ? base : { ...base, missingParameters: params.map((at) => words.parameters[at]!.id) }
    reasons[slot]!.set(state, Object.freeze(made))
    return made
  }

  function tell(telling: number, cell: number): number {
    const list: Reason[] = []
    for (let [at, told] = [cell, telling]; at !== 0; [at, told] = [restOf[at]!, made[SIZE * told + REST]!])
      list.push(reasonOf(slotOf[at]!, made[SIZE * told + STATE]!))
    Object.freeze(list)
    const outcome = OUTCOMES[codes[telling]!]!
    const missing = sets.namesOf(made[SIZE * telling + ROW]!)
    const start = results.length
    for (const { rules } of servicesAt[cell]!)
      results.push(Object.freeze({ service: rules.id, basis: rules.basis, outcome, reasons: list, missing }))
    starts[telling] = start
    return start
  }

  const board: Board = {
    states: new Int32Array(conditions.length).fill(NOT_YET),
    told: new Int32Array(restOf.length),
    rows: new Int32Array(restOf.length),
    turned: new Uint8Array(restOf.length),
    results: new Array<ServiceResult>(services.length),
  }
  const first = tell(0, 0)
  for (let place = 0; place < layout.toldStart[1]!; place++) board.results[layout.told[place]!] = results[first + place]!
  return {
    openState,
    answerIn,
    of,
    rowOf: (telling) => made[SIZE * telling + ROW]!,
    startOf: (telling, cell) => (starts[telling] === NOT_YET ? tell(telling, cell) : starts[telling]!),
    results,
    board,
    reasonOf,
    size: () => count + results.length,
  }
}
