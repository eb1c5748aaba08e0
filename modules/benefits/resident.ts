/** A signed-in resident's look: facts fetched from the registers for this purpose, used, and gone with the session's short memory. */
import type { Exchange, FetchResult } from '@dpg/exchange/contract'
import type { Clock, Lang, PersonId, Principal } from '@dpg/kernel'
import { signInNeeded } from '@dpg/kernel/server'
import type { Json } from '@dpg/rules'
import type { MyBenefits, WhyNot } from './contract.ts'
import type { Rules } from './engine.ts'
import { type ExplainDeps, explain } from './explain.ts'
import { rank, type RankDeps, recommendation } from './recommend.ts'
import { inputOf, ruling } from './screen.ts'

export interface ResidentDeps extends Omit<ExplainDeps, 'directory' | 'clock'>, RankDeps {
  readonly rules: () => Rules
  readonly exchange: Exchange
  readonly clock: Clock
  readonly held: (person: PersonId) => Promise<ReadonlySet<string>>
  readonly isWatching: (person: PersonId) => Promise<boolean>
  readonly memory: Memory
}

/** 맞춤형 급여 안내: the law that lets facts be used to tell a person what is open to them. */
export const SCREENING_LAW = '사회보장급여의 이용ㆍ제공 및 수급권자 발굴에 관한 법률 제22조의2'
const TIMEOUT_MS = 2_500

export async function fetchFor(
  deps: Pick<ResidentDeps, 'exchange' | 'texts'>,
  rules: Rules,
  person: PersonId,
  name: string,
  watching = false,
): Promise<FetchResult> {
  const purpose = watching ? 'benefits.purpose.watch' : 'benefits.purpose.screen'
  return deps.exchange.fetch({
    subject: person,
    facts: rules.fetchable(),
    purpose: { ko: deps.texts('ko')(purpose), en: deps.texts('en')(purpose) },
    law: SCREENING_LAW,
    actor: watching
      ? { kind: 'system', name: deps.texts('ko')('benefits.actor'), agency: null }
      : { kind: 'resident', person, name, agency: null },
    service: null,
    case: null,
    consent: 'given',
    timeoutMs: TIMEOUT_MS,
  })
}

export const valuesOf = ({ facts }: FetchResult): Record<string, Json> =>
  Object.fromEntries(Object.entries(facts).map(([id, { value }]) => [id, value]))

export async function forResident(
  deps: ResidentDeps,
  principal: Principal,
  {
    lang,
    limit,
    offset,
    answers = {},
  }: { readonly lang: Lang; readonly limit: number; readonly offset: number; readonly answers?: Readonly<Record<string, Json>> },
): Promise<MyBenefits> {
  const person = personOf(principal)
  const rules = deps.rules()
  const fetched = await deps.memory.facts(principal, () => fetchFor(deps, rules, person, principal.displayName ?? ''))
  const facts = { ...answers, ...valuesOf(fetched) }
  const input = inputOf(deps, rules, { facts })
  const { counts, results, ask } = ruling(() => rules.engine.screen(input))
  const [held, isWatching] = await Promise.all([deps.held(person), deps.isWatching(person)])
  const ranked = rank(deps, rules, results, { sigungu: sigunguOf(rules, input), held })
  const items = ranked.slice(offset, offset + limit).map((one, at) => recommendation(deps, rules, one, offset + at, held, lang))
  return {
    asOf: input.asOf,
    counts,
    items,
    total: ranked.length,
    ask: ask.filter(({ fact }) => !(fact in facts)),
    failures: fetched.failures,
    isWatching,
  }
}

export async function whyForResident(
  deps: ResidentDeps,
  principal: Principal,
  service: string,
  lang: Lang,
  answers: Readonly<Record<string, Json>> = {},
): Promise<WhyNot> {
  const person = personOf(principal)
  const rules = deps.rules()
  const fetched = await deps.memory.facts(principal, () => fetchFor(deps, rules, person, principal.displayName ?? ''))
  const sources = Object.fromEntries(Object.entries(fetched.facts).map(([id, { register }]) => [id, register]))
  return explain(deps, service, { facts: { ...answers, ...valuesOf(fetched) } }, lang, sources)
}

/** Where they live, by code: derived from what the resident register holds. */
export function sigunguOf({ engine }: Rules, input: Parameters<Rules['engine']['screen']>[0]): string | null {
  const value = engine.value('person.sigungu', input)
  return typeof value === 'string' ? value : null
}

export function personOf({ person }: Principal): PersonId {
  if (!person) throw signInNeeded({})
  return person
}

/** What a session may remember of the registers' answers: a few minutes, in memory only, so that paging does not ask again. */
export interface Memory {
  facts(principal: Principal, fetch: () => Promise<FetchResult>): Promise<FetchResult>
  forget(person: PersonId): void
  /** Sessions whose facts are held now. */
  readonly size: number
}

const KEPT_MS = 3 * 60_000
const MOST = 500

export function createMemory(clock: Clock): Memory {
  const kept = new Map<string, { person: PersonId | undefined; until: number; result: FetchResult }>()
  return {
    async facts({ session, person }, fetch) {
      const now = clock.now().epochMilliseconds
      const known = session ? kept.get(session) : undefined
      if (known && known.until > now) return known.result
      const result = await fetch()
      // A failure is not remembered: the next look asks again.
      if (!session || result.failures.length > 0) return result
      if (kept.size >= MOST) kept.delete(kept.keys().next().value!)
      const entry = { person, until: now + KEPT_MS, result }
      kept.set(session, entry)
      // Gone when the time is over, also when nobody comes back.
      setTimeout(() => kept.get(session) === entry && kept.delete(session), KEPT_MS).unref()
      return result
    },
    forget(person) {
      for (const [session, entry] of kept) if (entry.person === person) kept.delete(session)
    },
    get size() {
      return kept.size
    },
  }
}
