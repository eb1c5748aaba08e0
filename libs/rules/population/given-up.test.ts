/** A rule that takes too long for some people is unknown for them, told by name; everybody else is answered, by all other rules too. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { Declarations } from '../types.ts'
import { compare, makePopulation } from './index.ts'
import { openChanges } from './store/change.ts'
import { found } from './testing/agree.ts'

const asOf = '2026-11-26'
type Service = Declarations['services'][number]
const service = (id: string, test: string, more: Partial<Service> = {}): Service => ({
  ...{ id, basis: 'law', unit: 'person', criteria: [{ id: 'c', test }] },
  ...more,
})
const LONG = 'count(for i in 1..100000000 return i)'
const PAIRS = 'count(for a in p.list, b in p.list, c in p.list, d in p.list return 1)'
const declarations: Declarations = {
  facts: [
    { id: 'p.age', type: 'number', askable: true },
    { id: 'p.wage', type: 'number', askable: true },
    { id: 'p.list', type: 'list', askable: true },
    { id: 'p.pairs', type: 'number', derive: PAIRS, askable: false },
  ],
  parameters: [],
  services: [
    service('old', 'p.age >= 65'),
    service('constant', `${LONG} > 3`),
    service('byAge', 'count(for i in 1..(p.age * 10000) return i) > 300000'),
    service('twoColumns', 'count(for i in 1..(p.age * p.wage) return i) > 100'),
    service('pairs', `${PAIRS} > 1 and p.age > 20`),
    service('derived', 'p.pairs > 1'),
    service('either', `${LONG} > 3 or p.age >= 65`),
    service('each', 'child.n > 0', {
      unit: 'child',
      each: 'for a in p.list, b in p.list, c in p.list, d in p.list return {n: a}',
    }),
    service('paid', 'p.age >= 6', { amount: { per: 'month', steps: [{ let: 'amount', be: PAIRS }] } }),
  ],
}
const few = [1, 2]
const many = Array.from({ length: 60 }, (_, i) => i + 1)
const people = Array.from({ length: 40 }, (_, i) => ({
  id: `${i}`,
  facts: { 'p.age': 2 * i, 'p.wage': i % 2 === 0 ? 5 : 90_000, 'p.list': i === 3 ? many : few },
}))
const folder = mkdtempSync(join(tmpdir(), 'dpg-given-up-'))
after(() => rmSync(folder, { recursive: true, force: true }))

test('everybody gets what the closures say, and the rules that were given up are named', async () => {
  await makePopulation({ folder, declarations, asOf, whole: true, shardSize: 16 }, people)
  assert.deepEqual(found(folder, declarations, people, asOf), [])
  const { services, givenUp } = await compare({ population: folder, today: declarations, asOf, services: ['paid'] })
  const of = (id: string) => services.find((one) => one.service === id)!.after
  assert.deepEqual([of('old').eligible, of('old').unknown], [7, 0])
  assert.deepEqual([of('constant').eligible, of('constant').unknown], [0, 40])
  assert.deepEqual([of('either').eligible, of('either').unknown], [0, 40])
  assert.deepEqual([of('derived').eligible, of('derived').unknown], [39, 1])
  assert.deepEqual([of('paid').eligible, of('paid').amountUnknown], [37, 1])
  const named = new Map<string, string>()
  for (const { text, services: readers } of givenUp) for (const id of readers) named.set(id, text)
  assert.deepEqual([...named.keys()].sort(), ['byAge', 'constant', 'derived', 'each', 'either', 'paid', 'pairs', 'twoColumns'])
  assert.match(named.get('byAge')!, /p\.age, 10000/)
})

test('somebody who changes is answered as well', () => {
  const { change } = openChanges(folder, declarations, asOf)
  const [long, short] = [many, few].map((list) => ({ 'p.age': 70, 'p.wage': 1, 'p.list': list }))
  const delta = change({ id: '3', facts: short! }, people[3]!.facts)
  assert.ok(delta.newlyEntitled.includes('derived') && delta.newlyEntitled.includes('old'))
  const back = change({ id: '3', facts: long! }, short!)
  assert.ok(back.newlyUnknown.includes('derived') && !back.newlyUnknown.includes('old'))
})
