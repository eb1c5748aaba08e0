/** The folder of a population: what it is, and its shards by name. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeDurably } from '../columns/shard-file.ts'
import { KEY_VERSION } from '../plan/key.ts'

export interface Description {
  /** The fact by which people stand in order, and those by which where that is equal. */
  readonly order: string | undefined
  readonly then?: readonly string[]
  /** Derived facts that are columns of their own for everybody. */
  readonly given: readonly string[]
  /** The day on which derived columns were worked out. */
  readonly asOf: string
  readonly people: 'rows'
  /** The version of the keys under which derived columns stand in the shards. */
  readonly keys: number
}

const FILE = 'population.json'

export const shardPath = (folder: string, name: string): string => join(folder, 'shards', `${name}.shard`)

/** Writes the description; that of another population in the same folder is an error. */
export function describe(folder: string, description: Omit<Description, 'keys'>): void {
  const text = JSON.stringify({ ...description, keys: KEY_VERSION } satisfies Description)
  const path = join(folder, FILE)
  if (existsSync(path)) {
    if (readFileSync(path, 'utf8') !== text) throw new Error(`${folder} holds a population made otherwise; take another folder`)
    return
  }
  writeDurably(path, [new TextEncoder().encode(text)])
}

export function readDescription(folder: string): Description {
  const path = join(folder, FILE)
  if (!existsSync(path)) throw new Error(`${folder} holds no population`)
  return JSON.parse(readFileSync(path, 'utf8'))
}

/** Names of the shards that are there, in order. */
export const shardNames = (folder: string): readonly string[] =>
  readdirSync(join(folder, 'shards'))
    .filter((name) => name.endsWith('.shard'))
    .map((name) => name.slice(0, -'.shard'.length))
    .sort()

/** False where derived columns stand under keys that nobody looks for any more: they are worked out anew, or the folder is made again. */
export const hasCurrentKeys = (folder: string): boolean => readDescription(folder).keys === KEY_VERSION
