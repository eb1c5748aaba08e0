/** A run that several processes share comes to what one comes to alone, whoever of them dies. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openTestDb, silentLog } from '@dpg/kernel/testing'
import { policy as info } from './index.ts'
import { writePeople } from './people/format.ts'
import { measure } from './people/measure.ts'
import { createPopulation, type Question } from './people/population.ts'
import { reformOf, todayOf } from './reform.ts'
import { countTogether, forgetShares, help, workOut } from './share.ts'
import { households, RULES } from './testing/people.ts'

const root = mkdtempSync(join(tmpdir(), 'dpg-share-'))
const db = await openTestDb(info.migrations)
after(async () => {
  await db.close()
  rmSync(root, { recursive: true, force: true })
})

const DAY = '2026-03-01'
const SHARDS = 12
const incomes = Array.from({ length: 600 }, (_, i) => (i % 17 === 0 ? undefined : (i * 37) % 190))
const folder = join(root, 'people')
const people = writePeople(folder, { version: 'v1', seed: 1, nation: 6_000_000 }, households(incomes), 100)
const today = todayOf({ rules: RULES }, 'pension')
const question: Question = {
  service: 'pension',
  today,
  reform: reformOf(today, [{ kind: 'parameter', parameter: 'limit', path: 'single', value: 120 }], DAY),
  asOf: DAY,
}
const populationOf = (name: string) => createPopulation({ ...people, folder, engine: join(root, name), make: undefined })
const depsOf = (name: string) => ({ db, log: silentLog, population: populationOf(name), leaseMs: 300 })
const alone = measure({ ...question, folder, engine: join(root, 'alone') })

interface Helper {
  readonly child: ChildProcess
  readonly lines: AsyncIterator<string>
}

function startHelper(run: string, name: string, dies: boolean): Helper {
  const script = fileURLToPath(new URL('./testing/sharing-process.ts', import.meta.url))
  const args = [script, db.url, folder, join(root, name), run, ...(dies ? ['dies'] : [])]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  return { child, lines: createInterface({ input: child.stdout! })[Symbol.asyncIterator]() }
}

test('the people are so many shards', () => assert.equal(people.shards, SHARDS))

for (const [processes, dying] of [
  [1, 0],
  [2, 0],
  [4, 1],
] as const)
  test(`${processes} processes, ${dying} of them killed half-way: the same result, each shard counted once`, async () => {
    const run = `run-${processes}`
    const helpers: Helper[] = []
    /** All have opened the people before anybody takes a shard; whoever is to die has taken one, and is dead, before we begin. */
    const onShared = async () => {
      for (let at = 1; at < processes; at++) helpers.push(startHelper(run, `${run}-${at}`, at <= dying))
      for (const { lines } of helpers) assert.equal((await lines.next()).value, 'ready')
      for (const { child } of helpers) child.stdin!.write('go\n')
      for (const { lines } of helpers.slice(0, dying)) assert.match((await lines.next()).value, /^\d+$/)
    }
    const measured = await countTogether(depsOf(run), run, question, { onShared })
    assert.deepEqual(measured, alone)
    const reports = await db.query<{ shard: string; owner: string }>(
      'select shard, owner from policy.sweep_shards where sweep = $1 and report is not null order by shard',
      [run],
    )
    assert.equal(reports.length, SHARDS)
    await Promise.all(helpers.map(({ child }) => child.exitCode ?? child.signalCode ?? once(child, 'exit')))
    assert.deepEqual(
      helpers.map(({ child }) => child.signalCode),
      helpers.map((_, at) => (at < dying ? 'SIGKILL' : null)),
    )
    await forgetShares({ db }, run)
    assert.deepEqual(await db.query('select 1 from policy.sweep_shards where sweep = $1', [run]), [], 'nothing is left of it')
  })

test('what was reported before everybody died is not counted again', async () => {
  let counted = 0
  const own = populationOf('first')
  const dying: typeof own = {
    ...own,
    count: (asked, onWriting, work) =>
      own.count(asked, onWriting, (counter) =>
        work({
          ...counter,
          part: async (shard) => {
            if (counted++ === 5) throw new Error('killed')
            return counter.part(shard)
          },
        }),
      ),
  }
  await assert.rejects(countTogether({ ...depsOf('first'), population: dying }, 'again', question), /killed/)
  const open = () =>
    db.query<{ n: number }>(`select count(*)::int as n from policy.sweep_shards where sweep = 'again' and report is null`)
  assert.deepEqual(await open(), [{ n: SHARDS - 5 }])
  assert.deepEqual(await countTogether(depsOf('second'), 'again', question), alone)
  await forgetShares({ db }, 'again')
})

test('who has other people, or counts already, does not help but calls the next', async () => {
  const calls = () => db.queued.splice(0).map(({ job, data }) => [job, data])
  const onShared = async () => {
    assert.deepEqual(calls(), [[workOut.name, { help: 'shared' }]])
    await help({ ...depsOf('x'), population: { ...populationOf('x'), isBusy: () => true } }, 'shared')
    const others = createPopulation({ ...people, version: 'v2', folder: join(root, 'nowhere'), make: undefined })
    await help({ ...depsOf('x'), population: others }, 'shared')
    assert.deepEqual(calls(), [
      [workOut.name, { help: 'shared' }],
      [workOut.name, { help: 'shared' }],
    ])
  }
  db.queued.length = 0
  assert.deepEqual(await countTogether(depsOf('leader'), 'shared', question, { onShared }), alone)
  await help(depsOf('leader'), 'shared')
  assert.deepEqual(calls(), [], 'nothing waits any more')
  await forgetShares({ db }, 'shared')
})
