/** The statutes a second time, by hand: each bracket's two edges, each step of a table, each exception, against the definitions. */
import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { test } from 'node:test'
import { caseSchema, loadPack, rulesOf, runCases } from '@dpg/definitions'
import { createEngine } from '@dpg/rules'
import { parse } from 'yaml'
import { hasProvision, lawOf } from './statute-text.ts'

const KOREA = join(import.meta.dirname, '../countries/kr')
const FOLDER = join(KOREA, 'statute-cases')
const LAW = join(import.meta.dirname, '../../shared/data/rules/law')

type Row = Readonly<Record<string, string>>

/** A table of this folder: the first line that is no comment names the columns. */
function rowsOf(name: string): Row[] {
  const lines = readFileSync(join(FOLDER, `${name}.tsv`), 'utf8').split('\n')
  const [head, ...rows] = lines.filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.split('\t'))
  return rows.map((cells) => {
    assert.equal(cells.length, head!.length, `${name}: ${cells[0]}`)
    return Object.fromEntries(head!.map((column, i) => [column, cells[i]!]))
  })
}

const tables = globSync('*.tsv', { cwd: FOLDER }).map((file) => basename(file, '.tsv'))
const services = tables.filter((name) => name !== 'terms')
const terms = rowsOf('terms')

/** What the rules need of the pack, without letters, areas and the catalogue. */
const paths = globSync(['pack.yaml', 'facts/*.yaml', 'parameters/*.yaml', 'workflows/*.yaml', 'services/*/service.yaml'], {
  cwd: KOREA,
})
const { pack } = loadPack(
  paths.map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(KOREA, path), 'utf8') })),
)
const engine = createEngine(rulesOf(pack))
const ids = new Map(
  globSync('services/*/service.yaml', { cwd: KOREA }).map((path) => {
    const id = /^id: '?([^'\n]+)/.exec(readFileSync(join(KOREA, path), 'utf8'))
    return [basename(dirname(path)), id![1]!]
  }),
)
const definitionOf = (slug: string) => pack.services.get(ids.get(slug)!)!

/** The facts of a row over those of the row it is like; the day and the expectation are its own, the day when it has one. */
function casesOf(name: string) {
  const done = new Map<string, { readonly given: object; readonly on: string }>()
  return rowsOf(name).map((row) => {
    const from = row['like'] === '' ? { given: {}, on: '' } : done.get(row['like']!)
    assert.ok(from, `${name}: no row ${row['like']} above ${row['case']}`)
    assert.ok(row['case'] !== '' && !done.has(row['case']!), `${name}: ${row['case']} twice`)
    const one = { given: { ...from.given, ...parse(`{${row['facts']}}`) }, on: row['on'] || from.on }
    done.set(row['case']!, one)
    return caseSchema.parse({ name: row['case'], ...one, expect: parse(`{${row['expect']}}`) })
  })
}

test('every service that stands on a statute has a table of its own', () => {
  const slugs = globSync('*/service.yaml', { cwd: join(KOREA, 'services') }).map((path) => path.split(/[/\\]/)[0]!)
  assert.deepEqual([...services].sort(), slugs.sort())
})

for (const name of services)
  test(`${name} agrees with every row worked out by hand from its law`, () => {
    const cases = casesOf(name)
    assert.ok(cases.every(({ expect }) => Object.keys(expect).length > 0))
    const findings = runCases({ ...definitionOf(name), cases }, engine)
    assert.deepEqual(
      findings.map(({ message }) => message.ko),
      [],
    )
  })

/** `clock.duration`, `appeal.objection.within`: a list is entered by the id, code, service or kind of one of its items. */
function valueAt(thing: unknown, path: readonly string[]): unknown {
  const [first, ...rest] = path
  if (first === undefined || thing === undefined || thing === null) return thing
  const item = Array.isArray(thing)
    ? (thing.find((one) => [one.id, one.code, one.service, one.kind].includes(first)) ?? thing[Number(first)])
    : (thing as Row)[first]
  return valueAt(item, rest)
}

test('the terms, days of payment and exclusions are those of the articles', () => {
  for (const { service, path, value, from } of terms)
    assert.equal(String(valueAt(definitionOf(service!), path!.split('.'))), value, `${service} ${path} (${from})`)
})

/** Every reference under `law` or `ref`, wherever it stands. */
function lawsIn(thing: unknown): string[] {
  if (Array.isArray(thing)) return thing.flatMap(lawsIn)
  if (typeof thing !== 'object' || thing === null) return []
  return Object.entries(thing).flatMap(([key, value]) =>
    (key === 'law' || key === 'ref') && typeof value === 'string' ? [value] : lawsIn(value),
  )
}

test('every article that a service, a fact or a figure cites stands in the text of the law', (context) => {
  if (!existsSync(LAW)) return context.skip('the texts of the laws are not here')
  const refs = [pack.services, pack.facts, pack.parameters].flatMap((map) => [...map.values()].flatMap(lawsIn))
  assert.ok(refs.length > 1000, `${refs.length} references`)
  assert.deepEqual(
    [...new Set(refs)].filter((ref) => lawOf(ref, LAW) && !hasProvision(ref, LAW)),
    [],
  )
})

test('every article a row comes from stands in the text of the law', (context) => {
  if (!existsSync(LAW)) return context.skip('the texts of the laws are not here')
  const refs = [...services.flatMap(rowsOf), ...terms].flatMap((row) => row['from']!.split('; '))
  assert.deepEqual(
    refs.filter((ref) => lawOf(ref, LAW) && !hasProvision(ref, LAW)),
    [],
  )
  const elsewhere = new Set(refs.filter((ref) => !lawOf(ref, LAW)))
  context.diagnostic(`${refs.length} references; not in the texts here: ${[...elsewhere].sort().join(', ')}`)
})

test('what is not in the text of a law is told', (context) => {
  if (!existsSync(LAW)) return context.skip('the texts of the laws are not here')
  const wrong = ['제99조', '제3조제9항', '제3조제3항제5호', '시행령 별표 9', '부칙(제99999호) 제1조', '부칙(제12617호) 제99조']
  assert.deepEqual(
    wrong.filter((ref) => hasProvision(`기초연금법 ${ref}`, LAW)),
    [],
  )
  assert.equal(lawOf('없는법 제1조', LAW), undefined)
})
