/** What is kept of a subscriber, sealed under their own key: the facts that rules read, what is open since when, what they do not want. */
import { createHmac, randomBytes } from 'node:crypto'
import type { FetchResult } from '@dpg/exchange/contract'
import type { PersonId } from '@dpg/kernel'
import type { Query, Sealing } from '@dpg/kernel/server'
import type { Json } from '@dpg/rules'
import type { SubscriberRow } from './store-subscribers.ts'

export interface KnownFact {
  readonly value: Json
  /** ISO instant at which the register said so. */
  readonly at: string
}

export interface Projection {
  readonly facts: Readonly<Record<string, KnownFact>>
  /** The day the answers are of. */
  readonly asOf: string
  /** Services open to them, and the day each was found open. */
  readonly open: Readonly<Record<string, string>>
  /** Open before, closed not long ago: what opens again soon is no news. */
  readonly closed: Readonly<Record<string, { readonly opened: string; readonly closed: string }>>
  readonly notForMe: { readonly services: Readonly<Record<string, string>>; readonly kinds: Readonly<Record<string, string>> }
  /** Makes the keys of what was told unreadable to everybody else. */
  readonly salt: string
}

export const blank = (asOf: string): Projection => ({
  facts: {},
  asOf,
  open: {},
  closed: {},
  notForMe: { services: {}, kinds: {} },
  salt: randomBytes(16).toString('base64'),
})

const contextOf = (person: PersonId) => `benefits.subscribers.sealed:${person}`

/** Undefined: not looked at yet. */
export async function openProjection(
  sealing: Sealing,
  on: Query,
  { person, sealed }: SubscriberRow,
): Promise<Projection | undefined> {
  return sealed ? sealing.open<Projection>(on, person, contextOf(person), sealed) : undefined
}

export const sealProjection = (sealing: Sealing, on: Query, person: PersonId, projection: Projection): Promise<Buffer> =>
  sealing.seal(on, person, contextOf(person), projection)

export const valuesOf = (facts: Projection['facts']): Record<string, Json> =>
  Object.fromEntries(Object.entries(facts).map(([id, { value }]) => [id, value]))

export interface Merged {
  readonly facts: Projection['facts']
  /** Whose value is another than before, or is gone. */
  readonly changed: readonly string[]
}

/** Takes what registers said, unless something newer is known. What a register no longer holds is no longer known. */
export function merge(known: Projection['facts'], { facts, silent }: Pick<FetchResult, 'facts' | 'silent'>): Merged {
  const merged: Record<string, KnownFact> = { ...known }
  const changed: string[] = []
  for (const [id, { value, at }] of Object.entries(facts)) {
    const before = known[id]
    if (before && Date.parse(before.at) > Date.parse(at)) continue
    if (!before || JSON.stringify(before.value) !== JSON.stringify(value)) changed.push(id)
    merged[id] = { value, at }
  }
  for (const id of silent)
    if (id in merged) {
      changed.push(id)
      delete merged[id]
    }
  return { facts: merged, changed }
}

/** What was told, as a key that says nothing to whoever cannot open the projection. */
export const toldKey = (salt: string, service: string, opened: string): Buffer =>
  createHmac('sha256', Buffer.from(salt, 'base64')).update(`${service}\n${opened}`).digest()

/** Closed for less than this, and open again: a register has corrected itself, not the person's life. */
const SAME_NEWS_DAYS = 30

export interface Turn {
  readonly open: Projection['open']
  readonly closed: Projection['closed']
  /** Open now and not before, with the day that names the opening. */
  readonly fresh: readonly { readonly service: string; readonly opened: string }[]
}

/** `asked`: the services whose answers are these; all others stay as they were. */
export function turn(
  { open: before, closed: gone }: Pick<Projection, 'open' | 'closed'>,
  asked: readonly string[],
  eligible: ReadonlySet<string>,
  today: string,
): Turn {
  const open: Record<string, string> = { ...before }
  const closed: Record<string, { opened: string; closed: string }> = {}
  const oldest = Temporal.PlainDate.from(today).subtract({ days: SAME_NEWS_DAYS }).toString()
  for (const [service, one] of Object.entries(gone)) if (one.closed > oldest) closed[service] = one
  const fresh: { service: string; opened: string }[] = []
  for (const service of asked) {
    if (eligible.has(service) && !(service in open)) {
      const opened = closed[service]?.opened ?? today
      delete closed[service]
      open[service] = opened
      fresh.push({ service, opened })
    }
    if (!eligible.has(service) && service in open) {
      closed[service] = { opened: open[service]!, closed: today }
      delete open[service]
    }
  }
  return { open, closed, fresh }
}
