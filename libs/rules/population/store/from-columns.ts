/** A shard out of columns at hand (typed arrays, as Arrow has them): nothing goes through objects. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Built } from '../columns/builder.ts'
import { encode, FEW } from '../columns/encode.ts'
import { writeShard } from '../columns/shard-file.ts'
import { describe, shardPath } from './folder.ts'

/**
 * Columns by fact. Booleans are bytes (0 unknown, 1 none, 2 false, 3 true), numbers and days (since 1970) are floats (NaN unknown,
 * infinity none), texts are numbers of a list whose first two entries stand for unknown and none.
 */
export type ColumnsIn = Readonly<Record<string, Built>>

/** Writes one shard with the given name. All columns must have a cell for each person. */
export function writeColumns(folder: string, name: string, asOf: string, people: number, columns: ColumnsIn, few = FEW): void {
  mkdirSync(join(folder, 'shards'), { recursive: true })
  describe(folder, { order: undefined, given: [], asOf, people: 'rows' })
  const order = Uint32Array.from({ length: people }, (_, i) => i)
  const encoded = Object.entries(columns).map(([id, built]) => {
    if (built.cells.length !== people) throw new RangeError(`${id} has ${built.cells.length} cells for ${people} people`)
    return { name: id, encoded: encode(built, order, id, few) }
  })
  writeShard(shardPath(folder, name), { people, columns: encoded })
}
