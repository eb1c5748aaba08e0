/** Whose data it is: one's own, or that of whom one acts for, as far as the mandate reaches (개인정보 보호법 제38조). */
import type { Actor } from '@dpg/access/contract'
import type { PersonId, Principal } from '@dpg/kernel'
import { notAllowed } from '@dpg/kernel/server'
import { beyondMandate } from './contract.ts'

export function subjectOf({ person, acting }: Principal): PersonId {
  if (!person) throw notAllowed({ needs: 'resident' })
  return acting?.for ?? person
}

/** Throws `mydata/beyond-mandate` when a mandate does not reach to all of these facts. */
export function withinMandate({ acting }: Principal, facts: readonly string[]): void {
  const reach = acting?.scope.facts
  if (!reach) return
  const beyond = facts.filter((fact) => !reach.includes(fact))
  if (beyond.length > 0) throw beyondMandate({ facts: beyond })
}

/** Who did it, as the trace tells it. */
export const actorOf = ({ person, acting, displayName = '' }: Principal): Actor => ({
  kind: 'resident',
  ...(person ? { person } : {}),
  name: displayName,
  agency: null,
  ...(acting ? { acting } : {}),
})
