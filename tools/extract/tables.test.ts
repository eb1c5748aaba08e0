import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { makeTables, SERVICE_COLUMNS } from './catalogue.ts'
import { PACK, readConditionCodes } from './pack.ts'
import { readTsv } from './sources.ts'
import { SUPPORTS } from './support.ts'

const areas = readTsv(`${PACK}areas.tsv`)
const agencies = readTsv(`${PACK}agencies.tsv`)
const services = readTsv(`${PACK}catalogue/services.tsv`)
const conditions = readTsv(`${PACK}catalogue/conditions.tsv`)
const shared = fileURLToPath(new URL('../../../shared/data', import.meta.url))

const codesOf = (rows: typeof areas, column = 'code'): ReadonlySet<string> => new Set(rows.map((row) => row[column] ?? ''))

test('the catalogue holds all 8,760 services, each once', () => {
  assert.equal(services.length, 8760)
  assert.equal(codesOf(services, 'id').size, 8760)
  assert.deepEqual(Object.keys(services[0] ?? {}), SERVICE_COLUMNS)
})

test('every service names an agency, an area and a condition that exist', () => {
  const [known, places, keys] = [codesOf(agencies), codesOf(areas), codesOf(conditions, 'key')]
  assert.deepEqual(
    services.filter((row) => !known.has(row['agency'] ?? '')),
    [],
  )
  assert.deepEqual(
    services.filter((row) => row['area'] !== '' && !places.has(row['area'] ?? '')),
    [],
  )
  assert.deepEqual(
    services.filter((row) => row['condition'] !== '' && !keys.has(row['condition'] ?? '')),
    [],
  )
})

test('505 services without codes have no condition and low confidence', () => {
  const uncoded = services.filter((row) => row['condition'] === '')
  assert.equal(uncoded.length, 505)
  assert.deepEqual([...new Set(uncoded.map((row) => row['confidence']))], ['low'])
})

test('windows, supports and confidences are words we know', () => {
  assert.deepEqual(
    services.filter((row) => !/^(always|varies|20\d\d-\d\d-\d\d|)$/.test(row['window'] ?? '')),
    [],
  )
  const supports = new Set<string>(SUPPORTS)
  assert.deepEqual(
    services.filter((row) => !supports.has(row['support'] ?? '')),
    [],
  )
  assert.deepEqual(
    services.filter((row) => !['high', 'medium', 'low'].includes(row['confidence'] ?? '')),
    [],
  )
})

test('no sentence of a source is kept: no cell is long, none ends like a sentence', () => {
  const cells = services.flatMap((row) => [row['receive'] ?? '', ...(row['phone'] ?? '').split(';')])
  assert.deepEqual(
    cells.filter((cell) => cell.length > 75 || /(니다|세요)[.)]?$/.test(cell)),
    [],
  )
})

test('conditions hold only codes in use, and ages in order', () => {
  const inUse = new Set(
    readConditionCodes()
      .filter((code) => !code.retired && code.group !== 'age')
      .map(({ code }) => code),
  )
  assert.equal(conditions.length, 1650)
  assert.deepEqual(
    conditions.flatMap((row) => (row['codes'] ?? '').split(' ').filter((code) => code !== '' && !inUse.has(code))),
    [],
  )
  assert.deepEqual(
    conditions.filter((row) => Number(row['ageFrom']) > Number(row['ageTo'])),
    [],
  )
})

test('areas form one tree under the country, and successors lead somewhere without going round', () => {
  const byCode = new Map(areas.map((row) => [row['code'] ?? '', row]))
  const end = (code: string, column: string, seen: readonly string[] = []): string => {
    assert.ok(!seen.includes(code), `${column} of ${code} goes round`)
    const next = byCode.get(code)?.[column] ?? ''
    return next === '' ? code : end(next, column, [...seen, code])
  }
  assert.equal(byCode.size, areas.length)
  for (const code of byCode.keys()) {
    assert.equal(end(code, 'parent'), 'KR')
    assert.ok(byCode.has(end(code, 'successor')))
  }
})

test('the changes since 2023 are there', () => {
  const row = (code: string) => areas.find((area) => area['code'] === code)
  assert.deepEqual([row('42')?.['to'], row('42')?.['successor'], row('51')?.['from']], ['2023-06-11', '51', '2023-06-11'])
  assert.deepEqual([row('47720')?.['to'], row('27720')?.['parent']], ['2023-07-01', '27'])
  assert.deepEqual([row('45')?.['successor'], row('52')?.['from']], ['52', '2024-01-18'])
  assert.deepEqual([row('46130')?.['successor'], row('12130')?.['name']], ['12130', '여수시'])
  assert.deepEqual([row('28260')?.['to'], row('28260')?.['successor']], ['2026-07-01', ''])
})

test('every 시도 and 시군구 office is its area exactly, and at most a few local bodies have no place', () => {
  const office = agencies.filter((row) => ['sido', 'sigungu', 'education'].includes(row['kind'] ?? ''))
  assert.deepEqual(
    office.filter((row) => !(row['source'] ?? '').endsWith('area exact')),
    [],
  )
  const local = agencies.filter((row) => (row['kind'] ?? '').startsWith('local'))
  assert.deepEqual(
    local.filter((row) => row['area'] === '').map((row) => row['name']),
    ['재단법인고성교육재단'],
  )
})

test('agency codes are unique, and parents are agencies', () => {
  const known = codesOf(agencies)
  assert.equal(known.size, agencies.length)
  assert.deepEqual(
    agencies.filter((row) => row['parent'] !== '' && !known.has(row['parent'] ?? '')),
    [],
  )
})

test('extracting again gives the committed tables byte for byte', {
  skip: existsSync(shared) ? false : 'source data not here',
}, () => {
  for (const [path, table] of makeTables(shared, PACK))
    assert.ok(readFileSync(`${PACK}${path}`, 'utf8') === table, `${path} differs`)
})
