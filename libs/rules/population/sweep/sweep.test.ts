import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { mulberry32, drawPerson, workload } from '../../testing/workload.ts'
import { compare } from '../compare/compare.ts'
import { makePopulation } from '../store/writer.ts'
import type { Comparison } from '../types.ts'
import { fileQueue } from './queue.ts'
import { prepareSweep, type ShardReport, startWorker, sweepResult, sweepWith } from './sweep.ts'

const SHARDS = 24
const EACH = 150
const asOf = '2026-01-01'
const today = workload(60)
/** One rule gone, one changed, one new. */
const reform = {
  ...today,
  services: today.services
    .slice(1)
    .map((service, i) => (i === 0 ? { ...service, criteria: [{ id: 'age', test: 'p.age >= 40' }] } : service)),
}
let folder = ''
let population = ''
let expected: Comparison

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dpg-sweep-'))
  population = join(folder, 'people')
  const r = mulberry32(42)
  const people = Array.from({ length: SHARDS * EACH }, (_, i) => ({ id: String(i), facts: drawPerson(r) }))
  await makePopulation({ folder: population, declarations: today, asOf, shardSize: EACH, few: 50 }, people)
  expected = await compare({ population, today, reform, asOf })
})
after(() => rmSync(folder, { recursive: true, force: true }))

const reported = (sweep: string): readonly string[] => readdirSync(join(sweep, 'reports')).filter((name) => name.endsWith('.zst'))

for (const processes of [1, 2, 4])
  test(`${processes} worker processes find what one pass in this process finds`, { timeout: 120_000 }, async () => {
    const sweep = join(folder, `sweep-${processes}`)
    await prepareSweep(sweep, { population, today, reform, asOf })
    await sweepWith(sweep, processes)
    const { comparison, reports } = sweepResult(sweep)
    assert.deepEqual(comparison, expected)
    assert.equal(reports.length, SHARDS)
  })

test('a worker killed half-way loses nothing, and no shard is reported twice', { timeout: 120_000 }, async () => {
  const sweep = join(folder, 'sweep-killed')
  await prepareSweep(sweep, { population, today, reform, asOf })
  const victim = startWorker(sweep)
  const died = new Promise<NodeJS.Signals | null>((resolve) => victim.on('exit', (_code, signal) => resolve(signal)))
  while (reported(sweep).length < 3) await new Promise((resolve) => setTimeout(resolve, 2))
  victim.kill('SIGKILL')
  assert.equal(await died, 'SIGKILL')
  const left = fileQueue<ShardReport>(sweep).open()
  assert.ok(left.length > 0 && left.length < SHARDS, `${left.length} shards were left`)
  assert.throws(() => sweepResult(sweep), /not evaluated yet/)
  // Asked again with the same question, the sweep goes on; with another it refuses.
  await prepareSweep(sweep, { population, today, reform, asOf })
  await assert.rejects(prepareSweep(sweep, { population, today, asOf }), /another question/)
  await sweepWith(sweep, 2)
  const { comparison, reports } = sweepResult(sweep)
  assert.deepEqual(comparison, expected)
  assert.deepEqual(new Set(reports.map(({ shard }) => shard)).size, SHARDS)
})

test('of two reports of one shard the first counts', async () => {
  const sweep = join(folder, 'sweep-twice')
  await prepareSweep(sweep, { population, today, asOf })
  const [one, other] = [fileQueue<number>(sweep), fileQueue<number>(sweep, 1)]
  const shard = one.take()!
  assert.notEqual(other.take(), shard)
  assert.equal(one.report(shard, 1), true)
  assert.equal(other.report(shard, 2), false)
  assert.deepEqual(one.reports(), [1])
  assert.ok(!one.open().includes(shard))
})
