/** What is kept of a subscriber, sealed under their own key: the facts that rules read, what is open since when, what they do not want. */
import { createHmac, randomBytes } from 'node:crypto'
import type { PersonId } from '@dpg/kernel'
import type { Query, Sealing } from '@dpg/kernel/server'
import type { Json } from '@dpg/rules'
import { grouped, type KeptFacts } from './kept-facts.ts'
import type { Closed, Open } from './openings.ts'
import type { SubscriberRow } from './store-subscribers.ts'

export interface Projection {
  readonly facts: KeptFacts
  /** The day the answers are of. */
  readonly asOf: string
  readonly open: Open
  readonly closed: Closed
  readonly notForMe: { readonly services: Readonly<Record<string, string>>; readonly kinds: Readonly<Record<string, string>> }
  /** Makes the keys of what was told unreadable to everybody else. */
  readonly salt: string
}

/** As it was kept before: with a time for each fact, and a day for each service. */
interface Earlier extends Omit<Projection, 'facts' | 'open'> {
  readonly facts: Readonly<Record<string, { readonly value: Json; readonly at: string }>>
  readonly open: Readonly<Record<string, string>>
}

export const blank = (asOf: string): Projection => ({
  facts: [],
  asOf,
  open: [],
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
  if (!sealed) return undefined
  const kept = await sealing.open<Projection | Earlier>(on, person, contextOf(person), sealed)
  return isEarlier(kept) ? asNow(kept) : kept
}

const isEarlier = (kept: Projection | Earlier): kept is Earlier => !Array.isArray(kept.facts)

function asNow(earlier: Earlier): Projection {
  const since = Map.groupBy(Object.entries(earlier.open), ([, day]) => day)
  return {
    ...earlier,
    facts: grouped(new Map(Object.entries(earlier.facts))),
    open: [...since].map(([day, own]) => [day, own.map(([service]) => service)]),
  }
}

export const sealProjection = (sealing: Sealing, on: Query, person: PersonId, projection: Projection): Promise<Buffer> =>
  sealing.seal(on, person, contextOf(person), projection)

/** What was told, as a key that says nothing to whoever cannot open the projection. */
export const toldKey = (salt: string, service: string, opened: string): Buffer =>
  createHmac('sha256', Buffer.from(salt, 'base64')).update(`${service}\n${opened}`).digest()
