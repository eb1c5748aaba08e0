/** Others at the shared workload: the closure back end person by person, DuckDB rule by rule. */
import { DuckDBInstance } from '@duckdb/node-api'
import { createEngine, type Declarations } from '@dpg/rules'
import { drawPerson, mulberry32, workload } from '@dpg/rules/population/testing'

const ROUNDS = 3
const asOf = '2026-01-01'

export const workloadRules = (rules: number): Declarations => workload(rules)

export interface PeerFigure {
  readonly people: number
  readonly rules: number
  /** Decisions a CPU-second. */
  readonly perSecond: number
}

/** The engine's own closures: counts only, reasons and questions not asked for. */
export function closures(people: number): PeerFigure {
  const rules = 1000
  const engine = createEngine(workload(rules))
  const r = mulberry32(42)
  const all = Array.from({ length: people }, () => drawPerson(r))
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < ROUNDS; round++) {
    let eligible = 0
    const before = process.threadCpuUsage()
    for (const facts of all) eligible += engine.screen({ facts, asOf }).counts.eligible
    const { user, system } = process.threadCpuUsage(before)
    if (eligible === 0) throw new Error('nobody is eligible')
    least = Math.min(least, (user + system) / 1e6)
  }
  return { people, rules, perSecond: (people * rules) / least }
}

/** In memory, one thread, smallint and boolean columns, NULL is missing; one `count(*) where` a rule. */
export async function duckdb(people: number, rules: number): Promise<PeerFigure> {
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect()
  const { facts, services } = workload(rules)
  const columns = facts.map(({ id, type }) => `${nameOf(id)} ${type === 'boolean' ? 'boolean' : 'smallint'}`)
  await connection.run(`create table people (${columns.join(', ')})`)
  const appender = await connection.createAppender('people')
  const r = mulberry32(42)
  for (let i = 0; i < people; i++) {
    const person = drawPerson(r)
    for (const { id } of facts) {
      const value = person[id]
      if (value === undefined) appender.appendNull()
      else if (typeof value === 'boolean') appender.appendBoolean(value)
      else appender.appendSmallInt(Number(value))
    }
    appender.endRow()
  }
  appender.closeSync()
  const queries = services.map(
    ({ criteria }) => `select count(*) from people where ${criteria.map(({ test }) => `(${sqlOf(test)})`).join(' and ')}`,
  )
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage()
    for (const query of queries) await connection.run(query)
    const { user, system } = process.cpuUsage(before)
    least = Math.min(least, (user + system) / 1e6)
  }
  connection.closeSync()
  return { people, rules, perSecond: (people * rules) / least }
}

const nameOf = (id: string): string => id.replace('.', '_')

/** Comparisons read the same in both languages, ranges do not. */
const sqlOf = (test: string): string =>
  test.replaceAll(/p\.(\w+) in \((\d+)\.\.(\d+)\]/g, '(p_$1 > $2 and p_$1 <= $3)').replaceAll(/p\.(\w+)/g, 'p_$1')
