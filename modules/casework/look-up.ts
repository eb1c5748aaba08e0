/** An official of the office asks the registers for facts of an applicant, and says what for. The policies decide; the person reads it. */
import type { FetchResult } from '@dpg/exchange/contract'
import type { CaseId, Principal } from '@dpg/kernel'
import { selfTo } from './consents/ask.ts'
import { agreementOn } from './consents/reading.ts'
import { isRead, readWho } from './consents/who-now.ts'
import type { CaseFile, Contents } from './case-file.ts'
import { consentMissing, type LookedUp, type LookUp } from './contract.ts'
import type { DraftDeps } from './draft-contents.ts'
import { known } from './gather.ts'
import { type Ask, needsOf, type NamedNeed } from './needs.ts'
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
  const all = registerFacts(pack, wanted.facts)
  const ask = (facts: readonly string[], consent: 'given' | 'by-law', byLaw: string | null = null) => {
    const { purpose, law, subject, actor, service } = accessOf(file, actorOf(official), 'fetch', facts, byLaw)
    return deps.exchange.fetch({
      ...{ subject, actor, service, law, facts, consent },
      purpose: deps.guard.purpose(wanted.purpose) ?? purpose,
      aim: wanted.purpose,
      case: id,
      assurance: principal.assurance,
      deviceBound: principal.deviceBound,
    })
  }
  const held = await heldBack(deps, file, all, (one) => ask(one.facts, one.consent, one.law))
  const facts = all.filter((fact) => !held.has(fact))
  const withheld = all.filter((fact) => held.has(fact))
  if (withheld.length > 0 && facts.length === 0) throw consentMissing({ facts: withheld })
  // What the law wants the applicant's consent for was given with the application; that of others is asked of themselves.
  const wasAgreed = needs.some(({ facts: own, consent }) => consent.required && own.some((fact) => facts.includes(fact)))
  const { facts: found, silent, failures } = await ask(facts, wasAgreed ? 'given' : 'by-law')
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

/**
 * Of these facts, those that take the consent of somebody else which does not stand, also today: whom they are about is read anew. Facts
 * for which the law wants a consent anyway, though no need names them, are held back with them.
 */
async function heldBack(
  deps: DraftDeps,
  { row, definition, contents }: CaseFile,
  wanted: readonly string[],
  fetch: (ask: Ask) => Promise<FetchResult>,
): Promise<ReadonlySet<string>> {
  const { pack } = deps.catalogue.current()
  const needs = needsOf(definition)
  const own = new Set(needs.filter(({ consent }) => consent.of === undefined).flatMap((need) => need.facts))
  const takesConsent = (fact: string) => pack.facts.get(fact)?.consent != null && !own.has(fact)
  const factsOf = (need: NamedNeed) => registerFacts(pack, need.facts).filter((fact) => !own.has(fact))
  const asked = needs.filter((need) => need.consent.of !== undefined)
  const touched = asked.filter((need) => factsOf(need).some((fact) => wanted.includes(fact)) || wanted.some(takesConsent))
  if (touched.length === 0) return new Set()
  const rows = await listConsents(deps.db, row.person, row.id)
  const agreement = (need: NamedNeed, from: Pick<Contents, 'facts'>) =>
    agreementOn(need, from, rows, deps.clock.now(), selfTo(deps, { row })) === 'stands'
  const now = deps.clock.now()
  const doubtful = touched.filter((need) => agreement(need, contents) && !isRead(need, contents, now))
  const results = await readWho(deps, { definition }, doubtful, fetch)
  const today = { facts: known(contents, results) }
  const isFree = (need: NamedNeed) => agreement(need, today) && isRead(need, today, now)
  const barred = touched.filter((need) => !isFree(need))
  return new Set([...barred.flatMap(factsOf), ...(barred.length > 0 ? wanted.filter(takesConsent) : [])])
}
