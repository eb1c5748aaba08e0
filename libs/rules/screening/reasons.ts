/**
 * Reasons and lists of them, each made once: criteria of the same name over the same facts that come out alike are one reason, and lists
 * of the same reasons one list, whichever service they stand for. They hold no value of a person, so they are frozen and everyone's.
 */
import type { Reason } from '../types.ts'
import type { Answer } from './answers.ts'
import { ABSENT, add, createCellTable, find, FOUND } from './cell-table.ts'
import type { MissingSets } from './missing-sets.ts'
import type { Program } from './program.ts'
import type { State } from './tellings.ts'

export interface Reasons {
  /** The reason that a state gives for a slot. */
  readonly of: (slot: number, state: State) => Reason
  /** The list with one more reason in front, that of a slot; 0 is the empty list. */
  readonly precede: (slot: number, state: State, list: number) => number
  readonly listed: (list: number) => readonly Reason[]
}

/** Starts with nothing kept. */
export function createReasons(
  { slots, conditions, words }: Pick<Program, 'slots' | 'conditions' | 'words'>,
  { names }: MissingSets,
  answerIn: (state: State) => Answer,
): Reasons {
  const kinds = new Map<string, number>()
  const kindOf = slots.map(({ id, condition }) => {
    const key = [id, ...conditions[condition]!.facts].join('\n')
    if (!kinds.has(key)) kinds.set(key, kinds.size)
    return kinds.get(key)!
  })
  // By kind, state and list of the others: the list.
  const table = createCellTable(kinds.size)
  const byKind = Array.from(kinds, () => new Map<State, Reason>())
  // By list: its first reason, the list of the others; and itself, made when first told.
  const firsts: (Reason | undefined)[] = [undefined]
  const rests = [0]
  const made: (readonly Reason[] | undefined)[] = [Object.freeze([])]

  function of(slot: number, state: State): Reason {
    const kept = byKind[kindOf[slot]!]!
    const known = kept.get(state)
    if (known !== undefined) return known
    const { id, condition } = slots[slot]!
    const { outcome, missing, params } = answerIn(state)
    const base: Reason = { criterion: id, outcome, facts: conditions[condition]!.facts, missing: names(missing) }
    const reason = params.length === 0 ? base : { ...base, missingParameters: params.map((at) => words.parameters[at]!.id) }
    kept.set(state, Object.freeze(reason))
    return reason
  }

  function precede(slot: number, state: State, list: number): number {
    const kind = kindOf[slot]!
    const place = find(table, kind, state, list)
    if (place !== ABSENT) return table.entries[place + FOUND]!
    add(table, kind, state, list, firsts.length)
    rests.push(list)
    made.push(undefined)
    return firsts.push(of(slot, state)) - 1
  }

  function listed(list: number): readonly Reason[] {
    const known = made[list]
    if (known !== undefined) return known
    const all: Reason[] = []
    for (let at = list; at !== 0; at = rests[at]!) all.push(firsts[at]!)
    made[list] = Object.freeze(all)
    return all
  }

  return { of, precede, listed }
}
