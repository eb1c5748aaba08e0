import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { mulberry32 } from '../../testing/workload.ts'
import type { Declarations, Json } from '../../types.ts'
import { makePopulation } from '../store/writer.ts'
import { found } from '../testing/agree.ts'
import { compare } from './compare.ts'
import { keepConditions } from './keep.ts'
import { list, type Who } from './list.ts'

const asOf = '2026-11-25'
const limit = (value: number) => ({ id: 'limit', values: [{ from: '2020-01-01', value }] })
const declarations = (value: number): Declarations => ({
  facts: [
    { id: 'a', type: 'number', askable: true },
    { id: 'b', type: 'number', askable: true },
    { id: 'flag', type: 'boolean', askable: true },
  ],
  parameters: [limit(value)],
  services: [
    { id: 'sum', basis: 'law', unit: 'person', criteria: [{ id: 'x', test: 'a + b <= limit' }] },
    { id: 'not', basis: 'law', unit: 'person', criteria: [{ id: 'x', test: 'flag and not(a + b <= limit)' }] },
    { id: 'mean', basis: 'law', unit: 'person', criteria: [{ id: 'x', test: '(a + b) / 3 * 3 = limit or a * 1.1 > b' }] },
  ],
})
const r = mulberry32(5)
const people = Array.from({ length: 2500 }, (_, i) => {
  const facts: Record<string, Json> = {}
  for (const id of ['a', 'b']) {
    const chance = r()
    if (chance > 0.1) facts[id] = chance < 0.2 ? null : Math.floor(r() * 2000)
  }
  if (r() > 0.1) facts['flag'] = r() < 0.5
  return { id: `n${i}`, facts }
})

test('conditions that are kept give the same answers as those worked out, and a changed one is worked out anew', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dpg-keep-'))
  try {
    await makePopulation({ folder, declarations: declarations(1500), asOf, whole: true, few: 10, shardSize: 1000 }, people)
    assert.deepEqual(found(folder, declarations(1500), people, asOf), [])
    assert.equal(keepConditions(folder, declarations(1500), asOf), 3)
    assert.equal(keepConditions(folder, declarations(1500), asOf), 0)
    const { routes } = await compare({ population: folder, today: declarations(1500), asOf })
    assert.deepEqual(new Set(routes.leaves.map(({ route }) => route)), new Set(['derived', 'bits']))
    assert.deepEqual(found(folder, declarations(1500), people, asOf), [])
    assert.deepEqual(found(folder, declarations(900), people, asOf), [])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('lists name exactly the people that the counts count', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dpg-list-'))
  try {
    const [today, reform] = [declarations(1500), declarations(900)]
    await makePopulation({ folder, declarations: today, asOf, whole: true, few: 10, shardSize: 1000 }, people)
    const { services } = await compare({ population: folder, today, reform, asOf })
    for (const { service, after, delta } of services)
      for (const who of [
        'eligible',
        'unknown',
        'ineligible',
        'newlyEntitled',
        'noLongerEntitled',
        'newlyAnswerable',
        'newlyUnknown',
      ] as Who[]) {
        const ids = [...list({ population: folder, today, reform, asOf, service, who })].map(({ id }) => id)
        assert.equal(new Set(ids).size, ids.length)
        assert.equal(ids.length, { ...after, ...delta }[who], `${service} ${who}`)
        assert.ok(ids.every((id) => people.some((person) => person.id === id)))
      }
    assert.ok(services.some(({ delta }) => delta.newlyEntitled > 0) && services.some(({ delta }) => delta.noLongerEntitled > 0))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
