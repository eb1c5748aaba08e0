/** Search over all services: words against an index in memory, filters, and the asked area first. */
import { textIn, type Lang } from '@dpg/kernel'
import { indexSteps, type SearchIndex } from '@dpg/korean'
import { areaName, areasOver } from './areas.ts'
import { type ServiceHit, type ServiceHits, type ServiceQuery, type Snapshot, unknownArea } from './contract.ts'
import { namesOf } from './names.ts'
import { documentSteps, sameSteps, type ServiceDocument } from './search-documents.ts'
import type { SearchWords } from './search-words.ts'
import { atOnce, inSlices, type Steps } from './slices.ts'

export interface ServiceSearch {
  search(query: ServiceQuery, lang: Lang): ServiceHits
  /** Builds the index now, so that the first search need not. */
  warm(): void
  /** The same bit by bit; what `before` has built is taken over where it holds the same. */
  prepare(before: ServiceSearch): Promise<void>
  isReady(): boolean
  /** For the next one. */
  built(): Built | undefined
}

interface Built {
  readonly synonyms: SearchWords['synonyms']
  readonly documents: readonly ServiceDocument[]
  readonly index: SearchIndex<ServiceDocument>
  readonly byId: ReadonlyMap<string, ServiceDocument>
}

/** Where an area is asked for, its own services come before others as good. */
const OWN_AREA_FACTOR = 1.4
/** A worked-out service that somebody calls by one of its names is what is meant. */
const NAMED_FACTOR = 2.5
/** Looked at among so many of the best. */
const RERANKED = 200

export function createSearch(snapshot: Snapshot, words: SearchWords, purposes: ReadonlyMap<string, string>): ServiceSearch {
  const names = namesOf(snapshot.pack, words)
  const { synonyms } = words
  let built: Built | undefined
  function* steps(before: Built | undefined): Steps<Built> {
    const documents = yield* documentSteps(snapshot, words, purposes)
    const areSameWords = JSON.stringify(before?.synonyms) === JSON.stringify(synonyms)
    if (before && areSameWords && (yield* sameSteps(before.documents, documents))) return before
    const index = yield* indexSteps(documents, { synonyms })
    return { synonyms, documents, index, byId: new Map(documents.map((document) => [document.id, document])) }
  }
  const ready = (): Built => {
    built ??= atOnce(steps(undefined))
    return built
  }

  const search = (query: ServiceQuery, lang: Lang): ServiceHits => {
    const over = query.area === undefined ? undefined : areasOver(query.area, snapshot.pack.areas)
    if (query.area !== undefined && !over) throw unknownArea({ area: query.area })
    const filter = filterOf(query, over)
    const { documents, index, byId } = ready()
    const hit = ({ id }: { readonly id: string }) => hitOf(snapshot, id, lang)
    const q = query.q?.trim() ?? ''
    if (q === '') {
      const found = documents.filter(filter)
      return { total: found.length, items: found.slice(query.offset, query.offset + query.limit).map(hit) }
    }
    const wanted = query.offset + query.limit
    const { total, hits, corrected, isPartial } = index.search(q, { limit: Math.max(RERANKED, wanted), filter })
    const meant = names.meantBy(corrected?.join(' ') ?? q)
    const factor = (id: string) => (meant.has(id) ? NAMED_FACTOR : 1) * (over && byId.get(id)?.area ? OWN_AREA_FACTOR : 1)
    const ranked = [...rerank(hits.slice(0, RERANKED), factor), ...hits.slice(RERANKED)]
    const items = ranked.slice(query.offset, wanted).map(hit)
    return { total, items, ...(corrected ? { corrected: corrected.join(' ') } : {}), ...(isPartial ? { isPartial } : {}) }
  }
  return {
    search,
    warm: () => void ready(),
    prepare: async (before) => {
      built ??= await inSlices(steps(before.built()))
    },
    isReady: () => built !== undefined,
    built: () => built,
  }
}

function rerank<H extends { readonly id: string; readonly score: number }>(
  hits: readonly H[],
  factor: (id: string) => number,
): H[] {
  const scored = hits.map((hit) => ({ hit, score: hit.score * factor(hit.id) }))
  return scored.sort((a, b) => b.score - a.score).map(({ hit }) => hit)
}

function filterOf({ field, lifeEvent, agency }: ServiceQuery, over: ReadonlySet<string> | undefined) {
  return (document: ServiceDocument): boolean =>
    (over === undefined || document.area === null || over.has(document.area)) &&
    (field === undefined || document.field === field) &&
    (agency === undefined || document.agencyCode === agency) &&
    (lifeEvent === undefined || document.lifeEvents.includes(lifeEvent))
}

/** A line of a result list. */
export function hitOf(snapshot: Snapshot, id: string, lang: Lang): ServiceHit {
  const service = snapshot.service(id)!
  const agency = snapshot.pack.agencies.get(service.agency)
  return {
    id,
    title: textIn(service.title, lang),
    summary: textIn(service.description, lang),
    agency: service.agency,
    agencyName: (lang === 'en' ? (agency?.en ?? agency?.name) : agency?.name) ?? service.agency,
    area: service.area,
    areaName: service.area === null ? null : areaName(service.area, snapshot.pack.areas),
    field: service.field,
    kind: service.kind,
    basis: service.basis,
    canApply: canApply(service),
    status: service.status,
  }
}

/** Here one may apply for what was worked out with steps, while it is open. */
const canApply = ({ work, status }: { readonly work: object | null; readonly status: string }): boolean =>
  work !== null && (status === 'active' || status === 'seasonal')
