/** What stands for numbers while a tile is evaluated. */
import type { Num } from '../plan/nodes.ts'
import type { Lane, Mask } from '../wasm/lanes.ts'
import type { Emitter } from './emit.ts'
import type { LoadedCodes, LoadedShard } from './loaded.ts'
import type { Memory, Planes } from './memory.ts'
import type { Stretch, Tables } from './tables.ts'

export interface Vector {
  /** How it is worked out. */
  readonly lane: Lane
  /** Planes of unknown and of none. */
  readonly unknown: number
  readonly none: number
  /** Planes of those whose number may be on the wrong side of a rounding. */
  readonly doubt: number
  /** Those whose number is not surely an exact whole one; only they can be on the wrong side of anything. */
  readonly inexact: Mask
  /** All are whole and exact. */
  readonly isWhole: boolean
  /** No number is larger in size, none but 0 is smaller; the exact one is at most `error` away. */
  readonly most: number
  readonly least: number
  readonly hasZero: boolean
  readonly error: number
}

/** A number of which the column stands at an address. */
export interface Placed extends Vector {
  readonly at: number
}

/** What happens to a tile, in order. */
export type Step = (tile: number) => void

export interface NumbersOptions {
  readonly memory: Memory
  readonly shard: LoadedShard
  readonly tables: Tables
  readonly planes: Planes
  readonly emitter: Emitter
  readonly tileSize: number
  /** Runs what has been written down so far, then this. */
  readonly then: (step: Step) => void
  /** A plane of those whose code is in any of the stretches. */
  readonly codesIn: (column: LoadedCodes, stretches: readonly Stretch[]) => number
  /** Planes true and unknown of a condition. */
  readonly truth: (bool: Extract<Num, { k: 'choose' }>['cond']) => { readonly yes: number; readonly unknown: number }
}
