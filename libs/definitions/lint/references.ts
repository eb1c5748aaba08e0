/** What one definition says of another exists. */
import { type Finding, finding, type RuleId } from '../findings.ts'
import type { ServiceDefinition } from '../schemas/service.ts'
import type { RelationOfServices } from '../schemas/words.ts'
import type { Path } from '../source.ts'
import type { Linted, PackCheck, ServiceCheck } from './lint.ts'

type Reference = readonly [path: Path, id: string | null]

/** References of a worked-out service to facts, registers, agencies, areas, services. */
export const lintReferences: ServiceCheck = (service, linted) => {
  const { pack } = linted
  const rows = rowIds(linted)
  const check = (rule: RuleId, isKnown: (id: string) => boolean, references: readonly Reference[]): Finding[] =>
    references.flatMap(([path, id]) =>
      id === null || isKnown(id) ? [] : [finding(rule, linted.sources.place('service', service.id, path), { id })],
    )
  return [
    ...check('reference.fact', (id) => pack.facts.has(id), factReferences(service)),
    ...check('reference.register', (id) => pack.registers.has(id), [
      ...service.needs.map(({ register }, i): Reference => [['needs', i, 'register'], register]),
      ...service.form.dependencies.map(({ register }, i): Reference => [['form', 'dependencies', i, 'register'], register]),
    ]),
    ...check('reference.agency', (id) => pack.agencies.has(id), [
      [['agency'], service.agency],
      [['owner'], service.owner],
    ]),
    ...check('reference.area', (id) => id === pack.header.area || pack.areas.has(id), [
      [['area'], service.area],
      ...service.localVariants.flatMap(({ areas }, i) =>
        areas.map((area, j): Reference => [['localVariants', i, 'areas', j], area]),
      ),
    ]),
    ...check('reference.service', (id) => pack.services.has(id) || rows.has(id), serviceReferences(service)),
    ...check('reference.workflow', (id) => pack.workflows.has(id), [[['work'], service.work?.use ?? null]]),
  ]
}

function factReferences(service: ServiceDefinition): Reference[] {
  const { needs, outputs, payments, eligibility, fieldEncryption, privacy } = service
  const needed = new Set(needs.flatMap(({ facts }) => facts))
  const own = (ids: readonly string[] | null) => (ids ?? []).flatMap((id, i) => (needed.has(id) ? [] : [[i, id] as const]))
  return [
    ...needs.flatMap(({ facts }, i) => facts.map((fact, j): Reference => [['needs', i, 'facts', j], fact])),
    ...outputs.flatMap(({ facts }, i) => facts.map((fact, j): Reference => [['outputs', i, 'facts', j], fact])),
    ...outputs.flatMap(({ changes }, i) => changes.map((fact, j): Reference => [['outputs', i, 'changes', j], fact])),
    ...payments.map(({ account }, i): Reference => [['payments', i, 'account'], account]),
    ...(eligibility.preScreen ?? []).map((fact, i): Reference => [['eligibility', 'preScreen', i], fact]),
    ...own(fieldEncryption).map(([i, fact]): Reference => [['fieldEncryption', i], fact]),
    ...relationsOf(service).map(([path, { receives }]): Reference => [path, receives]),
    ...own(privacy.items).map(([i, fact]): Reference => [['privacy', 'items', i], fact]),
  ]
}

function serviceReferences(service: ServiceDefinition): Reference[] {
  const many = (path: Path, ids: readonly string[]) => ids.map((id, i): Reference => [[...path, i], id])
  return [
    ...many(['relatedServices'], service.relatedServices),
    ...relationsOf(service).map(([path, { service: id }]): Reference => [path, id]),
    ...service.eligibility.criteria.flatMap((c, i) => many(['eligibility', 'criteria', i, 'alternatives'], c.alternatives)),
    ...service.appeal.map((route, i): Reference => [['appeal', i, 'service'], route.service]),
  ]
}

/** Services that exclude or require each other, with the path where each stands. */
export const relationsOf = (service: ServiceDefinition): readonly (readonly [Path, RelationOfServices])[] => [
  ...service.requiresServices.map((one, i) => [['requiresServices', i], one] as const),
  ...service.eligibility.exclusive.map((one, i) => [['eligibility', 'exclusive', i], one] as const),
]

const rowIds = ({ pack }: Linted): { has: (id: string) => boolean } => ({
  has: (id) => pack.catalogue.rows.some((row) => row.id === id),
})

/** Rows of the tables name areas and agencies that exist. */
export const lintTables: PackCheck = ({ pack, sources }) => {
  const isArea = (code: string | null) => code === null || code === pack.header.area || pack.areas.has(code)
  const inTable = (file: string, codes: ReadonlyMap<string, readonly [RuleId, string][]>): Finding[] =>
    (sources.tables.get(file)?.rows ?? []).flatMap(({ line, cells }) =>
      (codes.get(cells[0]?.trim() ?? '') ?? []).map(([rule, id]) => finding(rule, { file, line }, { id })),
    )
  const agencies = [...pack.agencies.values()].map(({ code, parent, area }): [string, [RuleId, string][]] => [
    code,
    [
      ...(parent === null || pack.agencies.has(parent) ? [] : [['reference.agency', parent] as [RuleId, string]]),
      ...(isArea(area) ? [] : [['reference.area', area!] as [RuleId, string]]),
    ],
  ])
  const areas = [...pack.areas.values()].map(({ code, parent, successor }): [string, [RuleId, string][]] => [
    code,
    [parent, successor].filter((other) => !isArea(other)).map((other) => ['reference.area', other!]),
  ])
  return [...inTable('agencies.tsv', new Map(agencies)), ...inTable('areas.tsv', new Map(areas))]
}
