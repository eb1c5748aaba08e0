/** A shard written anew with one row changed: for values that its columns have no room for. */
import type { Declarations, FactType, Json } from '../../types.ts'
import { toJson } from '../../feel/values.ts'
import { createBuilder } from '../columns/builder.ts'
import { encode } from '../columns/encode.ts'
import { openShard, writeShard } from '../columns/shard-file.ts'
import type { Column } from '../columns/column.ts'
import { loadShard } from '../eval/loaded.ts'
import { createMemory } from '../eval/memory.ts'

const TILE = 8192

export function rewriteRow(path: string, row: number, { facts }: Declarations, cellOf: (name: string) => Json | undefined): void {
  const types = new Map(facts.map(({ id, type }) => [id, type]))
  const shard = openShard(path)
  try {
    const { people, columns, ids, rest } = shard.meta
    const order = Uint32Array.from({ length: people }, (_, i) => i)
    const loaded = loadShard(
      createMemory(),
      shard,
      columns.map(({ name }) => name),
      TILE,
    )
    const encoded = columns.map((column) => {
      const builder = createBuilder(types.get(column.name) ?? typeOf(column), column.name)
      for (let i = 0; i < people; i++) builder.add(i === row ? cellOf(column.name) : toJson(loaded.valueAt(column.name, i)))
      // A column that was coded stays coded, one of numbers stays one.
      return { name: column.name, encoded: encode(builder.built(), order, column.name, column.kind === 'numbers' ? 0 : people) }
    })
    const section = (of: typeof ids): Uint8Array | undefined => {
      if (of === undefined) return undefined
      const data = new Uint8Array(of.bytes)
      shard.read(of, data)
      return data
    }
    const [idBytes, restBytes] = [section(ids), section(rest)]
    writeShard(path, { people, columns: encoded, ...(idBytes && { ids: idBytes }), ...(restBytes && { rest: restBytes }) })
  } finally {
    shard.close()
  }
}

/** The type of a derived column. */
function typeOf(column: Column): FactType {
  if (column.kind === 'bits') return 'boolean'
  if (column.kind === 'numbers') return 'number'
  const { k } = column.dictionary
  return k === 'texts' ? 'string' : k === 'days' ? 'date' : 'number'
}
