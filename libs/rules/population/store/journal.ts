/** The journal of a shard: people as they were changed, a line each; what has no column is read from there. */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, statSync, writeSync } from 'node:fs'
import { writeDurably } from '../columns/shard-file.ts'
import type { PersonRow } from '../types.ts'

export interface Entry {
  readonly row: number
  readonly person: PersonRow
}

const journalOf = (shard: string): string => shard.replace(/\.shard$/, '.journal')

/** Adds lines that are on the disk when this returns. */
export function appendJournal(shard: string, entries: readonly Entry[]): void {
  const file = openSync(journalOf(shard), 'a')
  try {
    // A line of its own also after one that was torn.
    writeSync(file, entries.map((entry) => `\n${JSON.stringify(entry)}\n`).join(''))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Entries in order; a line that a power cut left unfinished is none. */
export const entriesOf = (shard: string): readonly Entry[] => entriesIn(journalOf(shard), 0)

/** Those that begin at a byte or later. */
function entriesIn(path: string, from: number): readonly Entry[] {
  if (!existsSync(path)) return []
  const lines = readFileSync(path).subarray(from).toString().split('\n')
  return lines.flatMap((line): readonly Entry[] => {
    try {
      return [JSON.parse(line)]
    } catch {
      return []
    }
  })
}

const settledOf = (shard: string): string => shard.replace(/\.shard$/, '.settled')
const sizeOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0)

/** Entries whose cells may not have reached the disk, in order. */
export function unsettled(shard: string): readonly Entry[] {
  const path = settledOf(shard)
  const until = existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0
  const journal = journalOf(shard)
  // Where a journal is shorter now the mark says nothing.
  return until <= sizeOf(journal) ? entriesIn(journal, until) : entriesIn(journal, 0)
}

/** Says that the cells of all entries there are have reached the disk. */
export const settle = (shard: string): void =>
  writeDurably(settledOf(shard), [new TextEncoder().encode(String(sizeOf(journalOf(shard))))])
