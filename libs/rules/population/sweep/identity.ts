/** What a sweep is bound to beside its question: these people, and this code. Reports of others do not belong together. */
import { createHash } from 'node:crypto'
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readDescription, shardNames, shardPath } from '../store/folder.ts'

/**
 * The people of a folder: how they were made, and a mark for each shard. A shard that is written anew or changed in place has another
 * mark; a copy has the same where it keeps the times of the files. Reading whole shards would take as long as evaluating them.
 */
export interface PeopleMark {
  readonly made: string
  readonly shards: Readonly<Record<string, string>>
}

export const markOf = (folder: string): PeopleMark => ({
  made: hash(JSON.stringify(readDescription(folder))),
  shards: Object.fromEntries(shardNames(folder).map((name) => [name, markOfShard(folder, name)])),
})

/** By size and time of the shard and its journal, and by how the shard begins: that is where its columns are described. */
export function markOfShard(folder: string, name: string): string {
  const path = shardPath(folder, name)
  const files = [path, path.replace(/\.shard$/, '.journal')].map((file) => {
    const found = statSync(file, { throwIfNoEntry: false })
    return found === undefined ? 'none' : `${found.size} ${Math.floor(found.mtimeMs)}`
  })
  return hash(files.join(), beginningOf(path))
}

const BEGINNING = 1 << 16

function beginningOf(path: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(BEGINNING)
  let file: number
  try {
    file = openSync(path, 'r')
  } catch {
    // Gone is a mark too: one that no shard has.
    return new Uint8Array()
  }
  try {
    return bytes.subarray(0, readSync(file, bytes, 0, BEGINNING, 0))
  } finally {
    closeSync(file)
  }
}

let known: string | undefined

/** The sources of this library that decide a result. Read once. */
export function codeMark(): string {
  known ??= hashOfSources(fileURLToPath(new URL('../../', import.meta.url)))
  return known
}

const NOT_RUN = ['node_modules', 'testing', 'tck', 'sql', 'dmn', 'coverage']

function hashOfSources(root: string): string {
  const paths = sourcesIn(root)
  return hash(JSON.stringify(paths.map((path) => [relative(root, path).replaceAll('\\', '/'), readFileSync(path, 'utf8')])))
}

const sourcesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry): readonly string[] => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return NOT_RUN.includes(entry.name) ? [] : sourcesIn(path)
      return /\.[jt]s$/.test(entry.name) && !/\.(test|d)\.ts$/.test(entry.name) ? [path] : []
    })

const hash = (text: string, bytes: Uint8Array = new Uint8Array()): string =>
  createHash('sha256').update(text).update(bytes).digest('hex').slice(0, 32)
