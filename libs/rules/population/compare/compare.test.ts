import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createEngine } from '../../index.ts'
import { mulberry32 } from '../../testing/workload.ts'
import type { Declarations, Json } from '../../types.ts'
import { makePopulation } from '../store/writer.ts'
import type { GroupBy, Tally } from '../types.ts'
import { compare, openPopulation } from './compare.ts'

const asOf = '2026-11-25'
const declarations = (amount: number, limit: number): Declarations => ({
  facts: [
    { id: 'birth', type: 'date', askable: true },
    { id: 'age', type: 'number', derive: 'age(birth)', askable: false },
    { id: 'place', type: 'string', askable: true },
    { id: 'income', type: 'number', askable: true },
    { id: 'members', type: 'list', askable: true },
  ],
  parameters: [
    { id: 'basic', values: [{ from: '2020-01-01', value: amount }] },
    { id: 'limit', values: [{ from: '2020-01-01', value: limit }] },
  ],
  services: [
    {
      id: 'pension',
      basis: 'law',
      unit: 'person',
      criteria: [{ id: 'x', test: 'age >= 65 and income * 1.1 <= limit' }],
      amount: {
        per: 'month',
        steps: [
          { let: 'left', be: 'basic - income * 0.1' },
          { let: 'amount', be: 'floor to(left, 10)' },
        ],
      },
    },
    {
      id: 'children',
      basis: 'law',
      unit: 'child',
      each: 'members',
      criteria: [{ id: 'x', test: 'child.young' }],
      amount: { per: 'quarter', steps: [{ let: 'amount', be: 'if child.poor then basic else basic / 2' }] },
    },
    { id: 'same', basis: 'law', unit: 'person', criteria: [{ id: 'x', test: 'age < 20' }] },
  ],
})
const today = declarations(3000, 1100)
const reform = declarations(3500, 1000)
const r = mulberry32(3)
const people = Array.from({ length: 700 }, (_, i) => {
  const facts: Record<string, Json> = {}
  if (r() > 0.1) facts['birth'] = `${1930 + Math.floor(r() * 90)}-05-05`
  if (r() > 0.1) facts['place'] = r() < 0.1 ? null : ['11', '26'][Math.floor(r() * 2)]!
  if (r() > 0.1) facts['income'] = Math.floor(r() * 20) * 100
  if (r() > 0.1)
    facts['members'] = Array.from({ length: Math.floor(r() * 3) }, () => ({
      young: r() < 0.5,
      ...(r() < 0.9 && { poor: r() < 0.5 }),
    }))
  return { id: `n${i}`, facts }
})
const by: readonly GroupBy[] = [
  { id: 'place', value: 'place' },
  { id: 'age', value: 'age', bands: [0, 20, 65] },
  { id: 'quarter', value: 'income', quantiles: 4 },
  { id: 'size', value: 'count(members)' },
]
const TIMES = { month: 12, quarter: 4 } as const

/** The same by the closures. */
function tallies(rules: Declarations, service: string, among: (i: number) => boolean): Tally {
  const engine = createEngine(rules)
  const tally = { eligible: 0, unknown: 0, ineligible: 0, won: 0, amountUnknown: 0 }
  people.forEach(({ facts }, i) => {
    if (!among(i)) return
    const [result] = engine.screen({ facts, asOf, services: [service] }).results
    tally[result!.outcome]++
    if (result!.outcome !== 'eligible' || result!.amount === undefined) return
    if (result!.amount.value === undefined) tally.amountUnknown++
    else tally.won += result!.amount.value * TIMES[result!.amount.per as keyof typeof TIMES]
  })
  return { ...tally, won: Math.round(tally.won) }
}

const inFolder = async (work: (folder: string) => Promise<void>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'dpg-compare-'))
  try {
    await makePopulation({ folder, declarations: today, asOf, whole: true, few: 12, shardSize: 300 }, people)
    await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test('money and groups before and after a reform are those of the closures, person by person', () =>
  inFolder(async (population) => {
    const { services, total } = await compare({ population, today, reform, asOf, by })
    const groups = (i: number): Readonly<Record<string, string>> => {
      const { place, birth, members } = people[i]!.facts
      const age = birth === undefined ? undefined : createEngine(today).value('age', { facts: people[i]!.facts, asOf })
      return {
        place: place === undefined ? 'unknown' : place === null ? 'none' : String(place),
        age: age === undefined ? 'unknown' : Number(age) < 20 ? '0-19' : Number(age) < 65 ? '20-64' : '65+',
        size: members === undefined ? 'unknown' : String((members as readonly Json[]).length),
      }
    }
    const known = people.map((_, i) => groups(i))
    for (const id of ['pension', 'children']) {
      const service = services.find((one) => one.service === id)!
      assert.deepEqual(
        service.before,
        tallies(today, id, () => true),
        `${id} before`,
      )
      assert.deepEqual(
        service.after,
        tallies(reform, id, () => true),
        `${id} after`,
      )
      for (const grouping of ['place', 'age', 'size'])
        for (const row of service.by[grouping]!) {
          const among = (i: number) => known[i]![grouping] === row.group
          assert.deepEqual(row.before, tallies(today, id, among), `${id} ${grouping} ${row.group}`)
          assert.deepEqual(row.after, tallies(reform, id, among), `${id} ${grouping} ${row.group}`)
        }
      const parts = service.by['quarter']!.filter(({ group }) => group !== 'unknown')
      assert.deepEqual(
        parts.map(({ group }) => group),
        ['1', '2', '3', '4'],
      )
      assert.ok(
        parts.every((row) => Math.abs(row.people - people.length * 0.225) < people.length * 0.06),
        'parts of about equal size',
      )
      assert.equal(service.after.won - service.before.won, service.winners.won - service.losers.won)
      assert.ok(service.winners.people > 0)
    }
    assert.ok(services.find((one) => one.service === 'pension')!.losers.people > 0)
    assert.deepEqual(services.find((one) => one.service === 'same')!.by, {})
    const won = (side: 'before' | 'after') => services.reduce((sum, one) => sum + one[side].won, 0)
    assert.equal(total.before.won, won('before'))
    assert.equal(total.after.won, won('after'))
    assert.equal(total.after.won - total.before.won, total.winners.won - total.losers.won)
  }))

test('threads find what one pass finds; one changed rule says nothing of the others', () =>
  inFolder(async (population) => {
    const alone = await compare({ population, today, reform, asOf, by })
    const open = openPopulation(population, 2)
    try {
      assert.deepEqual(await open.compare({ today, reform, asOf, by }), alone)
      const services = today.services.map((one) =>
        one.id === 'same' ? { ...one, criteria: [{ id: 'x', test: 'age < 25' }] } : one,
      )
      const changed = await open.compare({ today, reform: { ...today, services }, asOf, only: 'changed' })
      assert.deepEqual(
        changed.services.map(({ service }) => service),
        ['same'],
      )
      assert.ok(changed.services[0]!.delta.newlyEntitled > 0)
      await assert.rejects(open.compare({ today, asOf, by: [{ id: 'wrong', value: 'no.such.fact' }] }), /no\.such\.fact|no/)
    } finally {
      await open.close()
    }
  }))
