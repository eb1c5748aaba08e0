/** A comparison that survives its processes: a folder holds what is asked, what is left to do and what has been reported. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeDurably } from '../columns/shard-file.ts'
import type { CompareOptions } from '../types.ts'
import { fileQueue, fillQueue, LEASE_MS, link } from './file-queue.ts'
import type { ShardQueue } from './queue.ts'
import { resultOf, type ShardReport, shardsOf, SweepError, type SweepResult, sweepTask, type SweepTask } from './task.ts'

/** A task in a folder: where the people are, and how long a lease lasts there. */
interface FolderTask extends SweepTask {
  readonly population: string
  readonly leaseMs: number
}

const FILE = 'task.json'

/**
 * Prepares a sweep, or finds that it was prepared already: the folder must then be of the same question, people and code.
 * Throws SweepError when it is not.
 */
export async function prepareSweep(
  folder: string,
  options: CompareOptions,
  { leaseMs = LEASE_MS }: { readonly leaseMs?: number } = {},
): Promise<void> {
  fillQueue(folder, [])
  const path = join(folder, FILE)
  if (!existsSync(path)) {
    const task: FolderTask = { ...(await sweepTask(options)), population: options.population, leaseMs }
    const unfinished = `${path}.${crypto.randomUUID()}.new`
    writeDurably(unfinished, [new TextEncoder().encode(JSON.stringify(task))])
    // Of two who prepare at once the second finds what the first has written.
    link(unfinished, path)
    rmSync(unfinished)
  }
  const task = readTask(folder)
  await sweepTask(options, task)
  fillQueue(folder, shardsOf(task))
}

function readTask(folder: string): FolderTask {
  const path = join(folder, FILE)
  if (!existsSync(path)) throw new SweepError(`${folder} holds no sweep`)
  const task: Partial<FolderTask> = JSON.parse(readFileSync(path, 'utf8'))
  if (task.people === undefined || task.code === undefined)
    throw new SweepError(`${folder} is a sweep of an older version; begin a new one`)
  return task as FolderTask
}

/** The task of a folder and its queue, for one worker. */
export function openSweep(
  folder: string,
  owner?: string,
): { readonly task: FolderTask; readonly queue: ShardQueue<ShardReport> } {
  const task = readTask(folder)
  return { task, queue: fileQueue<ShardReport>(folder, { leaseMs: task.leaseMs, ...(owner && { owner }) }) }
}

/** Starts a worker process on a sweep; it ends when nothing is left. */
export const startWorker = (folder: string): ChildProcess =>
  spawn(process.execPath, [fileURLToPath(new URL('./process.ts', import.meta.url)), folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })

/** Starts so many worker processes and waits for them; what dead ones left is done by one more. Throws SweepError where that fails too. */
export async function sweepWith(folder: string, processes: number): Promise<void> {
  await Promise.all(Array.from({ length: processes }, () => ended(startWorker(folder))))
  const { queue } = openSweep(folder)
  if ((await queue.open()).length > 0) await ended(startWorker(folder))
  const open = await queue.open()
  if (open.length > 0) throw new SweepError(`no worker could evaluate ${open.join(', ')}`)
}

const ended = (worker: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    worker.on('exit', () => resolve())
    worker.on('error', reject)
  })

/** What a finished sweep found. Throws SweepError while shards are open. */
export async function sweepResult(folder: string): Promise<SweepResult> {
  const { task, queue } = openSweep(folder)
  return resultOf(task, queue)
}
