/** The database: transactions that keep rows, events and jobs together or lose them together. */
import { createHash } from 'node:crypto'
import pg from 'pg'
import type { EventKind } from '../events.ts'
import type { JobKind, JobOptions } from './jobs.ts'
import type { Log } from './log.ts'

export type Row = Readonly<Record<string, unknown>>

export interface Query {
  /** Runs one statement with `$1` parameters; rows as plain objects. `bigint` columns come as `bigint`, dates as ISO text. */
  query<R extends object = Row>(sql: string, params?: readonly unknown[]): Promise<R[]>
}

export interface Tx extends Query {
  /** Written to the outbox with the caller's rows; delivered after commit, at least once. */
  publish<P extends object>(event: EventKind<P>, payload: P): Promise<void>
  /** Queued with the caller's rows; runs after commit, at least once. */
  enqueue<D extends object>(job: JobKind<D>, data: D, options?: JobOptions): Promise<void>
  /** Runs once the rows are durable; for waking somebody, never for work that must not be lost. */
  afterCommit(run: () => void): void
}

export interface Db extends Query {
  /** Commits when `work` returns, rolls back when it throws. At the default isolation, read committed. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** How a transaction hands over jobs; the jobs part fills it in when it starts. */
export interface JobSink {
  enqueue(run: Query, job: string, data: object, options: JobOptions | undefined): Promise<void>
}

pg.types.setTypeParser(20, (text) => BigInt(text))
pg.types.setTypeParser(1082, (text) => text)
pg.types.setTypeParser(1184, (text) => text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))

const names = new Map<string, string>()
/** Named statements are parsed and planned once a connection. */
function statementName(sql: string): string {
  const known = names.get(sql)
  if (known) return known
  const name = createHash('sha1').update(sql).digest('base64url')
  names.set(sql, name)
  return name
}

const json = (value: unknown) =>
  value !== null && typeof value === 'object' && !Array.isArray(value) && !(value instanceof Uint8Array)
    ? JSON.stringify(value)
    : value

export interface DbOptions {
  readonly url: string
  readonly log: Log
  readonly poolSize?: number
  readonly jobs?: JobSink
  /** Called after a commit that wrote events. */
  readonly onPublished?: () => void
}

export function openDb(options: DbOptions): Db {
  const pool = new pg.Pool({ connectionString: options.url, max: options.poolSize ?? 10, application_name: 'dpg' })
  pool.on('error', (cause) => options.log.warn('db.connection-lost', {}, cause))

  const run = async <R extends object>(on: pg.Pool | pg.PoolClient, sql: string, params: readonly unknown[]): Promise<R[]> => {
    const result = await on.query<R & pg.QueryResultRow>({ name: statementName(sql), text: sql, values: params.map(json) })
    return result.rows
  }

  const transaction = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    const client = await pool.connect()
    const events: { name: string; payload: object }[] = []
    const after: (() => void)[] = []
    let broken: Error | undefined
    // Without a listener a connection that is lost between two statements would end the process.
    const lose = (cause: Error) => {
      broken = cause
    }
    client.on('error', lose)
    const query: Query['query'] = (sql, params = []) => run(client, sql, params)
    const tx: Tx = {
      query,
      publish: async (event, payload) => void events.push({ name: event.name, payload }),
      enqueue: async (job, data, jobOptions) => {
        if (!options.jobs) throw new Error('this database was opened without jobs')
        await options.jobs.enqueue({ query }, job.name, data, jobOptions)
      },
      afterCommit: (callback) => void after.push(callback),
    }
    try {
      await client.query('begin')
      const result = await work(tx)
      if (events.length > 0) {
        await query('insert into kernel.outbox (name, payload) select * from unnest($1::text[], $2::jsonb[])', [
          events.map((event) => event.name),
          events.map((event) => JSON.stringify(event.payload)),
        ])
      }
      await client.query('commit')
      if (events.length > 0 && options.onPublished) after.push(options.onPublished)
      for (const callback of after) wake(callback, options.log)
      return result
    } catch (error) {
      await client.query('rollback').catch(lose)
      throw error
    } finally {
      client.off('error', lose)
      client.release(broken)
    }
  }

  return { query: (sql, params = []) => run(pool, sql, params), transaction, close: () => pool.end() }
}

/** What is committed is committed, whatever those think who are told of it. */
function wake(callback: () => void, log: Log): void {
  try {
    callback()
  } catch (cause) {
    log.warn('db.wake-failed', {}, cause)
  }
}
