import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { compileProgram } from '../../screening/program.ts'
import { startRun } from '../../screening/input.ts'
import type { Declarations, Json } from '../../types.ts'
import { openShard, writeShard } from '../columns/shard-file.ts'
import { compare } from '../compare/compare.ts'
import { keepConditions } from '../compare/keep.ts'
import { hasCurrentKeys, shardPath } from '../store/folder.ts'
import { makePopulation } from '../store/writer.ts'
import { found } from '../testing/agree.ts'
import { createKeys, KEY_PREFIX, KEY_VERSION } from './key.ts'
import { createReads } from './reads.ts'

const DAY = '2026-11-25'

/** The key of a condition among such parameters and other services. */
function keyOf(
  test: string,
  { limit = 5 as Json, others = [] as readonly string[], asOf = DAY, age = 'floor(a / 10)' } = {},
): string {
  const declarations: Declarations = {
    facts: [
      { id: 'a', type: 'number', askable: true },
      { id: 's', type: 'string', askable: true },
      { id: 'birth', type: 'date', askable: true },
      { id: 'list', type: 'list', askable: true },
      { id: 'age', type: 'number', derive: age, askable: false },
    ],
    parameters: [{ id: 'limit', values: [{ from: '2020-01-01', value: limit }] }],
    services: [...others, test].map((one, i) => ({
      id: `s${i}`,
      basis: 'law' as const,
      unit: 'person' as const,
      criteria: [{ id: 'x', test: one }],
    })),
  }
  const program = compileProgram(declarations)
  const slot = program.groups[program.services.at(-1)!.group]![0]!
  const { node } = program.conditions[program.slots[slot]!.condition]!
  return createKeys(program, createReads(program, new Set()), startRun(program, { facts: {}, asOf }).today).keyOf('value', node)
}

test('a key is the same whatever else the rules hold and whatever bound names are called', () => {
  const key = keyOf('some x in list satisfies x.young')
  assert.match(key, new RegExp(`^${KEY_PREFIX}[0-9a-f]{40}$`))
  assert.equal(
    keyOf('some x in list satisfies x.young', { others: ['a > 7', 'every y in list satisfies y.old and y.young'] }),
    key,
  )
  assert.equal(keyOf('some other in list satisfies other.young'), key)
  assert.equal(keyOf('age < a'), keyOf('floor(a / 10) < a'))
})

test('other meanings have other keys: values, kinds of values, derivations, days', () => {
  const all = [
    keyOf('s in ("5", "6")'),
    keyOf('s in ("5 | 6")'),
    keyOf('s in ("5", "6 | 7")'),
    keyOf('s in ("5 | 6", "7")'),
    keyOf('list contains(list, limit)', { limit: '5' }),
    keyOf('list contains(list, limit)', { limit: 5 }),
    keyOf('list contains(list, limit)', { limit: 'true' }),
    keyOf('list contains(list, limit)', { limit: true }),
    keyOf('list contains(limit, s)', { limit: ['a, b'] }),
    keyOf('list contains(limit, s)', { limit: ['a', 'b'] }),
    keyOf('age > 2', { age: 'floor(a / 10)' }),
    keyOf('age > 2', { age: 'floor(a / 20)' }),
    keyOf('age(birth) >= 65'),
    keyOf('age(birth) >= 65', { asOf: '2026-11-26' }),
    keyOf('some x in list satisfies x.young'),
    keyOf('every x in list satisfies x.young'),
    keyOf('some x in list satisfies (some y in list satisfies x.n > y.n)'),
    keyOf('some x in list satisfies (some y in list satisfies y.n > x.n)'),
  ]
  assert.equal(new Set(all).size, all.length)
})

const declarations: Declarations = {
  facts: [
    { id: 'a', type: 'number', askable: true },
    { id: 'b', type: 'number', askable: true },
    { id: 'list', type: 'list', askable: true },
  ],
  parameters: [],
  services: [
    { id: 'sum', basis: 'law', unit: 'person', criteria: [{ id: 'x', test: 'a + b <= 900' }] },
    { id: 'any', basis: 'law', unit: 'person', criteria: [{ id: 'x', test: 'some x in list satisfies x > a' }] },
  ],
}
const people = Array.from({ length: 300 }, (_, i) => ({
  id: `n${i}`,
  facts: { a: i * 3, b: (i * 37) % 700, list: [(i * 13) % 900] },
}))

test('what was kept under another version of keys is never read: it is taken away and worked out anew', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dpg-keys-'))
  try {
    await makePopulation({ folder, declarations, asOf: DAY, whole: true, few: 10, shardSize: 200 }, people)
    assert.ok(hasCurrentKeys(folder))
    assert.equal(keepConditions(folder, declarations, DAY), 1)
    const kept = join(folder, 'kept')
    const [batch] = readdirSync(kept)
    // The folder as an older version would have left it, and with wrong bits: whoever read them would be found out.
    const old = batch!.replace(KEY_PREFIX, `c${KEY_VERSION - 1}-`)
    renameSync(join(kept, batch!), join(kept, old))
    for (const name of readdirSync(join(kept, old)).filter((one) => one.endsWith('.shard'))) {
      const { meta, close } = openShard(join(kept, old, name))
      close()
      const columns = meta.columns.map((column) => {
        const data = new Uint8Array(column.bytes).fill(255)
        return { name: column.name, encoded: { kind: 'bits' as const, data, hasUnknown: false, hasNone: false } }
      })
      writeShard(join(kept, old, name), { people: meta.people, columns })
    }
    mkdirSync(join(kept, '0123456789abcdef0123456789abcdef'))
    writeFileSync(join(folder, 'population.json'), JSON.stringify({ given: [], asOf: DAY, people: 'rows' }))
    for (const name of ['a-00000', 'a-00001']) olderColumns(shardPath(folder, name))

    assert.equal(hasCurrentKeys(folder), false)
    assert.deepEqual(found(folder, declarations, people, DAY), [])
    assert.equal(keepConditions(folder, declarations, DAY), 1)
    assert.ok(readdirSync(kept).every((name) => name.startsWith(KEY_PREFIX)))
    const { routes } = await compare({ population: folder, today: declarations, asOf: DAY })
    assert.ok(routes.leaves.some(({ route, text }) => route === 'derived' && text.startsWith('<=')))
    assert.deepEqual(found(folder, declarations, people, DAY), [])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

/** Derived columns of a shard under the names that an older version gave them. */
function olderColumns(path: string): void {
  const shard = openShard(path)
  const section = (of: { readonly at: number; readonly bytes: number }): Uint8Array => {
    const data = new Uint8Array(of.bytes)
    shard.read(of, data)
    return data
  }
  const { people: count, columns, ids, rest } = shard.meta
  const renamed = columns.map((column) => {
    if (!column.name.startsWith(KEY_PREFIX)) return { name: column.name, column }
    return { name: '= some @0(list, >(@0.x, a))', column }
  })
  assert.ok(renamed.some(({ name, column }) => name !== column.name))
  const written = renamed.map(({ name, column }) => {
    const data = section(column)
    if (column.kind === 'numbers') {
      const values = column.type === 'u32' ? new Uint32Array(data.buffer) : new Float64Array(data.buffer)
      return { name, encoded: { ...column, data: values } }
    }
    if (column.kind === 'bits') return { name, encoded: { ...column, data: data.fill(0) } }
    throw new TypeError(`${column.name} is coded`)
  })
  const held = { ids: section(ids!), rest: section(rest!) }
  shard.close()
  writeShard(path, { people: count, columns: written, ids: held.ids, rest: held.rest })
}
