/**
 * Columns kept beside the shards, each folder under the version of keys it was made with: conditions worked out once, in batches (a
 * batch counts when it is there for every shard), and single derived columns worked out on demand.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { writeDurably } from '../columns/shard-file.ts'
import { KEY_PREFIX } from '../plan/key.ts'

export interface KeptBatches {
  /** The batch that holds a column for this shard; undefined where none does. */
  readonly batchOf: (key: string, shard: string) => string | undefined
  /** What of this there is for a shard, as a text: equal texts, equal columns. */
  readonly signature: (shard: string) => string
}

const KEYS = 'keys.json'
const folderOf = (population: string): string => join(population, 'kept')

/** A folder made with another version of keys is not ours: equal names in it would mean something else. */
const isOurs = (name: string): boolean => name.startsWith(KEY_PREFIX)

export const batchName = (keys: readonly string[]): string =>
  `${KEY_PREFIX}all-${createHash('sha256').update(keys.join('\n')).digest('hex').slice(0, 24)}`

export const keptPath = (population: string, batch: string, shard: string): string =>
  join(folderOf(population), batch, `${shard}.shard`)

/** The folder of one derived column. */
export const columnFolder = (population: string, key: string): string => join(folderOf(population), key)

export function makeBatch(population: string, batch: string): void {
  mkdirSync(join(folderOf(population), batch), { recursive: true })
}

/** Says that a batch is whole. */
export const finishBatch = (population: string, batch: string, keys: readonly string[]): void =>
  writeDurably(join(folderOf(population), batch, KEYS), [new TextEncoder().encode(JSON.stringify(keys))])

export function readBatches(population: string): KeptBatches {
  const folder = folderOf(population)
  const whole = foldersIn(folder).filter((name) => isOurs(name) && existsSync(join(folder, name, KEYS)))
  const byKey = new Map<string, string>()
  for (const batch of whole) {
    const keys: readonly string[] = JSON.parse(readFileSync(join(folder, batch, KEYS), 'utf8'))
    for (const key of keys) byKey.set(key, batch)
  }
  const isThere = (batch: string, shard: string): boolean => existsSync(keptPath(population, batch, shard))
  return {
    batchOf: (key, shard) => {
      const batch = byKey.get(key)
      return batch !== undefined && isThere(batch, shard) ? batch : undefined
    },
    signature: (shard) => whole.filter((batch) => isThere(batch, shard)).join(),
  }
}

/** Takes away what another version of keys has left behind and nobody reads any more. Gives how many folders. */
export function dropOutdated(population: string): number {
  const folder = folderOf(population)
  const outdated = foldersIn(folder).filter((name) => !isOurs(name))
  for (const name of outdated) rmSync(join(folder, name), { recursive: true, force: true })
  return outdated.length
}

/** Takes away all but so many columns and batches, those worked out longest ago first. What is wanted again is worked out again. */
export function forgetOldest(population: string, most: number): void {
  const folder = folderOf(population)
  const byAge = foldersIn(folder)
    .map((name) => ({ name, at: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.at - a.at)
  for (const { name } of byAge.slice(most)) rmSync(join(folder, name), { recursive: true, force: true })
}

const foldersIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder).sort() : [])
