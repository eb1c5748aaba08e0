/** One service as it is being written, over a pack that stands: everything it promises, and what its cases come to. */
import type { Engine, ServiceRules } from '@dpg/rules'
import { checkCases, type CheckedCase, type Patience, timed } from './check-cases.ts'
import { completeService } from './complete-service.ts'
import { serviceRules } from './declarations.ts'
import { type Finding, finding, sortFindings } from './findings.ts'
import { gateService } from './gates/gates.ts'
import { givesNothing, rulesWritten } from './lint/nothing.ts'
import { compileRules } from './lint/rules.ts'
import type { Linted } from './lint/lint.ts'
import { lintParameters } from './lint/vocabulary.ts'
import { SERVICE_CHECKS } from './lint-pack.ts'
import { readServiceFolder } from './load-service.ts'
import { runCases } from './run-cases.ts'
import { parsePart } from './schema-findings.ts'
import type { Pack } from './schemas/pack.ts'
import { type ParameterDefinition, parameterSchema } from './schemas/parameter.ts'
import type { ServiceDefinition } from './schemas/service.ts'
import { readYaml, type Source, type SourceFile } from './source.ts'
import { createSources, type Sources } from './sources.ts'

export interface CheckedService {
  readonly id: string
  /** Null when the files cannot be read as a service. */
  readonly service: ServiceDefinition | null
  /** The pack with this service, and the figures that came with it, in place. */
  readonly pack: Pack
  readonly rules: ServiceRules | null
  /** Over this service alone; null when its rules do not compile. */
  readonly engine: Engine | null
  readonly findings: readonly Finding[]
  /** All of them, unless the rules took too long. */
  readonly cases: readonly CheckedCase[]
  readonly sources: Sources
}

const PARAMETERS = /^parameters\/[^/]+\.yaml$/

/**
 * Checks the files of one service folder (and of `parameters/` that change with it) against `base`, which stands. With `patience` what
 * its rules take longer for is left out, and told by the names of the rule and the case.
 */
export function checkService(slug: string, files: readonly SourceFile[], base: Pack, patience?: Patience): CheckedService {
  const findings: Finding[] = []
  const { sources, add } = createSources(files)
  const read = (file: SourceFile): Source | null => {
    const { source, findings: wrong } = readYaml(file)
    findings.push(...wrong)
    return source
  }
  const changed = readParameters(files, read, findings, add)
  const vocabulary = { ...base, parameters: new Map([...base.parameters, ...changed.map((one) => [one.id, one] as const)]) }
  const folder = files.filter(({ path }) => path.startsWith(`services/${slug}/`))
  const { loaded, findings: wrong, written } = readServiceFolder(slug, folder, read)
  findings.push(...wrong)
  const id = loaded?.file.id ?? idIn(written.service.value)
  add('service', id, { source: written.service, base: [] })
  if (written.cases) add('cases', id, { source: written.cases, base: [] })
  if (!loaded)
    return {
      id,
      service: null,
      pack: vocabulary,
      rules: null,
      engine: null,
      findings: sortFindings(findings),
      cases: [],
      sources,
    }

  // Letters that are not being written stay as they stand.
  const templates = loaded.templates.length > 0 ? loaded.templates : (base.services.get(id)?.templates ?? [])
  const service = completeService({ ...loaded, templates }, vocabulary)
  const pack: Pack = { ...vocabulary, services: new Map([...base.services, [id, service]]) }
  const linted: Linted = { pack, sources, isOver: timed(patience) }
  for (const check of [...SERVICE_CHECKS, gateService]) findings.push(...check(service, linted))

  const compiled = compileRules({ pack: { ...pack, services: new Map([[id, service]]) }, sources })
  findings.push(
    ...compiled.findings,
    ...lintParameters({ pack: { ...pack, parameters: new Map(changed.map((one) => [one.id, one])) }, sources }),
  )
  const engine = compiled.findings.length === 0 ? compiled.engine : null
  const { cases, stopped } = engine ? checkCases(service, engine, sources, patience) : { cases: [] }
  findings.push(...cases.flatMap((one) => one.findings), ...(stopped ? [stopped] : []))
  // What is told of everybody need not be told of a case; where a case is only warned of, here it is.
  const told = new Set(findings.filter(({ level }) => level === 'error').map(({ file, line }) => `${file}:${line}`))
  if (engine && !stopped)
    findings.push(
      ...partsWithout(service, engine, cases, { pack, sources, isOver: timed(patience) }).filter(
        ({ file, line }) => !told.has(`${file}:${line}`),
      ),
    )
  if (engine && changed.length > 0) findings.push(...othersThatRead(changed, id, pack, base))
  return { id, service, pack, rules: serviceRules(service), engine, findings: sortFindings(findings), cases, sources }
}

const idIn = (value: unknown): string => String((value as { id?: unknown } | null)?.id ?? '')

function readParameters(
  files: readonly SourceFile[],
  read: (file: SourceFile) => Source | null,
  findings: Finding[],
  add: ReturnType<typeof createSources>['add'],
): ParameterDefinition[] {
  return files
    .filter(({ path }) => PARAMETERS.test(path))
    .flatMap((file) => {
      const source = read(file)
      if (!source) return []
      const list: readonly unknown[] = Array.isArray(source.value) ? source.value : [source.value]
      return list.flatMap((part, index) => {
        const at = Array.isArray(source.value) ? [index] : []
        const parsed = parsePart(parameterSchema, source, at, part)
        findings.push(...parsed.findings)
        if (!parsed.data) return []
        add('parameter', parsed.data.id, { source, base: at })
        return [parsed.data]
      })
    })
}

/** Of cases that do not hold: parts of the rules that gave nothing there, for they are why. Each rule is told once. */
function partsWithout(
  service: ServiceDefinition,
  engine: Engine,
  cases: readonly CheckedCase[],
  { pack, sources, isOver }: Linted,
): Finding[] {
  const names = [...pack.facts.keys(), ...pack.parameters.keys()]
  const failing = service.cases.filter((_, index) => (cases[index]?.findings.length ?? 0) > 0).slice(0, LOOKED_AT)
  return rulesWritten(service).flatMap(([path, feel]): Finding[] => {
    if (feel === null) return []
    for (const { name, given, on } of failing) {
      const part = givesNothing(feel, names, (text) => (isOver?.() ? undefined : engine.value(text, { facts: given, asOf: on })))
      if (part !== undefined)
        return [finding('feel.inCase', sources.place('service', service.id, path), { feel: part, case: name })]
    }
    return []
  })
}

/** Of the cases that do not hold. */
const LOOKED_AT = 5

/** Cases of other services that a changed figure breaks: told on the figure, for their files are not being written. */
function othersThatRead(changed: readonly ParameterDefinition[], own: string, pack: Pack, base: Pack): Finding[] {
  const news = new Set(
    changed.filter((one) => JSON.stringify(one) !== JSON.stringify(base.parameters.get(one.id))).map(({ id }) => id),
  )
  const readers = [...pack.services.values()].filter(
    ({ id, parameters }) => id !== own && parameters.some((one) => news.has(one)),
  )
  if (readers.length === 0) return []
  const { sources } = createSources([])
  const only = { ...pack, services: new Map(readers.map((one) => [one.id, one])) }
  const { engine } = compileRules({ pack: only, sources })
  if (!engine) return []
  return readers.flatMap((service) =>
    runCases(service, engine).map((finding) => ({ ...finding, file: `services/${service.id}/cases.yaml` })),
  )
}
