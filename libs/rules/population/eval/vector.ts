/** What stands for numbers while a tile is evaluated. */
import type { Num } from '../plan/nodes.ts'
import type { Emitter } from './emit.ts'
import type { LoadedShard } from './loaded.ts'
import type { Memory, Planes } from './memory.ts'
import type { Tables } from './tables.ts'

export interface Vector {
  readonly at: number
  /** Planes of unknown and of none. */
  readonly unknown: number
  readonly none: number
  /** Planes of those whose number may be on the wrong side of a rounding. */
  readonly doubt: number
  /** Planes of those whose number is not surely an exact whole one; only they can be on the wrong side of anything. */
  readonly inexact: number
  /** All are whole and exact. */
  readonly isWhole: boolean
  /** No number is larger in size, none but 0 is smaller; the exact one is at most `error` away. */
  readonly most: number
  readonly least: number
  readonly hasZero: boolean
  readonly error: number
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
  /** Planes true and unknown of a condition. */
  readonly truth: (bool: Extract<Num, { k: 'choose' }>['cond']) => { readonly yes: number; readonly unknown: number }
}
