/** An official of the office asks the registers for facts of an applicant, and says what for. The policies decide; the person reads it. */
import type { CaseId, Principal } from '@dpg/kernel'
import { agreementOn } from './consents/reading.ts'
import type { CaseFile } from './case-file.ts'
import { consentMissing, type LookedUp, type LookUp } from './contract.ts'
import type { DraftDeps } from './draft-contents.ts'
import { needsOf, type NamedNeed } from './needs.ts'
import { listConsents } from './store-consents.ts'
import { openCase } from './open-case.ts'
import { registerFacts } from './shown-facts.ts'
import { accessOf, actorOf, officialOf, ownOffice } from './who.ts'

export async function lookUp(deps: DraftDeps, principal: Principal, id: CaseId, wanted: LookUp): Promise<LookedUp> {
  const official = await officialOf(deps, principal)
  const person = await ownOffice(deps, official, id, 'view-case')
  const file = await openCase(deps, deps.db, person, id)
  const { pack } = deps.catalogue.current()
  const needs = needsOf(file.definition)
  const held = await heldBack(deps, file)
  const all = registerFacts(pack, wanted.facts)
  const facts = all.filter((fact) => !held.has(fact))
  const withheld = all.filter((fact) => held.has(fact))
  if (withheld.length > 0 && facts.length === 0) throw consentMissing({ facts: withheld })
  // What the law wants the applicant's consent for was given with the application; that of others is asked of themselves.
  const wasAgreed = needs.some(({ facts: own, consent }) => consent.required && own.some((fact) => facts.includes(fact)))
  const { purpose, law, subject, actor, service } = accessOf(file, actorOf(official), 'fetch', facts, null)
  const {
    facts: found,
    silent,
    failures,
  } = await deps.exchange.fetch({
    ...{ subject, actor, service, law, facts },
    purpose: deps.guard.purpose(wanted.purpose) ?? purpose,
    aim: wanted.purpose,
    case: id,
    consent: wasAgreed ? 'given' : 'by-law',
    assurance: principal.assurance,
    deviceBound: principal.deviceBound,
  })
  const refusal = failures.find((one) => one.refusal)?.refusal
  if (refusal && Object.keys(found).length + silent.length === 0) throw deps.guard.problemOf(refusal)
  return {
    facts: Object.values(found).map(({ fact, value, register, at }) => ({ fact, value, register, at })),
    silent: [...silent, ...wanted.facts.filter((fact) => registerFacts(pack, [fact]).length === 0)],
    failures: [
      ...failures.map(({ facts: missing, kind, refusal: why }) => ({ facts: missing, kind, rules: why?.by ?? [] })),
      ...(withheld.length > 0 ? [{ facts: withheld, kind: 'no-consent', rules: [] }] : []),
    ],
  }
}

/** Facts that take the consent of somebody else, which does not stand. */
async function heldBack(deps: DraftDeps, file: CaseFile): Promise<ReadonlySet<string>> {
  const rows = await listConsents(deps.db, file.row.person, file.row.id)
  const { pack } = deps.catalogue.current()
  const needs = needsOf(file.definition)
  const isFree = (need: NamedNeed) => agreementOn(need, file.contents, rows, deps.clock.now()) === 'stands'
  const own = new Set(needs.filter(({ consent }) => consent.of === undefined).flatMap((need) => need.facts))
  const named = needs.filter((need) => need.consent.of !== undefined && !isFree(need)).flatMap((need) => need.facts)
  return new Set(registerFacts(pack, named).filter((fact) => !own.has(fact)))
}
