/** A row of a mandate as sessions and people read it. */
import type { Acting, MandateId, PersonId, Principal } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import { type Mandate, mandateNotFound } from '../contract.ts'
import type { IdentityDeps } from '../index.ts'
import { nameOf } from '../sessions.ts'
import { findAccount } from '../store.ts'
import type { MandateRow } from './store-mandates.ts'

export const nameContext = (id: MandateId) => `identity.mandates.name:${id}`

export function personOf({ person }: Principal): PersonId {
  if (!person) throw mandateNotFound({})
  return person
}

export async function actingOf(deps: IdentityDeps, on: Query, row: MandateRow): Promise<Acting> {
  const { id, kind, represented, relation, services, facts } = row
  const forName = row.name ? await deps.sealing.open<string>(on, represented, nameContext(id), row.name).catch(() => '') : ''
  return { mandate: id, kind, for: represented, forName, scope: { services, facts }, ...(relation ? { relation } : {}) }
}

export async function mandateOf(deps: IdentityDeps, on: Query, row: MandateRow): Promise<Mandate> {
  const by = row.representative ? await findAccount(on, row.representative) : undefined
  const { source, representative, givenAt, endsAt } = row
  const byName = by ? ((await nameOf(deps, on, by)) ?? null) : null
  return { ...(await actingOf(deps, on, row)), source, by: representative, byName, givenAt, endsAt }
}
