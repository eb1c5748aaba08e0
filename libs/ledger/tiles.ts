import { concat } from './bytes.ts'
import type { HashReader } from './store.ts'

/** A tile of a log (C2SP tlog-tiles): up to 256 hashes of one level. */
export interface Tile {
  /** 0 holds leaf hashes; a hash of level n+1 is the root over one full tile of level n. */
  readonly level: number
  readonly index: number
  /** 1..256; fewer than 256 is a partial tile. */
  readonly width: number
}

const WIDTH = 256

/** `tile/0/x001/234` or, partial, `tile/0/x001/234.p/17`. */
export function tilePath({ level, index, width }: Tile): string {
  const digits = String(index)
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g)!
  const path = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/')
  return `tile/${level}/${path}${width < WIDTH ? `.p/${width}` : ''}`
}

/** The bytes of a tile: its hashes one after another. Throws when the log does not reach that far. */
export const readTile = async (store: HashReader, { level, index, width }: Tile): Promise<Uint8Array> =>
  concat(...(await store.read(Array.from({ length: width }, (_, i) => ({ level: level * 8, index: index * WIDTH + i })))))

/** The tiles a mirror of a log of that size must hold, the last of each level partial where it is. */
export function tilesOf(size: number): Tile[] {
  const tiles: Tile[] = []
  for (let level = 0, count = size; count > 0; level += 1, count = Math.floor(count / WIDTH)) {
    for (let index = 0; index * WIDTH < count; index += 1)
      tiles.push({ level, index, width: Math.min(WIDTH, count - index * WIDTH) })
  }
  return tiles
}
