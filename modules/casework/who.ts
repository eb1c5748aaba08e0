/** Who is asking, and which cases they may see: their own, or those of their own office. */
import type { Actor, AccessRecord } from '@dpg/access/contract'
import type { Official } from '@dpg/directory/contract'
import type { CaseAsked } from '@dpg/guard/contract'
import { type CaseId, type PersonId, type Principal, textIn } from '@dpg/kernel'
import { notAllowed } from '@dpg/kernel/server'
import type { CaseFile, CaseRow } from './case-file.ts'
import { caseNotFound } from './contract.ts'
import type { CaseworkDeps } from './deps.ts'
import { placeOf } from './store.ts'

/** Whose drafts and cases: the resident's who asks, or theirs for whom a mandate lets them act; officials have none of their own here. */
export function personOf(principal: Principal): PersonId {
  if (principal.kind !== 'resident' || !principal.person) throw new Error('only a resident has drafts and cases')
  return principal.acting?.for ?? principal.person
}

/** Roles that work on cases: others (privacy officers, administrators) see none. */
const CASE_ROLES = ['caseworker', 'approver']

export const worksOnCases = ({ roles }: { readonly roles: readonly string[] }): boolean =>
  roles.some((role) => CASE_ROLES.includes(role))

/**
 * The official as the directory knows them today: office and roles. Throws `kernel/not-allowed` unless both the session and the
 * directory say that they work on cases.
 */
export async function officialOf(deps: CaseworkDeps, principal: Principal): Promise<AskingOfficial> {
  if (!principal.official) throw new Error('only an official works on cases')
  const official = worksOnCases(principal.official) ? await deps.directory.official(principal.official.id) : undefined
  if (!official || !worksOnCases(official)) throw notAllowed({ needs: 'caseworker' })
  const { assurance, provedAt, deviceBound = false } = principal
  return { ...official, assurance, deviceBound, ...(provedAt ? { provedAt } : {}) }
}

/** The offices an official works for: their own and, of a municipality, the community service centres below it. */
export function officesOf({ directory }: Pick<CaseworkDeps, 'directory'>, { office }: Pick<Official, 'office'>): string[] {
  const below = (code: string): string[] => directory.areasBelow(code).flatMap((area) => [area.code, ...below(area.code)])
  return [office, ...(directory.office(office)?.area === office ? below(office) : [])]
}

/** An official with how sure the session is, since when, and whether a key of the device showed it. */
export type AskingOfficial = Official & Pick<Principal, 'assurance' | 'provedAt'> & { readonly deviceBound: boolean }
type Deed = CaseAsked['deed']
const sessionOf = ({ assurance, deviceBound }: AskingOfficial) => ({ assurance, deviceBound })

/**
 * Whose case this is, for an official of the office that handles it. Anyone else is refused as if there were no such case, and the
 * look that was refused stands in the resident's trace.
 */
export async function ownOffice(
  deps: CaseworkDeps,
  official: AskingOfficial,
  id: CaseId,
  deed: Deed = 'work-on-case',
): Promise<PersonId> {
  return (await openAs(deps, official, id, deed)).person
}

/**
 * The same, with what the official stated when their look was unusual. Throws `access/reason-needed`, `access/proof-needed` or `access/look-blocked` as the
 * access module sees fit.
 */
export async function openAs(
  deps: CaseworkDeps,
  official: AskingOfficial,
  id: CaseId,
  deed: Deed = 'view-case',
): Promise<{ readonly person: PersonId; readonly stated: string | null }> {
  const place = await placeOf(deps.db, id)
  if (!place) throw caseNotFound({ id })
  const { service, office } = place
  const { isAllowed, by } = deps.guard.decideCase({ deed, official, service, office, ...sessionOf(official) })
  if (isAllowed) {
    const duty = place.assignee === official.id ? 'assigned' : 'office'
    const look = {
      subject: place.person,
      official: official.id,
      name: official.name,
      agency: official.agency,
      case: id,
      duty,
      session: official,
    } as const
    const { stated } = await deps.access.watch.admit(look)
    return { person: place.person, stated }
  }
  const definition = deps.catalogue.current().service(place.service)
  await deps.db.transaction((tx) =>
    deps.access.record(tx, {
      subject: place.person,
      actor: actorOf(official),
      use: 'refuse',
      facts: [],
      purpose: definition?.privacy.purpose ?? definition?.title ?? { ko: place.service },
      law: LAW_OF_OFFICE,
      register: null,
      service: place.service,
      case: id,
      rule: by.join(' ') || 'none',
    }),
  )
  throw caseNotFound({ id })
}

/** An office may use what it needs for its own duties, and no more (개인정보 보호법 제15조제1항제3호). */
const LAW_OF_OFFICE = '개인정보 보호법 제15조제1항제3호'

export const actorOf = (official: Official): Actor => ({
  kind: 'official',
  official: official.id,
  name: official.name,
  agency: official.agency,
})

/** The platform working for an office. */
export function systemActor({ directory }: CaseworkDeps, office: string): Actor {
  const known = directory.office(office)
  return { kind: 'system', name: known ? textIn(known.name, 'ko') : office, agency: known?.agency ?? null }
}

/** An entry of the access log about this case. */
export const accessOf = (
  {
    row,
    definition,
  }: { readonly row: Pick<CaseRow, 'person' | 'service'> & { readonly id: CaseId | null } } & Pick<CaseFile, 'definition'>,
  actor: Actor,
  use: AccessRecord['use'],
  facts: readonly string[],
  law: string | null,
): AccessRecord => ({
  subject: row.person,
  actor,
  use,
  facts,
  purpose: definition.privacy.purpose ?? definition.title,
  law: law ?? definition.privacy.law ?? definition.law[0]?.ref ?? LAW_OF_OFFICE,
  register: null,
  service: row.service,
  case: row.id,
})
