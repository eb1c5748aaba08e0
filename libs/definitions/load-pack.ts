/** Reads a pack from its files: every definition parsed, what is derived filled in, everything wrong told. */
import { type Finding, finding, sortFindings } from './findings.ts'
import { loadBundles } from './bundles.ts'
import { loadAgencies, loadAreas, loadConditions, loadRows } from './load-tables.ts'
import { completeService } from './complete-service.ts'
import { type LoadedService, readServiceFolder } from './load-service.ts'
import { parsePart } from './schema-findings.ts'
import { conditionCodeSchema } from './schemas/condition-code.ts'
import { datasetSchema, modelSchema, situationSchema } from './schemas/dataset.ts'
import { exceptionSchema } from './schemas/exception.ts'
import { factSchema } from './schemas/fact.ts'
import { type Pack, packSchema } from './schemas/pack.ts'
import { parameterSchema } from './schemas/parameter.ts'
import { registerSchema } from './schemas/register.ts'
import { workflowSchema } from './schemas/workflow.ts'
import { readTsv, readYaml, type Source, type SourceFile, type Table } from './source.ts'
import { createSources, type Kind, type Sources } from './sources.ts'
import { UNREAD, unreadParameter } from './unread.ts'

export interface LoadedPack {
  readonly pack: Pack
  /** What could not be read. What was read but breaks a promise: `lintPack`. */
  readonly findings: readonly Finding[]
  readonly sources: Sources
}

/** Reads all files of a pack (paths relative to its folder). What cannot be read is left out and told. */
export function loadPack(files: Iterable<SourceFile>): LoadedPack {
  const list = [...files].map(({ path, text }) => ({ path: path.replace(/^\.?\//, ''), text }))
  list.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  const reader = createReader(list)
  const { one, each, table, findings, sources } = reader

  const header = one('pack.yaml', packSchema)
  const facts = each('fact', /^facts\/[^/]+\.yaml$/, factSchema, (f) => f.id)
  const parameters = each('parameter', /^parameters\/[^/]+\.yaml$/, parameterSchema, (p) => p.id)
  const conditionCodes = each('conditionCode', /^condition-codes\.yaml$/, conditionCodeSchema, (c) => c.code)
  const workflows = each('workflow', /^workflows\/[^/]+\.yaml$/, workflowSchema, (w) => w.id)
  const agencies = new Map([
    ...loadAgencies(table('agencies.tsv'), findings),
    // Bodies beside those that the official catalogue names.
    ...(sources.paths.has('bodies.tsv') ? loadAgencies(table('bodies.tsv'), findings) : []),
  ])
  const areas = loadAreas(table('areas.tsv'), findings)
  const conditions = loadConditions(table('catalogue/conditions.tsv'), findings)
  const rows = loadRows(table('catalogue/services.tsv'), findings)
  if (rows.some((row) => row.condition === '')) parameters.set(UNREAD, unreadParameter)

  const base = {
    header: header ?? packSchema.parse(EMPTY_HEADER),
    facts,
    parameters,
    conditionCodes,
    workflows,
    agencies,
    areas,
    registers: each('register', /^registers\.yaml$/, registerSchema, (r) => r.id),
    datasets: each('dataset', /^datasets\/[^/]+\/dataset\.yaml$/, datasetSchema, (d) => d.id),
    exceptions: each('exception', /^sharing\/exceptions\.yaml$/, exceptionSchema, (e) => e.id),
    situations: each('situation', /^situations\/[^/]+\/situation\.yaml$/, situationSchema, (s) => s.id),
    models: each('model', /^models\/[^/]+\/model\.yaml$/, modelSchema, (m) => m.id),
    catalogue: { rows, conditions },
    ...loadBundles(table('mydata/papers.tsv'), table('mydata/bundles.tsv'), facts, findings),
  }
  const services = new Map(reader.services().map((loaded) => [loaded.file.id, completeService(loaded, base)] as const))
  return { pack: { ...base, services }, findings: sortFindings(findings), sources }
}

const EMPTY_HEADER = { id: 'unnamed', name: { ko: '이름 없는 꾸러미' }, currency: 'KRW', timeZone: 'Asia/Seoul' }

function createReader(list: readonly SourceFile[]) {
  const { sources, add, addTable } = createSources(list)
  const findings: Finding[] = []
  const read = (file: SourceFile): Source | null => {
    const parsed = readYaml(file)
    findings.push(...parsed.findings)
    return parsed.source
  }
  const fileAt = (path: string) => list.find((file) => file.path === path)

  const one = <S extends Parameters<typeof parsePart>[0]>(path: string, schema: S) => {
    const file = fileAt(path)
    if (!file) {
      findings.push(finding('pack.file', { file: path, line: 1 }, { file: path }))
      return null
    }
    const source = read(file)
    if (!source) return null
    const parsed = parsePart(schema, source, [], source.value)
    findings.push(...parsed.findings)
    return parsed.data
  }

  /** Files hold one definition or a list of them. */
  const each = <S extends Parameters<typeof parsePart>[0], T extends NonNullable<ReturnType<typeof parsePart<S>>['data']>>(
    kind: Kind,
    paths: RegExp,
    schema: S,
    idOf: (value: T) => string,
  ): Map<string, T> => {
    const found = new Map<string, T>()
    for (const file of list.filter(({ path }) => paths.test(path))) {
      const source = read(file)
      if (!source) continue
      const isList = Array.isArray(source.value)
      const parts: readonly unknown[] = isList ? (source.value as unknown[]) : [source.value]
      parts.forEach((part, index) => {
        const base = isList ? [index] : []
        const parsed = parsePart(schema, source, base, part)
        findings.push(...parsed.findings)
        if (parsed.data === null) return
        const value = parsed.data as T
        const id = idOf(value)
        if (add(kind, id, { source, base })) found.set(id, value)
        else findings.push(finding('pack.twice', source.locate(base), { kind, id }))
      })
    }
    return found
  }

  const table = (path: string): Table => {
    const file = fileAt(path)
    const read = readTsv(file ?? { path, text: '' })
    if (file) addTable(read)
    return read
  }

  const services = (): LoadedService[] => {
    const folders = Map.groupBy(
      list.filter(({ path }) => /^services\/[^/]+\//.test(path)),
      ({ path }) => path.split('/')[1]!,
    )
    return [...folders].flatMap(([slug, folder]) => {
      const { loaded, findings: found, written } = readServiceFolder(slug, folder, read)
      findings.push(...found)
      if (!loaded) return []
      const { id } = loaded.file
      if (!add('service', id, { source: written.service, base: [] })) {
        findings.push(finding('pack.twice', written.service.locate(['id']), { kind: 'service', id }))
        return []
      }
      if (written.cases) add('cases', id, { source: written.cases, base: [] })
      return [loaded]
    })
  }
  return { one, each, table, services, findings, sources }
}
