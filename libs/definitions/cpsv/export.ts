/** Services as CPSV-AP 3.2 JSON-LD, so that other catalogues can harvest them. */
import type { Pack } from '../schemas/pack.ts'
import type { ServiceDefinition } from '../schemas/service.ts'
import { sayOr } from '../wording.ts'
import { evidence, requirements, rules } from './evidence.ts'
import { CONTEXT, createGraph, duration, type Graph, type JsonLd, type Reference, texts, words } from './graph.ts'
import { body, channels, contact, costs, language, law, place } from './parts.ts'

export interface CpsvOptions {
  /** Where this platform is: `https://dpg.example`; addresses of services are `<base>/services/<id>`. */
  readonly base: string
}

/**
 * One graph of all the services given, valid by the CPSV-AP 3.2 shapes. Relations lead only to services in the same graph, so that
 * nothing in it is half described. Working days, appeals and formulas have no place in CPSV-AP: they are in our own form.
 */
export function toCpsvAp(
  services: Iterable<ServiceDefinition>,
  pack: Pack,
  { base }: CpsvOptions,
): { readonly [key: string]: JsonLd } {
  const graph = createGraph(base)
  const list = [...services]
  const ids = new Set(list.map(({ id }) => id))
  for (const service of list) addService(graph, service, pack, ids)
  return { '@context': { ...CONTEXT }, '@graph': graph.nodes() }
}

function addService(graph: Graph, service: ServiceDefinition, pack: Pack, ids: ReadonlySet<string>): void {
  const { id, catalogue } = service
  const related = (others: readonly string[]): Reference[] =>
    others.filter((other) => ids.has(other)).map((other) => ({ '@id': graph.iri(`services/${other}`) }))
  const { inputs, types } = evidence(graph, service, pack)
  graph.node(`services/${id}`, 'cpsv:PublicService', {
    'dct:identifier': id,
    'dct:title': texts(service.title),
    'dct:description': texts(service.description),
    'dcat:keyword': words(service.keywords),
    'dct:language': service.languages.map((code) => language(graph, code)),
    'dct:type': graph.concept(`kind/${service.kind}`),
    'adms:status': graph.concept(`status/${service.status}`),
    'dct:audience': service.audience.map((who) => graph.concept(`audience/${who}`)),
    'dct:spatial': place(graph, service.area, pack),
    'cv:thematicArea':
      service.field === null
        ? undefined
        : graph.concept(`field/${service.field}`, sayOr(`describe.field.${service.field}`, service.field)),
    'cv:isGroupedBy': events(graph, service),
    'cv:hasCompetentAuthority': body(graph, service.agency, pack),
    'cv:contactPoint': contact(graph, service),
    'cv:hasLegalResource': service.law.map(({ ref }) => law(graph, ref)),
    'cpsv:follows': rules(graph, service),
    'cv:holdsRequirement': requirements(graph, service),
    'cpsv:hasInput': inputs,
    'cv:hasInputType': types,
    'cpsv:produces': outputs(graph, service),
    'cv:hasChannel': channels(graph, service),
    'cv:hasCost': costs(graph, service, pack.header.currency),
    'cv:processingTime': duration(service.clock?.duration),
    'cv:relatedService': related(service.relatedServices),
    'dct:requires': related(service.requiresServices.map((one) => one.service)),
    'foaf:page': catalogue && catalogue.url !== '' ? graph.node(catalogue.url, 'foaf:Document', {}) : undefined,
  })
}

function events(graph: Graph, { lifeEvents, businessEvents }: ServiceDefinition): Reference[] {
  const event = (kind: 'life' | 'business', name: string): Reference =>
    graph.node(`events/${kind}/${name}`, ['cv:Event', kind === 'life' ? 'cv:LifeEvent' : 'cv:BusinessEvent'], {
      'dct:identifier': `${kind}/${name}`,
      'dct:title': texts(sayOr(`cpsv.event.${kind}.${name}`, name)),
    })
  return [...lifeEvents.map((name) => event('life', name)), ...businessEvents.map((name) => event('business', name))]
}

/** What comes out; for an entry of the catalogue, the kind of support. */
function outputs(graph: Graph, { id, outputs: list, support, catalogue, title, languages }: ServiceDefinition): Reference[] {
  const given =
    list.length === 0 && catalogue && support?.says
      ? [{ id: 'support', type: support.kinds[0] ?? 'none', title: support.says }]
      : list
  return given.map((output) =>
    graph.node(`services/${id}/outputs/${output.id}`, 'cv:Output', {
      'dct:identifier': `${id}/${output.id}`,
      'dct:title': texts(output.title ?? title),
      'dct:type': graph.concept(`output/${output.type}`),
      'dct:language': languages.map((code) => language(graph, code)),
    }),
  )
}
