/** Runs from the question to the result, on a real database and a handful of people. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Catalogue, Snapshot } from '@dpg/catalogue/contract'
import { createTexts, type OfficialId, type Principal } from '@dpg/kernel'
import { fixedClock, openTestDb, silentLog, type TestDb } from '@dpg/kernel/testing'
import type { Declarations } from '@dpg/rules'
import { createPolicy, policy as info } from './index.ts'
import { compare } from './compare.ts'
import type { PopulationRun } from './people/population.ts'
import { RunStopped } from './people/thread.ts'
import { writePeople } from './people/format.ts'
import { reformOf, todayOf } from './reform.ts'
import { forgetShares } from './share.ts'
import { postgresQueue } from './sweep/queue.ts'
import { insertSweep } from './sweep/store.ts'
import { households, RULES } from './testing/people.ts'

const root = mkdtempSync(join(tmpdir(), 'dpg-runs-'))
let db: TestDb
before(async () => {
  db = await openTestDb(info.migrations)
  writePeople(
    join(root, 'people'),
    { version: 'v1', seed: 1, nation: 6800 },
    households(Array.from({ length: 34 }, (_, i) => i * 5)),
  )
})
after(async () => {
  await db?.close()
  rmSync(root, { recursive: true, force: true })
})

const analyst: Principal = {
  kind: 'official',
  official: { id: 'off_01936f2e-0000-7000-8000-000000000001' as OfficialId, agency: '1', area: null, roles: ['policy-analyst'] },
  displayName: '오세린',
  assurance: 'substantial',
  permissions: new Set(['official', 'policy-analyst']),
}
const ASK = { service: 'pension', changes: [{ kind: 'parameter', parameter: 'limit', path: 'single', value: 120 }] } as const

/** The module over rules that may be published anew, and people that may be others. */
function build(rules: Declarations = RULES, release = 'r1', version = 'v1') {
  const pack = { services: new Map(), parameters: new Map(), facts: new Map(), areas: new Map(), catalogue: { rows: [] } }
  const snapshot = { release, rules, pack } as unknown as Snapshot
  const { policy, parts } = createPolicy({
    db,
    clock: fixedClock('2026-03-01T00:00:00Z'),
    log: silentLog,
    texts: createTexts([info.messages]),
    catalogue: { current: () => snapshot } as Catalogue,
    people: {
      folder: join(root, 'people'),
      version,
      people: 68,
      nation: 6800,
      seed: 1,
      make: version === 'v1' ? undefined : async () => {},
    },
  })
  const [job] = parts.jobs ?? []
  return { policy, work: (data: object) => job!.handle(data) }
}

test('a run is asked once, worked out once, and worked out again it is the same, also under rules published since', async () => {
  const { policy, work } = build()
  const run = await policy.start(analyst, ASK, 'k1', 'ko')
  assert.deepEqual([run.state, run.inputs.asOf, run.inputs.release, run.inputs.data], ['waiting', '2026-03-01', 'r1', 'v1'])
  assert.equal((await policy.start(analyst, ASK, 'k1', 'ko')).id, run.id)
  assert.equal((await policy.start(analyst, ASK, 'k2', 'ko')).id, run.id)
  assert.equal(db.queued.filter(({ job }) => job === 'policy.work-out').length, 1)
  await assert.rejects(policy.start(analyst, { ...ASK, asOf: '2026-03-02' }, 'k1', 'ko'), { type: 'policy/key-reused' })
  await assert.rejects(policy.csv(run.id, 'ko'), { type: 'policy/not-finished' })
  await work({ run: run.id })
  const done = await policy.run(run.id, 'ko')
  assert.equal(done.state, 'done')
  assert.ok((done.result?.winners.units?.value ?? 0) > 0)
  await work({ run: run.id })
  assert.equal((await policy.run(run.id, 'ko')).resultHash, done.resultHash)

  const raised = RULES.parameters.map((one) =>
    one.id === 'oldAge' ? { ...one, values: [{ from: '2020-01-01', value: 90 }] } : one,
  )
  const later = build({ ...RULES, parameters: raised }, 'r2')
  await later.policy.again(analyst, run.id, 'ko')
  await later.work({ run: run.id, again: true })
  const { standing, resultHash } = await later.policy.run(run.id, 'ko')
  assert.equal(resultHash, done.resultHash)
  assert.deepEqual(
    [standing.isCurrentRelease, standing.hasData, standing.again?.isSame, standing.again?.isSameCode],
    [false, true, true, true],
  )
})

test('while it is counted a run says how many parts of the people are done', async () => {
  const { policy } = build()
  const { id } = await policy.start(analyst, { ...ASK, asOf: '2026-03-03' }, undefined, 'ko')
  assert.deepEqual([(await policy.run(id, 'ko')).shards, (await policy.run(id, 'ko')).progress], [null, 0])
  await db.transaction((tx) => insertSweep(tx, { id, task: '{}', shards: ['0', '1', '2', '3'], isRun: true }))
  const queue = postgresQueue<object>(db, id)
  await queue.report((await queue.take())!, {})
  const run = await policy.run(id, 'ko')
  assert.deepEqual([run.shards, run.progress], [{ done: 1, all: 4 }, 25])
  await forgetShares({ db }, id)
  await db.query('delete from policy.runs where id = $1', [id])
})

test('rules given whole come to what a run of the same change comes to, and nothing is kept of them', async () => {
  const { policy } = build()
  const { id } = await policy.start(analyst, ASK, undefined, 'ko')
  const before = todayOf({ rules: RULES }, 'pension')
  const after = reformOf(before, ASK.changes, '2026-03-01')
  const result = await policy.compare({ service: 'pension', asOf: '2026-03-01', before, after })
  assert.ok(!('standIns' in result), 'nothing was stood in for')
  assert.deepEqual(result, (await policy.run(id, 'ko')).result)
  assert.equal((await policy.runs('ko', { limit: 10, offset: 0 })).total, 1)
  const stopping = {
    ready: async () => ({ version: 'v1' }),
    count: () => Promise.reject(new RunStopped('too many steps')),
  } as unknown as PopulationRun
  const heavy = compare({ db, log: silentLog, population: stopping }, { service: 'pension', asOf: '2026-03-01', before, after })
  await assert.rejects(heavy, { type: 'policy/too-heavy', status: 422, values: { why: 'too many steps' } })
})

test('where the people are gone the run stays, and says whom it would need', async () => {
  const { policy: first } = build()
  const { id } = await first.start(analyst, ASK, undefined, 'ko')
  const { policy } = build(RULES, 'r1', 'v2')
  const run = await policy.run(id, 'ko')
  assert.deepEqual([run.state, run.standing.hasData], ['done', false])
  await assert.rejects(policy.again(analyst, id, 'ko'), { type: 'policy/data-gone', values: { needed: 'v1', present: 'v2' } })
})

test('people that cannot be had end a run with a reason, and asking once more begins it anew', async () => {
  const broken = build(RULES, 'r1', 'v3')
  const { id } = await broken.policy.start(analyst, ASK, undefined, 'ko')
  await broken.work({ run: id })
  const failed = await broken.policy.run(id, 'ko')
  assert.deepEqual([failed.state, failed.failure?.type], ['failed', 'policy/run-failed'])
  assert.equal((await broken.policy.start(analyst, ASK, undefined, 'ko')).state, 'waiting')
})

test('nobody has a run that is not there', async () => {
  const { policy } = build()
  for (const id of ['', '../x', 'a'.repeat(24), "'; drop table policy.runs --"])
    await assert.rejects(policy.run(id, 'ko'), { type: 'policy/run-not-found' })
  assert.equal((await policy.runs('ko', { limit: 10, offset: 0 })).total, 2)
})

test('a figure that nobody has published for the day is stood in for, changed from there, and named with the result', async () => {
  const { policy, work } = build()
  const asOf = '2027-03-01'
  const { id } = await policy.start(analyst, { ...ASK, asOf }, undefined, 'ko')
  await work({ run: id })
  const { result } = await policy.run(id, 'ko')
  assert.deepEqual(result?.standIns, [{ parameter: 'limit', from: '2020-01-01' }])
  assert.ok(result.before.eligible.value > 0, 'not everybody is unknown')
  assert.ok(result.difference.eligible.value > 0, 'a higher limit lets more in')
  const rows = (await policy.csv(id, 'ko')).split('\r\n')
  assert.ok(rows.includes('아직 고시되지 않은 값,limit (limit),2020-01-01부터 쓰인 값으로 계산'), rows.slice(0, 12).join(' | '))
  const [single] = policy.draft('pension', asOf, 'ko').parameters[0]?.leaves ?? []
  assert.deepEqual([single?.path, single?.value], ['single', 100])
})
