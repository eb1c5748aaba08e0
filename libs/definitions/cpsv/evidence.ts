/** Requirements, rules and evidence of a service. */
import type { Pack } from '../schemas/pack.ts'
import type { Need } from '../schemas/service-evidence.ts'
import type { ServiceDefinition } from '../schemas/service.ts'
import type { Text } from '../schemas/words.ts'
import { type Graph, type Reference, texts } from './graph.ts'
import { language, law } from './parts.ts'

export function rules(graph: Graph, { id, rules: list, languages }: ServiceDefinition): Reference[] {
  return list.map((rule) =>
    graph.node(rulePath(id, rule.id), 'cpsv:Rule', {
      'dct:identifier': `${id}/${rule.id}`,
      'dct:title': texts(rule.title),
      'dct:description': texts(rule.description),
      'dct:language': languages.map((code) => language(graph, code)),
      'cpsv:implements': rule.implements.map((ref) => law(graph, ref)),
    }),
  )
}

/** Criteria and what has to be proved; a criterion fulfils the rule of eligibility. */
export function requirements(graph: Graph, service: ServiceDefinition): Reference[] {
  const { id, eligibility, rules: list, needs } = service
  const rule = list.find((one) => one.id === 'eligibility')
  const proofs = (goal: string) => needs.filter(({ fulfils }) => fulfils.includes(goal)).map((need) => evidencePath(id, need))
  const requirement = (goal: string, title: Text, kind: string, fulfils: Reference | undefined) =>
    graph.node(requirementPath(id, goal), 'cv:Requirement', {
      'dct:identifier': `${id}/${goal}`,
      'dct:title': texts(title),
      'dct:type': graph.concept(`requirement/${kind}`),
      'cv:fulfils': fulfils,
      'cv:hasSupportingEvidence': proofs(goal).map((path) => ({ '@id': graph.iri(path) })),
    })
  const fulfils = rule && { '@id': graph.iri(rulePath(id, rule.id)) }
  const criteria = eligibility.criteria.map(({ id: goal, says }) => requirement(goal, says, 'criterion', fulfils))
  const names = new Set(eligibility.criteria.map((criterion) => criterion.id))
  const others = service.requirements
    .filter((one) => !names.has(one.id))
    .map((one) => requirement(one.id, one.title, 'evidence', undefined))
  return [...criteria, ...others]
}

/** What is handed in or fetched, and of which type it is: a fact of the vocabulary or a document. */
export function evidence(graph: Graph, service: ServiceDefinition, pack: Pack): { inputs: Reference[]; types: Reference[] } {
  const { id, needs } = service
  const goals = new Set([...service.requirements, ...service.eligibility.criteria].map((goal) => goal.id))
  const typesOf = (need: Need): Reference[] => {
    const facts = need.facts.map((fact) => typeOf(graph, `facts/${fact}`, fact, 'fact', pack.facts.get(fact)?.title ?? null))
    const name = `${id}/${need.id}`
    return need.document
      ? [...facts, typeOf(graph, `services/${id}/documents/${need.id}`, name, 'document', need.document)]
      : facts
  }
  const inputs = needs.map((need) =>
    graph.node(evidencePath(id, need), 'cv:Evidence', {
      'dct:identifier': `${id}/${need.id}`,
      'dct:title': texts(titleOf(need, pack)),
      'dct:type': graph.concept(`evidence/${need.source ?? 'register'}`),
      'dct:conformsTo': typesOf(need),
      'cv:supportsRequirement': need.fulfils
        .filter((goal) => goals.has(goal))
        .map((goal) => ({ '@id': graph.iri(requirementPath(id, goal)) })),
    }),
  )
  const types = new Map(needs.flatMap(typesOf).map((type) => [type['@id'], type]))
  return { inputs, types: [...types.values()] }
}

function typeOf(graph: Graph, path: string, identifier: string, kind: string, label: Text | null): Reference {
  return graph.node(path, 'cv:EvidenceType', {
    'dct:identifier': identifier,
    'skos:prefLabel': label ? texts(label) : undefined,
    'cv:evidenceTypeClassification': graph.concept(`evidence-type/${kind}`),
  })
}

/** The document, or the facts by their names. */
function titleOf({ document, facts }: Need, { facts: vocabulary }: Pack): Text {
  if (document) return document
  const titles = facts.flatMap((fact) => vocabulary.get(fact)?.title ?? [])
  const english = titles.flatMap(({ en }) => en ?? [])
  const ko = titles.map((title) => title.ko).join(', ') || facts.join(', ')
  return english.length === titles.length && titles.length > 0 ? { ko, en: english.join(', ') } : { ko }
}

const rulePath = (id: string, rule: string): string => `services/${id}/rules/${rule}`
const requirementPath = (id: string, goal: string): string => `services/${id}/requirements/${goal}`
const evidencePath = (id: string, need: Need): string => `services/${id}/evidence/${need.id}`
