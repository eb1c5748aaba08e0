/** Makes a population: people come in one after another, shards of columns come out. Several processes may fill one folder. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import type { Declarations, FactType, Json } from '../../types.ts'
import { type Builder, type Built, createBuilder, derivedJson } from '../columns/builder.ts'
import { encode, FEW } from '../columns/encode.ts'
import { writeShard } from '../columns/shard-file.ts'
import type { Derived } from '../plan/derived.ts'
import { isGivenUp } from '../plan/given-up.ts'
import { planBefore } from '../plan/needs.ts'
import { runner } from '../plan/runner.ts'
import type { GroupBy, PersonRow } from '../types.ts'
import { describe, shardPath } from './folder.ts'

export interface MakeOptions {
  readonly folder: string
  /** The rules that the population is made for: their facts become columns, what they read of lists is worked out now. */
  readonly declarations: Declarations
  readonly asOf: string
  /**
   * The facts by which people stand in order inside a shard, unknown ones first: by the first an area is a range, by the next people
   * of an age are neighbours there, and arithmetic that matters to few passes over the others.
   */
  readonly order?: string | readonly string[]
  /** Groupings that will be asked for: what they read is held. Texts of which the declarations list the values always are. */
  readonly by?: readonly Pick<GroupBy, 'id' | 'value'>[]
  /** Facts to hold beside those that the rules and the groupings read (for rules to come). */
  readonly keep?: readonly string[]
  /** Derived facts that every person has given. */
  readonly given?: readonly string[]
  /** Amounts that columns cannot say are worked out too, unless this is false. */
  readonly amounts?: boolean
  /** Ids and all other facts too (lists), so that people can be named and changed, and rules to come find what they read. */
  readonly whole?: boolean
  readonly shardSize?: number
  /** Names the shards of one writer apart from those of another. */
  readonly writer?: string
  /** Numbers of so few values are coded. */
  readonly few?: number
}

export const SHARD_SIZE = 262_144

export interface PopulationWriter {
  readonly add: (person: PersonRow) => void
  /** Ends the shard here if it is so large already: for people who must stay together. */
  readonly split: (least: number) => void
  /** Writes what is left; gives how many people there are. */
  readonly finish: () => number
}

/** Opens a writer. What is not finished is not there. */
export function createWriter(options: MakeOptions): PopulationWriter {
  const { folder, declarations, asOf, by = [], keep = [], given = [], shardSize = SHARD_SIZE, writer = 'a' } = options
  mkdirSync(join(folder, 'shards'), { recursive: true })
  const { plan, needs } = planBefore(declarations, asOf, new Set(given), options.amounts ?? true, by)
  const types = new Map(declarations.facts.map(({ id, type }) => [id, type]))
  const typeOf = (id: string): FactType => {
    const type = types.get(id)
    if (type === undefined) throw new RangeError(`There is no fact ${id} to keep`)
    return type
  }
  const order = typeof options.order === 'string' ? [options.order] : (options.order ?? [])
  const listed = declarations.facts.filter(
    ({ type, values, derive }) => type === 'string' && values !== undefined && derive === undefined,
  )
  const facts = [...new Set([...needs.facts, ...listed.map(({ id }) => id), ...keep, ...order])]
  const derivedFacts = [...new Set(needs.derived.flatMap((one) => one.facts))]
  const columns = new Set(facts)
  const rest = declarations.facts.flatMap(({ id, derive }) =>
    columns.has(id) || (derive !== undefined && !given.includes(id)) ? [] : [id],
  )
  const [first, ...then] = order
  describe(folder, { order: first, ...(then.length > 0 && { then }), given, asOf, people: 'rows' })

  let shard = 0
  let total = 0
  let rows = startShard()

  function startShard() {
    return {
      facts: facts.map((id): readonly [string, Builder] => [id, createBuilder(typeOf(id), id)]),
      derived: needs.derived.map((one): readonly [Derived, Builder] => [one, createBuilder(one.type, one.shown)]),
      ids: [] as string[],
      rest: rest.map((): (Json | undefined)[] => []),
      people: 0,
    }
  }

  const runOf = runner(plan.program, derivedFacts, asOf)

  const derivedIds = declarations.facts.flatMap(({ id, derive }) => (derive === undefined || given.includes(id) ? [] : [id]))
  const check = (person: PersonRow): void => {
    const told = derivedIds.find((id) => person.facts[id] !== undefined)
    if (told !== undefined)
      throw new GivenError(`${person.id} has ${told}, which is derived; name it in \`given\` if everybody has it`)
    const untold = given.find((id) => person.facts[id] === undefined)
    if (untold !== undefined) throw new GivenError(`${untold} is said to be given, but ${person.id} has none`)
  }

  const add = (person: PersonRow): void => {
    check(person)
    for (const [id, builder] of rows.facts) builder.add(person.facts[id])
    const run = runOf(person.facts)
    for (const [{ run: work, type }, builder] of rows.derived) builder.add(fitting(type, derivedJson(work(run))))
    if (options.whole) {
      rows.ids.push(person.id)
      rest.forEach((id, i) => {
        rows.rest[i]!.push(person.facts[id])
      })
    }
    rows.people++
    if (rows.people === shardSize) close()
  }

  const close = (): void => {
    if (rows.people === 0) return
    const path = shardPath(folder, `${writer}-${String(shard).padStart(5, '0')}`)
    const all = [...rows.facts, ...rows.derived.map(([{ key }, builder]) => [key, builder] as const)]
    const built = all.map(([name, builder]) => ({ name, built: builder.built() }))
    const places = placesBy(
      order.map((fact) => built.find(({ name }) => name === fact)!.built),
      rows.people,
    )
    writeShard(path, {
      people: rows.people,
      columns: built.map(({ name, built: one }) => ({ name, encoded: encode(one, places, name, options.few ?? FEW) })),
      givenUp: needs.derived.flatMap(({ key }) => (isGivenUp(key) ? [key] : [])),
      ...(options.whole && {
        ids: packed(JSON.stringify(Array.from(places, (row) => rows.ids[row]))),
        rest: packed(JSON.stringify(restOf(rest, rows.rest, places))),
      }),
    })
    total += rows.people
    shard++
    rows = startShard()
  }

  return {
    add,
    split: (least) => {
      if (rows.people >= least) close()
    },
    finish: () => {
      close()
      return total
    },
  }
}

/** A value that a population would silently take for something else. */
export class GivenError extends Error {
  override readonly name = 'GivenError'
}

const packed = (text: string): Uint8Array => zstdCompressSync(text)

/** Unknown values are left out of the rows. */
const restOf = (names: readonly string[], columns: readonly (readonly (Json | undefined)[])[], places: Uint32Array) =>
  Object.fromEntries(
    names.map((name, i) => [name, Array.from(places, (row) => [columns[i]![row]].filter((one) => one !== undefined))]),
  )

/** What a column of booleans cannot say is none. */
const fitting = (type: Derived['type'], value: Json | undefined): Json | undefined => {
  if (value === undefined || value === null) return value
  const is = type === 'date' ? 'number' : type
  return typeof value === is ? value : null
}

/** Rows in order of columns, unknown first; as they came where they are equal. */
function placesBy(order: readonly Built[], people: number): Uint32Array {
  const keys = order.map(keysOf)
  return Uint32Array.from({ length: people }, (_, i) => i).sort((a, b) => {
    for (const key of keys) if (key[a] !== key[b]) return key[a]! - key[b]!
    return a - b
  })
}

/** A number for each row: unknown is lower than none, none than any value of a text, higher than any number. */
function keysOf(built: Built): Float64Array {
  if (built.k !== 'text') return Float64Array.from(built.cells, (cell) => (Number.isNaN(cell) ? Number.NEGATIVE_INFINITY : cell))
  const rank = ranks(built.texts)
  return Float64Array.from(built.cells, (cell) => rank[cell]!)
}

function ranks(texts: readonly string[]): Uint32Array {
  const result = new Uint32Array(texts.length)
  const order = texts.map((_, i) => i).sort((a, b) => (a < 2 || b < 2 ? a - b : texts[a]! < texts[b]! ? -1 : 1))
  order.forEach((text, rank) => {
    result[text] = rank
  })
  return result
}

/** Makes a population out of people at hand, in one process. */
export async function makePopulation(
  options: MakeOptions,
  people: Iterable<PersonRow> | AsyncIterable<PersonRow>,
): Promise<number> {
  const writer = createWriter(options)
  for await (const person of people) writer.add(person)
  return writer.finish()
}
