/** Which services still ask people for which papers, and why: counted from the definitions in force and the requests there are. */
import type { FactDefinition, Need, Pack, ServiceDefinition } from '@dpg/definitions'
import { type Lang, textIn } from '@dpg/kernel'
import type { Coverage, PaperLeft, PaperReason, ServiceCoverage } from './contract.ts'
import { needId } from './grounds.ts'
import type { ReplacingRow } from './store.ts'
import type { Namer } from './view.ts'

export function coverageOf(namer: Namer, requests: readonly ReplacingRow[], lang: Lang): Coverage {
  const { pack } = namer
  const byPaper = new Map(requests.map((one) => [`${one.service} ${one.replaces}`, one]))
  const services = [...pack.services.values()].map((service) => serviceCoverage(service, namer, byPaper, lang))
  const fetched = sum(services.map((one) => one.fetched))
  const papers = sum(services.map((one) => one.papers.length))
  const groups = Map.groupBy(services, ({ agency }) => agency.id)
  return {
    services: services.toSorted((a, b) => b.papers.length - a.papers.length),
    agencies: [...groups.values()].map((own) => ({
      agency: own[0]!.agency,
      services: own.length,
      fetched: sum(own.map((one) => one.fetched)),
      papers: sum(own.map((one) => one.papers.length)),
    })),
    fetched,
    papers,
    percent: fetched + papers === 0 ? 0 : Math.floor((100 * fetched) / (fetched + papers)),
    withoutPapers: services.filter((one) => one.papers.length === 0).length,
    unread: pack.catalogue.rows.filter(({ id }) => !pack.services.has(id)).length,
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

/** upload, paper: the person brings it. A document without such a source is found out by officials, on the spot. */
const isPaper = ({ document, source }: Need): boolean => document !== null && (source === 'upload' || source === 'paper')

function serviceCoverage(
  { id, agency, needs }: ServiceDefinition,
  namer: Namer,
  requests: ReadonlyMap<string, ReplacingRow>,
  lang: Lang,
): ServiceCoverage {
  const { pack } = namer
  const facts = new Map(
    needs
      .filter(({ document }) => document === null)
      .flatMap((need) => need.facts.map((fact) => [fact, sourceOf(need, pack.facts.get(fact))])),
  )
  const count = (wanted: string) => [...facts.values()].filter((source) => source === wanted).length
  return {
    service: namer.named(id, pack.services),
    agency: namer.agency(agency),
    fetched: count('register'),
    asked: count('person'),
    foundOut: needs.flatMap(({ document, source }) => (document !== null && source === null ? [textIn(document, lang)] : [])),
    papers: needs.flatMap((need, at) =>
      isPaper(need) ? [paperLeft(need, needId(need, at), requests.get(`${id} ${needId(need, at)}`), namer, lang)] : [],
    ),
  }
}

/** `worked-out`: follows from other facts, nobody is asked. */
function sourceOf({ source }: Need, fact: FactDefinition | undefined): 'register' | 'person' | 'worked-out' {
  if (source === 'register' || source === 'own') return 'register'
  if (source !== null) return 'person'
  if (fact?.register) return 'register'
  return fact?.derive && fact.question === null ? 'worked-out' : 'person'
}

function paperLeft(need: Need, id: string, request: ReplacingRow | undefined, namer: Namer, lang: Lang): PaperLeft {
  const says = need.uploadReason ?? need.why
  return {
    need: id,
    title: textIn(need.document!, lang),
    law: need.law,
    reason: reasonOf(need, request, namer.pack),
    says: says && textIn(says, lang),
    request: request
      ? {
          id: request.id,
          number: request.number,
          exception: request.exception === null ? null : namer.named(request.exception, namer.pack.exceptions),
        }
      : null,
    isConditional: need.when !== null,
  }
}

function reasonOf({ facts }: Need, request: ReplacingRow | undefined, pack: Pack): PaperReason {
  switch (request?.state) {
    case 'open':
    case 'confirming':
    case 'appealed':
      return 'pending'
    case 'refused':
    case 'upheld':
      return 'exception'
    case 'granted':
      return 'granted'
    default:
      return facts.some((id) => pack.facts.get(id)?.register) ? 'held' : 'no-register'
  }
}
