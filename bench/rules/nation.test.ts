import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { factsFrom, generate, makePopulation as makeParquet, readPopulationPack, REGISTERS } from '@dpg/gateway/population'
import type { Json } from '@dpg/rules'
import { makePopulation, peopleFromParquet, type PersonRow } from '@dpg/rules/population'
import { differences, found } from '@dpg/rules/population/testing'
import { COUNTRY } from '../country.ts'
import { countryRules, DAY } from './nation-rules.ts'

const PEOPLE = Number(process.env['DPG_NATION_TEST_PEOPLE'] ?? 150)
const MISSING = 0.1
const rules = countryRules()

/** People of all registers, a tenth of what is known taken away. */
function people(): readonly PersonRow[] {
  const tables = readPopulationPack(COUNTRY)
  let state = 7
  const chance = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff
    return state / 0x8000_0000
  }
  const rows: PersonRow[] = []
  for (const household of generate({ people: PEOPLE, seed: 3 }, tables))
    for (const person of household.members) {
      const all: Record<string, Json> = Object.assign({}, ...REGISTERS.map((register) => factsFrom(person, register, tables)))
      rows.push({ id: person.id, facts: Object.fromEntries(Object.entries(all).filter(() => chance() >= MISSING)) })
    }
  return rows
}

test(`every real service and amount: ${PEOPLE} synthetic people get from bitmaps what they get one by one`, async () => {
  assert.ok(rules.services.length > 8_000)
  assert.deepEqual(
    (await differences(rules, people(), DAY, { order: ['person.eupmyeondong', 'person.birthDate'], few: 100 })).slice(0, 5),
    [],
  )
})

test('the file of `population make` gives the same people', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dpg-nation-'))
  try {
    const file = join(folder, 'people.parquet')
    await makeParquet({ people: 100, seed: 3, out: file, pack: COUNTRY })
    const facts = new Map(rules.facts.map((fact) => [fact.id, fact]))
    const options = { nulls: 'none', id: 'id', leaveOut: ['household'] } as const
    const rows = await Array.fromAsync(peopleFromParquet(file, options))
    const given = Object.keys(rows[0]!.facts).filter((id) => facts.get(id)?.derive !== undefined)
    assert.ok(given.includes('household.size'))
    const population = join(folder, 'people')
    await makePopulation({ folder: population, declarations: rules, asOf: DAY, given, whole: true, few: 50 }, rows)
    assert.deepEqual(found(population, rules, rows, DAY).slice(0, 5), [])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
