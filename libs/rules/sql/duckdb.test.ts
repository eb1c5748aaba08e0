/** SQL on DuckDB says what the closures say, person by person. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { DuckDBInstance, type DuckDBValue } from '@duckdb/node-api'
import fc from 'fast-check'
import { createEngine } from '../engine.ts'
import { AsOfError } from '../errors.ts'
import { mulberry32, drawPerson, workload } from '../testing/workload.ts'
import type { Json } from '../types.ts'
import { createSql, type Statement, Unfit } from './index.ts'
import { identifier, textLiteral } from './text.ts'
import {
  COLUMNS,
  conditions,
  FACTS,
  insertText,
  PARAMETERS,
  type Person,
  person,
  rowOf,
  serviceOf,
  tableText,
} from './testing.ts'

const open = async () => (await DuckDBInstance.create(':memory:', { threads: '1' })).connect()
type Connection = Awaited<ReturnType<typeof open>>

async function rows(db: Connection, { text, values }: Statement, asOf: string): Promise<Record<string, DuckDBValue>[]> {
  const reader = await db.runAndReadAll(text, [...values(asOf)])
  return reader.getRowObjects()
}

const given = (one: Person) =>
  Object.fromEntries(Object.entries(one).filter((entry): entry is [string, Json] => entry[1] !== undefined))

test('random rules over random people: DuckDB and the closures agree, unknown and null included', async () => {
  const db = await open()
  const people = fc.sample(person, { numRuns: 60, seed: 3 })
  const facts = people.map(given)
  await db.run(tableText('people'))
  for (const [i, one] of people.entries()) await db.run(insertText('people'), [...rowOf(i, one)])
  let fitted = 0
  for (const condition of fc.sample(conditions, { numRuns: 300, seed: 11 })) {
    const declarations = { facts: FACTS, parameters: PARAMETERS, services: [serviceOf('s', condition)] }
    let engine: ReturnType<typeof createEngine>
    try {
      engine = createEngine(declarations)
    } catch {
      continue
    }
    let statement: Statement
    try {
      statement = createSql(declarations, { dialect: 'duckdb', table: 'people', person: 'id', facts: COLUMNS }).serviceSql('s')
    } catch (error) {
      assert.ok(error instanceof Unfit, `${condition}: ${String(error)}`)
      continue
    }
    fitted++
    for (const asOf of ['2025-06-30', '2026-03-01']) {
      let found: Record<string, DuckDBValue>[]
      try {
        found = await rows(db, statement, asOf)
      } catch (error) {
        assert.fail(`${condition}: ${String(error)}\n${statement.text}`)
      }
      assert.equal(found.length, people.length)
      for (const { person: id, outcome } of found) {
        const [expected] = engine.screen({ facts: facts[Number(id)]!, asOf }).results
        if (outcome !== expected!.outcome)
          assert.fail(`${condition} for ${JSON.stringify(facts[Number(id)])} on ${asOf}: ${String(outcome)}\n${statement.text}`)
      }
    }
  }
  assert.ok(fitted > 120, `only ${fitted} rules had SQL`)
})

test('no text gets out of its quotes: literals come back as they were, names name just their column', async () => {
  const db = await open()
  const marks = fc.constantFrom("'", '"', '\\', '--', ';', '$1', '/*', '\n', '\0', '\ud800', '한', 'a')
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(marks).map((parts) => parts.join('')),
  )
  // Many at once: what takes long is the statement, not the text.
  await fc.assert(
    fc.asyncProperty(fc.array(texts, { minLength: 1, maxLength: 40 }), async (all) => {
      const fit = all.flatMap((text) => {
        try {
          return [{ text, literal: textLiteral('duckdb', text), name: identifier(text) }]
        } catch (error) {
          assert.ok(error instanceof Unfit)
          return []
        }
      })
      if (fit.length === 0) return
      const from = fit.map(({ literal, name }, i) => `(SELECT ${literal} AS ${name}) AS t${i}`)
      const back = fit.map(({ name }, i) => `t${i}.${name} AS back${i}`)
      const reader = await db.runAndReadAll(`SELECT ${back.join(', ')}, count(*) OVER () AS n FROM ${from.join(', ')}`)
      assert.deepEqual(reader.getRows(), [[...fit.map(({ text }) => text), 1n]])
    }),
    { numRuns: 100 },
  )
})

test('what has no exact SQL is refused by name and place', () => {
  const refuse = (test: string) => {
    const declarations = {
      facts: [...FACTS, { id: 'p.ns', type: 'list' as const, askable: true }],
      parameters: PARAMETERS,
      services: [serviceOf('s', test)],
    }
    return createSql(declarations, { dialect: 'postgres', table: 'people', person: 'id', facts: COLUMNS }).refused()
  }
  const whatOf = (test: string) => refuse(test).map(({ what }) => what)
  assert.deepEqual(refuse('count(p.ns) > 1'), [{ service: 's', where: 'services/s/c', what: 'the function count' }])
  assert.deepEqual(whatOf('some e in p.ns satisfies e > 1'), ['the expression some'])
  assert.deepEqual(whatOf('p.n / 3 + 1 > 2'), [
    'going on with a quotient (compare it or round it, or divide by a number like 100)',
  ])
  assert.deepEqual(whatOf('p.s < "b"'), ['the order of strings'])
  assert.match(whatOf('p.n * p.n * p.n * p.n * p.n * p.n * p.n > 1')[0]!, /36 digits, more than 34/)
  assert.deepEqual(whatOf('p.n / 3 > 2'), [])
})

test('one text serves every day: the law in force is bound', () => {
  const declarations = {
    facts: FACTS,
    parameters: PARAMETERS,
    services: [serviceOf('s', 'p.n * rate / 100 > 1 and p.born < today')],
  }
  const statement = createSql(declarations, { dialect: 'postgres', table: 'people', person: 'id', facts: COLUMNS }).serviceSql(
    's',
  )
  assert.deepEqual(statement.values('2025-06-30'), ['50', '2025-06-30'])
  assert.deepEqual(statement.values('2026-03-01'), ['32.5', '2026-03-01'])
  assert.throws(() => statement.values('soon'), AsOfError)
})

test('counts for many services come in one statement and are those of the closures', async () => {
  const db = await open()
  const r = mulberry32(42)
  const people = Array.from({ length: 500 }, () => drawPerson(r))
  const declarations = workload(300)
  const names = declarations.facts.map(({ id }) => id)
  await db.run(
    `CREATE TABLE w (id INTEGER, ${names.map((id) => `"${id}" ${id === 'p.age' || declarations.facts.find((f) => f.id === id)!.type === 'number' ? 'SMALLINT' : 'BOOLEAN'}`).join(', ')})`,
  )
  for (const [i, one] of people.entries())
    await db.run(
      `INSERT INTO w VALUES (${[i, ...names.map((id) => (one[id] === undefined ? 'NULL' : String(one[id])))].join(', ')})`,
    )
  const columns = Object.fromEntries(names.map((id) => [id, { value: id, digits: { whole: 5, scale: 0 } }]))
  const counts = createSql(declarations, { dialect: 'duckdb', table: 'w', person: 'id', facts: columns }).countsSql()
  assert.deepEqual(counts.refused, [])
  const [row] = await rows(db, counts, '2026-03-01')
  const list = (value: DuckDBValue | undefined) => (value as unknown as { items: readonly bigint[] }).items.map(Number)
  const eligible = new Map<string, number>()
  const unknown = new Map<string, number>()
  const engine = createEngine(declarations)
  for (const facts of people)
    for (const { service, outcome } of engine.screen({ facts, asOf: '2026-03-01' }).results) {
      if (outcome === 'eligible') eligible.set(service, (eligible.get(service) ?? 0) + 1)
      if (outcome === 'unknown') unknown.set(service, (unknown.get(service) ?? 0) + 1)
    }
  counts.groups.forEach((services, i) => {
    for (const service of services) {
      assert.equal(list(row!['eligible'])[i], eligible.get(service) ?? 0, service)
      assert.equal(list(row!['unknown'])[i], unknown.get(service) ?? 0, service)
    }
  })
})
