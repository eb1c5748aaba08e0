/** One PostgreSQL a test run (`node --test --test-global-setup`); each file makes its own database on it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '@dpg/kernel/server'
import { FAST } from '@dpg/kernel/testing'

let stop: (() => Promise<void>) | undefined

export async function globalSetup(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'dpg-tests-'))
  const server = await startEmbeddedPostgres({ dataDir, settings: { ...FAST, max_connections: '200' } })
  process.env['DPG_TEST_DATABASE_URL'] = server.url
  stop = async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

export async function globalTeardown(): Promise<void> {
  await stop?.()
}
