/** What would be sent, for the person's own eyes: before they agree. */
import { type Lang, type Principal, textIn } from '@dpg/kernel'
import { bundleNotFound, type Preview } from './contract.ts'
import type { MydataDeps } from './deps.ts'
import { LAW } from './give.ts'
import { actorOf, subjectOf, withinMandate } from './subject.ts'

const TIMEOUT_MS = 4_000

export async function preview(deps: MydataDeps, principal: Principal, id: string, lang: Lang): Promise<Preview> {
  const { pack } = deps.catalogue.current()
  const bundle = pack.bundles.get(id)
  if (!bundle) throw bundleNotFound({ bundle: id })
  await withinMandate(deps, principal, bundle.facts)
  const { ko, en } = { ko: deps.texts('ko'), en: deps.texts('en') }
  const fetched = await deps.exchange.fetch({
    subject: subjectOf(principal),
    facts: bundle.facts,
    purpose: {
      ko: ko('mydata.purpose.preview', { bundle: bundle.title.ko }),
      en: en('mydata.purpose.preview', { bundle: bundle.title.en }),
    },
    law: LAW,
    aim: 'transfer',
    actor: actorOf(principal),
    assurance: principal.assurance,
    deviceBound: principal.deviceBound,
    service: null,
    case: null,
    consent: 'given',
    timeoutMs: TIMEOUT_MS,
  })
  const failed = new Set(fetched.failures.flatMap(({ facts }) => facts))
  return {
    papers: bundle.papers.map((paperId) => {
      const paper = pack.papers.get(paperId)!
      return {
        id: paperId,
        title: textIn(paper.title, lang),
        facts: paper.facts.map((fact) => ({
          fact,
          title: textIn(pack.facts.get(fact)!.title, lang),
          value: fetched.facts[fact]?.value,
          register: textIn(pack.registers.get(pack.facts.get(fact)!.register!)!.title, lang),
          isFailed: failed.has(fact),
        })),
      }
    }),
  }
}
