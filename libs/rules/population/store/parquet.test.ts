import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Declarations } from '../../types.ts'
import { found } from '../testing/agree.ts'
import { peopleFromParquet } from './parquet.ts'
import { makePopulation } from './writer.ts'

const declarations: Declarations = {
  facts: [
    { id: 'p.birth', type: 'date', askable: true },
    { id: 'p.income', type: 'number', askable: true },
    { id: 'p.poor', type: 'boolean', askable: true },
    { id: 'p.place', type: 'string', askable: true },
  ],
  parameters: [],
  services: [
    { id: 'old', basis: 'law', unit: 'person', criteria: [{ id: 'a', test: 'age(p.birth) >= 65' }] },
    { id: 'poor', basis: 'law', unit: 'person', criteria: [{ id: 'b', test: 'p.poor or p.income * 1.5 < 3000' }] },
    { id: 'place', basis: 'law', unit: 'person', criteria: [{ id: 'c', test: 'p.place = null' }] },
  ],
}

test('people come out of a Parquet file as they went in, and what NULL means is said by the caller', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dpg-parquet-'))
  try {
    const file = join(folder, 'people.parquet')
    const connection = await (await DuckDBInstance.create()).connect()
    await connection.run(`copy (
      select 'n' || i as id,
        case when i % 7 = 0 then null else date '1940-01-15' + (i * 91)::integer end as "p.birth",
        case when i % 5 = 0 then null else i * 10 end as "p.income",
        case when i % 11 = 0 then null else i % 3 = 0 end as "p.poor",
        case when i % 2 = 0 then null else 'x' || i % 4 end as "p.place"
      from range(300) t(i)) to '${file}' (format parquet)`)
    const read = async (nulls: 'none' | 'unknown', except: readonly string[] = []) =>
      Array.fromAsync(peopleFromParquet(file, { nulls, except, id: 'id' }))
    const unknown = await read('unknown')
    assert.equal(unknown.length, 300)
    assert.deepEqual(unknown[22], { id: 'n22', facts: { 'p.birth': '1945-07-09', 'p.income': 220 } })
    assert.deepEqual((await read('none', ['p.poor']))[22]!.facts, { 'p.birth': '1945-07-09', 'p.income': 220, 'p.place': null })
    for (const [name, nulls] of [
      ['a', 'unknown'],
      ['b', 'none'],
    ] as const) {
      const population = join(folder, name)
      const asOf = '2026-11-25'
      await makePopulation(
        { folder: population, declarations, asOf, whole: true, few: 20 },
        peopleFromParquet(file, { nulls, id: 'id' }),
      )
      assert.deepEqual(found(population, declarations, await read(nulls), asOf), [])
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
