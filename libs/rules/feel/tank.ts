/** What evaluation may cost: each turn of a loop, each part of a value that is walked through uses some up. */
import { LimitError } from '../errors.ts'
import { Clock, isList, type Value } from './values.ts'

/** Something that holds turns; a Run is one. */
export interface Tank {
  fuel: number
}

/** Enough for every rule, little enough to end within a second. */
export const FUEL = 5_000_000

export const newTank = (fuel = FUEL): Tank => ({ fuel })

/** The parts of a value that is written out whole, as text or JSON. */
export const MAX_PARTS = 1_000_000

/** Uses up so many turns. Throws LimitError when none is left. */
export function burn(tank: Tank, turns = 1): void {
  tank.fuel -= turns
  if (tank.fuel < 0) throw new LimitError()
}

/** Lists in lists in lists …, deeper than anything people write. */
const MAX_DEPTH = 500

/** Steps into a value of so many parts. Throws LimitError when it is too much or too deep. */
export function enter(tank: Tank, parts: number, depth: number): void {
  if (depth > MAX_DEPTH) throw new LimitError('A value is nested too deeply: simpler lists and contexts are needed')
  burn(tank, parts + 1)
}

/** To ask the platform for a zone's rules. */
const ZONE_COST = 500

/** Uses up what a long text, a list or a time in a zone costs whoever reads or makes it. */
export function weigh(tank: Tank, value: Value): void {
  if (typeof value === 'string') {
    if (value.length > 64) burn(tank, value.length >> 3)
  } else if (typeof value !== 'object' || value === null) return
  else if (isList(value)) burn(tank, value.length >> 1)
  else if (value instanceof Clock && value.zone !== undefined) burn(tank, ZONE_COST)
}
