/**
 * Makes the generated tables of `countries/kr` out of the source data:
 *   node tools/extract/catalogue.ts --from ../shared/data [--to countries/kr]
 * Deterministic: the same sources give the same bytes. Facts only; no sentence of a source is kept.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { agenciesTable, makeAgencies } from './agencies.ts'
import { areaClassesTable } from './area-classes.ts'
import { areasTable, makeAreas } from './areas.ts'
import { readServices, type Source } from './bodies.ts'
import { conditionKey, confidenceOf } from './conditions.ts'
import { readApply, readPhone, readReceive } from './contacts.ts'
import { byText, option, toTsv } from './sources.ts'
import { readSupport } from './support.ts'
import { readWindow } from './window.ts'

export const SERVICE_COLUMNS = [
  'id',
  'name',
  'agency',
  'field',
  'support',
  'apply',
  'window',
  'area',
  'condition',
  'receive',
  'phone',
  'views',
  'confidence',
]
export const CONDITION_COLUMNS = ['key', 'ageFrom', 'ageTo', 'codes']

const conditionsTable = (services: readonly Source[]): string => {
  const distinct = new Map(
    services.flatMap(({ condition }) => (condition === null ? [] : [[conditionKey(condition), condition] as const])),
  )
  const rows = [...distinct].map(([key, { ageFrom, ageTo, codes }]) => ({
    key,
    ageFrom: String(ageFrom),
    ageTo: String(ageTo),
    codes: codes.join(' '),
  }))
  return toTsv(
    CONDITION_COLUMNS,
    rows.sort((a, b) => byText(a.key, b.key)),
  )
}

/** Every generated table as text, by its path in the pack. */
export const makeTables = (from: string, pack: string): ReadonlyMap<string, string> => {
  const changes = join(pack, 'area-changes.tsv')
  const areas = makeAreas(join(from, 'regions'), changes)
  const services = readServices(from)
  const agencies = makeAgencies(services, areas)
  const bodies = new Map(agencies.map((agency) => [agency.name, agency]))
  const rows = services.map((service) => {
    const body = bodies.get(service.body)
    if (body === undefined) throw new Error(`no agency for ${service.id}`)
    return {
      id: service.id,
      name: service.name,
      agency: body.code,
      field: service.field,
      support: readSupport(service.name, service.purpose, service.gives),
      apply: readApply(service.how),
      window: readWindow(service.until),
      area: body.area,
      condition: service.condition === null ? '' : conditionKey(service.condition),
      receive: readReceive(service.receive),
      phone: readPhone(service.phone),
      views: String(service.views),
      confidence: confidenceOf(service.name, service.condition, body.areaSource, body.kind.startsWith('local')),
    }
  })
  return new Map([
    ['areas.tsv', areasTable(areas, changes)],
    ['area-classes.tsv', areaClassesTable(areas)],
    ['agencies.tsv', agenciesTable(agencies)],
    ['catalogue/conditions.tsv', conditionsTable(services)],
    [
      'catalogue/services.tsv',
      toTsv(
        SERVICE_COLUMNS,
        rows.sort((a, b) => byText(a.id, b.id)),
      ),
    ],
  ])
}

/** Counts of one column's values, most frequent first. */
export const tally = (table: string, column: string): readonly (readonly [string, number])[] => {
  const [header = '', ...lines] = table.trimEnd().split('\n')
  const at = header.split('\t').indexOf(column)
  const groups = Map.groupBy(lines, (line) => line.split('\t')[at] ?? '')
  return [...groups].map(([value, rows]) => [value, rows.length] as const).sort((a, b) => b[1] - a[1] || byText(a[0], b[0]))
}

const report = (tables: ReadonlyMap<string, string>): void => {
  for (const [path, table] of tables)
    console.log(`${path}\t${table.trimEnd().split('\n').length - 1} rows\t${table.length} characters`)
  for (const column of ['confidence', 'support', 'apply', 'field'])
    console.log(
      column,
      tally(tables.get('catalogue/services.tsv') ?? '', column)
        .map(([value, n]) => `${value || '(none)'} ${n}`)
        .join(', '),
    )
  const windows = tally(tables.get('catalogue/services.tsv') ?? '', 'window')
  const dated = windows.filter(([value]) => /^\d/.test(value)).reduce((sum, [, n]) => sum + n, 0)
  console.log(
    'window',
    windows
      .filter(([value]) => !/^\d/.test(value))
      .map(([value, n]) => `${value || '(none)'} ${n}`)
      .join(', '),
    `dated ${dated}`,
  )
  const placed = tally(tables.get('catalogue/services.tsv') ?? '', 'area').filter(([value]) => value !== '')
  console.log('area', `with an area ${placed.reduce((sum, [, n]) => sum + n, 0)}, areas ${placed.length}`)
  for (const column of ['kind', 'source'])
    console.log(
      `agencies ${column}`,
      tally(tables.get('agencies.tsv') ?? '', column)
        .map(([value, n]) => `${value || '(none)'} ${n}`)
        .join(', '),
    )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const pack = option('to', join(root, 'countries/kr'))
  const tables = makeTables(option('from', join(root, '../shared/data')), pack)
  mkdirSync(join(pack, 'catalogue'), { recursive: true })
  for (const [path, table] of tables) writeFileSync(join(pack, path), table)
  report(tables)
}
