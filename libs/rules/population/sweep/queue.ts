/**
 * Shards waiting to be evaluated. Whatever hands them out must keep three promises: a shard is taken by one worker at a time, the
 * shard of a worker that died is handed out again, and of several reports of one shard the first counts and the others are nothing.
 * Here: files and renames in one folder, for processes of one machine. A platform's job queue can keep the same promises: one job a
 * shard, its lease renewed while it runs, the report written under a key that is the shard's name.
 */
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { flushFolder, writeDurably } from '../columns/shard-file.ts'

export interface ShardQueue<Report> {
  /** The next shard for this worker; undefined when none is left that nobody works on. */
  readonly take: () => string | undefined
  /** Reports a shard for good. False when it had been reported before: then this report is dropped. */
  readonly report: (shard: string, report: Report) => boolean
  readonly reports: () => readonly Report[]
  /** Shards that are not reported yet. */
  readonly open: () => readonly string[]
}

const FOLDERS = ['todo', 'taken', 'reports'] as const

/** Puts shards into an empty folder; the same shards again change nothing, so that a sweep goes on where it ended. */
export function fillQueue(folder: string, shards: readonly string[]): void {
  for (const name of FOLDERS) mkdirSync(join(folder, name), { recursive: true })
  const known = new Set(FOLDERS.flatMap((name) => readdirSync(join(folder, name)).map(shardOf)))
  for (const shard of shards) if (!known.has(shard)) writeFileSync(join(folder, 'todo', shard), '')
  flushFolder(join(folder, 'todo'))
}

const REPORT = '.zst'
const OWNER = '@'
const shardOf = (file: string): string => file.split(OWNER)[0]!.replace(/\.zst$/, '')

/** The queue in a folder, for the worker of process `pid`. */
export function fileQueue<Report>(folder: string, pid = process.pid): ShardQueue<Report> {
  const [todo, taken, reports] = FOLDERS.map((name) => join(folder, name)) as [string, string, string]
  const files = (of: string) =>
    readdirSync(of)
      .filter((file) => !file.endsWith('.part'))
      .sort()
  const isReported = (shard: string): boolean => existsSync(join(reports, shard + REPORT))

  /** Renames; false when another was quicker. */
  const move = (from: string, to: string): boolean => {
    try {
      renameSync(from, to)
      return true
    } catch (error) {
      if (isMissing(error)) return false
      throw error
    }
  }

  /** Hands out again what dead workers had taken. */
  const reclaim = (): void => {
    for (const file of files(taken)) {
      const owner = Number(file.split(OWNER)[1])
      if (owner !== pid && isAlive(owner) && !isLate(join(taken, file))) continue
      const shard = shardOf(file)
      if (isReported(shard)) rmSync(join(taken, file), { force: true })
      else move(join(taken, file), join(todo, shard))
    }
  }

  const takeOne = (): string | undefined => {
    for (const shard of files(todo)) {
      if (isReported(shard)) rmSync(join(todo, shard), { force: true })
      else if (move(join(todo, shard), join(taken, `${shard}${OWNER}${pid}`))) {
        const now = new Date()
        utimesSync(join(taken, `${shard}${OWNER}${pid}`), now, now)
        return shard
      }
    }
    return undefined
  }

  return {
    take: () => {
      const shard = takeOne()
      if (shard !== undefined) return shard
      reclaim()
      return takeOne()
    },
    report: (shard, report) => {
      const unfinished = join(reports, `${shard}.${pid}.part`)
      writeDurably(unfinished, [zstdCompressSync(JSON.stringify(report))])
      const isFirst = link(unfinished, join(reports, shard + REPORT))
      unlinkSync(unfinished)
      flushFolder(reports)
      rmSync(join(taken, `${shard}${OWNER}${pid}`), { force: true })
      return isFirst
    },
    reports: () =>
      files(reports).map((file): Report => JSON.parse(zstdDecompressSync(readFileSync(join(reports, file))).toString())),
    open: () => [...new Set([...files(todo), ...files(taken)].map(shardOf))].filter((shard) => !isReported(shard)),
  }
}

/** A second name for a file; false where that name is taken. */
function link(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** Nobody needs so long for a shard; the number may have gone to another process. */
const LEASE_MS = 600_000

const isLate = (file: string): boolean => {
  const found = statSync(file, { throwIfNoEntry: false })
  return found !== undefined && found.mtimeMs < Date.now() - LEASE_MS
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
