import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { compare } from '../compare/compare.ts'
import { shardPath } from '../store/folder.ts'
import type { Comparison } from '../types.ts'
import { openSweep, prepareSweep, sweepResult, sweepWith } from './sweep.ts'
import { ASKED, makePeople, SHARDS, survives } from './testing/workers.ts'
import { workOn } from './work.ts'

let folder = ''
let population = ''
let expected: Comparison
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dpg-sweep-'))
  population = await makePeople(folder)
  expected = await compare({ population, ...ASKED })
})
after(() => rmSync(folder, { recursive: true, force: true }))

for (const processes of [1, 2])
  test(`${processes} worker processes find what one pass in this process finds`, { timeout: 120_000 }, async () => {
    const sweep = join(folder, `sweep-${processes}`)
    await prepareSweep(sweep, { population, ...ASKED })
    await sweepWith(sweep, processes)
    const { comparison, reports } = await sweepResult(sweep)
    assert.deepEqual(comparison, expected)
    assert.equal(reports.length, SHARDS)
  })

test('four worker processes that run together find the same, one killed half-way: nothing is lost, no shard is reported twice', {
  timeout: 120_000,
}, async () => {
  const sweep = join(folder, 'sweep-killed')
  await prepareSweep(sweep, { population, ...ASKED }, { leaseMs: 1000 })
  const script = (file: string) => fileURLToPath(new URL(file, import.meta.url))
  const files = { works: script('./process.ts'), dies: script('./testing/dying-process.ts') }
  await survives(
    {
      start: (kind) => spawn(process.execPath, [files[kind], sweep], { stdio: ['ignore', 'pipe', 'inherit'] }),
      queue: async () => openSweep(sweep).queue,
      result: () => sweepResult(sweep),
    },
    expected,
  )
})

test('a sweep goes on only with its question, its code and its people, and says what is otherwise', async () => {
  const sweep = join(folder, 'sweep-resumed')
  const people = await makePeople(join(folder, 'others'), { each: 5 })
  const asked = { ...ASKED, population: people }
  await prepareSweep(sweep, asked)
  await prepareSweep(sweep, asked)
  await assert.rejects(prepareSweep(sweep, { population: people, today: ASKED.today, asOf: ASKED.asOf }), {
    name: 'SweepError',
    message: /another question/,
  })

  const path = join(sweep, 'task.json')
  const task = readFileSync(path, 'utf8')
  writeFileSync(path, task.replace(/"code":"[0-9a-f]/, '"code":"-'))
  await assert.rejects(prepareSweep(sweep, asked), /another version of the rules engine/)
  await assert.rejects(sweepResult(sweep), /another version of the rules engine/)
  writeFileSync(path, task)

  // One worker has reported some shards; then other people come to stand in the folder.
  const { task: asIs, queue } = openSweep(sweep)
  let left = 3
  const tired = { ...queue, take: async () => (left-- > 0 ? queue.take() : undefined), open: async () => [] }
  assert.equal(await workOn(asIs, tired, { population: people }), 3)
  rmSync(people, { recursive: true })
  await makePeople(join(folder, 'others'), { each: 5, seed: 43 })
  const refusal = { name: 'SweepError', message: /not those that this sweep was prepared for.*Begin a new sweep/ }
  await assert.rejects(prepareSweep(sweep, asked), refusal)
  await assert.rejects(workOn(asIs, queue, { population: people }), refusal)
  assert.equal((await queue.open()).length, SHARDS - 3)
})

test('people who change while their shard is evaluated are not counted, and the shard is free again', async () => {
  const sweep = join(folder, 'sweep-changed')
  await prepareSweep(sweep, { population, ...ASKED })
  const { task, queue } = openSweep(sweep)
  const path = shardPath(population, 'a-00001')
  const meanwhile = {
    ...queue,
    take: async () => {
      const shard = await queue.take()
      if (shard === 'a-00001') utimesSync(path, new Date(), new Date())
      return shard
    },
  }
  await assert.rejects(workOn(task, meanwhile, { population }), /1 shards differ, the first is a-00001/)
  assert.equal((await queue.open()).length, SHARDS - 1)
  assert.equal(await queue.take(), 'a-00001')
})
