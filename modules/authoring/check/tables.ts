/** Gaps, overlaps and unreached rows of the decision tables of a service. */
import type { FactDefinition, Pack, ServiceDefinition, TableDefinition } from '@dpg/definitions'
import { analyseTable, type DecisionTable, type TableFinding } from '@dpg/rules/dmn'
import type { ReportTable } from '../contract.ts'

type Problem = ReportTable['problems'][number]

/** More say no more. */
const MOST = 12
const POLICIES = { unique: 'UNIQUE', first: 'FIRST', any: 'ANY' } as const
const KINDS: Readonly<Partial<Record<TableFinding['kind'], Problem['kind']>>> = {
  gap: 'gap',
  conflict: 'overlap',
  overlap: 'overlap',
  'never-fires': 'unreached',
}

export const analyseTables = ({ eligibility, amount }: ServiceDefinition, pack: Pack): ReportTable[] => [
  ...reportsOf('criteria', eligibility.criteria, pack),
  ...reportsOf('steps', amount?.steps ?? [], pack),
]

function reportsOf(
  list: 'criteria' | 'steps',
  items: readonly { readonly table?: TableDefinition | undefined }[],
  pack: Pack,
): ReportTable[] {
  return items.flatMap(({ table }, index): ReportTable[] => {
    if (!table) return []
    const findings = analyseTable(modelOf(table), { ...meaningOf(table, pack), most: MOST })
    const isPartial = findings.some(({ kind }) => kind === 'not-analysed' || kind === 'stopped')
    const problems = findings.flatMap((one) => problemOf(one, table))
    // Where no row passes, a criterion is not met.
    const told = list === 'criteria' ? problems.filter(({ kind }) => kind !== 'gap') : problems
    return [{ of: `${list}.${index}`, isPartial, problems: told }]
  })
}

function problemOf({ kind, rules, cells, severity }: TableFinding, { hit }: TableDefinition): Problem[] {
  const named = KINDS[kind]
  // That rows meet is what "first" is for.
  if (!named || (named === 'overlap' && (hit === 'first' || severity === 'note'))) return []
  const text = Object.entries(cells ?? {})
    .map(([input, cell]) => `${input}: ${cell}`)
    .join(', ')
  // The first is the row itself, the others those that take everything before it.
  const told = named === 'unreached' ? rules.slice(0, 1) : rules
  return [{ kind: named, text, rows: told.map((rule) => rule - 1) }]
}

const literal = (text: string) => ({ kind: 'literal' as const, text })

const modelOf = ({ hit, inputs, rows }: TableDefinition): DecisionTable => ({
  kind: 'table',
  hitPolicy: POLICIES[hit],
  inputs: inputs.map((text) => ({ expression: literal(text) })),
  outputs: [{}],
  annotations: [],
  rules: rows.map((row) => ({
    inputs: row.slice(0, -1).map((text) => ({ text })),
    outputs: [literal(row.at(-1)!)],
    annotations: [],
  })),
})

/** What an input can be, where it is a fact. */
function meaningOf({ inputs }: TableDefinition, { facts }: Pack) {
  const known = inputs.flatMap((input): [string, FactDefinition][] => {
    const fact = facts.get(input.trim())
    return fact ? [[input, fact]] : []
  })
  const values = known.flatMap(([input, fact]): [string, string][] => {
    const cell = cellOf(fact)
    return cell === undefined ? [] : [[input, cell]]
  })
  return { types: Object.fromEntries(known.map(([input, { type }]) => [input, type])), values: Object.fromEntries(values) }
}

function cellOf({ type, values, min, max, unit }: FactDefinition): string | undefined {
  if (values && type === 'string')
    return Object.keys(values)
      .map((value) => JSON.stringify(value))
      .join(', ')
  if (type !== 'number') return undefined
  const low = min ?? (unit === 'years' || unit === 'people' ? 0 : null)
  if (low !== null && max !== null) return `[${low}..${max}]`
  return low === null ? undefined : `>= ${low}`
}
