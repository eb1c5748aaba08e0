/**
 * The queue in a folder, for processes of one machine or of several that share the folder: `todo/SHARD` is free, `taken/SHARD@OWNER` is a
 * lease, `reports/SHARD.zst` a report. Renames decide who was first. A lease is as old as its file, told by the clock of the folder alone.
 */
import { randomUUID } from 'node:crypto'
import {
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { flushFolder, writeDurably } from '../columns/shard-file.ts'
import type { ShardQueue } from './queue.ts'

const FOLDERS = ['todo', 'taken', 'reports', 'clocks'] as const
const REPORT = '.zst'
const OWNER = '@'

/** Shards that wait, shards that somebody holds, shards that are reported; in the order in which a shard goes through them. */
const namesIn = {
  todo: (file: string) => file,
  taken: (file: string) => file.slice(0, file.lastIndexOf(OWNER)),
  reports: (file: string) => file.slice(0, -REPORT.length),
} as const

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((file) => !file.endsWith('.part'))
    .sort()

const shardsIn = (folder: string, state: keyof typeof namesIn): readonly string[] =>
  filesIn(join(folder, state)).map(namesIn[state])

/** Puts shards into a folder; the same shards again change nothing, so that a sweep goes on where it ended. */
export function fillQueue(folder: string, shards: readonly string[]): void {
  for (const name of FOLDERS) mkdirSync(join(folder, name), { recursive: true })
  const known = new Set([...shardsIn(folder, 'todo'), ...shardsIn(folder, 'taken'), ...shardsIn(folder, 'reports')])
  for (const shard of shards) if (!known.has(shard)) writeFileSync(join(folder, 'todo', shard), '')
  flushFolder(join(folder, 'todo'))
}

/** A killed process is not waited for much longer; one that was only slow loses nothing but its work on one shard. */
export const LEASE_MS = 30_000

export interface FileQueueOptions {
  readonly owner?: string
  /** The same for all workers of a folder. */
  readonly leaseMs?: number
}

export function fileQueue<Report>(
  folder: string,
  { owner = randomUUID(), leaseMs = LEASE_MS }: FileQueueOptions = {},
): ShardQueue<Report> {
  const [todo, taken, reports, clocks] = FOLDERS.map((name) => join(folder, name)) as [string, string, string, string]
  const leaseOn = (shard: string): string => join(taken, `${shard}${OWNER}${owner}`)
  const isReported = (shard: string): boolean => existsSync(join(reports, shard + REPORT))

  /** What the clock that dates the leases says now. */
  const now = (): number => {
    writeFileSync(join(clocks, owner), '.')
    return statSync(join(clocks, owner)).mtimeMs
  }

  const isLate = (lease: string, at: number): boolean => {
    const found = statSync(lease, { throwIfNoEntry: false })
    return found !== undefined && found.mtimeMs < at - leaseMs
  }

  /** Hands out again what is held by nobody any more. */
  const reclaim = (): void => {
    const at = now()
    for (const file of filesIn(taken)) {
      const [lease, shard] = [join(taken, file), namesIn.taken(file)]
      if (isReported(shard)) rmSync(lease, { force: true })
      else if (isLate(lease, at)) move(lease, join(todo, shard))
    }
  }

  const takeOne = (): string | undefined => {
    for (const shard of filesIn(todo)) {
      const free = join(todo, shard)
      if (isReported(shard)) rmSync(free, { force: true })
      // Dated before it is held: nobody sees an old lease.
      else if (date(free) && move(free, leaseOn(shard))) return shard
    }
    return undefined
  }

  return {
    owner,
    leaseMs,
    take: async () => {
      const shard = takeOne()
      if (shard !== undefined) return shard
      reclaim()
      return takeOne()
    },
    renew: async (shard) => date(leaseOn(shard)),
    giveBack: async (shard) => {
      move(leaseOn(shard), join(todo, shard))
    },
    report: async (shard, report) => {
      if (!existsSync(leaseOn(shard))) return false
      const unfinished = join(reports, `${shard}.${owner}.part`)
      writeDurably(unfinished, [zstdCompressSync(JSON.stringify(report))])
      const isFirst = link(unfinished, join(reports, shard + REPORT))
      unlinkSync(unfinished)
      flushFolder(reports)
      rmSync(leaseOn(shard), { force: true })
      return isFirst
    },
    reports: async () =>
      filesIn(reports).map((file): Report => JSON.parse(zstdDecompressSync(readFileSync(join(reports, file))).toString())),
    open: async () => {
      const waiting = new Set([...shardsIn(folder, 'todo'), ...shardsIn(folder, 'taken')])
      return [...waiting].filter((shard) => !isReported(shard)).sort()
    },
  }
}

/** Renames; false when another was quicker. */
const move = (from: string, to: string): boolean => isThere(() => renameSync(from, to))

/** Writes to a file that is there, so that whoever keeps the folder dates it; false when it is not. */
const date = (path: string): boolean =>
  isThere(() => {
    const file = openSync(path, 'r+')
    writeSync(file, '.', 0)
    closeSync(file)
  })

function isThere(work: () => void): boolean {
  try {
    work()
    return true
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
}

/** A second name for a file; false where that name is taken. */
export function link(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)
