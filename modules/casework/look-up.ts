/** An official of the office asks the registers for facts of an applicant, and says what for. The policies decide; the person reads it. */
import type { CaseId, Principal } from '@dpg/kernel'
import type { LookedUp, LookUp } from './contract.ts'
import type { DraftDeps } from './draft-contents.ts'
import { needsOf } from './needs.ts'
import { openCase } from './open-case.ts'
import { registerFacts } from './shown-facts.ts'
import { accessOf, actorOf, officialOf, ownOffice } from './who.ts'

export async function lookUp(deps: DraftDeps, principal: Principal, id: CaseId, wanted: LookUp): Promise<LookedUp> {
  const official = await officialOf(deps, principal)
  const person = await ownOffice(deps, official, id, 'view-case')
  const file = await openCase(deps, deps.db, person, id)
  const { pack } = deps.catalogue.current()
  const needs = needsOf(file.definition)
  const facts = registerFacts(pack, wanted.facts)
  // What the law wants consent for, the applicant gave with the application.
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
    failures: failures.map(({ facts: missing, kind, refusal: why }) => ({ facts: missing, kind, rules: why?.by ?? [] })),
  }
}
