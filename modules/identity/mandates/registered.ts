/**
 * Mandates that a register speaks of: of parents for children under age, of representatives for their companies. The register is asked anew;
 * what it no longer speaks of ends. One that does not answer throws, and nothing changes.
 */
import type { MandateId, PersonId, Principal } from '@dpg/kernel'
import type { Mandate } from '../contract.ts'
import type { IdentityDeps } from '../index.ts'
import { mandateOf, nameContext, personOf } from './reading.ts'
import { endRegistered, listMandates, type MandateRow, putRegistered } from './store-mandates.ts'

/** Until then one's parents act for one (민법 제4조, 제911조). */
const ADULT_YEARS = 19
/** Representatives change: the register is asked again the next day. */
const COMPANY_HOURS = 24

type Told = Pick<MandateRow, 'represented' | 'kind' | 'relation' | 'endsAt'> & { readonly name: string }
type Source = 'family-register' | 'company-register'

/** A child that came is there, one that is grown up or gone is not. */
export async function fromFamily(deps: IdentityDeps, principal: Principal): Promise<readonly Mandate[]> {
  const { children, relation } = await deps.family(personOf(principal), principal.displayName ?? '')
  const today = deps.clock.today()
  const minors = children.flatMap(({ person, name, birthDate }): Told[] => {
    const adultOn = Temporal.PlainDate.from(birthDate).add({ years: ADULT_YEARS })
    const endsAt = adultOn.toZonedDateTime('Asia/Seoul').toInstant().toString()
    const isMinor = Temporal.PlainDate.compare(adultOn, today) > 0
    return isMinor ? [{ represented: person, name, kind: 'parent', relation, endsAt }] : []
  })
  return keep(deps, principal, 'family-register', minors)
}

/** Whoever is registered as its representative acts for a company in all it does (상법 제389조, 제209조). */
export async function fromCompanies(deps: IdentityDeps, principal: Principal): Promise<readonly Mandate[]> {
  const companies = await deps.companies(personOf(principal), principal.displayName ?? '')
  const endsAt = deps.clock.now().add({ hours: COMPANY_HOURS }).toString()
  const told = companies.map(
    ({ company, name }): Told => ({ represented: company, name, kind: 'delegate', relation: 'representative', endsAt }),
  )
  return keep(deps, principal, 'company-register', told)
}

async function keep(
  deps: IdentityDeps,
  principal: Principal,
  source: Source,
  told: readonly Told[],
): Promise<readonly Mandate[]> {
  const me = personOf(principal)
  const at = deps.clock.now().toString()
  await deps.db.transaction(async (tx) => {
    const rows = await listMandates(tx, [me], at)
    for (const { name, ...one } of told) {
      const before = rows.find((row) => row.represented === one.represented && row.source === source && row.representative === me)
      const id = before?.id ?? deps.newId<MandateId>('man')
      const sealed = await deps.sealing.seal(tx, one.represented, nameContext(id), name)
      const whole = { services: null, facts: null, givenAt: at, endedAt: null }
      await putRegistered(tx, { ...one, ...whole, id, representative: me, source, name: sealed })
    }
    const still: PersonId[] = told.map(({ represented }) => represented)
    await endRegistered(tx, me, source, still, at)
  })
  const rows = await listMandates(deps.db, [me], at)
  const own = rows.filter((row) => row.source === source && row.representative === me)
  return Promise.all(own.map((row) => mandateOf(deps, deps.db, row)))
}
