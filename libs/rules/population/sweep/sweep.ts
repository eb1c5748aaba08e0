/** A comparison that survives its processes: a folder holds what is asked, what is left to do and what has been reported. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bordersFor, comparisonOf, questionOf } from '../compare/compare.ts'
import { type Part, partOf } from '../compare/part.ts'
import type { Question } from '../compare/threads.ts'
import { writeDurably } from '../columns/shard-file.ts'
import { shardNames } from '../store/folder.ts'
import type { Comparison, CompareOptions } from '../types.ts'
import { fileQueue, fillQueue } from './queue.ts'

/** What a worker says of one shard. */
export interface ShardReport {
  readonly shard: string
  readonly part: Part
  readonly cpuSeconds: number
  readonly maxRss: number
}

const FILE = 'task.json'

/** Prepares a sweep, or finds that it was prepared already: the folder must then be of the same question. */
export async function prepareSweep(folder: string, options: CompareOptions): Promise<void> {
  const question = questionOf(options)
  const names = shardNames(options.population)
  fillQueue(folder, [])
  const path = join(folder, FILE)
  const borders = existsSync(path) ? readTask(folder).borders : await bordersFor(question, names)
  const text = JSON.stringify({ ...question, borders, isSurvey: false } satisfies Question)
  if (!existsSync(path)) writeDurably(path, [new TextEncoder().encode(text)])
  else if (readFileSync(path, 'utf8') !== text) throw new Error(`${folder} is a sweep with another question; take another folder`)
  fillQueue(folder, names)
}

const readTask = (folder: string): Question => JSON.parse(readFileSync(join(folder, FILE), 'utf8'))

/** Works in this process until nothing is left; gives how many shards it reported. */
export function workOn(folder: string, onShard?: (shard: string) => void): number {
  const task = readTask(folder)
  const queue = fileQueue<ShardReport>(folder)
  const [first] = shardNames(task.folder)
  let reported = 0
  for (let shard = queue.take(); shard !== undefined; shard = queue.take()) {
    const before = process.cpuUsage()
    const part = partOf({ ...task, names: [shard], withRoutes: shard === first })
    const { user, system } = process.cpuUsage(before)
    const { maxRSS } = process.resourceUsage()
    if (queue.report(shard, { shard, part, cpuSeconds: (user + system) / 1e6, maxRss: maxRSS * 1024 })) reported++
    onShard?.(shard)
  }
  return reported
}

/** Starts a worker process on a sweep; it ends when nothing is left. */
export const startWorker = (folder: string): ChildProcess =>
  spawn(process.execPath, [fileURLToPath(new URL('./process.ts', import.meta.url)), folder], { stdio: 'inherit' })

/** Starts so many worker processes and waits for them; what dead ones left is done by one more. */
export async function sweepWith(folder: string, processes: number): Promise<void> {
  await Promise.all(Array.from({ length: processes }, () => ended(startWorker(folder))))
  if (fileQueue<ShardReport>(folder).open().length > 0) await ended(startWorker(folder))
  const open = fileQueue<ShardReport>(folder).open()
  if (open.length > 0) throw new Error(`no worker could evaluate ${open.join(', ')}`)
}

const ended = (worker: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    worker.on('exit', () => resolve())
    worker.on('error', reject)
  })

export interface SweepResult {
  readonly comparison: Comparison
  readonly reports: readonly Omit<ShardReport, 'part'>[]
}

/** What a finished sweep found. Throws while shards are open. */
export function sweepResult(folder: string): SweepResult {
  const queue = fileQueue<ShardReport>(folder)
  const open = queue.open()
  if (open.length > 0) throw new Error(`${open.length} shards are not evaluated yet`)
  const reports = queue.reports()
  const task = readTask(folder)
  const parts = reports.map(({ part }) => part)
  const names = reports.map(({ shard }) => shard)
  return {
    comparison: comparisonOf(parts, task, names),
    reports: reports.map(({ shard, cpuSeconds, maxRss }) => ({ shard, cpuSeconds, maxRss })),
  }
}
