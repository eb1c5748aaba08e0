/** The tables of a pack, parsed by hand: thousands of rows, one shape. */
import { type Finding, finding } from './findings.ts'
import type { CatalogueCondition, CatalogueRow } from './schemas/pack.ts'
import { type AgencyDefinition, type AreaDefinition, agencySchema, areaSchema } from './schemas/register.ts'
import type { Table } from './source.ts'

type Cell = (name: string) => string

export function loadAgencies(table: Table, findings: Finding[]): Map<string, AgencyDefinition> {
  return readRows(table, ['code', 'name'], findings, (cell) => {
    const or = (name: string) => cell(name) || null
    const row = {
      code: cell('code'),
      name: cell('name'),
      en: or('en'),
      kind: or('kind'),
      parent: or('parent'),
      area: or('area'),
      from: or('from'),
      to: or('to'),
      source: or('source'),
    }
    return [row.code, row, row.name === '' || !isDay(row.from) || !isDay(row.to) ? firstWrong(agencySchema, row) : null]
  })
}

export function loadAreas(table: Table, findings: Finding[]): Map<string, AreaDefinition> {
  return readRows(table, ['code', 'name', 'level'], findings, (cell) => {
    const or = (name: string) => cell(name) || null
    const level = LEVELS.find((l) => l === cell('level'))
    const row = {
      code: cell('code'),
      name: cell('name'),
      en: or('en'),
      level: level ?? ('country' as const),
      parent: or('parent'),
      from: or('from'),
      to: or('to'),
      successor: or('successor'),
      also: cell('also') === '' ? [] : cell('also').split(' '),
      source: or('source'),
    }
    if (!level) return [row.code, row, `level: ${cell('level')}`]
    return [row.code, row, row.name === '' || !isDay(row.from) || !isDay(row.to) ? firstWrong(areaSchema, row) : null]
  })
}

export function loadConditions(table: Table, findings: Finding[]): Map<string, CatalogueCondition> {
  return readRows(table, ['key', 'ageFrom', 'ageTo', 'codes'], findings, (cell) => {
    const row = {
      key: cell('key'),
      ageFrom: number(cell('ageFrom')),
      ageTo: number(cell('ageTo')),
      codes: cell('codes') === '' ? [] : cell('codes').split(' '),
    }
    const wrong = [row.ageFrom, row.ageTo].some(Number.isNaN) ? `age: ${cell('ageFrom')}, ${cell('ageTo')}` : null
    return [row.key, row, wrong]
  })
}

/** Rows of the official catalogue. */
export function loadRows(table: Table, findings: Finding[]): CatalogueRow[] {
  const rows = readRows(table, ['id', 'name', 'agency', 'area', 'condition', 'confidence'], findings, (cell) => {
    const views = number(cell('views') || '0') ?? 0
    const row: CatalogueRow = {
      id: cell('id'),
      name: cell('name'),
      agency: cell('agency'),
      field: cell('field'),
      support: cell('support'),
      apply: cell('apply'),
      window: cell('window'),
      area: cell('area'),
      condition: cell('condition'),
      receive: cell('receive'),
      phone: cell('phone'),
      views,
      confidence: cell('confidence'),
    }
    return [row.id, row, row.name === '' ? 'name' : Number.isNaN(views) ? `views: ${cell('views')}` : null]
  })
  return [...rows.values()]
}

const LEVELS = areaSchema.shape.level.options
const DAY = /^\d{4}-\d{2}-\d{2}$/
const isDay = (text: string | null): boolean => text === null || DAY.test(text)
const number = (text: string): number | null => (text === '' ? null : Number(text))

function firstWrong(schema: typeof agencySchema | typeof areaSchema, row: object): string | null {
  const issue = schema.safeParse(row).error?.issues[0]
  return issue ? `${issue.path.join('.')}: ${issue.message}` : null
}

/** Each row by its key; what a row lacks, what is wrong with it and which key stands twice is told with its line. */
function readRows<T>(
  { file, columns, rows }: Table,
  required: readonly string[],
  findings: Finding[],
  parse: (cell: Cell) => readonly [key: string, row: T, wrong: string | null],
): Map<string, T> {
  const found = new Map<string, T>()
  if (columns.length === 0) return found
  for (const name of required)
    if (!columns.includes(name)) findings.push(finding('table.column', { file, line: 1 }, { column: name }))
  const index = new Map(columns.map((name, i) => [name, i]))
  for (const { line, cells } of rows) {
    const cell = (name: string) => cells[index.get(name) ?? -1]?.trim() ?? ''
    const [key, row, wrong] = parse(cell)
    if (cells.length !== columns.length) {
      findings.push(finding('table.cells', { file, line }, { expected: String(columns.length), found: String(cells.length) }))
    } else if (key === '' || wrong !== null) {
      findings.push(finding('table.value', { file, line }, { problem: wrong ?? columns[0]! }))
    } else if (found.has(key)) findings.push(finding('table.twice', { file, line }, { id: key }))
    else found.set(key, row)
  }
  return found
}
