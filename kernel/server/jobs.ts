/** Jobs on pg-boss: queued with the caller's rows, tried again with growing pauses up to `retries` times. A handler may run twice. */
import { PgBoss } from 'pg-boss'
import type { JobSink, Query } from './db.ts'
import { failureOf, type Log } from './log.ts'

export interface JobKind<D extends object> {
  readonly name: string
  readonly data?: D
}
export interface JobOptions {
  readonly startAfterSeconds?: number
  readonly priority?: number
}
export interface JobHandler<D extends object = object> {
  readonly job: JobKind<D>
  /** How often again, every five minutes in the end; then it is given up. Whoever must not lose work looks for it in its own tables. */
  readonly retries?: number
  readonly concurrency?: number
  handle(data: D): Promise<void>
}

/** Declares a job in a module: `const gather = defineJob<{ case: CaseId }>('casework.gather')`. */
export const defineJob = <D extends object>(name: string): JobKind<D> => ({ name })

export interface Jobs extends JobSink {
  start(handlers: readonly JobHandler[]): Promise<void>
  /** Runs a handler every so often (cron in Asia/Seoul). */
  schedule(job: JobKind<object>, cron: string): Promise<void>
  stop(): Promise<void>
}

const POLL_S = 0.5
const TAKE_OVER = "update jobs.job set state = 'retry', start_after = now() where state = 'active'"

export interface JobsDeps {
  readonly url: string
  readonly log: Log
  /** Resolves when one job may begin; at once when absent. It is taken from the queue meanwhile, so not much later than some seconds. */
  readonly quiet?: () => Promise<unknown>
  /** No other process takes jobs from this database: what still runs by its word, a process that was killed has left, and it begins again at once. */
  readonly isAlone?: boolean
}

export function createJobs(deps: JobsDeps): Jobs {
  const boss = new PgBoss({
    connectionString: deps.url,
    schema: 'jobs',
    max: 3,
    application_name: 'dpg-jobs',
    useListenNotify: true,
  })
  boss.on('error', (cause) => deps.log.warn('jobs.error', {}, cause))
  let started = false
  return {
    async start(handlers) {
      await boss.start()
      started = true
      if (deps.isAlone) await boss.getDb().executeSql(TAKE_OVER, [])
      await Promise.all(handlers.map((handler) => work(boss, handler, deps)))
    },
    async enqueue(run: Query, job, data, options) {
      await boss.send(job, data, {
        db: { executeSql: async (text: string, values: unknown[] = []) => ({ rows: await run.query(text, values) }) },
        ...(options?.startAfterSeconds ? { startAfter: options.startAfterSeconds } : {}),
        ...(options?.priority ? { priority: options.priority } : {}),
      })
    },
    schedule: async (job, cron) => {
      await boss.schedule(job.name, cron, {}, { tz: 'Asia/Seoul' })
    },
    stop: async () => {
      if (started) await boss.stop({ graceful: true, timeout: 5_000 })
      started = false
    },
  }
}

async function work(boss: PgBoss, handler: JobHandler, { log, quiet }: JobsDeps): Promise<void> {
  const name = handler.job.name
  const queue = {
    retryLimit: handler.retries ?? 20,
    retryDelay: 2,
    retryBackoff: true,
    retryDelayMax: 300,
    expireInSeconds: 120,
    // Committed work begins at once, in whichever process is free; polling is for what a lost connection has missed.
    notify: true,
  }
  await boss.createQueue(name, queue)
  // A queue that an older start has made keeps what it was made with.
  await boss.updateQueue(name, queue)
  const options = {
    batchSize: handler.concurrency ?? 5,
    pollingIntervalSeconds: POLL_S,
    notifyPollingIntervalSeconds: POLL_S,
    burstWhenBatchFull: true,
    perJobResults: true,
  } as const
  const run = async (job: { readonly id: string; readonly data: unknown }) => {
    try {
      await handler.handle(job.data as object)
      return { id: job.id, status: 'completed' as const }
    } catch (cause) {
      log.warn('jobs.failed', { job: name }, cause)
      return { id: job.id, status: 'failed' as const, output: { message: failureOf(cause) } }
    }
  }
  const runInTurn = async (job: Parameters<typeof run>[0]) => {
    await quiet?.()
    return run(job)
  }
  await boss.work(name, options, (batch) => Promise.all(batch.map(runInTurn)))
}
