/** An official of the office asks the registers for facts of an applicant, and says what for. The policies decide; the person reads it. */
import type { FetchResult } from '@dpg/exchange/contract'
import type { CaseId, Principal } from '@dpg/kernel'
import { selfTo } from './consents/ask.ts'
import { looksByLaw, seenIn } from './consents/by-law.ts'
import { type Look, looksIn, noteLooks } from './consents/looks.ts'
import { agreementOn } from './consents/reading.ts'
import { isRead, readWho } from './consents/who-now.ts'
import type { CaseFile, Contents } from './case-file.ts'
import { consentMissing, type LookedUp, type LookUp } from './contract.ts'
import type { DraftDeps } from './draft-contents.ts'
import { holdsOf, known } from './gather.ts'
import { applies, type Ask, needsOf, type NamedNeed } from './needs.ts'
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
  const { held, isAsked, looksOf } = await heldBack(deps, file, all, (one) => ask(one.facts, one.consent, one.law))
  const facts = all.filter((fact) => !held.has(fact))
  const withheld = all.filter((fact) => held.has(fact))
  if (withheld.length > 0 && facts.length === 0)
    throw consentMissing({ facts: withheld, ...(isAsked ? {} : { reason: 'nobody-asked' }) })
  const agreedTo = consented(deps, needs)
  const result = joined(
    await Promise.all(
      [...Map.groupBy(facts, (fact) => (agreedTo.has(fact) ? 'given' : 'by-law'))].map(([consent, own]) => ask(own, consent)),
    ),
  )
  const { facts: found, silent, failures } = result
  const agreed = looksOf(result)
  const told = new Set(agreed.flatMap((look) => look.facts))
  const seen = { law: null, facts: seenIn(result, null).facts.filter((fact) => !told.has(fact)) }
  const looks = [
    ...agreed,
    ...looksByLaw(deps, { ...file, holds: holdsOf(deps, file) }, [seen], { facts: known(file.contents, [result]) }).looks,
  ]
  // Of an investigation the household is told no sooner than whom it is about.
  const { delay } = result
  const purpose = deps.guard.purpose(wanted.purpose)
  const how = { actor: actorOf(official), use: 'fetch', ...(purpose ? { purpose } : {}) } as const
  const toldOf = delay ? looks.map((look) => ({ ...look, delay })) : looks
  if (looks.length > 0) await deps.db.transaction((tx) => noteLooks(deps, tx, file, how, toldOf))
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
 * Facts for which the law wants the applicant's consent, which was given with the application; no other goes by it. What another need
 * names itself goes by that one.
 */
function consented({ catalogue }: DraftDeps, needs: readonly NamedNeed[]): ReadonlySet<string> {
  const { pack } = catalogue.current()
  const [agreed, others] = [needs.filter(({ consent }) => consent.required), needs.filter(({ consent }) => !consent.required)]
  const byLaw = new Set(others.flatMap((need) => need.facts))
  const named = new Set(agreed.flatMap((need) => need.facts))
  return new Set(registerFacts(pack, [...named]).filter((fact) => named.has(fact) || !byLaw.has(fact)))
}

const joined = (results: readonly FetchResult[]): FetchResult => ({
  facts: Object.assign({}, ...results.map(({ facts }) => facts)),
  silent: results.flatMap(({ silent }) => silent),
  failures: results.flatMap(({ failures }) => failures),
  ...results.map(({ delay }) => (delay ? { delay } : {})).find(({ delay }) => delay),
})

/** A fact of one person is the applicant's own; whatever else there is may be of the others. */
const isOwn = (fact: string): boolean => fact.startsWith('person.')

interface Held {
  readonly held: ReadonlySet<string>
  /** Are those asked whose consent is missing? */
  readonly isAsked: boolean
  /** Of whom else what was told is, by their leave. */
  readonly looksOf: (result: FetchResult) => readonly Look[]
}

/**
 * Of these facts, those that take the consent of somebody else which does not stand, also today: whom they are about is read anew. Facts
 * for which the law wants a consent anyway, though no need names them, are held back with them. Where the case asks nobody (whoever flees
 * violence), what is the applicant's own is free and what a household has stays held back.
 */
async function heldBack(
  deps: DraftDeps,
  file: CaseFile,
  wanted: readonly string[],
  fetch: (ask: Ask) => Promise<FetchResult>,
): Promise<Held> {
  const { row, definition, contents } = file
  const { pack } = deps.catalogue.current()
  const needs = needsOf(definition)
  const holds = holdsOf(deps, file)
  const ofOthers = needs.filter((need) => need.consent.of !== undefined)
  const asking = new Set(ofOthers.filter((need) => applies(need, holds) !== false))
  const own = new Set(needs.filter(({ consent }) => consent.of === undefined).flatMap((need) => need.facts))
  const namedBy = (need: NamedNeed) =>
    registerFacts(pack, need.facts).filter((fact) => !own.has(fact) && (asking.has(need) || !isOwn(fact)))
  const named = new Set(ofOthers.flatMap(namedBy))
  const takesConsent = (fact: string) => pack.facts.get(fact)?.consent != null && !isOwn(fact)
  const unnamed = wanted.filter((fact) => takesConsent(fact) && !own.has(fact) && !named.has(fact))
  // What a household has is its members', also where a case asks none of them; parents are concerned only where they are asked.
  const heldBy = (need: NamedNeed) => [...namedBy(need), ...(asking.has(need) || need.consent.of === 'members' ? unnamed : [])]
  const touched = ofOthers.filter((need) => heldBy(need).some((fact) => wanted.includes(fact)))
  if (touched.length === 0) return { held: new Set(), isAsked: true, looksOf: () => [] }
  const rows = await listConsents(deps.db, row.person, row.id)
  const agreement = (need: NamedNeed, from: Pick<Contents, 'facts'>) =>
    agreementOn(need, from, rows, deps.clock.now(), selfTo(deps, file)) === 'stands'
  const now = deps.clock.now()
  const doubtful = touched.filter((need) => agreement(need, contents) && !isRead(need, contents, now))
  const results = await readWho(deps, file, doubtful, fetch)
  const today = { facts: known(contents, results) }
  const barred = touched.filter((need) => !(agreement(need, today) && isRead(need, today, now)))
  const looksOf = (result: FetchResult) =>
    touched
      .filter((need) => !barred.includes(need))
      .flatMap((need) => {
        const own = heldBy(need)
        const told = {
          facts: Object.fromEntries(Object.entries(result.facts).filter(([fact]) => own.includes(fact))),
          silent: result.silent.filter((fact) => own.includes(fact)),
        }
        return looksIn(deps, file, { of: need.consent.of, law: need.law ?? null }, told, today, rows)
      })
  return { held: new Set(barred.flatMap(heldBy)), isAsked: barred.some((need) => asking.has(need)), looksOf }
}
