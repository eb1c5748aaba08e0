/** For tests only: a fresh real database a file, from the server that the test run started. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { openDb, type Db, type JobSink } from '../server/db.ts'
import { startEmbeddedPostgres } from '../server/embedded-postgres.ts'
import { kernel } from '../server/index.ts'
import { silentLog } from '../server/log.ts'
import { migrate, type Migrations } from '../server/migrate.ts'

export { fixedClock } from '../time.ts'
export { silentLog } from '../server/log.ts'

export interface TestDb extends Db {
  readonly url: string
  /** Events written so far, oldest first. */
  published(): Promise<{ name: string; payload: unknown }[]>
  /** Jobs queued so far. */
  readonly queued: { job: string; data: object }[]
}

/** Settings that make throw-away databases fast. */
export const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

/** Opens a new database with the given schemas. Uses the server of the run, or starts one for this file. */
export async function openTestDb(...modules: readonly Migrations[]): Promise<TestDb> {
  const shared = process.env['DPG_TEST_DATABASE_URL']
  const own = shared ? undefined : await ownServer()
  const base = shared ?? own!.url
  const name = `test_${randomBytes(6).toString('hex')}`
  await admin(base, `create database ${name}`)
  const url = new URL(base)
  url.pathname = `/${name}`
  await migrate(url.href, [kernel.migrations, ...modules])
  const queued: TestDb['queued'] = []
  const jobs: JobSink = { enqueue: async (_run, job, data) => void queued.push({ job, data }) }
  const db = openDb({ url: url.href, log: silentLog, poolSize: 5, jobs, isStrict: true })
  return {
    ...db,
    url: url.href,
    queued,
    published: () => db.query('select name, payload from kernel.outbox order by id'),
    close: async () => {
      await db.close()
      await admin(base, `drop database if exists ${name} with (force)`)
      await own?.stop()
    },
  }
}

async function ownServer() {
  const dataDir = await mkdtemp(join(tmpdir(), 'dpg-test-'))
  const server = await startEmbeddedPostgres({ dataDir, settings: FAST })
  return {
    url: server.url,
    stop: async () => {
      await server.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function admin(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(sql)
  await client.end()
}
