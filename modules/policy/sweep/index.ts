/** Comparisons over populations of any size, shared out among workers by the platform's database. Every worker has the people as a folder. */
import { createHash } from 'node:crypto'
import type { Db } from '@dpg/kernel/server'
import {
  type CompareOptions,
  resultOf,
  type ShardReport,
  shardsOf,
  SweepError,
  type SweepResult,
  type SweepTask,
  sweepTask,
  workOn,
  type WorkOptions,
} from '@dpg/rules/population'
import { postgresQueue } from './queue.ts'
import * as store from './store.ts'

/** Begins a sweep, or finds the one of the same question, people and code; gives its id. */
export async function beginSweep(db: Db, options: CompareOptions): Promise<string> {
  const task = await sweepTask(options)
  const text = JSON.stringify(task)
  const id = createHash('sha256').update(text).digest('hex').slice(0, 24)
  await db.transaction((tx) => store.insertSweep(tx, { id, task: text, shards: shardsOf(task) }))
  return id
}

export interface SweepWorkOptions extends WorkOptions {
  readonly owner?: string
  readonly leaseMs?: number
}

/**
 * Works on a sweep until all shards are reported, by this worker or by others; gives how many it reported.
 * Throws SweepError when there is no such sweep, or people or code are others than it was begun with.
 */
export async function workOnSweep(db: Db, id: string, options: SweepWorkOptions): Promise<number> {
  return workOn(await found(db, id), postgresQueue<ShardReport>(db, id, options), options)
}

/** What a finished sweep found. Throws SweepError while shards are open. */
export async function sweepResult(db: Db, id: string): Promise<SweepResult> {
  return resultOf(await found(db, id), postgresQueue<ShardReport>(db, id))
}

async function found(db: Db, id: string): Promise<SweepTask> {
  const text = await store.taskOf(db, id)
  if (text === undefined) throw new SweepError(`There is no sweep ${id} in this database`)
  return JSON.parse(text)
}

export const sweepMigrations = { module: 'policy', folder: new URL('../migrations/', import.meta.url) } as const
