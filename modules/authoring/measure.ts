/** What a draft does to people, counted by policy's what-if and kept with the draft. */
import { rulesOf, type ServiceDefinition, serviceRules, wordsOf } from '@dpg/definitions'
import type { Principal } from '@dpg/kernel'
import type { Declarations } from '@dpg/rules'
import { type Effect, type RuleDraftId, rulesBroken } from './contract.ts'
import type { Inside } from './deps.ts'
import type { Version } from './diff.ts'
import { type DraftRow, saveEffect } from './store.ts'
import { find, versionBefore } from './view.ts'
import { demandOwn, readerOf } from './who.ts'

export async function measureDraft(deps: Inside, principal: Principal, id: RuleDraftId): Promise<Effect> {
  readerOf(principal)
  const draft = await find(deps, id)
  demandOwn(principal, draft.service, deps)
  return measure(deps, draft)
}

/** Throws `authoring/rules-broken` while the rules do not compile, and what policy throws of rules that are too heavy. */
export async function measure(deps: Inside, draft: DraftRow): Promise<Effect> {
  const { release } = deps.catalogue.current()
  const [{ service, parameters, coverage, findings }, before] = await Promise.all([
    deps.desk.check(draft.slug, draft.files),
    versionBefore(deps, draft),
  ])
  if (!service || !coverage) {
    const wrong = findings.filter(({ level }) => level === 'error')
    throw rulesBroken({
      service: draft.service,
      count: wrong.length,
      first: wrong[0] ? `${wrong[0].file}:${wrong[0].line}: ${wrong[0].message.ko}` : '',
    })
  }
  // Of the day on which they will count.
  const asOf = [deps.today(), service.effectiveFrom].toSorted().at(-1)!
  const [{ districts: _, standIns = [], ...result }, { version }] = await Promise.all([
    deps.policy.compare({
      service: service.id,
      asOf,
      before: draft.base.length > 0 && before.service ? rulesWith(deps, before.service, before) : rulesOfEntry(deps, service.id),
      after: rulesWith(deps, service, { parameters }),
    }),
    deps.policy.people(),
  ])
  const counted: Effect = { asOf, people: version, result, standIns }
  await saveEffect(deps.db, draft.id, { revision: draft.revision, release, counted })
  return counted
}

/** The rules of a service with the facts and figures in force, but for those figures that came with it. */
function rulesWith({ catalogue }: Inside, service: ServiceDefinition, { parameters }: Pick<Version, 'parameters'>): Declarations {
  const { pack } = catalogue.current()
  const own = parameters.map((one) => [one.id, one] as const)
  return { ...wordsOf({ ...pack, parameters: new Map([...pack.parameters, ...own]) }), services: [serviceRules(service)] }
}

/** A service that has no folder yet is judged by the codes of its entry, as today. */
function rulesOfEntry({ catalogue }: Inside, id: string): Declarations {
  const { pack } = catalogue.current()
  const rows = pack.catalogue.rows.filter((row) => row.id === id)
  return rulesOf({ ...pack, services: new Map(), catalogue: { ...pack.catalogue, rows } })
}
