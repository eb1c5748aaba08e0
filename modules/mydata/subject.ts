/** Whose data it is: one's own, or that of whom one acts for, as far as the mandate reaches (개인정보 보호법 제38조). */
import { type Actor, type AccessRecord, lookByMandate } from '@dpg/access/contract'
import type { Acting, MandateId, PersonId, Principal } from '@dpg/kernel'
import { notAllowed } from '@dpg/kernel/server'
import { beyondMandate } from './contract.ts'
import type { MydataDeps } from './deps.ts'

export function subjectOf({ person, acting }: Principal): PersonId {
  if (!person) throw notAllowed({ needs: 'resident' })
  return acting?.for ?? person
}

/** Sending is none of the services that a mandate may be for: one for some services alone reaches to nothing here. */
const beyond = ({ scope }: Acting, facts: readonly string[]): readonly string[] =>
  scope.services === null ? facts.filter((fact) => scope.facts !== null && !scope.facts.includes(fact)) : facts

export const isWithinMandate = ({ acting }: Principal, facts: readonly string[]): boolean =>
  !acting || beyond(acting, facts).length === 0

/** Throws `mydata/beyond-mandate` when a mandate does not reach to all of these facts; that stands in the trace of whose they are. */
export async function withinMandate(deps: MydataDeps, principal: Principal, facts: readonly string[]): Promise<void> {
  const out = principal.acting ? beyond(principal.acting, facts) : []
  if (out.length === 0) return
  await noteLook(deps, principal, 'refuse')
  throw beyondMandate({ facts: out })
}

/**
 * By which mandate something goes on being sent: it ends with it. Null: by whose data it is; whoever is registered as the representative
 * of a company does it as the company.
 */
export const mandateOf = ({ acting }: Principal): MandateId | null =>
  acting && !ORGANS.includes(acting.relation ?? '') ? acting.mandate : null
const ORGANS: readonly string[] = ['representative']

/** That somebody looked by a mandate at what is being sent, or was refused, stands in the trace of whose it is. */
export async function noteLook(deps: MydataDeps, principal: Principal, use: AccessRecord['use']): Promise<void> {
  const { acting } = principal
  if (!acting) return
  const purpose = { ko: deps.texts('ko')('mydata.purpose.list'), en: deps.texts('en')('mydata.purpose.list') }
  await deps.db.transaction((tx) =>
    deps.access.record(tx, lookByMandate(principal, acting, { use, purpose, service: null, case: null })),
  )
}

/** Who did it, as the trace tells it. */
export const actorOf = ({ person, acting, displayName = '' }: Principal): Actor => ({
  kind: 'resident',
  ...(person ? { person } : {}),
  name: displayName,
  agency: null,
  ...(acting ? { acting } : {}),
})
