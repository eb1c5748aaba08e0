/**
 * Runs a program over a text by backtracking that never tries the same place in the program and the text twice, so time grows
 * with (pattern x text), not exponentially. A pattern that looks back at its groups cannot be cut so: for it, and as a last resort
 * for all, turns are counted; too many throw LimitError.
 */
import { LimitError } from '../../errors.ts'
import { burn, type Tank } from '../tank.ts'
import { isSameChar, type Program, type Step } from './program.ts'

/** Places in the text by slot: 0 and 1 the whole, then two a group; -1 where a group took no part. */
export type Match = Int32Array

export interface Matcher {
  /** The first match that starts at `from` or later. */
  readonly next: (from: number) => Match | undefined
}

/** Some 30 ms, and more for a long text. */
const MAX_TURNS = 400_000
const TURNS_PER_CHARACTER = 8
const MAX_BITS = 1 << 25
/** A turn of a loop costs as much as some of ours. */
const TURNS_PER_FUEL = 4

/** A matcher over the code points of one text; what it takes is burnt from the tank. */
export function matcherOver(program: Program, text: readonly number[], tank: Tank): Matcher {
  const { steps, slots } = program
  const width = text.length + 1
  const canMark = !program.looksBack && steps.length * width <= MAX_BITS
  const tried = canMark ? new Uint8Array((steps.length * width + 7) >> 3) : undefined
  let turns = Math.min(MAX_TURNS + text.length * TURNS_PER_CHARACTER, tank.fuel * TURNS_PER_FUEL)

  /** Marks the place; false when it was tried before. */
  function mark(pc: number, at: number, marked: number[]): boolean {
    if (tried === undefined) return true
    const bit = pc * width + at
    const mask = 1 << (bit & 7)
    if ((tried[bit >> 3]! & mask) !== 0) return false
    tried[bit >> 3]! |= mask
    marked.push(bit)
    return true
  }

  function run(from: number): Match | undefined {
    const notes = new Int32Array(slots).fill(-1)
    notes[0] = from
    // Triples: a step to go on at with its place (third -1), or a note to take back (first: slot, second: old place, third 0).
    const todo: number[] = [0, from, -1]
    const marked: number[] = []
    while (todo.length > 0) {
      const third = todo.pop()!
      let at = todo.pop()!
      let pc = todo.pop()!
      if (third === 0) {
        notes[pc] = at
        continue
      }
      for (;;) {
        if (--turns < 0) throw new LimitError('The pattern takes too long: write a simpler one, without nested repeats')
        if (!mark(pc, at, marked)) break
        const step: Step = steps[pc]!
        if (step.k === 'found') {
          notes[1] = at
          for (const bit of marked) tried![bit >> 3]! &= ~(1 << (bit & 7))
          return notes
        }
        if (step.k === 'fork') {
          todo.push(step.second, at, -1)
          pc = step.first
        } else if (step.k === 'jump') pc = step.to
        else if (step.k === 'note') {
          todo.push(step.slot, notes[step.slot]!, 0)
          notes[step.slot] = at
          pc++
        } else {
          const to = after(step, at, notes)
          if (to < 0) break
          at = to
          pc++
        }
      }
    }
    return undefined
  }

  /** Where the text goes on after a step; -1 when it fails. */
  function after(step: Exclude<Step, { k: 'found' | 'fork' | 'jump' | 'note' }>, at: number, notes: Int32Array): number {
    switch (step.k) {
      case 'char':
        return at < text.length && step.set(text[at]!) ? at + 1 : -1
      case 'start':
        return at === 0 || (step.isLine && text[at - 1] === 10) ? at : -1
      case 'end':
        return at === text.length || (step.isLine && text[at] === 10) ? at : -1
      case 'moved':
        return tried === undefined && notes[step.slot] === at ? -1 : at
      case 'same':
        return repeated(notes[step.index * 2]!, notes[step.index * 2 + 1]!, at, step.ignoreCase)
    }
  }

  /** A group that took no part matches nothing at all. */
  function repeated(start: number, end: number, at: number, ignoreCase: boolean): number {
    if (start < 0 || end < 0) return at
    const length = end - start
    turns -= length
    if (at + length > text.length) return -1
    for (let i = 0; i < length; i++) if (!isSameChar(text[start + i]!, text[at + i]!, ignoreCase)) return -1
    return at + length
  }

  function search(from: number): Match | undefined {
    for (let start = from; start <= text.length; start++) {
      const match = run(start)
      if (match !== undefined) return match
    }
    return undefined
  }

  return {
    next: (from) => {
      const before = turns
      const match = search(from)
      burn(tank, Math.ceil((before - turns) / TURNS_PER_FUEL))
      return match
    },
  }
}
