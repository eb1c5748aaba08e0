/**
 * What is said of services, kept for everyone: reasons, lists of them and results name criteria, facts and outcomes, never a value
 * of a person, so all people of whom the same is true share one frozen object. A list is a reason and the rest of the list, itself
 * one, as the cells of the layout are; so a list belongs to one cell.
 */
import type { Reason, ServiceResult } from '../types.ts'
import { MET, OPEN, OUTCOMES } from './codes.ts'
import type { Layout } from './layout.ts'
import type { MissingSets } from './missing-sets.ts'
import { createPairs } from './pairs.ts'
import { createRecent } from './recent.ts'

/** Lists by number; 0 is the empty one. */
export interface Tellings {
  /** The reason of a slot that came to `code`: its number. `missing` is a set, `params` its parameters. */
  readonly reason: (slot: number, code: number, missing: number, params: readonly number[], make: () => Reason) => number
  /** The list with one more reason in front, that of the cell. */
  readonly precede: (cell: number, reason: number, rest: number) => number
  /** What all of them come to, as a code. */
  readonly codeOf: (list: number) => number
  readonly listOf: (list: number) => readonly Reason[]
  /** What a list's unknown reasons wait for, as a row of sets; 0 where it is settled. */
  readonly rowOf: (list: number) => number
  readonly missingOf: (list: number) => readonly string[]
  /** The result of a service of the list's cell, by its place in the layout. */
  readonly resultOf: (list: number, cell: number, place: number) => ServiceResult
  /** How much is kept. */
  readonly size: () => number
}

interface Heard {
  readonly code: number
  readonly missing: number
  readonly reason: Reason
}

const NOT_TOLD = -1
const NOTHING: readonly string[] = Object.freeze([])

/** Starts with nothing kept. */
export function createTellings(
  sets: MissingSets,
  { servicesOfCell, idOf, basisOf }: Pick<Layout, 'servicesOfCell' | 'idOf' | 'basisOf'>,
): Tellings {
  const heard: Heard[] = []
  // Reasons that lack a parameter are few.
  const lacking = new Map<string, number>()
  const codes: number[] = [MET]
  const rows: number[] = [0]
  const lists: (readonly Reason[])[] = [Object.freeze([])]
  // Side by side in memory; by list where its cell's services begin, or NOT_TOLD.
  const results: ServiceResult[] = []
  const starts: number[] = [NOT_TOLD]

  const add = (reason: number, rest: number): number => {
    const first = heard[reason]!
    const code = Math.max(first.code, codes[rest]!)
    codes.push(code)
    const isOpen = code === OPEN && first.code === OPEN
    rows.push(isOpen ? sets.precede(first.missing, rows[rest]!) : code === OPEN ? rows[rest]! : 0)
    starts.push(NOT_TOLD)
    return lists.push(Object.freeze([first.reason, ...lists[rest]!])) - 1
  }
  const pairs = createPairs()
  const plain = createPairs()
  const precede = createRecent(servicesOfCell.length, (reason, rest) => pairs(reason, rest, add))
  const missingOf = (list: number) => (codes[list] === OPEN ? sets.namesOf(rows[list]!) : NOTHING)
  const told = (list: number, cell: number): number => {
    const [outcome, reasons, missing] = [OUTCOMES[codes[list]!]!, lists[list]!, missingOf(list)]
    starts[list] = results.length
    for (const at of servicesOfCell[cell]!)
      results.push(Object.freeze({ service: idOf[at]!, basis: basisOf[at]!, outcome, reasons, missing }))
    return starts[list]!
  }
  return {
    reason: (slot, code, missing, params, make) => {
      const add = () => heard.push({ code, missing, reason: Object.freeze(make()) }) - 1
      if (params.length === 0) return plain(slot, code === OPEN ? missing + 2 : code >> 1, add)
      const key = `${slot} ${missing} ${params.join()}`
      const known = lacking.get(key)
      if (known !== undefined) return known
      const made = add()
      lacking.set(key, made)
      return made
    },
    precede,
    codeOf: (list) => codes[list]!,
    listOf: (list) => lists[list]!,
    rowOf: (list) => rows[list]!,
    missingOf,
    resultOf: (list, cell, place) => {
      const start = starts[list]!
      return results[(start === NOT_TOLD ? told(list, cell) : start) + place]!
    },
    size: () => heard.length + lists.length + results.length,
  }
}
