/** Counts what a draft does to people, and keeps it with the draft. */
import type { Principal } from '@dpg/kernel'
import { type Effect, type RuleDraftId, rulesBroken } from './contract.ts'
import type { Inside } from './deps.ts'
import { type DraftRow, saveEffect } from './store.ts'
import { find, versionBefore } from './view.ts'
import { demandOwn, readerOf } from './who.ts'

export async function measureDraft(deps: Inside, principal: Principal, id: RuleDraftId): Promise<Effect> {
  readerOf(principal)
  const draft = await find(deps, id)
  demandOwn(principal, draft.service, deps)
  return measure(deps, draft)
}

/** Throws `authoring/rules-broken` while the rules do not compile. */
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
  const counted = await deps.desk.measure({
    sample: deps.sample,
    // Of the day on which they will count.
    asOf: [deps.today(), service.effectiveFrom].toSorted().at(-1)!,
    before: draft.base.length > 0 ? before.service : null,
    after: service,
    parameters,
  })
  await saveEffect(deps.db, draft.id, { revision: draft.revision, release, counted })
  return counted
}
