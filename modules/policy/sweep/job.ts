/** Open sweeps, worked on by every process of the platform that has the people: a job each minute, and more while there are shards. */
import { type Db, defineJob, type JobHandler, jobHandler, type Log } from '@dpg/kernel/server'
import { workOnSweep } from './index.ts'
import { openSweeps } from './store.ts'

export const takeShards = defineJob<object>('policy.take-shards')

export interface SweepJobDeps {
  readonly db: Db
  readonly log: Log
  /** The folder of the people of sweeps, on this machine. */
  readonly people: string
  readonly leaseMs?: number
  readonly enoughMs?: number
}

/** Well before the queue takes a job for dead; whoever has worked so long hands on to the job that it queued when it began. */
const ENOUGH_MS = 60_000

export function sweepJob({ db, log, people, leaseMs, enoughMs = ENOUGH_MS }: SweepJobDeps): JobHandler {
  const handle = async (): Promise<void> => {
    const end = performance.now() + enoughMs
    const isEnough = (): boolean => performance.now() >= end
    // The next process that is free joins, and in the end goes on.
    const wake = (): void =>
      void db
        .transaction((tx) => tx.enqueue(takeShards, {}))
        .catch((error: unknown) => log.warn('policy.sweep-not-handed-on', {}, error))
    for (const sweep of await openSweeps(db)) {
      if (isEnough()) return
      try {
        await workOnSweep(db, sweep, { population: people, isEnough, onReady: wake, ...(leaseMs && { leaseMs }) })
      } catch (error) {
        // Of other people, or with rules that do not hold: whoever waits behind it is not to wait for ever.
        log.warn('policy.sweep-failed', { sweep }, error)
      }
    }
  }
  return jobHandler({ job: takeShards, concurrency: 1, retries: 3, handle })
}
