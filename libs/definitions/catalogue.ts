/** Entries of the official catalogue as services: machine-read, "probably", described from their facts. */
import { createAreaReader } from './catalogue-area.ts'
import { type ReadCondition, readCondition } from './catalogue-criteria.ts'
import { contactOf, descriptionOf, agencyName, supportWords, windowOf } from './catalogue-describe.ts'
import { createRowReader, type ReadRow } from './catalogue-read.ts'
import { closureOf, readsOf } from './reads.ts'
import type { CatalogueCondition, CatalogueRow, Pack } from './schemas/pack.ts'
import { type ServiceDefinition, type ServiceFile, serviceSchema } from './schemas/service.ts'

/**
 * A row of the catalogue as a service with `basis: codes`, or `none` when no condition is known. Made from the pack's tables alone
 * (about 30 µs), so ask for it when somebody looks at the entry.
 */
export function describe(row: CatalogueRow, condition: CatalogueCondition | null, pack: Pack): ServiceDefinition {
  return describerOf(pack).describe(row, condition)
}

/** What decides a row's eligibility, without its texts: for compiling all of them. */
export const criteriaOf = (row: CatalogueRow, condition: CatalogueCondition | null, pack: Pack): ReadRow =>
  describerOf(pack).read(row, condition)

/** The condition of a row; null when the catalogue has none. */
export const conditionOf = (row: CatalogueRow, pack: Pack): CatalogueCondition | null =>
  pack.catalogue.conditions.get(row.condition) ?? null

/** The definition of any service: worked out, or described from its row; undefined when there is none. */
export function serviceOf(id: string, pack: Pack): ServiceDefinition | undefined {
  const worked = pack.services.get(id)
  if (worked) return worked
  const row = describerOf(pack).row(id)
  return row && describe(row, conditionOf(row, pack), pack)
}

/** Ids of all services: the worked-out ones first, then the rows that none of them replaces. */
export function serviceIds(pack: Pack): string[] {
  const rows = pack.catalogue.rows.filter(({ id }) => !pack.services.has(id))
  return [...pack.services.keys(), ...rows.map(({ id }) => id)]
}

type Describer = ReturnType<typeof createDescriber>

/** What is derived from a pack is kept as long as the pack; a pack never changes. */
const describers = new WeakMap<Pack, Describer>()

function describerOf(pack: Pack): Describer {
  const known = describers.get(pack) ?? createDescriber(pack)
  describers.set(pack, known)
  return known
}

function createDescriber(pack: Pack) {
  const readRow = createRowReader(createAreaReader(pack))
  const conditions = new Map<string, ReadCondition>()
  const reads = new Map<string, ReturnType<typeof readTest>>()
  const rows = new Map(pack.catalogue.rows.map((row) => [row.id, row]))
  const spokenOf = new Map([...pack.conditionCodes.values()].map(({ code, fact, facts }) => [code, new Set([fact, ...facts])]))
  const blank = blankService(pack)

  const readTest = (test: string) => {
    const direct = readsOf([test], pack)
    return { direct, all: closureOf(direct, pack) }
  }
  const conditionRead = (condition: CatalogueCondition): ReadCondition => {
    const known = conditions.get(condition.key) ?? readCondition(condition, pack.conditionCodes)
    conditions.set(condition.key, known)
    return known
  }
  const read = (row: CatalogueRow, condition: CatalogueCondition | null): ReadRow =>
    readRow(row, condition && conditionRead(condition))

  const readsOfTests = (tests: readonly string[]) => {
    const facts = new Set<string>()
    const parameters = new Set<string>()
    for (const test of tests) {
      const known = reads.get(test) ?? readTest(test)
      reads.set(test, known)
      for (const fact of known.direct.facts) facts.add(fact)
      for (const parameter of known.all.parameters) parameters.add(parameter)
    }
    return { facts: [...facts].sort(), parameters: [...parameters].sort() }
  }

  return {
    read,
    row: (id: string) => rows.get(id),
    describe: (row: CatalogueRow, condition: CatalogueCondition | null): ServiceDefinition => {
      const said = read(row, condition)
      const { facts, parameters } = readsOfTests(said.criteria.map(({ criterion }) => criterion.test))
      const marks = condition?.codes ?? []
      const inputs = facts.map((fact) => {
        const { type, register } = pack.facts.get(fact)!
        return { fact, type, register, gov24: marks.filter((code) => spokenOf.get(code)?.has(fact)) }
      })
      const criteria = said.criteria.map(({ criterion }) => criterion)
      const { alternatives, focus } = said
      return {
        ...blank,
        ...identityOf(row, said, pack),
        basis: said.basis,
        confidence: said.confidence,
        doubts: said.doubts,
        audience: said.audience,
        applicantTypes: said.audience,
        eligibility: { ...blank.eligibility, criteria, inputs, focus, alternatives },
        parameters,
        support: { kinds: [row.support], says: supportWords(row.support) },
      }
    },
  }
}

function identityOf(row: CatalogueRow, said: ReadRow, pack: Pack) {
  const url = pack.header.servicePage?.replace('{id}', encodeURIComponent(row.id)) ?? null
  const contact = contactOf(row.phone)
  const kind = pack.agencies.get(row.agency)?.kind
  return {
    id: row.id,
    gov24ServiceId: row.id,
    title: { ko: row.name },
    description: descriptionOf(row, said, pack.agencies),
    keywords: { ko: [supportWords(row.support).ko], en: [supportWords(row.support).en] },
    agency: row.agency,
    field: row.field || null,
    area: row.area || null,
    windows: [windowOf(row.window)],
    contact: contact && { ...contact, url },
    offices: {
      receiving: row.receive === '' ? null : { ko: row.receive },
      processing: kind === 'sido' || kind === 'sigungu' ? (kind as 'sido' | 'sigungu') : ('agency' as const),
      rule: null,
      consulted: [],
    },
    channels: channelsOf(row.apply, url),
    catalogue: {
      agencyName: agencyName(row.agency, pack.agencies).ko,
      apply: row.apply,
      window: row.window,
      receive: row.receive,
      phone: row.phone,
      views: row.views,
      url: url ?? '',
    },
  }
}

const CHANNEL = { visit: 'counter', 'online-gov24': 'web', 'online-other': 'web', other: 'other' } as const

function channelsOf(apply: string, url: string | null): ServiceFile['channels'] {
  const ways = Object.keys(CHANNEL).filter((way): way is keyof typeof CHANNEL => apply.split(',').includes(way))
  return ways.map((way) => ({
    id: way,
    kind: CHANNEL[way],
    title: null,
    fee: null,
    time: null,
    hours: null,
    limits: null,
    url: way === 'online-gov24' ? url : null,
  }))
}

/** Everything that no row says, with the schema's own defaults; parsed once for all rows. */
function blankService(pack: Pack): ServiceDefinition {
  const file = serviceSchema.parse({
    id: 'blank',
    version: '1.0.0',
    effectiveFrom: pack.header.catalogueOn ?? '2000-01-01',
    kind: 'benefit',
    title: { ko: '-' },
    description: { ko: '-' },
    agency: '-',
    languages: ['ko'],
  })
  return {
    ...file,
    needs: [],
    work: null,
    parameters: [],
    cases: [],
    templates: [],
    catalogue: null,
    fieldEncryption: [],
    privacy: { ...file.privacy, items: [] },
  }
}
