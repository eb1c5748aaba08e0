/** Whole statements: the table read once, long parts in stages, conditions at the end. */
import type { Node } from '../compiler/ir.ts'
import { AsOfError, UnknownServiceError } from '../errors.ts'
import { parseDay } from '../feel/dates.ts'
import { compileProgram, type Program } from '../screening/program.ts'
import type { Declarations } from '../types.ts'
import { runOn, type SqlValue } from './bound.ts'
import { type Compiler, createSqlCompiler, type FactColumn } from './compiler.ts'
import { conjunction } from './term.ts'
import { type Dialect, identifier, tableName, Unfit } from './text.ts'

/** The table of people: one row each. */
export interface People {
  readonly dialect: Dialect
  /** A table, or schema and table. */
  readonly table: string | readonly string[]
  /** The column that says who. */
  readonly person: string
  /** By fact id; what has no column and is not derived is unknown for all. */
  readonly facts: Readonly<Record<string, FactColumn>>
}

/** `values(asOf)` are the values for $1, $2 …: the parameters in force and the day. The text does not depend on them. */
export interface Statement {
  readonly text: string
  values(asOf: string): readonly SqlValue[]
}

export interface Refused {
  readonly service: string
  /** Where in the service, and what has no exact SQL. */
  readonly where: string
  readonly what: string
}

export interface Sql {
  /** One row a person: `person`, `outcome` ('eligible', 'ineligible', 'unknown'). Throws Unfit, UnknownServiceError. */
  serviceSql(service: string): Statement
  /** One row: `people`, and lists `eligible` and `unknown` whose i-th item counts for `groups[i]`, the services that share it. */
  countsSql(
    services?: readonly string[],
  ): Statement & { readonly groups: readonly (readonly string[])[]; readonly refused: readonly Refused[] }
  /** What stands in the way of each service that has no SQL. */
  refused(services?: readonly string[]): readonly Refused[]
}

export function createSql(declarations: Declarations, people: People): Sql {
  const program = compileProgram(declarations)
  const all = () => program.services.map(({ rules }) => rules.id)
  const compiler = () => createSqlCompiler(program.words, people.dialect, people.facts)

  const statement = (self: Compiler, select: string): Statement => {
    const { text, readers } = self.finished(`${stagesText(self, people)}\n${select}`)
    return {
      text,
      values: (asOf) => {
        const day = parseDay(asOf)
        if (day === undefined) throw new AsOfError()
        const run = runOn(program.words, day)
        return readers.map((read) => read(run))
      },
    }
  }

  return {
    serviceSql: (id) => {
      const self = compiler()
      const verdict = verdictOf(program, self, id)
      const select = `SELECT person, CASE WHEN ${verdict} THEN 'eligible' WHEN NOT ${verdict} THEN 'ineligible' ELSE 'unknown' END AS outcome FROM`
      return statement(self, `${select} ${lastStage(self)}`)
    },
    countsSql: (services = all()) => {
      const self = compiler()
      const refused: Refused[] = []
      const groups = new Map<string, string[]>()
      for (const id of services) {
        const verdict = attempt(program, self, id, refused)
        if (verdict !== undefined) groups.set(verdict, [...(groups.get(verdict) ?? []), id])
      }
      const from = lastStage(self)
      const counts = (test: (verdict: string) => string) => countsText(people.dialect, [...groups.keys()].map(test), from)
      const select = `SELECT (SELECT count(*) FROM ${from}) AS people, ${counts((v) => v)} AS eligible, ${counts((v) => `(${v}) IS NULL`)} AS unknown`
      return { ...statement(self, select), groups: [...groups.values()], refused }
    },
    refused: (services = all()) => {
      const self = compiler()
      const refused: Refused[] = []
      for (const id of services) attempt(program, self, id, refused)
      return refused
    },
  }
}

/** A planner compares every aggregate of a select with every other, so each select has only so many. */
const AT_ONCE = 200

function countsText(dialect: Dialect, tests: readonly string[], from: string): string {
  const parts = Array.from({ length: Math.ceil(tests.length / AT_ONCE) }, (_, i) => {
    const counts = tests.slice(i * AT_ONCE, (i + 1) * AT_ONCE).map((test) => `count(*) FILTER (WHERE ${test})`)
    const list = dialect === 'postgres' ? `ARRAY[${counts.join(', ')}]::bigint[]` : `CAST([${counts.join(', ')}] AS BIGINT[])`
    return `(SELECT ${list} FROM ${from})`
  })
  return parts.length > 0 ? `(${parts.join(' || ')})` : dialect === 'postgres' ? "'{}'::bigint[]" : 'CAST([] AS BIGINT[])'
}

function attempt(program: Program, self: Compiler, id: string, refused: Refused[]): string | undefined {
  try {
    return verdictOf(program, self, id)
  } catch (error) {
    if (!(error instanceof Unfit)) throw error
    refused.push({ service: id, where: error instanceof UnfitAt ? error.where : id, what: error.what })
    return undefined
  }
}

class UnfitAt extends Unfit {
  readonly where: string
  constructor(what: string, where: string) {
    super(what)
    this.where = where
  }
}

/** True: eligible; false: ineligible; NULL: unknown. A criterion that is null is not met. */
function verdictOf(program: Program, self: Compiler, id: string): string {
  const service = program.byId.get(id)
  if (service === undefined) throw new UnknownServiceError(id)
  if (service.each) throw new UnfitAt(`each: ${service.rules.each!} is read per item of a list`, `services/${id}/each`)
  const parts = program.groups[service.group]!.map((slot) => {
    const { id: criterion, condition } = program.slots[slot]!
    return criterionSql(self, program.conditions[condition]!.node, `services/${id}/${criterion}`)
  })
  return conjunction(parts)
}

function criterionSql(self: Compiler, node: Node, where: string): string {
  try {
    const term = self.term(node)
    if (term.t === 'null')
      return term.open && term.none === undefined ? 'CAST(NULL AS BOOLEAN)' : `(CASE WHEN ${term.none} THEN FALSE END)`
    if (term.t !== 'boolean') throw new Unfit(`a ${term.t} as a criterion`)
    return term.none === undefined ? term.v : `(CASE WHEN ${term.none} THEN FALSE ELSE ${term.v} END)`
  } catch (error) {
    throw error instanceof Unfit ? new UnfitAt(error.what, where) : error
  }
}

const lastStage = (self: Compiler): string => `s${self.stages.length - 1}`

function stagesText(self: Compiler, people: People): string {
  const stages = Array.from(self.stages, (columns = [], i) => {
    const [person, from] = i === 0 ? [`${identifier(people.person)} AS person`, tableName(people.table)] : ['*', `s${i - 1}`]
    return `s${i} AS MATERIALIZED (SELECT ${[person, ...columns].join(', ')} FROM ${from})`
  })
  return `WITH ${stages.join(',\n')}`
}
