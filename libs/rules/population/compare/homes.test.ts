import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createEngine } from '../../index.ts'
import { mulberry32 } from '../../testing/workload.ts'
import type { Declarations, Json } from '../../types.ts'
import { NotHeldError } from '../eval/on-demand.ts'
import { createWriter, type MakeOptions, makePopulation } from '../store/writer.ts'
import type { GroupBy, HouseholdComparison } from '../types.ts'
import { compare } from './compare.ts'
import { eachStretch } from './stands.ts'

const asOf = '2026-11-25'
const declarations = (limit: number): Declarations => ({
  facts: [
    { id: 'home', type: 'number', askable: false },
    { id: 'sex', type: 'string', values: ['female', 'male'], askable: true },
    { id: 'colour', type: 'string', askable: true },
    { id: 'age', type: 'number', askable: true },
    { id: 'income', type: 'number', askable: true },
  ],
  parameters: [{ id: 'limit', values: [{ from: '2020-01-01', value: limit }] }],
  services: [
    {
      id: 'pay',
      basis: 'law',
      unit: 'household',
      criteria: [{ id: 'x', test: 'income < limit and age >= 20' }],
      amount: { per: 'month', steps: [{ let: 'amount', be: 'limit - income' }] },
    },
    { id: 'help', basis: 'law', unit: 'household', criteria: [{ id: 'x', test: 'income < limit' }] },
  ],
})
const [today, reform] = [declarations(900), declarations(1200)]
const by: readonly GroupBy[] = [
  { id: 'sex', value: 'sex' },
  { id: 'colour', value: 'colour' },
]
const r = mulberry32(8)
/** Households of one to four. */
const homes = Array.from({ length: 400 }, (_, home) =>
  Array.from({ length: 1 + Math.floor(r() * 4) }, (_one, i) => {
    const facts: Record<string, Json> = { home, age: Math.floor(r() * 80), sex: r() < 0.5 ? 'female' : 'male' }
    if (r() > 0.1) facts['colour'] = ['red', 'blue'][Math.floor(r() * 2)]!
    if (r() > 0.1) facts['income'] = Math.floor(r() * 2000)
    return { id: `${home}.${i}`, facts }
  }),
)

async function inFolder(options: Partial<MakeOptions>, work: (folder: string) => Promise<void> | void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dpg-homes-'))
  try {
    const writer = createWriter({ folder, declarations: today, asOf, keep: ['home'], few: 12, ...options })
    for (const home of homes) {
      for (const person of home) writer.add(person)
      writer.split(300)
    }
    writer.finish()
    await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Stand {
  readonly rank: number
  readonly won: number
}
const RANK = { eligible: 2, unknown: 1, ineligible: 0 } as const

/** The best placed member of each household by the closures. */
function bestOf(rules: Declarations, service: string): readonly Stand[] {
  const engine = createEngine(rules)
  return homes.map((home) =>
    home
      .map(({ facts }): Stand => {
        const [one] = engine.screen({ facts, asOf, services: [service] }).results
        return { rank: RANK[one!.outcome], won: one!.outcome === 'eligible' ? (one!.amount?.value ?? 0) * 12 : 0 }
      })
      .reduce((a, b) => (b.rank > a.rank || (b.rank === a.rank && b.won > a.won) ? b : a)),
  )
}

test('households are counted as their best placed member is, also by what their first member is', () =>
  inFolder({ by }, async (population) => {
    const { services } = await compare({ population, today, reform, asOf, by, household: 'home' })
    for (const service of ['pay', 'help']) {
      const [before, after] = [bestOf(today, service), bestOf(reform, service)]
      const check = (told: Omit<HouseholdComparison, 'by'>, among: (i: number) => boolean) => {
        const count = (stands: readonly Stand[], is: (stand: Stand, i: number) => boolean) =>
          stands.filter((stand, i) => among(i) && is(stand, i)).length
        const sum = (stands: readonly Stand[]) => stands.reduce((total, { won }, i) => total + (among(i) ? won : 0), 0)
        assert.equal(told.people, homes.filter((_, i) => among(i)).length)
        assert.deepEqual(
          [told.before.eligible, told.before.unknown, told.after.eligible, told.after.unknown],
          [before, after].flatMap((side) => [count(side, ({ rank }) => rank === 2), count(side, ({ rank }) => rank === 1)]),
        )
        assert.deepEqual([told.before.won, told.after.won], [sum(before), sum(after)])
        const more = (stand: Stand, i: number) =>
          (service === 'pay' ? stand.won > before[i]!.won : before[i]!.rank < 2) && stand.rank === 2
        assert.equal(told.winners.people, count(after, more))
        assert.equal(told.losers.people, 0)
      }
      const { households } = services.find((one) => one.service === service)!
      check(households!, () => true)
      for (const row of households!.by['colour']!)
        check(row, (i) => String(homes[i]![0]!.facts['colour'] ?? 'unknown') === row.group)
      assert.ok(households!.winners.people > 0)
    }
  }))

test('what groupings read is held, and texts of listed values always; another fact is not there, and says so', () =>
  inFolder({}, async (population) => {
    const { services } = await compare({ population, today, reform, asOf, by: [{ id: 'sex', value: 'sex' }] })
    const rows = services[0]!.by['sex']!
    assert.deepEqual(
      rows.map(({ group }) => group),
      ['female', 'male'],
    )
    assert.equal(
      rows.reduce((sum, { people }) => sum + people, 0),
      homes.flat().length,
    )
    await assert.rejects(compare({ population, today, reform, asOf, by }), (error: Error) => {
      return error instanceof NotHeldError && error.facts.includes('colour')
    })
  }))

test('households of people who stand in another order are refused', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dpg-homes-'))
  try {
    await makePopulation({ folder, declarations: today, asOf, keep: ['home'], order: 'age' }, homes.flat())
    await assert.rejects(compare({ population: folder, today, reform, asOf, household: 'home' }), /order of age/)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('stretch by stretch everybody stands as the closures have them stand, with what was asked along', () =>
  inFolder({ whole: true }, (population) => {
    const engines = [createEngine(today), createEngine(reform)]
    const people = homes.flat()
    let at = 0
    eachStretch(
      { population, today, reform, asOf, service: 'pay', read: ['home', 'sex'] },
      ({ people: count, before, after, told }) => {
        for (let i = 0; i < count; i++) {
          const { facts } = people[at + i]!
          for (const [k, side] of [before, after].entries()) {
            const [one] = engines[k]!.screen({ facts, asOf, services: ['pay'] }).results
            assert.equal(side.outcomes[i], { ineligible: 0, eligible: 1, unknown: 3 }[one!.outcome])
            assert.equal(side.won[i], one!.outcome === 'eligible' ? (one!.amount?.value ?? 0) * 12 : 0)
          }
          const [home, sex] = told
          assert.equal(home?.kind === 'numbers' && home.numbers[i], facts['home'])
          assert.equal(sex?.kind === 'codes' && sex.valueOf(sex.codes[i]!), facts['sex'])
        }
        at += count
      },
    )
    assert.equal(at, people.length)
  }))
