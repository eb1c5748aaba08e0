import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import pg from 'pg'
import { FAST } from '../testing/index.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'dpg-leftover-'))
const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'notes about postgres'], { stdio: 'ignore' })
after(async () => {
  bystander.kill('SIGKILL')
  await rm(dataDir, { recursive: true, force: true })
})

test('a process that has the number of a PostgreSQL long gone is left alone', async () => {
  const first = await startEmbeddedPostgres({ dataDir, settings: FAST })
  await first.stop()
  const elsewhere = join(dataDir, 'postgres.json')
  const data = existsSync(elsewhere)
    ? (JSON.parse(readFileSync(elsewhere, 'utf8')) as { data: string }).data
    : join(dataDir, 'postgres')
  await writeFile(join(data, 'postmaster.pid'), `${bystander.pid}\n${data}\n`)
  // As a killed one leaves it.
  await writeFile(join(data, '.s.PGSQL.9'), '')
  const second = await startEmbeddedPostgres({ dataDir, settings: FAST })
  assert.ok(!existsSync(join(data, '.s.PGSQL.9')))
  await second.stop()
  assert.equal(bystander.exitCode ?? bystander.signalCode, null)
})

test('a PostgreSQL of this folder that was left running gives way to a new one', async () => {
  const left = await startEmbeddedPostgres({ dataDir, settings: FAST })
  const next = await startEmbeddedPostgres({ dataDir, settings: FAST })
  assert.notEqual(next.pid, left.pid)
  assert.throws(() => process.kill(left.pid, 0), { code: 'ESRCH' })
  await next.stop()
})

test('when PostgreSQL is killed while a session is at work, a new one starts all the same, and one that is kept comes back by itself', async (t) => {
  const killed = await startEmbeddedPostgres({ dataDir, settings: FAST })
  const client = new pg.Client({ connectionString: killed.url })
  client.on('error', () => {})
  await client.connect()
  const cut = assert.rejects(client.query('select count(*) from generate_series(1, 2000000000)'))
  await new Promise((done) => setTimeout(done, 100))
  process.kill(killed.pid, 'SIGKILL')
  const log = { info: () => {}, warn: () => {} }
  const next = await startEmbeddedPostgres({ dataDir, keep: log })
  t.after(() => next.stop())
  await cut
  // Whoever is kept is there again by itself, at the same address and with what it knew, as often as it is killed.
  await once(next.url, 'create table kept (n int)')
  for (const n of [1, 2]) {
    const [{ pid }] = await once(next.url, "select split_part(pg_read_file('postmaster.pid'), chr(10), 1)::int as pid")
    process.kill(pid, 'SIGKILL')
    while (!next.isAway()) await new Promise((done) => setTimeout(done, 5))
    while (next.isAway()) await new Promise((done) => setTimeout(done, 5))
    const [{ count }] = await once(next.url, `with put as (insert into kept values (${n})) select count(*)::int from kept`)
    assert.equal(count, n - 1)
  }
  await next.stop()
  await assert.rejects(once(next.url, 'select 1'))
  assert.ok(!next.isAway(), 'one that was stopped began again')
})

async function once(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
