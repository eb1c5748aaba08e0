/** The nodes around a public service: bodies, places, laws, languages, channels, costs. */
import type { Pack } from '../schemas/pack.ts'
import type { ServiceDefinition } from '../schemas/service.ts'
import type { Text } from '../schemas/words.ts'
import { duration, type Graph, type JsonLd, type Reference, texts } from './graph.ts'

const AUTHORITY = 'http://publications.europa.eu/resource/authority'

/** ISO 639-3 codes of the languages labels are written in. */
const LANGUAGES: Readonly<Record<string, string>> = {
  ko: 'KOR',
  en: 'ENG',
  zh: 'ZHO',
  vi: 'VIE',
  ja: 'JPN',
  th: 'THA',
  ru: 'RUS',
  mn: 'MON',
  km: 'KHM',
  ne: 'NEP',
  uz: 'UZB',
  tl: 'TGL',
  id: 'IND',
  lo: 'LAO',
} // prettier-ignore

export function language(graph: Graph, code: string): Reference {
  return graph.node(`${AUTHORITY}/language/${LANGUAGES[code] ?? code.toUpperCase()}`, 'dct:LinguisticSystem', {})
}

/** A place by its code; the whole country when none is named. */
export function place(graph: Graph, code: string | null, pack: Pack): Reference {
  const area = code === null ? undefined : pack.areas.get(code)
  const label: Text = area ? { ko: area.name, ...(area.en === null ? {} : { en: area.en }) } : pack.header.name
  return graph.node(`areas/${area?.code ?? pack.header.area ?? pack.header.id}`, 'dct:Location', {
    'skos:prefLabel': texts(label),
  })
}

export function body(graph: Graph, code: string, pack: Pack): Reference {
  const agency = pack.agencies.get(code)
  return graph.node(`agencies/${code}`, 'cv:PublicOrganisation', {
    'dct:identifier': code,
    'skos:prefLabel': texts({ ko: agency?.name ?? code, ...(agency?.en ? { en: agency.en } : {}) }),
    'dct:spatial': place(graph, agency?.area ?? null, pack),
  })
}

export function law(graph: Graph, ref: string): Reference {
  return graph.node(`laws/${ref}`, 'eli:LegalResource', { 'dct:title': { '@value': ref, '@language': 'ko' } })
}

export function contact(graph: Graph, { id, contact: point }: ServiceDefinition): Reference | undefined {
  if (point === null) return undefined
  const page = point.url === null ? undefined : graph.node(point.url, 'foaf:Document', {})
  return graph.node(`services/${id}/contact`, 'cv:ContactPoint', {
    'skos:prefLabel': point.name ? texts(point.name) : undefined,
    'cv:telephone': point.phone,
    'cv:email': point.email,
    'cv:contactPage': page,
  })
}

export function channels(graph: Graph, { id, channels: list }: ServiceDefinition): Reference[] {
  return list.map((channel, index) =>
    graph.node(channelPath(id, list, index), 'cv:Channel', {
      'dct:identifier': `${id}/${channel.id ?? channel.kind}`,
      'dct:type': graph.concept(`channel/${channel.kind}`),
      'dct:description': channel.limits ? texts(channel.limits) : undefined,
      'cv:processingTime': duration(channel.time),
    }),
  )
}

const channelPath = (id: string, list: ServiceDefinition['channels'], index: number): string =>
  `services/${id}/channels/${list[index]!.id ?? list[index]!.kind}-${index + 1}`

/** One cost a fee and channel, for a cost holds for at most one channel; amounts by formula are said in words. */
export function costs(graph: Graph, { id, fees, channels: list }: ServiceDefinition, currency: string): Reference[] {
  return fees.flatMap((fee) => {
    const kinds = fee.channel === 'all' ? null : [fee.channel].flat()
    const places = kinds === null ? [null] : list.flatMap(({ kind }, index) => (kinds.includes(kind) ? [index] : []))
    return places.map((index) => {
      const name = `${fee.id}${index === null ? '' : `-${index + 1}`}`
      return graph.node(`services/${id}/costs/${name}`, 'cv:Cost', {
        'dct:identifier': `${id}/${name}`,
        'dct:description': fee.says ? texts(fee.says) : undefined,
        'cv:hasValue': typeof fee.amount === 'number' ? double(fee.amount) : undefined,
        'cv:currency': graph.concept(`${AUTHORITY}/currency/${fee.currency || currency}`),
        'cv:ifAccessedThrough': index === null ? undefined : { '@id': graph.iri(channelPath(id, list, index)) },
      })
    })
  })
}

const double = (amount: number): JsonLd => ({ '@value': String(amount), '@type': 'xsd:double' })
