import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { generate } from './generate.ts'
import { makePopulation } from './make.ts'
import { readPopulationPack } from './pack.ts'
import { allFacts, definitions, KOREA } from './testing.ts'

const folder = mkdtempSync(join(tmpdir(), 'dpg-people-'))
after(() => rmSync(folder, { recursive: true, force: true }))

test('Parquet 파일에는 달라고 한 만큼의 사람이, 대장이 아는 사실마다 한 열로 들어 있다', async () => {
  const out = join(folder, 'people.parquet')
  const made = await makePopulation({ people: 2500, seed: 9, out })
  assert.equal(made.people, 2500)
  const file = await asyncBufferFromFile(out)
  const { num_rows: rows, schema } = await parquetMetadataAsync(file)
  assert.equal(Number(rows), 2500)
  const single = [...definitions().facts.values()].filter(
    ({ register, derive, type }) => register !== null && derive === null && type !== 'list' && type !== 'context',
  )
  const names = new Set(schema.map(({ name }) => name))
  assert.deepEqual(
    single.filter(({ id }) => !names.has(id)),
    [],
  )
  assert.equal(made.columns, names.size - 1)
})

test('읽은 값은 대장이 답하는 값과 같다', async () => {
  const out = join(folder, 'same.parquet')
  await makePopulation({ people: 800, seed: 10, out, pack: KOREA })
  const rows = await parquetReadObjects({ file: await asyncBufferFromFile(out) })
  const tables = readPopulationPack(KOREA)
  const people = [...generate({ people: 800, seed: 10 }, tables)].flatMap(({ members }) => members)
  assert.equal(rows.length, people.length)
  for (const [i, person] of people.entries()) {
    const row = rows[i] ?? {}
    assert.equal(row['id'], person.id)
    for (const [fact, value] of Object.entries(allFacts(person, tables))) {
      if (typeof value === 'object' && value !== null) continue
      const cell = row[fact]
      assert.deepEqual(cell instanceof Date ? cell.toISOString().slice(0, 10) : cell, value, fact)
    }
    assert.equal(row['household.size'], person.household.members.length)
  }
})

test('같은 씨앗은 같은 바이트의 파일을 만들고, 만들다 만 파일을 남기지 않는다', async () => {
  const [a, b] = [join(folder, 'a.parquet'), join(folder, 'b.parquet')]
  await makePopulation({ people: 1200, seed: 1, out: a })
  await makePopulation({ people: 1200, seed: 1, out: b })
  assert.ok(readFileSync(a).equals(readFileSync(b)))
  await assert.rejects(makePopulation({ people: 100, seed: 1, out: join(folder, 'nowhere', 'c.parquet') }))
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith('.part')),
    [],
  )
})
