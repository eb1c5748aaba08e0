/** A signed-in resident's look: facts fetched from the registers for this purpose, with consent where the law asks for it. */
import type { Clock, Lang, PersonId, Principal } from '@dpg/kernel'
import type { FetchResult } from '@dpg/exchange/contract'
import { opennessOf } from '@dpg/definitions'
import type { Db } from '@dpg/kernel/server'
import type { Json, ScreenInput } from '@dpg/rules'
import { comingOf } from './coming.ts'
import { type ConsentDeps, inForce } from './consent.ts'
import { consentNeeded, type MyBenefits, type MyWhyNot } from './contract.ts'
import type { Rules } from './engine.ts'
import { type ExplainDeps, explain } from './explain.ts'
import { fetchFor, type FetchDeps } from './fetch.ts'
import type { Look, Looks } from './looks.ts'
import { personOf } from './person.ts'
import { covered } from './plan.ts'
import { rank, type RankDeps, recommendation } from './recommend.ts'
import { inputOf, ruling } from './screen.ts'
import { sigunguOf } from './sigungu.ts'
import type { ConsentRow } from './store-consents.ts'
import { heldBy } from './store-held.ts'

export interface ResidentDeps
  extends Omit<ExplainDeps, 'rules' | 'clock' | 'directory'>,
    RankDeps,
    FetchDeps,
    Pick<ConsentDeps, 'access' | 'newId'> {
  readonly db: Db
  readonly clock: Clock
  readonly rules: () => Rules
  readonly looks: Looks
}

const valuesOf = ({ facts }: FetchResult): Record<string, Json> =>
  Object.fromEntries(Object.entries(facts).map(([id, { value }]) => [id, value]))

export async function forResident(
  deps: ResidentDeps,
  principal: Principal,
  query: {
    readonly lang: Lang
    readonly limit: number
    readonly offset: number
    readonly answers?: Readonly<Record<string, Json>>
  },
): Promise<MyBenefits> {
  const person = personOf(principal)
  const consent = await consentFor(deps, person)
  return answer(deps, person, consent, await lookOf(deps, principal, consent), query)
}

export async function glance(
  deps: ResidentDeps,
  principal: Principal,
  { lang, limit }: { readonly lang: Lang; readonly limit: number },
): Promise<MyBenefits | undefined> {
  const person = personOf(principal)
  const [consent, look] = await Promise.all([inForce(deps, person, 'look'), deps.looks.peek(person)])
  return consent && look && answer(deps, person, consent, look, { lang, limit, offset: 0 })
}

async function consentFor(deps: Pick<ResidentDeps, 'db' | 'clock'>, person: PersonId): Promise<ConsentRow> {
  const consent = await inForce(deps, person, 'look')
  if (!consent) throw consentNeeded({})
  return consent
}

const lookOf = (deps: ResidentDeps, principal: Principal, consent: ConsentRow): Promise<Look> =>
  deps.looks.take(consent.person, (again) => {
    const may = covered(deps.rules(), consent)
    const named = again && new Set(again)
    const facts = named ? may.filter(({ fact }) => named.has(fact)) : may
    return fetchFor(deps, facts, { person: consent.person, purpose: 'look', name: principal.displayName ?? '' })
  })

async function answer(
  deps: ResidentDeps,
  person: PersonId,
  consent: ConsentRow,
  { result: fetched, at: lookedAt, until: keptUntil }: Look,
  { lang, limit, offset, answers = {} }: Parameters<typeof forResident>[2],
): Promise<MyBenefits> {
  const rules = deps.rules()
  const facts = { ...answers, ...valuesOf(fetched) }
  const input: ScreenInput = inputOf(deps, rules, { facts })
  const { counts, results, ask } = ruling(() => rules.engine.screen(input))
  const [held, watching] = await Promise.all([heldBy(deps.db, person), inForce(deps, person, 'watch')])
  const seeker = { sigungu: sigunguOf(rules, input), held, today: input.asOf }
  const ranked = rank(deps, rules, results, seeker)
  return {
    asOf: input.asOf,
    counts,
    items: ranked.slice(offset, offset + limit).map((one, at) => recommendation(deps, rules, one, offset + at, seeker, lang)),
    total: ranked.length,
    ask: ask.filter(({ fact }) => !(fact in facts)),
    coming: comingOf(deps, input, { lang, t: deps.texts(lang) }).filter(
      ({ kind, service }) => kind === 'closes' || !held.has(service),
    ),
    failures: fetched.failures,
    isWatching: watching !== undefined,
    agreed: consent.groups,
    lookedAt,
    keptUntil,
  }
}

export async function whyForResident(
  deps: ResidentDeps,
  principal: Principal,
  service: string,
  lang: Lang,
  answers: Readonly<Record<string, Json>> = {},
): Promise<MyWhyNot> {
  const person = personOf(principal)
  const { result: fetched } = await lookOf(deps, principal, await consentFor(deps, person))
  const sources = Object.fromEntries(Object.entries(fetched.facts).map(([id, { register }]) => [id, register]))
  const why = explain(deps, service, { facts: { ...answers, ...valuesOf(fetched) } }, lang, sources)
  const held = (await heldBy(deps.db, person)).has(service)
  const definition = deps.rules().snapshot.service(service)!
  return { ...why, held, canApply: !held && opennessOf(definition, deps.clock.today().toString()) === 'open' }
}
