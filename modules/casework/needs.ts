/** Evidence: what each need waits for, and what becomes of it when a register does not answer. Pure. */
import type { Need, Pack, ServiceDefinition } from '@dpg/definitions'
import type { FetchResult, RegisterFailure } from '@dpg/exchange/contract'
import type { Agreement } from './consents/reading.ts'
import type { NeedState } from './case-file.ts'
import type { Waits } from './deps.ts'
import { registerFacts } from './shown-facts.ts'

export type NamedNeed = Need & { readonly id: string }

/** Where a person lives: what tells which office is competent. */
export const RESIDENCE = ['person.eupmyeondong', 'person.sigungu'] as const

/** The needs of a service, with what a certificate states and where the applicant lives, where nothing else asks for it. */
export function needsOf(definition: ServiceDefinition): NamedNeed[] {
  const needs = definition.needs.map((need, index) => ({ ...need, id: need.id ?? `need-${index + 1}` }))
  const model = needs.find(isRegisterNeed)
  if (!model) return needs
  const asked = new Set(needs.flatMap(({ facts }) => facts))
  const law = definition.privacy.law ?? definition.law[0]?.ref ?? null
  const add = (id: string, facts: readonly string[], more: Partial<NamedNeed>): NamedNeed[] =>
    facts.length > 0 ? [{ ...model, law, when: null, why: null, fulfils: [], ...more, id, facts: [...facts] }] : []
  const isCertificate = definition.kind === 'certificate'
  const documents = definition.outputs.filter(({ type }) => isCertificate && type === 'document')
  const stated = documents.flatMap(({ facts }) => facts).filter((fact) => !asked.has(fact))
  const knowsPlace =
    definition.offices.processing === 'agency' || definition.offices.rule !== null || RESIDENCE.some((fact) => asked.has(fact))
  return [
    ...needs,
    ...add('stated', [...new Set(stated)], {}),
    ...add('jurisdiction', knowsPlace ? [] : [RESIDENCE[0]], { onFailure: 'officer' }),
  ]
}

/** Is it proved by facts of registers (not by the person, not by a document)? */
export const isRegisterNeed = ({ facts, document, source }: Need): boolean =>
  document === null && facts.length > 0 && (source === null || source === 'register')

/** Does it want a file? */
export const isUploadNeed = ({ document, source }: Need): boolean => document !== null && source !== 'paper'

export type Holds = (feel: string) => boolean | undefined

/** true, false, or undefined while what decides it is unknown. */
export const applies = ({ when }: Need, holds: Holds): boolean | undefined => (when === null ? true : holds(when))

/** Needs to ask registers for now: those that apply and are not settled, and whose next try has come. */
export function toAsk(
  needs: readonly NamedNeed[],
  states: Readonly<Record<string, NeedState>>,
  holds: Holds,
  now: string,
): NamedNeed[] {
  return needs.filter((need) => {
    if (!isRegisterNeed(need) || applies(need, holds) !== true) return false
    const state = states[need.id]
    if (!state || state.state === 'not-needed') return true
    const isOpen = state.state === 'waiting' || state.state === 'consent'
    return isOpen && (state.nextTryAt === null || state.nextTryAt <= now)
  })
}

/** One request to the exchange: needs of the same law and consent, of the same people, go together. */
export interface Ask {
  readonly law: string
  readonly consent: 'given' | 'by-law'
  readonly facts: readonly string[]
}

/**
 * The requests for these needs. What another need names itself is asked by that one, under its own law and consent: bank accounts,
 * though an income is derived from them, only once they may be looked at. `have`: facts not to ask for again.
 */
export function asksFor(
  needs: readonly NamedNeed[],
  definition: ServiceDefinition,
  pack: Pick<Pack, 'facts' | 'registers'>,
  have: (need: NamedNeed, fact: string) => boolean = () => false,
): Ask[] {
  const fallback = definition.privacy.law ?? definition.law[0]?.ref ?? definition.id
  const named = new Set(needsOf(definition).flatMap(({ facts }) => facts))
  const factsOf = (need: NamedNeed) =>
    registerFacts(pack, need.facts).filter((fact) => (need.facts.includes(fact) || !named.has(fact)) && !have(need, fact))
  const groups = Map.groupBy(needs, (need) => `${need.consent.required}\n${need.consent.of ?? ''}\n${need.law ?? fallback}`)
  return [...groups.values()].flatMap((group) => {
    const facts = [...new Set(group.flatMap(factsOf))]
    const [first] = group
    return first && facts.length > 0
      ? [{ law: first.law ?? fallback, consent: first.consent.required ? ('given' as const) : ('by-law' as const), facts }]
      : []
  })
}

/** What has been learned, all rounds together. */
export interface Learned {
  readonly known: ReadonlySet<string>
  readonly silent: ReadonlySet<string>
  readonly failures: readonly RegisterFailure[]
  /** Needs that were asked for in this round. */
  readonly asked: ReadonlySet<string>
}

export const failuresOf = (results: readonly FetchResult[]): RegisterFailure[] => results.flatMap(({ failures }) => failures)

export interface Circumstances {
  readonly pack: Pick<Pack, 'facts' | 'registers'>
  readonly holds: Holds
  readonly uploaded: ReadonlySet<string>
  readonly now: Temporal.Instant
  readonly waits: Waits
  /** Whether others whom the need is about agree, and until when that is waited for. */
  readonly consent: (need: NamedNeed) => { readonly agreement: Agreement; readonly until: string | null }
}

/** The state of every need after a round. */
export function settle(
  needs: readonly NamedNeed[],
  before: Readonly<Record<string, NeedState>>,
  learned: Learned,
  around: Circumstances,
): Record<string, NeedState> {
  const named = new Set(needs.flatMap(({ facts }) => facts))
  const settled = Object.fromEntries(needs.map((need) => [need.id, settleOne(need, named, before[need.id], learned, around)]))
  const isWaiting = Object.values(settled).some(({ state, failure }) => state === 'waiting' && failure !== null)
  if (isWaiting || isHeld(needs, settled)) return settled
  // What decides whether these are needed will not come any more: an official looks.
  for (const [id, state] of Object.entries(settled))
    if (state.state === 'waiting') settled[id] = { ...state, state: 'officer', nextTryAt: null }
  return settled
}

/** Does the application wait for somebody's consent? Some go on at once, and what is allowed later is looked at then. */
export const isHeld = (needs: readonly NamedNeed[], states: Readonly<Record<string, NeedState>>): boolean =>
  needs.some(({ id, consent }) => consent.waits && states[id]?.state === 'consent')

const settledAs = (state: NeedState['state']): NeedState => ({
  state,
  failure: null,
  registers: [],
  since: null,
  tries: 0,
  nextTryAt: null,
})

/** `named`: facts that some need names itself; each is waited for by that one, whatever else is derived from it. */
function settleOne(
  need: NamedNeed,
  named: ReadonlySet<string>,
  before: NeedState | undefined,
  learned: Learned,
  around: Circumstances,
): NeedState {
  const isNeeded = applies(need, around.holds)
  // It is known whom it is about, and nobody is asked here (whoever flees violence): an official sees to it with the applicant.
  if (isNeeded === false)
    return settledAs(need.consent.of !== undefined && around.consent(need).agreement !== 'unknown' ? 'officer' : 'not-needed')
  if (!isRegisterNeed(need)) return settledAs(stateOfOther(need, isNeeded, around.uploaded))
  if (isNeeded === undefined) return settledAs('waiting')
  if (before?.state === 'upload' && around.uploaded.has(need.id)) return { ...before, state: 'uploaded', nextTryAt: null }
  if (before?.state === 'fetched') return before
  const { agreement, until } = around.consent(need)
  if (agreement === 'unknown') return settledAs('waiting')
  if (agreement === 'open') return { ...settledAs('consent'), nextTryAt: until }
  if (agreement === 'refused') return settledAs('officer')
  if (before && before.state !== 'consent' && !learned.asked.has(need.id) && before.state !== 'not-needed') return before
  const wanted = registerFacts(around.pack, need.facts).filter((fact) => need.facts.includes(fact) || !named.has(fact))
  const open = wanted.filter((fact) => !learned.known.has(fact) && !learned.silent.has(fact))
  if (open.length === 0) return settledAs('fetched')
  const failures = learned.failures.filter(({ facts }) => facts.some((fact) => open.includes(fact)))
  if (failures.length === 0) return settledAs('officer')
  return afterFailure(need, before, failures, around)
}

function stateOfOther(need: NamedNeed, isNeeded: boolean | undefined, uploaded: ReadonlySet<string>): NeedState['state'] {
  if (isUploadNeed(need)) return uploaded.has(need.id) ? 'uploaded' : isNeeded === undefined ? 'waiting' : 'upload'
  return need.document === null ? 'answered' : 'officer'
}

/** Wait and try again; after a while, or when the register says no, go the way the need names (`onFailure`). */
function afterFailure(
  need: NamedNeed,
  before: NeedState | undefined,
  failures: readonly RegisterFailure[],
  { now, waits }: Circumstances,
): NeedState {
  const since = before?.since ?? now.toString()
  const tries = (before?.tries ?? 0) + 1
  const failure = (failures.find(({ kind }) => kind === 'refused') ?? failures[0])!.kind
  const registers = [...new Set(failures.map(({ register }) => register))].sort()
  const waited = now.epochMilliseconds - Temporal.Instant.from(since).epochMilliseconds
  const late = before?.isLate ? { isLate: true } : {}
  const isLongEnough =
    failure === 'refused' || (waited >= waits.patienceMs && (need.onFailure !== 'wait' || failure === 'untrusted'))
  if (isLongEnough)
    return { state: need.onFailure === 'upload' ? 'upload' : 'officer', failure, registers, since, tries, nextTryAt: null }
  const pause = waits.retryS[Math.min(tries, waits.retryS.length) - 1] ?? 300
  return { state: 'waiting', failure, registers, since, tries, nextTryAt: now.add({ seconds: pause }).toString(), ...late }
}
