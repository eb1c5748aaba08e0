/** An official asks for what another agency holds: within law and purpose, or not at all. */
import { actOf, type Pack, type ServiceDefinition } from '@dpg/definitions'
import type { Principal } from '@dpg/kernel'
import { signInNeeded } from '@dpg/kernel/server'
import { type NotAskable, notAskable, otherContent, type SharingId, type Wish } from './contract.ts'
import { type SharingDeps, todayOf } from './deps.ts'
import { exceptionsFor, needId } from './grounds.ts'
import { lastDay } from './periods.ts'
import { findByKey, insertRequest, type RequestRow } from './store.ts'

const refuse = (why: NotAskable, what: string): never => {
  throw notAskable({ why, what })
}

export async function ask(deps: SharingDeps, principal: Principal, wish: Wish, key: string): Promise<RequestRow> {
  const official = officialOf(principal)
  const { pack } = deps.catalogue.current()
  const today = todayOf(deps)
  // Sent again after a lost answer: what was asked then counts, whatever has been published meanwhile.
  const before = await findByKey(deps.db, today, official.id, key)
  if (before) return same(before, wish, key)
  const { holder, register } = wish.dataset === null ? heldBy(pack, wish.facts) : datasetOf(pack, wish)
  if (holder === official.agency) refuse('own', register ?? wish.dataset ?? '')
  if (!deps.guard.purpose(wish.purpose)) refuse('unknown-purpose', wish.purpose)
  if (wish.service !== null) withinLaw(deps, pack, wish, official.agency)
  else if (wish.dataset === null) refuse('unknown-service', '')
  const confirming = exceptionsFor(pack, wish).filter(({ confirm }) => confirm !== null)
  await insertRequest(
    deps.db,
    {
      ...wish,
      id: deps.newId<SharingId>('shr'),
      agency: official.agency,
      holder,
      register,
      confirmer: confirming[0]?.confirm ?? null,
      decides: confirming.map(({ id }) => id),
      answerBy: lastDay(pack, wish.dataset === null ? 'answer' : 'dataset', today),
      filedBy: official.id,
      filedAt: deps.clock.now().toString(),
    },
    key,
  )
  return same((await findByKey(deps.db, today, official.id, key))!, wish, key)
}

export function officialOf({ official }: Principal): NonNullable<Principal['official']> {
  if (!official) throw signInNeeded({})
  return official
}

function same(row: RequestRow, wish: Wish, key: string): RequestRow {
  const { facts, dataset, service, purpose, law, why, replaces } = row
  const kept: Wish = { facts, dataset, service, purpose, law, why, replaces }
  if ((Object.keys(kept) as (keyof Wish)[]).some((name) => String(kept[name]) !== String(wish[name]))) throw otherContent({ key })
  return row
}

/** All facts stand in one register, whose holder is known. */
function heldBy(pack: Pack, facts: readonly string[]): { holder: string; register: string } {
  if (facts.length === 0) refuse('nothing', '')
  const registers = new Set(
    facts.map((id) => {
      const fact = pack.facts.get(id)
      return fact?.register && fact.derive === null ? fact.register : refuse('not-held', id)
    }),
  )
  const [register = '', another] = registers
  if (another !== undefined) refuse('several-registers', [...registers].join(', '))
  return { register, holder: pack.registers.get(register)?.agency ?? refuse('no-holder', register) }
}

function datasetOf(pack: Pack, { dataset, facts }: Wish): { holder: string; register: null } {
  if (facts.length > 0) refuse('nothing', '')
  const known = pack.datasets.get(dataset ?? '') ?? refuse('not-held', dataset ?? '')
  if (known.sharing === 'open') refuse('open', known.id)
  return { holder: known.agency, register: null }
}

/** The service is the asker's work, stands on the Act that is named, and does not have these facts already. */
function withinLaw(deps: SharingDeps, pack: Pack, { service: id, law, facts, purpose, replaces }: Wish, agency: string): void {
  const service = pack.services.get(id ?? '') ?? refuse('unknown-service', id ?? '')
  if (!isWorkOf(pack, service, agency)) refuse('not-your-work', service.id)
  const acts = new Set(service.law.map(({ ref }) => actOf(ref)))
  if (!/제\d+조/.test(law) || !acts.has(actOf(law))) refuse('outside-law', [...acts].join(', '))
  if (replaces !== null && !service.needs.some((need, at) => needId(need, at) === replaces)) refuse('unknown-need', replaces)
  if (purpose === 'application' && facts.length > 0 && facts.every((fact) => deps.guard.declares(service.id, fact)))
    refuse('open', facts.join(', '))
}

export const servicesOf = (pack: Pack, agency: string): string[] =>
  [...pack.services.values()].filter((service) => isWorkOf(pack, service, agency)).map(({ id }) => id)

const LOCAL = ['eupmyeondong', 'sigungu', 'sido']

/** The competent authority's, or, where municipalities do the work, every municipality's. */
function isWorkOf({ agencies }: Pack, { agency: own, offices }: ServiceDefinition, agency: string): boolean {
  const kind = agencies.get(agency)?.kind
  return own === agency || (LOCAL.includes(offices.processing) && (kind === 'sigungu' || kind === 'sido'))
}
