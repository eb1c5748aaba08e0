/** Webhooks: an app is told what happens, signed by the Standard Webhooks specification. */
import type { Id } from '@dpg/kernel'

export type HookId = Id<'HookId'>
export type DeliveryId = Id<'DeliveryId'>

/** What an app can be told of. None of it is about a person. */
export const HOOK_EVENTS = ['service.changed', 'rules.published', 'app.reviewed', 'app.key-changed'] as const
export type HookEvent = (typeof HOOK_EVENTS)[number]

export interface Hook {
  readonly id: HookId
  readonly url: string
  readonly events: readonly HookEvent[]
  readonly madeAt: string
  /** The secret before this one signs too, until then. */
  readonly oldSecretUntil: string | null
}

export interface HookDelivery {
  readonly id: DeliveryId
  readonly hook: HookId
  readonly event: HookEvent | 'ping'
  readonly madeAt: string
  /** waiting: tried again by itself · given-up: after the last try, or the hook is gone. */
  readonly state: 'waiting' | 'delivered' | 'given-up'
  readonly attempts: number
  /** Of the last try; null: none, or there was no answer. */
  readonly lastStatus: number | null
  readonly lastError: string | null
  readonly nextAt: string | null
  readonly body: string
}
