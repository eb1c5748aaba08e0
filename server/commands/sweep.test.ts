/** The command of sweeps, from the question in a file to the result, on a database that knew nothing of them. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, mock, test } from 'node:test'
import { openTestDb, type TestDb } from '@dpg/kernel/testing'
import { makePopulation, type SweepResult } from '@dpg/rules/population'
import { sweepCommand } from './sweep.ts'

const root = mkdtempSync(join(tmpdir(), 'dpg-sweep-command-'))
let db: TestDb
before(async () => {
  db = await openTestDb()
})
after(async () => {
  await db?.close()
  rmSync(root, { recursive: true, force: true })
})

const rules = (age: number) => ({
  facts: [{ id: 'person.age', type: 'number' as const, askable: true }],
  parameters: [],
  services: [
    { id: 'pension', basis: 'law' as const, unit: 'person' as const, criteria: [{ id: 'age', test: `person.age >= ${age}` }] },
  ],
})

/** What the command says, line by line. */
async function said(...words: readonly string[]): Promise<readonly string[]> {
  const lines: string[] = []
  const log = mock.method(console, 'log', (line: string) => void lines.push(line))
  try {
    assert.equal(await sweepCommand.run(words), 0)
  } finally {
    log.mock.restore()
  }
  return lines
}

test('a sweep is begun, worked on and told from the command line, and asked again it is the same', async () => {
  const population = join(root, 'people')
  const people = Array.from({ length: 100 }, (_, i) => ({ id: `p${i}`, facts: { 'person.age': i } }))
  await makePopulation({ folder: population, declarations: rules(65), asOf: '2026-11-25', shardSize: 20 }, people)
  const file = join(root, 'question.json')
  writeFileSync(file, JSON.stringify({ today: rules(65), reform: rules(60), asOf: '2026-11-25' }))
  const where = ['--database', db.url, '--population', population] as const
  const [id = ''] = await said('begin', ...where, '--question', file)
  assert.match(id, /^[0-9a-f]{24}$/)
  await assert.rejects(said('result', id, '--database', db.url), /5 shards are not evaluated yet/)
  assert.equal((await said('work', id, ...where)).length, 5)
  assert.deepEqual(await said('begin', ...where, '--question', file), [id])
  assert.deepEqual(await said('work', id, ...where), [])
  const { comparison } = JSON.parse((await said('result', id, '--database', db.url))[0]!) as SweepResult
  const [pension] = comparison.services
  assert.deepEqual([pension?.before.eligible, pension?.after.eligible], [35, 40])
})

test('a question that is none, and words that are missing, are told with the usage', async () => {
  const file = join(root, 'wrong.json')
  writeFileSync(file, JSON.stringify({ today: rules(65), asOf: 'tomorrow', reforms: 1 }))
  await assert.rejects(
    said('begin', '--database', db.url, '--population', root, '--question', file),
    /asOf: .*reforms.*usage: npm run dpg -- sweep begin/s,
  )
  writeFileSync(file, '{ today')
  await assert.rejects(said('begin', '--database', db.url, '--population', root, '--question', file), /wrong\.json is no JSON/)
  await assert.rejects(said('work', 'id'), /something is missing for sweep work/)
  await assert.rejects(said('stop'), /unknown: sweep stop/)
})
