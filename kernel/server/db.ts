/** The database: transactions that keep rows, events and jobs together or lose them together. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash } from 'node:crypto'
import { Socket } from 'node:net'
import pg from 'pg'
import type { EventKind } from '../events.ts'
import { fromDatabase } from './database-away.ts'
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
  /** A statement whose answer nobody needs: what follows, the commit too, goes out behind it without waiting, and all fails when it does. */
  along(statement: Promise<unknown>): void
  /** Runs once the rows are durable; for waking somebody, never for work that must not be lost. */
  afterCommit(run: () => void): void
}

/** Whatever it is asked while the database cannot be reached fails with `DatabaseAwayError`; asked later it works again. */
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
  /** Refuses a second connection inside a transaction (for tests): as many at once as there are connections would wait for ever. */
  readonly isStrict?: boolean
}

/** Whoever waits longer for a connection gets an error instead. */
const LONGEST_WAIT_MS = 15_000

/** A new connection costs a hundred statements, and as many again until it knows those it is asked: an idle one is kept. */
const IDLE_MS = 5 * 60_000

const inTransaction = new AsyncLocalStorage<true>()
/** Runs what is no part of the transaction around it, such as those who are told of an event. */
export const outsideTransaction = <T>(run: () => T): T => inTransaction.exit(run)

export function openDb(options: DbOptions): Db {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: LONGEST_WAIT_MS,
    idleTimeoutMillis: IDLE_MS,
    application_name: 'dpg',
    // Statements that do not wait for each other's answers go out together.
    pipeline: true,
    stream: () => new Gathering(),
  })
  const one = (sql: string) => {
    if (options.isStrict && inTransaction.getStore()) throw new Error(`a second connection inside a transaction: ${sql}`)
  }
  pool.on('error', (cause) => options.log.warn('db.connection-lost', {}, cause))

  const run = async <R extends object>(on: pg.Pool | pg.PoolClient, sql: string, params: readonly unknown[]): Promise<R[]> => {
    const values = params.map(json)
    const { rows } = await fromDatabase(on.query<R & pg.QueryResultRow>({ name: statementName(sql), text: sql, values }))
    return rows
  }

  const transaction = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    one('begin')
    const client = await fromDatabase(pool.connect())
    const events: { name: string; payload: object }[] = []
    const after: (() => void)[] = []
    const aside: Promise<unknown>[] = []
    const along = (statement: Promise<unknown>) => {
      statement.catch(() => {})
      aside.push(statement)
    }
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
        await fromDatabase(options.jobs.enqueue({ query }, job.name, data, jobOptions))
      },
      along,
      afterCommit: (callback) => void after.push(callback),
    }
    try {
      // It fails with its connection only, and then so does all that follows.
      const begun = fromDatabase(client.query('begin'))
      begun.catch(lose)
      along(begun)
      const result = options.isStrict ? await inTransaction.run(true, () => work(tx)) : await work(tx)
      if (events.length > 0) along(insertEvents(query, events))
      // What cannot be written makes it a rollback.
      const commit = fromDatabase(client.query('commit'))
      await Promise.all([...aside, commit])
      // A statement failed and `work` went on as if nothing had happened: PostgreSQL answers the commit by a rollback, without an error.
      if ((await commit).command !== 'COMMIT') throw new Error('a statement failed and was passed over: nothing was written')
      if (events.length > 0 && options.onPublished) after.push(options.onPublished)
      for (const callback of after) wake(callback, options.log)
      return result
    } catch (error) {
      await client.query('rollback').catch(lose)
      // What failed first: those behind it were refused because of it.
      await Promise.all(aside)
      // As it is: what `work` met outside of the database is not the database's.
      throw error
    } finally {
      client.off('error', lose)
      client.release(broken)
    }
  }

  const query: Query['query'] = async (sql, params = []) => {
    one(sql)
    return run(pool, sql, params)
  }
  return { query, transaction, close: () => pool.end() }
}

/** What is written at one turn goes out in one piece: the database is woken once for all of it. */
class Gathering extends Socket {
  override write(...given: unknown[]): boolean {
    if (this.writableCorked === 0) {
      this.cork()
      process.nextTick(() => this.uncork())
    }
    return super.write(...(given as Parameters<Socket['write']>))
  }
}

const insertEvents = (query: Query['query'], events: readonly { readonly name: string; readonly payload: object }[]) =>
  query('insert into kernel.outbox (name, payload) select * from unnest($1::text[], $2::jsonb[])', [
    events.map((event) => event.name),
    events.map((event) => JSON.stringify(event.payload)),
  ])

/** What is committed is committed, whatever those think who are told of it. */
function wake(callback: () => void, log: Log): void {
  try {
    callback()
  } catch (cause) {
    log.warn('db.wake-failed', {}, cause)
  }
}
