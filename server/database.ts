/** The platform's database for a command beside it: the one of settings, that of a running platform, or the embedded one started for the while. */
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { startEmbeddedPostgres } from '@dpg/kernel/server'
import pg from 'pg'
import type { Settings } from './settings.ts'

const pathIn = (dataDir: string) => join(resolve(dataDir), 'database-url')

/** Says where the embedded database of this folder is while it runs; for its owner only. Returns how to take that back. */
export async function announceDatabase(dataDir: string, url: string): Promise<() => Promise<void>> {
  await writeFile(pathIn(dataDir), url, { mode: 0o600 })
  return () => rm(pathIn(dataDir), { force: true })
}

export async function openDatabase({
  DATABASE_URL,
  DATA_DIR,
}: Settings): Promise<{ readonly url: string; close(): Promise<void> }> {
  const running = DATABASE_URL ?? (await announced(DATA_DIR))
  if (running) return { url: running, close: async () => {} }
  const embedded = await startEmbeddedPostgres({ dataDir: DATA_DIR })
  return { url: embedded.url, close: () => embedded.stop() }
}

/** Undefined when nobody answers there: a killed platform leaves its word behind. */
async function announced(dataDir: string): Promise<string | undefined> {
  const url = await readFile(pathIn(dataDir), 'utf8').catch(() => undefined)
  if (!url) return undefined
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  const isThere = await client.connect().then(
    () => true,
    () => false,
  )
  await client.end().catch(() => {})
  return isThere ? url : undefined
}
