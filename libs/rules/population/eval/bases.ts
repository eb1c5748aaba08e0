/**
 * Base planes of a coded column: the people whose code is below a border. Everything that is asked of codes is made of these, so a
 * border is compared once a tile however many conditions have it, and where a whole tile lies on one side it is not compared at all.
 */
import { ZONE } from '../columns/column.ts'
import type { LoadedCodes, LoadedShard } from './loaded.ts'
import { type Memory, ONE, ZERO } from './memory.ts'

interface Base {
  readonly column: LoadedCodes
  readonly below: number
  readonly plane: number
}

export interface Bases {
  /** The number of the base plane of codes below `below`. */
  readonly of: (column: LoadedCodes, below: number) => number
  /** What each base is in a tile: ZERO, ONE, or its plane. */
  readonly states: (tile: number) => Int32Array
  /** Compares: makes the plane of a base for a tile; where planes are kept, the first time only. */
  readonly build: (base: number, tile: number) => void
  /** Compares all bases of all tiles now and keeps them. */
  readonly keep: () => void
}

export function createBases(memory: Memory, shard: LoadedShard, tileSize: number): Bases {
  const bases: Base[] = []
  const known = new Map<LoadedCodes, Map<number, number>>()
  const zonesATile = tileSize / ZONE
  const size = tileSize / 8
  let states = new Int32Array(0)
  /** Where the planes of all tiles are, tile by tile, by base; 0 where they are not kept. */
  const kept: number[] = []

  const compare = ({ column, below }: Base, tile: number, to: number): void => {
    const { width } = column.column
    const from = column.at + tile * tileSize * width
    memory.kernels[width === 1 ? 'below8' : 'below16'](to, from, from + tileSize * width, below)
  }

  return {
    of: (column, below) => {
      const ofColumn = known.get(column) ?? new Map<number, number>()
      known.set(column, ofColumn)
      const before = ofColumn.get(below)
      if (before !== undefined) return before
      const id = bases.push({ column, below, plane: memory.take(tileSize / 8) }) - 1
      ofColumn.set(below, id)
      return id
    },
    states: (tile) => {
      if (states.length !== bases.length) states = new Int32Array(bases.length)
      const first = tile * zonesATile
      const last = Math.min(first + zonesATile, Math.ceil(shard.people / ZONE))
      let seen: LoadedCodes | undefined
      let [low, high] = [0, 0]
      bases.forEach(({ column, below, plane }, i) => {
        if (column !== seen) {
          seen = column
          low = 65_535
          high = 0
          for (let zone = first; zone < last; zone++) {
            low = Math.min(low, column.zones[2 * zone]!)
            high = Math.max(high, column.zones[2 * zone + 1]!)
          }
        }
        states[i] = high < below ? ONE : low >= below ? ZERO : plane
      })
      return states
    },
    build: (id, tile) => {
      const base = bases[id]!
      const from = kept[id]
      if (from === undefined) compare(base, tile, base.plane)
      else memory.bytes().copyWithin(base.plane, from + tile * size, from + (tile + 1) * size)
    },
    keep: () => {
      bases.forEach((base, id) => {
        const to = kept[id] ?? memory.take(size * shard.tiles)
        kept[id] = to
        for (let tile = 0; tile < shard.tiles; tile++) compare(base, tile, to + tile * size)
      })
    },
  }
}
