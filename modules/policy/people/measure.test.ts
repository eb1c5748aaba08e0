/** People on disk and what is counted of them. */
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { LEAST, resultOf } from '../estimate.ts'
import { reformOf, todayOf } from '../reform.ts'
import { households, RULES } from '../testing/people.ts'
import { readColumn, readInfo, writePeople } from './format.ts'
import { measure } from './measure.ts'
import { createPopulation } from './population.ts'
import { RunStopped } from './thread.ts'

const root = mkdtempSync(join(tmpdir(), 'dpg-policy-'))
after(() => rmSync(root, { recursive: true, force: true }))
const DAY = '2026-03-01'
const INCOMES = [
  ...Array.from({ length: 20 }, () => 50),
  ...Array.from({ length: 10 }, () => 110),
  null,
  undefined,
  undefined,
  900,
]

const write = (name: string, incomes: readonly (number | null | undefined)[]) => {
  const folder = join(root, name)
  return { folder, info: writePeople(folder, { version: 'v1', seed: 1, nation: 6800 }, households(incomes)) }
}
const { folder, info } = write('people', INCOMES)

const ask = (service: string, single: number) => {
  const today = todayOf({ rules: RULES }, service)
  const reform = reformOf(today, [{ kind: 'parameter', parameter: 'limit', path: 'single', value: single }], DAY)
  return { folder, engine: join(root, 'engine'), service, today, reform, asOf: DAY }
}

test('what was written is read back, unknown and null told apart, and the same people have the same content', () => {
  assert.deepEqual([info.people, info.households, info.shards, info.deciles.length], [68, 34, 1, 9])
  assert.deepEqual(readInfo(folder), info)
  const income = readColumn(folder, 0, 'p.income')!
  const of = (household: number) =>
    income.codes[household * 2]! === 0 ? undefined : income.values[income.codes[household * 2]! - 1]
  assert.deepEqual([of(0), of(20), of(30), of(31), of(33)], [50, 110, null, undefined, 900])
  assert.equal(readColumn(folder, 0, 'p.nothing'), undefined)
  assert.equal(write('again', INCOMES).info.content, info.content)
  assert.notEqual(write('others', [...INCOMES, 1]).info.content, info.content)
  assert.equal(readInfo(join(root, 'nowhere')), undefined)
})

test('numbers are those that one counts by hand: entitled, unknown, cost, winners', () => {
  const { tally, missing } = measure(ask('pension', 120))
  assert.deepEqual(tally.moments.eligible0.sum, 20)
  assert.deepEqual(tally.moments.eligible1.sum, 30)
  assert.deepEqual([tally.moments.unknown0.sum, tally.moments.unknown1.sum], [2, 2])
  assert.equal(tally.moments.won0.sum, 20 * 50 * 12)
  assert.equal(tally.moments.won1.sum, (20 * 70 + 10 * 10) * 12)
  assert.deepEqual([tally.moments.winners.sum, tally.moments.losers.sum, tally.newly.winners], [30, 0, 10])
  assert.equal(tally.gained, tally.moments.won1.sum - tally.moments.won0.sum)
  assert.deepEqual(missing, { 'p.income': 2 })
  assert.equal(tally.by.age['65-74']?.eligible[1], 30)
  assert.equal(tally.by.age['0-9']?.eligible[1], 0)
  assert.equal(tally.by.sido['11']?.all, 34)
})

test('the way back has as many losers as the way there has winners', () => {
  const { today, reform, ...rest } = ask('pension', 120)
  const { tally } = measure({ ...rest, today: reform, reform: today })
  assert.deepEqual([tally.moments.winners.sum, tally.moments.losers.sum, tally.newly.losers], [0, 30, 10])
  assert.equal(tally.lost, tally.moments.won0.sum - tally.moments.won1.sum)
})

test('what is given once a household is counted once a household', () => {
  const { tally } = measure(ask('help', 120))
  assert.equal(tally.by.size['2']?.all, 34)
  assert.deepEqual(tally.moments.eligible0.sum, 34)
  assert.deepEqual(tally.persons, [54, 64])
  assert.deepEqual(tally.moments.winners.sum, 0)
})

test('fewer than five are nowhere shown, others are in fives and stand for the nation', () => {
  const result = resultOf(measure(ask('pension', 120)), { unit: 'person', pays: true })
  assert.equal(result.weight, 100)
  assert.equal(result.before.eligible.value, 2000)
  assert.ok(result.before.eligible.margin > 0 && result.before.eligible.margin < 2000)
  assert.equal(result.missing[0]?.units, null)
  const rows = [...Object.values(result.by).flat(), ...Object.values(result.districts).flat()]
  assert.ok(rows.length > 10)
  for (const { all, before, after: later, winners, losers } of rows)
    for (const value of [all, before.eligible, before.unknown, later.eligible, later.unknown, winners, losers])
      assert.ok(value === null || value === 0 || (value >= LEAST * 100 && value % (LEAST * 100) === 0), String(value))
})

test('what a few get cannot be worked out: not from a total and its parts, not from how far it may be off', () => {
  const question = ask('pension', 120)
  const test = 'p.income <= limit.single or p.income = 900'
  const reform = reformOf(question.today, [{ kind: 'criterion', criterion: 'income', test }], DAY)
  const few = measure({ ...question, reform })
  const { winners, gained, lost } = { ...few.tally, winners: few.tally.moments.winners.sum }
  assert.ok(winners > 0 && winners < LEAST && gained > 0 && lost === 0, `${winners} winners`)
  const { before, after, difference, winners: told, by } = resultOf(few, { unit: 'person', pays: true })
  assert.deepEqual([told.units, told.won, told.newly], [null, null, null])
  const steps = [before.won, after.won, difference.won].flatMap(({ value, margin }) => [value, margin])
  const rows = Object.values(by)
    .flat()
    .flatMap((row) => [row.before.won, row.after.won])
  const all = [...steps, ...rows].filter((one) => one !== null && one !== 0).map((one) => Math.abs(one!))
  const step = Math.min(...all)
  assert.ok(step >= gained * 100, `${step} tells of ${gained * 100}`)
  assert.deepEqual(new Set(all.map((one) => one % step)), new Set([0]))
})

test('people are made once, however many ask, and a rule that never ends stops a run, not the thread that serves', async () => {
  let made = 0
  const source = {
    folder: join(root, 'made'),
    version: 'v1',
    people: 68,
    nation: 6800,
    seed: 1,
    make: async () => {
      made++
      writePeople(join(root, 'made'), { version: 'v1', seed: 1, nation: 6800 }, households(INCOMES))
    },
  }
  const population = createPopulation(source)
  assert.equal(population.describe().isReady, false)
  const { folder: _folder, engine: _engine, ...question } = ask('pension', 120)
  const [one, two] = await Promise.all([population.ready(), population.ready(), population.prepare(question)])
  assert.equal(one.content, two.content)
  assert.equal(made, 1)
  assert.ok(existsSync(join(root, 'made.engine', 'made.json')))
  const [part] = await population.count(
    question,
    () => {},
    async ({ shards, part }) => {
      assert.equal(shards, 1)
      assert.equal(population.isBusy(), true)
      return [await part(0)]
    },
  )
  assert.deepEqual([part.tally.people, population.isBusy()], [68, false])
  const [service] = question.reform.services
  const endless = 'some a in 1..100000 satisfies some b in 1..100000 satisfies a + b < 0'
  const reform = { ...question.reform, services: [{ ...service!, criteria: [{ id: 'old', test: endless }] }] }
  await assert.rejects(
    population.count(
      { ...question, reform },
      () => {},
      ({ part }) => part(0),
    ),
    RunStopped,
  )
  assert.equal((await createPopulation({ ...source, version: 'v2', make: undefined }).ready()).version, 'v1')
  await assert.rejects(createPopulation({ ...source, folder: join(root, 'none'), make: undefined }).ready(), /holds no people/)
})
