import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Declarations } from '../../types.ts'
import { openShard, type ShardFile } from '../columns/shard-file.ts'
import { idsOf } from '../eval/on-demand.ts'
import { shardPath } from './folder.ts'
import { makePopulation } from './writer.ts'

const asOf = '2026-11-25'
const declarations: Declarations = {
  facts: [
    { id: 'place', type: 'string', askable: true },
    { id: 'birth', type: 'date', askable: true },
  ],
  parameters: [],
  services: [{ id: 'old', basis: 'law', unit: 'person', criteria: [{ id: 'x', test: 'age(birth) >= 65 and place = "11"' }] }],
}
const people = [
  { id: 'b young', facts: { place: 'b', birth: '2020-01-01' } },
  { id: 'b old', facts: { place: 'b', birth: '1950-01-01' } },
  { id: 'b first', facts: { place: 'b', birth: '1990-01-01' } },
  { id: 'b second', facts: { place: 'b', birth: '1990-01-01' } },
  { id: 'b none', facts: { place: 'b', birth: null } },
  { id: 'b unknown', facts: { place: 'b' } },
  { id: 'a', facts: { place: 'a', birth: '2001-01-01' } },
  { id: 'none', facts: { place: null, birth: '1940-01-01' } },
  { id: 'unknown', facts: { birth: '2001-01-01' } },
]

async function withShard(order: string | readonly string[], see: (path: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dpg-writer-'))
  try {
    await makePopulation({ folder, declarations, asOf, whole: true, order }, people)
    see(shardPath(folder, 'a-00000'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function idsIn(path: string): readonly string[] | undefined {
  const shard: ShardFile = openShard(path)
  try {
    return idsOf(shard)
  } finally {
    shard.close()
  }
}

test('people stand in order of the facts asked for, one after another, unknown first, and as they came where all are equal', async () => {
  await withShard(['place', 'birth'], (path) => {
    const ofB = ['b unknown', 'b old', 'b first', 'b second', 'b young', 'b none']
    assert.deepEqual(idsIn(path), ['unknown', 'none', 'a', ...ofB])
  })
  await withShard('place', (path) => {
    const ofB = ['b young', 'b old', 'b first', 'b second', 'b none', 'b unknown']
    assert.deepEqual(idsIn(path), ['unknown', 'none', 'a', ...ofB])
  })
})

test('a shard of the first version is read, one of a version to come and what is no shard are refused by name', async () => {
  await withShard('place', (path) => {
    const bytes = readFileSync(path)
    const written = (magic: string): string => {
      const copy = Buffer.from(bytes)
      copy.write(magic)
      writeFileSync(path + magic, copy)
      return path + magic
    }
    assert.deepEqual(idsIn(written('dpgshrd1')), idsIn(path))
    assert.throws(() => idsIn(written('dpgshrd9')), /newer version/)
    assert.throws(() => idsIn(written('PAR1PAR1')), /no shard of a population/)
  })
})
