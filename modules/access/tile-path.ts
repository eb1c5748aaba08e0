/** Reads the path of a tile (C2SP tlog-tiles). */
import { type Tile, tilePath } from '@dpg/ledger'

const PATH = /^tile\/(\d{1,2})\/((?:x\d{3}\/){0,4}\d{3})(?:\.p\/(\d{1,3}))?$/

/** The tile of a path in its one right writing; undefined for anything else. */
export function parseTilePath(path: string): Tile | undefined {
  const [, level, index, width] = PATH.exec(path) ?? []
  if (level === undefined || index === undefined) return undefined
  const tile = {
    level: Number(level),
    index: Number(index.replace(/[x/]/g, '')),
    width: width === undefined ? 256 : Number(width),
  }
  return tile.level <= 6 && tile.width > 0 && tilePath(tile) === path ? tile : undefined
}

/** The same for a bundle of entries: the leaves of which it holds what they are made of. */
export const parseBundlePath = (path: string): Tile | undefined =>
  path.startsWith('tile/entries/') ? parseTilePath(path.replace('tile/entries/', 'tile/0/')) : undefined
