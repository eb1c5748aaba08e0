/** Shards of a population handed out by the database, to workers that may die. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openTestDb, silentLog, type TestDb } from '@dpg/kernel/testing'
import { compare, type Comparison, type ShardReport } from '@dpg/rules/population'
import { ASKED, makePeople, queuePromises, SHARDS, survives } from '@dpg/rules/population/sweep/testing'
import { beginSweep, sweepMigrations, sweepResult, workOnSweep } from './index.ts'
import { sweepJob, takeShards } from './job.ts'
import { postgresQueue } from './queue.ts'
import { fillShards, insertSweep } from './store.ts'

const root = mkdtempSync(join(tmpdir(), 'dpg-sweeps-'))
let db: TestDb
let population: string
let expected: Comparison
before(async () => {
  db = await openTestDb(sweepMigrations)
  population = await makePeople(root)
  expected = await compare({ population, ...ASKED })
})
after(async () => {
  await db?.close()
  rmSync(root, { recursive: true, force: true })
})

queuePromises('PostgreSQL', async (shards, leaseMs) => {
  const id = crypto.randomUUID()
  await db.transaction((tx) => insertSweep(tx, { id, task: '{}', shards }))
  return { worker: () => postgresQueue<number>(db, id, { leaseMs }), fill: (again) => fillShards(db, id, again) }
})

/** Each a sweep of its own: another day. */
const begin = (asOf: string) => beginSweep(db, { population, ...ASKED, asOf })

for (const workers of [1, 2])
  test(`${workers} workers on the database find what one pass finds, and report no shard twice`, async () => {
    const asOf = `2026-01-0${workers + 1}`
    const id = await begin(asOf)
    const reported = await Promise.all(Array.from({ length: workers }, () => workOnSweep(db, id, { population })))
    assert.equal(
      reported.reduce((sum, one) => sum + one, 0),
      SHARDS,
    )
    assert.deepEqual((await sweepResult(db, id)).comparison, await compare({ population, ...ASKED, asOf }))
    assert.equal(await begin(asOf), id)
    assert.equal(await workOnSweep(db, id, { population }), 0)
  })

test('four worker processes on the database find the same, one killed half-way: nothing is lost or reported twice', {
  timeout: 120_000,
}, async () => {
  const id = await begin(ASKED.asOf)
  const leaseMs = 1000
  const script = fileURLToPath(new URL('./testing.ts', import.meta.url))
  await survives(
    {
      start: (kind) =>
        spawn(process.execPath, [script, kind, db.url, id, population, String(leaseMs)], {
          stdio: ['ignore', 'pipe', 'inherit'],
        }),
      queue: async () => postgresQueue<ShardReport>(db, id, { leaseMs }),
      result: () => sweepResult(db, id),
    },
    expected,
  )
})

test('a worker with other people, and a sweep that is not there, are refused by name', async () => {
  const id = await begin('2026-02-01')
  const others = await makePeople(join(root, 'others'), { each: 5 })
  await assert.rejects(workOnSweep(db, id, { population: others }), { name: 'SweepError', message: /Begin a new sweep/ })
  await assert.rejects(sweepResult(db, id), { name: 'SweepError', message: '24 shards are not evaluated yet' })
  await assert.rejects(workOnSweep(db, 'nothing', { population }), { name: 'SweepError', message: /no sweep nothing/ })
})

test('two processes of the platform share the shards by jobs; what a dead one held they take over, a sweep of others they leave', async () => {
  const theirs = await beginSweep(db, { population: await makePeople(join(root, 'theirs'), { each: 5 }), ...ASKED })
  const asOf = '2026-03-01'
  const id = await begin(asOf)
  const dead = postgresQueue<ShardReport>(db, id, { leaseMs: 50 })
  assert.equal(await dead.take(), 'a-00000')
  const process = (enoughMs?: number) =>
    sweepJob({ db, log: silentLog, people: population, ...(enoughMs !== undefined && { enoughMs }) })
  await process(0).handle({})
  assert.equal((await dead.open()).length, SHARDS, 'who has no time takes none')
  await Promise.all([process().handle({}), process().handle({})])
  const { comparison, reports } = await sweepResult(db, id)
  assert.deepEqual(comparison, await compare({ population, ...ASKED, asOf }))
  assert.equal(reports.length, SHARDS)
  assert.ok(
    db.queued.some(({ job }) => job === takeShards.name),
    'the next one that is free is called',
  )
  await assert.rejects(sweepResult(db, theirs), /24 shards are not evaluated yet/)
})
