/** What is searched: one short document a service, made from compact rows without describing them. */
import type { ServiceDefinition } from '@dpg/definitions'
import type { SearchDocument } from '@dpg/korean'
import type { Snapshot } from './contract.ts'
import type { SearchWords } from './search-words.ts'
import type { Steps } from './slices.ts'

export interface ServiceDocument extends SearchDocument {
  readonly title: string
  readonly area: string | null
  readonly field: string | null
  readonly lifeEvents: readonly string[]
  readonly agencyCode: string
}

/** Factors of the rank: a service that can be understood and applied for here, of the whole country, of a region. */
const PRIOR = { law: 1.6, country: 1.25, sido: 1.1, local: 1 }

/** Entries of the catalogue in one step. */
const STEP = 200

/** Worked-out services first, then by how often they are looked at. `purposes`: one official sentence a service, where it was imported. */
export function* documentSteps(
  snapshot: Snapshot,
  words: SearchWords,
  purposes: ReadonlyMap<string, string>,
): Steps<readonly ServiceDocument[]> {
  const { pack } = snapshot
  const lifeEventsOf = lifeEventReader(words)
  const agencyName = (code: string) => pack.agencies.get(code)?.name ?? ''
  const views = new Map(pack.catalogue.rows.map((row) => [row.id, row.views]))
  const worked = [...pack.services.values()].map((service) => ({
    ...workedDocument(service, purposes.get(service.id)),
    agency: agencyName(service.agency),
    views: views.get(service.id) ?? 0,
  }))
  const rowDocument = (row: Snapshot['pack']['catalogue']['rows'][number]): ServiceDocument => {
    const level = row.area === '' ? 'country' : pack.areas.get(row.area)?.level
    return {
      id: row.id,
      title: row.name,
      agency: agencyName(row.agency),
      summary: `${row.field} ${purposes.get(row.id) ?? ''}`,
      views: row.views,
      prior: level === 'country' ? PRIOR.country : level === 'sido' ? PRIOR.sido : PRIOR.local,
      area: row.area || null,
      field: row.field || null,
      lifeEvents: lifeEventsOf(row),
      agencyCode: row.agency,
    }
  }
  const rows: ServiceDocument[] = []
  for (const [i, row] of pack.catalogue.rows.entries()) {
    if (!pack.services.has(row.id)) rows.push(rowDocument(row))
    if (i % STEP === 0) yield
  }
  return [...worked, ...rows.sort((a, b) => (b.views ?? 0) - (a.views ?? 0))]
}

/** The index over the one is as good for the other. */
export function* sameSteps(before: readonly ServiceDocument[], after: readonly ServiceDocument[]): Steps<boolean> {
  if (before.length !== after.length) return false
  for (const [i, document] of after.entries()) {
    if (JSON.stringify(document) !== JSON.stringify(before[i])) return false
    if (i % STEP === 0) yield
  }
  return true
}

/** By the words of the pack: nobody has said of an entry which events it is for. */
function lifeEventReader({ lifeEvents }: SearchWords) {
  const events = Object.entries(lifeEvents)
  return ({ field, name }: { readonly field: string; readonly name: string }): string[] =>
    events
      .filter(([, { fields, words }]) => fields.includes(field) || words.some((word) => name.includes(word)))
      .map(([event]) => event)
}

function workedDocument(service: ServiceDefinition, purpose: string | undefined): ServiceDocument {
  const { title, shortTitle, keywords, synonyms, description, easyText } = service
  return {
    id: service.id,
    title: title.ko,
    keywords: [title.en, shortTitle?.ko, shortTitle?.en, ...keywords.ko, ...keywords.en, ...synonyms.ko, ...synonyms.en].filter(
      (word) => word !== undefined,
    ),
    summary: [description.ko, description.en, easyText?.ko, service.field, purpose].filter(Boolean).join(' '),
    prior: PRIOR.law,
    area: service.area,
    field: service.field,
    lifeEvents: service.lifeEvents,
    agencyCode: service.agency,
  }
}
