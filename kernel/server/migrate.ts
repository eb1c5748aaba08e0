/** Migrations: each module one schema, numbered SQL files that are only ever added to. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { failureOf } from './log.ts'

export interface Migrations {
  /** The module's name and its schema. */
  readonly module: string
  readonly folder: URL
}

const LOCK = 7_231_042

/** Brings every schema up to date, one process at a time; refuses when a file that has run was changed. */
export async function migrate(url: string, modules: readonly Migrations[]): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  await client.connect().catch((cause: unknown) => {
    const { hostname, port, pathname } = new URL(url)
    throw new Error(`No PostgreSQL answers at ${hostname}:${port || 5432}${pathname} (DATABASE_URL): ${failureOf(cause)}`, {
      cause,
    })
  })
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    await client.query('create schema if not exists kernel')
    await client.query(
      'create table if not exists kernel.migrations (module text, file text, hash text not null, ran_at timestamptz not null default now(), primary key (module, file))',
    )
    for (const module of modules) await migrateModule(client, module)
  } finally {
    await client.end()
  }
}

async function migrateModule(client: pg.Client, { module, folder }: Migrations): Promise<void> {
  await client.query(`create schema if not exists ${pg.escapeIdentifier(module)}`)
  const { rows } = await client.query<{ file: string; hash: string }>(
    'select file, hash from kernel.migrations where module = $1',
    [module],
  )
  const ran = new Map(rows.map((row) => [row.file, row.hash]))
  const path = fileURLToPath(folder)
  for (const file of (await readdir(path)).filter((name) => name.endsWith('.sql')).sort()) {
    const sql = await readFile(join(path, file), 'utf8')
    const hash = createHash('sha256').update(sql).digest('hex')
    const before = ran.get(file)
    if (before === hash) continue
    if (before) throw new Error(`migration ${module}/${file} was changed after it ran; add a new file instead`)
    await client.query('begin')
    await client.query(`set local search_path to ${pg.escapeIdentifier(module)}, public`)
    await client.query(sql)
    await client.query('insert into kernel.migrations (module, file, hash) values ($1, $2, $3)', [module, file, hash])
    await client.query('commit')
  }
}
