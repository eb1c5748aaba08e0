/** Everything a pack promises, checked. */
import { type Finding, finding, sortFindings } from './findings.ts'
import { checkGates } from './gates/gates.ts'
import { gateVocabulary } from './gates/languages.ts'
import { lintCatalogue } from './lint/catalogue.ts'
import { lintConditions } from './lint/feel.ts'
import { lintForm } from './lint/form.ts'
import { lintActs, lintArticles, lintCitations } from './lint/laws.ts'
import { forServices, type Linted, type PackCheck, type ServiceCheck } from './lint/lint.ts'
import { lintMayZero, lintMayZeroInFacts } from './lint/may-zero.ts'
import { lintNeeds } from './lint/needs.ts'
import { lintNothing, lintNothingElsewhere } from './lint/nothing.ts'
import { lintNotices } from './lint/notices.ts'
import { lintOthers } from './lint/others.ts'
import { lintReferences, lintTables } from './lint/references.ts'
import { compileRules } from './lint/rules.ts'
import { lintChanges, lintIds, lintRoles } from './lint/service-shape.ts'
import { lintConditionCodes, lintFacts, lintParameters, lintRegisters } from './lint/vocabulary.ts'
import { lintWork, lintWorkflows } from './lint/workflow.ts'
import { loadPack } from './load-pack.ts'
import { type CaseResult, compareCases, runCase } from './run-cases.ts'
import type { Pack } from './schemas/pack.ts'
import type { ParameterDefinition } from './schemas/parameter.ts'
import type { ServiceDefinition } from './schemas/service.ts'
import type { SourceFile } from './source.ts'
import type { Sources } from './sources.ts'

/** What one worked-out service promises by itself, its gates aside. */
export const SERVICE_CHECKS: readonly ServiceCheck[] = [
  lintReferences,
  lintIds,
  lintArticles,
  lintActs,
  lintRoles,
  lintChanges,
  lintConditions,
  lintNothing,
  lintMayZero,
  lintNeeds,
  lintForm,
  lintNotices,
  lintWork,
]

const CHECKS: readonly PackCheck[] = [
  lintFacts,
  lintParameters,
  lintRegisters,
  lintConditionCodes,
  lintTables,
  lintCatalogue,
  lintWorkflows,
  lintCitations,
  lintOthers,
  lintNothingElsewhere,
  lintMayZeroInFacts,
  gateVocabulary,
  forServices(...SERVICE_CHECKS),
  checkGates,
  checkRules,
]

/** Broken promises of a loaded pack: names, references, laws, rules, cases and the publication gates. */
export function lintPack(pack: Pack, sources: Sources): Finding[] {
  return sortFindings(CHECKS.flatMap((check) => check({ pack, sources })))
}

export interface Checked {
  readonly pack: Pack
  readonly findings: readonly Finding[]
  readonly counts: {
    readonly errors: number
    readonly warnings: number
    readonly facts: number
    readonly services: number
    readonly entries: number
    readonly cases: number
  }
}

/** Loads and checks a folder given as files: what `definitions check` prints. */
export function checkPack(files: Iterable<SourceFile>): Checked {
  const { pack, sources, findings: unread } = loadPack(files)
  const isReadable = !unread.some(({ rule }) => rule === 'yaml.syntax') // else half of what is named would seem missing
  const findings = sortFindings([...unread, ...(isReadable ? lintPack(pack, sources) : [])])
  const errors = findings.filter(({ level }) => level === 'error').length
  const counts = {
    errors,
    warnings: findings.length - errors,
    facts: pack.facts.size,
    services: pack.services.size,
    entries: pack.catalogue.rows.length,
    cases: [...pack.services.values()].reduce((sum, { cases }) => sum + cases.length, 0),
  }
  return { pack, findings, counts }
}

/** The rules compile and every case comes out as it says. */
function checkRules(linted: Linted): Finding[] {
  const { engine, findings } = compileRules(linted)
  if (!engine) return [...findings]
  const { pack, sources } = linted
  const broken = new Set(findings.map(({ file }) => file))
  const services = [...pack.services.values()].filter(({ id }) => !broken.has(sources.file('service', id)))
  const ran = services.map((service) => ({ service, results: service.cases.map((one) => runCase(service, one, engine)) }))
  return [
    ...findings,
    ...ran.flatMap(({ service, results }) => compareCases(service, results, sources)),
    ...ran.flatMap(({ service, results }) => results.flatMap((result, index) => silentIn(service, index, result, linted))),
  ]
}

function silentIn(service: ServiceDefinition, index: number, result: CaseResult | string, { pack, sources }: Linted): Finding[] {
  if (typeof result === 'string') return []
  const day = service.cases[index]!.on
  return result.missingParameters
    .filter((id) => isSilent(pack.parameters.get(id), day))
    .map((parameter) => finding('case.parameter', sources.place('cases', service.id, [index, 'on']), { parameter, day }))
}

/** Nothing is said of a parameter on that day, not even that it is missing. */
const isSilent = (parameter: ParameterDefinition | undefined, day: string): boolean =>
  !parameter?.values.some(({ from, to }) => from <= day && (to === null || day <= to))
