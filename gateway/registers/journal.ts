/** What a register was told and has promised to keep: one line a change, on disk before it is answered. */
import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, fdatasyncSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { PersonId } from '@dpg/kernel'
import type { Change } from './change.ts'

/** One person whose facts a change has altered, and the event that says so. */
export interface Told {
  readonly event: string
  readonly person: PersonId
  readonly facts: readonly string[]
}

export interface Entry {
  /** Place in the journal, from 1. */
  readonly seq: number
  readonly at: string
  /** The order's key; null: not ordered by anybody, it happened. */
  readonly key: string | null
  readonly change: Change
  readonly told: readonly Told[]
}

export interface Journal {
  /** Another one when the register is set up anew. */
  readonly id: string
  readonly entries: readonly Entry[]
  byKey(key: string): Entry | undefined
  /** Durable when it returns. */
  append(entry: Omit<Entry, 'seq'>): Entry
  /** Resolves at the next append, or after a while. */
  changed(waitMs: number, signal: AbortSignal): Promise<void>
  close(): void
}

export function openJournal(path: string): Journal {
  mkdirSync(dirname(path), { recursive: true })
  const { id, entries } = readJournal(path)
  const file = openSync(path, 'a', 0o600)
  const keys = new Map(entries.flatMap((entry) => (entry.key === null ? [] : [[entry.key, entry]])))
  const waiting = new Set<() => void>()
  const write = (line: object) => {
    writeSync(file, `${JSON.stringify(line)}\n`)
    fdatasyncSync(file)
  }
  const journal = id ?? randomUUID()
  if (id === undefined) write({ journal })
  return {
    id: journal,
    entries,
    byKey: (key) => keys.get(key),
    append(given) {
      const entry = { seq: entries.length + 1, ...given }
      write(entry)
      entries.push(entry)
      if (entry.key !== null) keys.set(entry.key, entry)
      for (const wake of waiting) wake()
      return entry
    },
    changed: (waitMs, signal) =>
      new Promise((resolve) => {
        const done = () => {
          clearTimeout(timer)
          signal.removeEventListener('abort', done)
          waiting.delete(done)
          resolve()
        }
        const timer = setTimeout(done, waitMs)
        signal.addEventListener('abort', done)
        waiting.add(done)
      }),
    close: () => closeSync(file),
  }
}

/** Reads a journal without opening it. A last line that a crash tore was never answered: it is cut off. */
export function readJournal(path: string): { id: string | undefined; entries: Entry[] } {
  if (!existsSync(path)) return { id: undefined, entries: [] }
  const text = readFileSync(path, 'utf8')
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  if (whole.length < text.length) truncateSync(path, Buffer.byteLength(whole))
  const [head, ...lines] = whole.split('\n').filter(Boolean)
  if (head === undefined) return { id: undefined, entries: [] }
  return { id: (JSON.parse(head) as { journal: string }).journal, entries: lines.map((line) => JSON.parse(line) as Entry) }
}
