/** A JSON-LD graph under construction: every node once, with its type, however often it is named. */
import type { Text } from '../schemas/words.ts'

export type JsonLd = string | number | boolean | null | readonly JsonLd[] | { readonly [key: string]: JsonLd }
export type Reference = { readonly '@id': string }
/** What of a node is not there is left out. */
export type Properties = Readonly<Record<string, JsonLd | undefined>>

export const CONTEXT = {
  adms: 'http://www.w3.org/ns/adms#',
  cpsv: 'http://purl.org/vocab/cpsv#',
  cv: 'http://data.europa.eu/m8g/',
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  eli: 'http://data.europa.eu/eli/ontology#',
  foaf: 'http://xmlns.com/foaf/0.1/',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const

export interface Graph {
  /** The address of something of ours, or of elsewhere when it is an address already. */
  readonly iri: (path: string) => string
  /** Adds a node unless it is there, and refers to it. */
  readonly node: (path: string, type: string | readonly string[], properties: Properties) => Reference
  /** A concept of a small vocabulary of ours (`status/active`) or of elsewhere. */
  readonly concept: (path: string, label?: Text | null) => Reference
  readonly nodes: () => readonly JsonLd[]
}

export function createGraph(base: string): Graph {
  const nodes = new Map<string, JsonLd>()
  const root = base.replace(/\/$/, '')
  const iri = (path: string) => (/^https?:/.test(path) ? path : `${root}/${path.split('/').map(encodeURIComponent).join('/')}`)
  const node: Graph['node'] = (path, type, properties) => {
    const id = iri(path)
    if (!nodes.has(id)) nodes.set(id, { '@id': id, '@type': type, ...present(properties) })
    return { '@id': id }
  }
  return {
    iri,
    node,
    concept: (path, label) => {
      const notation = path.split('/').at(-1)!
      return node(/^https?:/.test(path) ? path : `concepts/${path}`, 'skos:Concept', {
        'skos:notation': notation,
        'skos:prefLabel': label ? texts(label) : undefined,
      })
    },
    nodes: () => [...nodes.values()],
  }
}

/** A text in each of its languages. */
export const texts = (text: Text): JsonLd =>
  Object.entries(text).flatMap(([language, value]) => (value === undefined ? [] : [{ '@value': value, '@language': language }]))

/** Words of one language each. */
export const words = (lists: Readonly<Record<string, readonly string[]>>): JsonLd =>
  Object.entries(lists).flatMap(([language, list]) => list.map((value) => ({ '@value': value, '@language': language })))

/** An ISO 8601 period; XML Schema knows no weeks. */
export const duration = (period: string | null | undefined): JsonLd | undefined =>
  period == null
    ? undefined
    : { '@value': period.replace(/(\d+)W/, (_, weeks: string) => `${Number(weeks) * 7}D`), '@type': 'xsd:duration' }

function present(properties: Properties): Record<string, JsonLd> {
  const kept: Record<string, JsonLd> = {}
  for (const [key, value] of Object.entries(properties))
    if (value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0)) kept[key] = value
  return kept
}
