/** The journal of a shard: people as they were changed, a line each; what has no column is read from there. */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import type { PersonRow } from '../types.ts'

export interface Entry {
  readonly row: number
  readonly person: PersonRow
}

const journalOf = (shard: string): string => shard.replace(/\.shard$/, '.journal')

/** Adds a line that is on the disk when this returns. */
export function appendJournal(shard: string, entry: Entry): void {
  const file = openSync(journalOf(shard), 'a')
  try {
    // A line of its own also after one that was torn.
    writeSync(file, `\n${JSON.stringify(entry)}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Entries in order; a line that a power cut left unfinished is none. */
export function entriesOf(shard: string): readonly Entry[] {
  const path = journalOf(shard)
  if (!existsSync(path)) return []
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines.flatMap((line): readonly Entry[] => {
    try {
      return [JSON.parse(line)]
    } catch {
      return []
    }
  })
}

export const lastOf = (shard: string): Entry | undefined => entriesOf(shard).at(-1)
