/** Acting for somebody else: a mandate is given by a code, taken up, chosen for the session, ended. */
import type { GivenMandate } from '@dpg/identity/contract'
import type { Visitor } from './visitor.ts'

const DAY_MS = 86_400_000

/** `to` may act for `from` within these facts and services for a month; its session acts so from now on. */
export async function actFor(
  from: Visitor,
  to: Visitor,
  facts: readonly string[] | null,
  services: readonly string[] | null = null,
): Promise<string> {
  const endsAt = new Date(Date.now() + 30 * DAY_MS).toISOString()
  const { mandate, code } = await from.post<GivenMandate>('/api/mandates', { services, facts, endsAt })
  await to.post('/api/mandates/accept', { code })
  await choose(to, mandate.mandate)
  return mandate.mandate
}

/** null: for oneself again. */
export async function choose(who: Visitor, mandate: string | null): Promise<void> {
  const { status, text } = await who.ask('/api/identity/acting', { method: 'PUT', json: { mandate } })
  if (status !== 200) throw new Error(`acting: ${status} ${text}`)
}

export async function endMandate(who: Visitor, mandate: string): Promise<void> {
  const { status, text } = await who.ask(`/api/mandates/${mandate}`, { method: 'DELETE' })
  if (status !== 204) throw new Error(`ending: ${status} ${text}`)
}
