/** The synthetic people of what-ifs: made on first use, named by what they are made from, counted as the population engine counts. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { populationRows, readPopulationPack } from '@dpg/gateway/population'
import { loadPack, rulesOf } from '@dpg/definitions'
import { measure, type MeasureRequest, readInfo } from '@dpg/policy/people'
import { measureByClosures } from '@dpg/policy/testing'
import type { Declarations } from '@dpg/rules'
import { compare, makePopulation } from '@dpg/rules/population'
import { readPackFiles } from './pack-files.ts'
import { policyPeople } from './policy-people.ts'
import { readServerSettings } from './settings.ts'

const root = mkdtempSync(join(tmpdir(), 'dpg-people-'))
after(() => rmSync(root, { recursive: true, force: true }))
const COUNTRY = join(import.meta.dirname, '..', 'countries/kr')
const PEOPLE = 2000
const DAY = '2026-11-25'
const source = (env: Readonly<Record<string, string>> = {}) =>
  policyPeople(
    readServerSettings({ DATA_DIR: root, DPG_COUNTRY: COUNTRY, DPG_POLICY_PEOPLE: String(PEOPLE), DPG_MASTER_KEY: '', ...env }),
  )

test('people are named by number, seed and tables before they are made, and made as they are named', async () => {
  const people = source()
  assert.match(people.version, /^sha256:[0-9a-f]{64}$/)
  assert.equal(source().version, people.version)
  assert.notEqual(source({ DPG_SEED: '2' }).version, people.version)
  assert.notEqual(source({ DPG_POLICY_PEOPLE: '2001' }).version, people.version)
  assert.ok(people.nation > 50_000_000 && people.nation < 53_000_000)
  await people.make?.()
  const info = readInfo(people.folder)
  assert.deepEqual([info?.version, info?.people, info?.nation], [people.version, PEOPLE, people.nation])
  assert.deepEqual(
    info?.deciles,
    info?.deciles.toSorted((a, b) => a - b),
  )
  const given = source({ DPG_POLICY_FOLDER: people.folder })
  assert.deepEqual([given.version, given.people, given.make], [people.version, PEOPLE, undefined])
  assert.throws(() => source({ DPG_POLICY_FOLDER: join(root, 'nothing') }), /DPG_POLICY_FOLDER/)
})

test('closures person by person and the population engine on bitmaps count the same people and the same won', async () => {
  const rules = rulesOf(loadPack(await readPackFiles(COUNTRY)).pack)
  const today = only(rules, 'SSE000000170')
  const reform: Declarations = {
    ...today,
    parameters: today.parameters.map((one) =>
      one.id === 'basicPensionThreshold'
        ? {
            ...one,
            values: [
              ...one.values.filter(({ from }) => from < '2027'),
              { from: '2026-11-01', value: { single: 2_600_000, couple: 4_160_000 } },
            ],
          }
        : one,
    ),
  }
  const folder = join(root, 'engine')
  const pack = readPopulationPack(COUNTRY)
  let id = 0
  const rows = populationRows({ people: PEOPLE, seed: 1 }, pack).flatMap(({ members }) =>
    members.map(({ facts }) => ({ id: String(id++), facts })),
  )
  await makePopulation({ folder, declarations: today, asOf: DAY, whole: true }, rows)
  const { services } = await compare({
    population: folder,
    today,
    reform,
    asOf: DAY,
    services: ['SSE000000170'],
    by: [{ id: 'age', value: 'person.age', bands: [0, 65, 75, 85] }],
  })
  const [engine] = services
  const request: MeasureRequest = {
    folder: source().folder,
    engine: join(root, 'counted'),
    service: 'SSE000000170',
    today,
    reform,
    asOf: DAY,
  }
  const { tally, ...others } = measureByClosures(request)
  assert.deepEqual(measure(request), { tally, ...others })
  const { moments, newly } = tally
  assert.ok(engine && engine.before.eligible > 100)
  assert.deepEqual(
    [engine.before.eligible, engine.after.eligible, engine.before.unknown, engine.after.unknown],
    [moments.eligible0.sum, moments.eligible1.sum, moments.unknown0.sum, moments.unknown1.sum],
  )
  assert.deepEqual([engine.before.won, engine.after.won], [moments.won0.sum, moments.won1.sum])
  assert.deepEqual([engine.delta.newlyEntitled, engine.delta.noLongerEntitled], [newly.winners, newly.losers])
  assert.deepEqual([engine.winners.people, engine.losers.people], [moments.winners.sum, moments.losers.sum])
  const old = (engine.by['age'] ?? []).filter(({ group }) => group !== '0-64')
  assert.equal(old.length, 3)
  for (const { group, people, before, after: later } of old) {
    assert.deepEqual([before.eligible, later.eligible], tally.by.age[group]?.eligible, group)
    assert.equal(people, tally.by.age[group]?.all)
  }
})

const only = (rules: Declarations, service: string): Declarations => ({
  ...rules,
  services: rules.services.filter(({ id }) => id === service),
})
