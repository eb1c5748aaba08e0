/** Doing it for somebody else: how far a mandate reaches, and what stays of it with the application and in both traces. */
import type { Actor } from '@dpg/access/contract'
import type { ServiceDefinition } from '@dpg/definitions'
import type { Principal } from '@dpg/kernel'
import type { Tx } from '@dpg/kernel/server'
import type { Application, CaseFile } from './case-file.ts'
import { beyondMandate } from './contract.ts'
import type { DraftDeps } from './draft-contents.ts'
import { needsOf } from './needs.ts'
import { registerFacts } from './shown-facts.ts'
import { accessOf } from './who.ts'

/** Throws `casework/beyond-mandate` when the mandate is for other services. */
export function withinMandate({ acting }: Principal, service: string): void {
  const services = acting?.scope.services
  if (services && !services.includes(service)) throw beyondMandate({ service, facts: [] })
}

/** The same, and when it does not reach to all that the service fetches and asks. */
export function mayFillIn(deps: DraftDeps, principal: Principal, definition: ServiceDefinition): void {
  withinMandate(principal, definition.id)
  const reach = principal.acting?.scope.facts
  if (!reach) return
  const fetched = registerFacts(
    deps.catalogue.current().pack,
    needsOf(definition).flatMap(({ facts }) => facts),
  )
  const asked = definition.form.screens.flatMap(({ fields }) => fields)
  const beyond = [...new Set([...fetched, ...asked])].filter((fact) => !reach.includes(fact)).sort()
  if (beyond.length > 0) throw beyondMandate({ service: definition.id, facts: beyond })
}

/** Who does it, as the trace tells it. */
export const residentActor = ({ person, acting, displayName = '' }: Principal): Actor => ({
  kind: 'resident',
  ...(person ? { person } : {}),
  name: displayName,
  agency: null,
  ...(acting ? { acting } : {}),
})

/** Kept with the application: by whose hand and which mandate it was made. */
export function representativeOf({ person, acting, displayName = '' }: Principal): Pick<Application, 'by'> {
  if (!acting || !person) return {}
  return { by: { person, name: displayName, mandate: acting.mandate, kind: acting.kind } }
}

/** Applied for somebody else: it stands in their trace, and in that of whoever did it. */
export async function noteActing(
  deps: DraftDeps,
  tx: Tx,
  principal: Principal,
  file: Pick<CaseFile, 'row' | 'definition' | 'application'>,
): Promise<void> {
  const { acting, person } = principal
  if (!acting || !person) return
  const record = accessOf(file, residentActor(principal), 'use', Object.keys(file.application.answers).sort(), null)
  await deps.access.record(tx, record)
  // Of the affair itself their own trace says no more than that they did it.
  await deps.access.record(tx, { ...record, subject: person, facts: [], case: null })
}
