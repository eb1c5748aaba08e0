import assert from 'node:assert/strict'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createEngine } from '../../index.ts'
import { mulberry32, type Random } from '../../testing/workload.ts'
import type { Declarations, Json } from '../../types.ts'
import { openShard } from '../columns/shard-file.ts'
import { compare } from '../compare/compare.ts'
import { keepConditions } from '../compare/keep.ts'
import { idsOf } from '../eval/on-demand.ts'
import { found } from '../testing/agree.ts'
import type { PersonRow } from '../types.ts'
import { openChanges } from './change.ts'
import { shardNames, shardPath } from './folder.ts'
import { entriesOf } from './journal.ts'
import { makePopulation } from './writer.ts'

const asOf = '2026-11-25'
const declarations: Declarations = {
  facts: [
    { id: 'birth', type: 'date', askable: true },
    { id: 'place', type: 'string', askable: true },
    { id: 'poor', type: 'boolean', askable: true },
    { id: 'a', type: 'number', askable: true },
    { id: 'b', type: 'number', askable: true },
    { id: 'members', type: 'list', askable: true },
    { id: 'size', type: 'number', derive: 'count(members) + 1', askable: false },
  ],
  parameters: [],
  services: [
    { id: 'old', basis: 'law', unit: 'person', criteria: [{ id: 'x', test: 'age(birth) >= 65 and (place = "11" or poor)' }] },
    { id: 'sum', basis: 'law', unit: 'person', criteria: [{ id: 'x', test: 'a + b <= 500 * size' }] },
    { id: 'child', basis: 'law', unit: 'child', each: 'members', criteria: [{ id: 'x', test: 'child.young and not(a > b)' }] },
  ],
}

function draw(r: Random, id: string): PersonRow {
  const facts: Record<string, Json> = {}
  const put = (fact: string, value: () => Json) => {
    const chance = r()
    if (chance > 0.2) facts[fact] = value()
    else if (chance > 0.1) facts[fact] = null
  }
  put('birth', () => `${1940 + Math.floor(r() * 80)}-03-0${1 + Math.floor(r() * 9)}`)
  put('place', () => ['11', '26', '50'][Math.floor(r() * 3)]!)
  put('poor', () => r() < 0.5)
  put('a', () => Math.floor(r() * 1000))
  put('b', () => Math.floor(r() * 1000))
  put('members', () => Array.from({ length: Math.floor(r() * 4) }, () => ({ young: r() < 0.5 })))
  return { id, facts }
}

let folder = ''
const r = mulberry32(11)
const people = Array.from({ length: 900 }, (_, i) => draw(r, `n${i}`))
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dpg-change-'))
  await makePopulation({ folder, declarations, asOf, whole: true, few: 20, shardSize: 400, order: 'place' }, people)
  assert.ok(keepConditions(folder, declarations, asOf) > 0)
})
after(() => rmSync(folder, { recursive: true, force: true }))

test('people who change are answered as they are now, told what they gain and lose, and nobody else changes', async () => {
  const engine = createEngine(declarations)
  const changes = openChanges(folder, declarations, asOf)
  const outcomesOf = (facts: PersonRow['facts']) =>
    new Map(engine.screen({ facts, asOf }).results.map((one) => [one.service, one.outcome]))
  let placed = 0
  for (let k = 0; k < 60; k++) {
    const i = Math.floor(r() * people.length)
    const [old, fresh] = [people[i]!, draw(r, `n${i}`)]
    const { inPlace, newlyEntitled, noLongerEntitled, newlyAnswerable } = changes.change(fresh, old.facts)
    people[i] = fresh
    if (inPlace) placed++
    const [was, is] = [outcomesOf(old.facts), outcomesOf(fresh.facts)]
    const services = [...is.keys()]
    assert.deepEqual(
      newlyEntitled,
      services.filter((id) => is.get(id) === 'eligible' && was.get(id) !== 'eligible'),
    )
    assert.deepEqual(
      noLongerEntitled,
      services.filter((id) => is.get(id) !== 'eligible' && was.get(id) === 'eligible'),
    )
    assert.deepEqual(
      newlyAnswerable,
      services.filter((id) => is.get(id) !== 'unknown' && was.get(id) === 'unknown'),
    )
  }
  assert.ok(placed > 40, `${placed} of 60 in place`)
  assert.deepEqual(found(folder, declarations, people, asOf), [])
})

test('a value that no column has room for is taken in all the same', async () => {
  const changes = openChanges(folder, declarations, asOf)
  const old = people[5]!
  const fresh = { id: old.id, facts: { ...old.facts, place: 'elsewhere', a: -2.5, birth: '1890-01-01' } }
  assert.equal(changes.change(fresh, old.facts).inPlace, false)
  people[5] = fresh
  assert.deepEqual(found(folder, declarations, people, asOf), [])
  assert.throws(() => changes.change({ id: 'nobody', facts: {} }, {}), /nobody is nobody/)
})

test('a change that a power cut interrupted is made when the population is opened again', async () => {
  const shard = shardNames(folder).find((name) => entriesOf(shardPath(folder, name)).length > 0)!
  const file = openShard(shardPath(folder, shard))
  const row = 7
  const id = idsOf(file)![row]!
  file.close()
  const at = people.findIndex((person) => person.id === id)
  const fresh = { id, facts: { birth: '1950-03-03', place: '11', poor: false, a: null, members: [{ young: true }] } }
  // The line is on the disk, its cells are not; the line after it is torn.
  const journal = join(folder, 'shards', `${shard}.journal`)
  appendFileSync(journal, `${JSON.stringify({ row, person: fresh })}\n{"row": 1, "per`)
  people[at] = fresh
  assert.notDeepEqual(found(folder, declarations, people, asOf), [])
  openChanges(folder, declarations, asOf)
  assert.deepEqual(found(folder, declarations, people, asOf), [])
  assert.equal((await compare({ population: folder, today: declarations, asOf })).people, people.length)
})

test('changes made together are those made one by one, and what was not yet on the disk is written when the population is opened', () => {
  const changes = openChanges(folder, declarations, asOf)
  const drawn = Array.from({ length: 40 }, (_, k) => ({ person: draw(r, `n${k * 3}`), before: people[k * 3]!.facts }))
  const told = changes.changeAll(drawn)
  const engine = createEngine(declarations)
  drawn.forEach(({ person, before: old }, k) => {
    const of = (facts: PersonRow['facts']) =>
      new Map(engine.screen({ facts, asOf }).results.map((one) => [one.service, one.outcome]))
    const [was, is] = [of(old), of(person.facts)]
    const open = [...is.keys()].filter((id) => was.get(id) !== 'unknown' && is.get(id) === 'unknown')
    assert.deepEqual(told[k]!.newlyUnknown, open)
    people[k * 3] = person
  })
  assert.deepEqual(found(folder, declarations, people, asOf), [])
  // The shards as they were when the power went: the journal is on the disk, the cells are not.
  const before = new Map(shardNames(folder).map((name) => [name, readFileSync(shardPath(folder, name))]))
  const later = Array.from({ length: 30 }, (_, k) => ({ person: draw(r, `n${k * 5}`), before: people[k * 5]!.facts }))
  const placed = changes.changeAll(later)
  assert.ok(placed.some(({ inPlace }) => inPlace))
  for (const { person } of later) people[Number(person.id.slice(1))] = person
  for (const [name, bytes] of before) writeFileSync(shardPath(folder, name), bytes)
  assert.notDeepEqual(found(folder, declarations, people, asOf), [])
  openChanges(folder, declarations, asOf)
  assert.deepEqual(found(folder, declarations, people, asOf), [])
  const marks = shardNames(folder).map((name) => Number(readFileSync(join(folder, 'shards', `${name}.settled`), 'utf8')))
  assert.ok(marks.every((mark) => mark > 0))
})

test('a derived fact that only some have is refused, with what to do', async () => {
  const made = (given: readonly string[], facts: readonly PersonRow['facts'][]) =>
    makePopulation(
      { folder: join(folder, `given-${given.length}`), declarations, asOf, given },
      facts.map((one, i) => ({ id: `n${i}`, facts: one })),
    )
  await assert.rejects(made([], [{ size: 3 }]), /size, which is derived; name it in `given`/)
  await assert.rejects(made(['size'], [{ size: 3 }, {}]), /size is said to be given, but n1 has none/)
})
