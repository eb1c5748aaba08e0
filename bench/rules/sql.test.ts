/** SQL against the closures where a database is needed: random rules on PostgreSQL, all services of the pack on both. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DuckDBInstance, type DuckDBValue } from '@duckdb/node-api'
import { readPopulationPack, populationRows } from '@dpg/gateway/population'
import { openTestDb, type TestDb } from '@dpg/kernel/testing'
import { createEngine, type Declarations, type FactDecl, type Json, type ServiceResult } from '@dpg/rules'
import { createSql, type Dialect, type FactColumn, type Statement, Unfit } from '@dpg/rules/sql'
import {
  COLUMNS,
  conditions,
  FACTS,
  insertText,
  PARAMETERS,
  type Person,
  person,
  rowOf,
  sample,
  serviceOf,
  tableText,
} from '@dpg/rules/sql/testing'
import { COUNTRY } from '../country.ts'
import { countryRules } from './nation-rules.ts'

const ASOF = '2026-11-25'
const run = async (db: TestDb, { text, values }: Statement, asOf: string): Promise<readonly Record<string, unknown>[]> =>
  db.query(text, [...values(asOf)])

test('random rules over random people: PostgreSQL and the closures agree, unknown and null included', async () => {
  const db = await openTestDb()
  try {
    await db.query(tableText('people').replace('TEMPORARY ', ''))
    const people = sample(person, 60, 5)
    for (const [i, one] of people.entries()) await db.query(insertText('people'), [...rowOf(i, one)])
    let fitted = 0
    for (const condition of sample(conditions, 160, 17)) {
      const declarations = { facts: FACTS, parameters: PARAMETERS, services: [serviceOf('s', condition)] }
      const made = attempt(declarations)
      if (made === undefined) continue
      fitted++
      for (const { person: id, outcome } of await run(db, made.statement, ASOF)) {
        const facts = given(people[Number(id)]!)
        const [result]: readonly ServiceResult[] = made.engine.screen({ facts, asOf: ASOF }).results
        assert.equal(outcome, result!.outcome, `${condition} for ${JSON.stringify(facts)}\n${made.statement.text}`)
      }
    }
    assert.ok(fitted > 60, `only ${fitted} rules had SQL`)
  } finally {
    await db.close()
  }
})

/** Undefined for what the compiler refuses, or SQL by name. */
function attempt(declarations: Declarations) {
  try {
    const engine = createEngine(declarations)
    return {
      engine,
      statement: createSql(declarations, { dialect: 'postgres', table: 'people', person: 'id', facts: COLUMNS }).serviceSql('s'),
    }
  } catch (error) {
    if (error instanceof Unfit || (error instanceof Error && error.name === 'RuleErrors')) return undefined
    throw error
  }
}

const given = (one: Person): Record<string, Json> =>
  Object.fromEntries(Object.entries(one).filter((entry): entry is [string, Json] => entry[1] !== undefined))

const TYPES: Readonly<Record<string, string>> = { boolean: 'boolean', number: 'decimal(20, 4)', string: 'varchar', date: 'date' }
const quoted = (name: string) => `"${name}"`

/** Facts with one value that some person of the sample has. */
function columnsOf(facts: readonly FactDecl[], people: readonly Record<string, Json>[]): readonly FactDecl[] {
  const held = new Set(people.flatMap((one) => Object.keys(one)))
  return facts.filter(({ id, type }) => type in TYPES && held.has(id))
}

/** What follows from the list of members, which has no column: its column is all that is known of it. */
const MEMBERS = [
  'household.size',
  'household.hasSpouse',
  'household.childCount',
  'household.minorChildCount',
  'household.childrenUnder18',
  'household.preschoolChildCount',
  'household.youngestChildBirthDate',
  'household.elderlyCount',
  'household.disabledCount',
]

test('all services of the pack that fit, over synthetic people with gaps: one statement counts what the closures count', async (t) => {
  const rules = countryRules()
  const r = (seed: number) => (Math.imul(seed, 2654435761) >>> 0) / 2 ** 32
  const whole = [...populationRows({ people: 50, seed: 3 }, readPopulationPack(COUNTRY))].flatMap(({ members }) => members)
  const engine = createEngine(rules)
  // A tenth of the facts is taken away; lists have no column, so what follows from them is given or unknown.
  const people = whole.map(({ facts }, i): Record<string, Json> => {
    const members = Object.fromEntries(MEMBERS.map((id) => [id, engine.value(id, { facts, asOf: ASOF }) ?? null]))
    const kept = Object.entries({ ...facts, ...members }).filter(
      ([, value], k) => (value === null || typeof value !== 'object') && r(i * 1000 + k) > 0.1,
    )
    return Object.fromEntries(kept)
  })
  const facts = columnsOf(rules.facts, people)
  const columns = Object.fromEntries(
    facts.map(({ id }): [string, FactColumn] => [
      id,
      {
        value: id,
        ...(id === 'household.size' ? {} : { none: `${id}?` }),
        digits: { whole: 11, scale: 2 },
        isFinal: MEMBERS.includes(id),
      },
    ]),
  )
  const expected: ReadonlyMap<string, readonly number[]> = countBy(engine, people)
  const create = `CREATE TABLE real_people (id integer, ${facts.map(({ id, type }) => `${quoted(id)} ${TYPES[type]}, ${quoted(`${id}?`)} boolean`).join(', ')})`
  const row = (one: Record<string, Json>) => facts.flatMap(({ id }) => [textOf(one[id]), one[id] === null])
  const db = await openTestDb()
  const duck = await (await DuckDBInstance.create(':memory:')).connect()
  try {
    await db.query(create)
    // Planning three megabytes of SQL is most of the work; the meaning does not hang on it.
    await duck.run('PRAGMA disable_optimizer')
    await duck.run(create)
    const insert = `INSERT INTO real_people VALUES ($1, ${facts.map(({ type }, i) => `CAST($${2 * i + 2} AS ${TYPES[type]}), $${2 * i + 3}`).join(', ')})`
    for (const [i, one] of people.entries()) {
      await db.query(insert, [i, ...row(one)])
      await duck.run(insert, [i, ...row(one)])
    }
    for (const dialect of ['postgres', 'duckdb'] as const) {
      const sql = createSql(rules, { dialect, table: 'real_people', person: 'id', facts: columns })
      const counts = sql.countsSql()
      const services = counts.groups.flat()
      t.diagnostic(`${dialect}: ${services.length} services in ${counts.groups.length} groups, ${counts.refused.length} refused`)
      for (const [what, refused] of Map.groupBy(counts.refused, (one) => one.what))
        t.diagnostic(`${refused.length} refused: ${what}`)
      assert.ok(services.length > 8000)
      const found = await countsIn(dialect, counts, db, duck)
      counts.groups.forEach((ids, i) => {
        for (const id of ids)
          assert.deepEqual([found.eligible[i], found.unknown[i]], expected.get(id) ?? [0, 0], `${dialect} ${id}`)
      })
      for (const { service, where, what } of counts.refused) assert.ok(where.includes(service) && what.length > 5)
    }
  } finally {
    await db.close()
  }
})

function countBy(
  engine: ReturnType<typeof createEngine>,
  people: readonly Record<string, Json>[],
): ReadonlyMap<string, readonly [number, number]> {
  const counts = new Map<string, [number, number]>()
  for (const facts of people)
    for (const { service, outcome } of engine.screen({ facts, asOf: ASOF }).results) {
      const count = counts.get(service) ?? [0, 0]
      if (outcome === 'eligible') count[0]++
      if (outcome === 'unknown') count[1]++
      counts.set(service, count)
    }
  return counts
}

const textOf = (value: Json | undefined): string | boolean | null =>
  value === undefined || value === null ? null : typeof value === 'boolean' ? value : String(value)

async function countsIn(
  dialect: Dialect,
  statement: Statement,
  db: TestDb,
  duck: Awaited<ReturnType<DuckDBInstance['connect']>>,
) {
  if (dialect === 'postgres') {
    const [row] = await run(db, statement, ASOF)
    const list = (value: unknown) => (value as readonly (string | number)[]).map(Number)
    return { eligible: list(row!['eligible']), unknown: list(row!['unknown']) }
  }
  const reader = await duck.runAndReadAll(statement.text, [...statement.values(ASOF)])
  const [row] = reader.getRowObjects()
  const list = (value: DuckDBValue | undefined) => (value as unknown as { readonly items: readonly bigint[] }).items.map(Number)
  return { eligible: list(row!['eligible']), unknown: list(row!['unknown']) }
}
