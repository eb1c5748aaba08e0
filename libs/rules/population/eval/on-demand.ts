/** Derived columns that a shard does not hold yet: worked out person by person from what it holds, and kept beside it. */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import type { Json } from '../../types.ts'
import { createBuilder, derivedJson } from '../columns/builder.ts'
import { encode } from '../columns/encode.ts'
import { openShard, type ShardFile, writeShard } from '../columns/shard-file.ts'
import type { Derived } from '../plan/derived.ts'
import { isGivenUp } from '../plan/given-up.ts'
import { runner } from '../plan/runner.ts'
import { toJson } from '../../feel/values.ts'
import { entriesOf } from '../store/journal.ts'
import { columnFolder } from '../store/kept.ts'
import { createMemory } from './memory.ts'
import { loadShard } from './loaded.ts'

/** A derived column needs facts that the population does not hold. */
export class NotHeldError extends Error {
  readonly facts: readonly string[]
  constructor(shown: string, facts: readonly string[]) {
    super(`The population holds no ${facts.join(', ')}, which ${shown} reads; make it again with these rules or with \`whole\``)
    this.name = 'NotHeldError'
    this.facts = facts
  }
}

const TILE = 8192

/** A file of one column, worked out now unless it is there. */
export function derivedFile(folder: string, name: string, shard: ShardFile, derived: Derived, asOf: string): ShardFile {
  const place = columnFolder(folder, derived.key)
  const path = join(place, `${name}.shard`)
  if (!existsSync(path)) {
    mkdirSync(place, { recursive: true })
    const { people } = shard.meta
    const order = Uint32Array.from({ length: people }, (_, i) => i)
    const builder = createBuilder(derived.type, derived.shown)
    for (const value of workedOut(shard, derived, asOf)) builder.add(value)
    const columns = [{ name: derived.key, encoded: encode(builder.built(), order, derived.shown) }]
    writeShard(path, { people, columns, givenUp: isGivenUp(derived.key) ? [derived.key] : [] })
  }
  return openShard(path)
}

function* workedOut(shard: ShardFile, derived: Derived, asOf: string): Generator<Json | undefined> {
  const stored = new Set(shard.meta.columns.map(({ name }) => name))
  const inColumns = derived.facts.filter((id) => stored.has(id))
  const elsewhere = derived.facts.filter((id) => !stored.has(id))
  const lists = elsewhere.length === 0 ? undefined : restOf(shard)
  const absent = elsewhere.filter((id) => lists?.[id] === undefined)
  if (absent.length > 0) throw new NotHeldError(derived.shown, absent)
  const loaded = loadShard(createMemory(), shard, inColumns, TILE)
  const runOf = runner(derived.program, derived.facts, asOf)
  const is = derived.type === 'date' ? 'number' : derived.type
  for (let row = 0; row < loaded.people; row++) {
    const facts: Record<string, Json> = {}
    for (const id of inColumns) {
      const value = toJson(loaded.valueAt(id, row))
      if (value !== undefined) facts[id] = value
    }
    for (const id of elsewhere) {
      const [value] = lists![id]![row]!
      if (value !== undefined) facts[id] = value
    }
    const value = derivedJson(derived.run(runOf(facts)))
    yield value === undefined || value === null || typeof value === is ? value : null
  }
}

/** What has no column, by fact: a list of one value a person, empty where it is unknown. */
export function restOf(shard: ShardFile): Readonly<Record<string, readonly (readonly Json[])[]>> | undefined {
  const { rest } = shard.meta
  if (rest === undefined) return undefined
  const all: Record<string, (readonly Json[])[]> = JSON.parse(unpacked(shard, rest))
  for (const { row, person } of entriesOf(shard.path))
    for (const [id, list] of Object.entries(all)) {
      const value = person.facts[id]
      list[row] = value === undefined ? [] : [value]
    }
  return all
}

/** Ids in order of the rows; undefined where they are not held. */
export function idsOf(shard: ShardFile): readonly string[] | undefined {
  const { ids } = shard.meta
  return ids && JSON.parse(unpacked(shard, ids))
}

function unpacked(shard: ShardFile, section: { readonly at: number; readonly bytes: number }): string {
  const data = new Uint8Array(section.bytes)
  shard.read(section, data)
  return zstdDecompressSync(data).toString()
}
