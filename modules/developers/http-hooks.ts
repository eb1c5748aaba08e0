/** Routes of webhooks. */
import { api, type Route } from '@dpg/kernel/server'
import { z } from 'zod'
import {
  type AppId,
  appNotFound,
  type DeliveryId,
  type Developers,
  HOOK_EVENTS,
  hookNotFound,
  hookRefused,
  type HookId,
  tooMany,
} from './contract.ts'
import { appId, DeliveryBody, deliveryId, HookBody, hookId } from './schemas.ts'

const common = { needs: 'signed-in', tag: 'developers' } as const
const one = z.strictObject({ id: appId })
const oneHook = z.strictObject({ id: appId, hook: hookId })
const idOf = ({ id }: { readonly id: string }) => id as AppId
const SIGNED = 'Signed by the Standard Webhooks specification: webhook-id, webhook-timestamp, webhook-signature'

export const hookRoutes = (developers: Developers): Route[] => [
  api({
    ...common,
    method: 'GET',
    path: '/api/developers/apps/{id}/hooks',
    summary: 'Webhooks of an app',
    params: one,
    response: z.object({ items: z.array(HookBody) }),
    problems: [appNotFound],
    handle: async ({ principal, params }) => ({ body: { items: await developers.hooks(principal, idOf(params)) } }),
  }),
  api({
    ...common,
    method: 'POST',
    path: '/api/developers/apps/{id}/hooks',
    summary: `Have an address told of events. ${SIGNED}`,
    limit: { name: 'making-hooks', burst: 20, perMinute: 10 },
    params: one,
    body: z.strictObject({
      url: z.string().max(500).describe('https; nothing inside a private network'),
      events: z.array(z.enum(HOOK_EVENTS)).min(1).max(HOOK_EVENTS.length),
    }),
    response: z.object({ hook: HookBody, secret: z.string().describe('Shown this once') }),
    problems: [appNotFound, hookRefused, tooMany],
    handle: async ({ principal, params, body }) => ({
      status: 201,
      body: await developers.addHook(principal, idOf(params), body.url, body.events),
    }),
  }),
  api({
    ...common,
    method: 'DELETE',
    path: '/api/developers/apps/{id}/hooks/{hook}',
    summary: 'End a webhook; what waits for it is given up',
    params: oneHook,
    success: 204,
    problems: [appNotFound, hookNotFound],
    handle: async ({ principal, params }) => {
      await developers.endHook(principal, idOf(params), params.hook as HookId)
      return {}
    },
  }),
  api({
    ...common,
    method: 'POST',
    path: '/api/developers/apps/{id}/hooks/{hook}/secret',
    summary: 'Renew its secret; for a day deliveries are signed with both',
    params: oneHook,
    response: z.object({ secret: z.string() }),
    problems: [appNotFound, hookNotFound],
    handle: async ({ principal, params }) => ({
      body: { secret: await developers.renewHookSecret(principal, idOf(params), params.hook as HookId) },
    }),
  }),
  api({
    ...common,
    method: 'POST',
    path: '/api/developers/apps/{id}/hooks/{hook}/test',
    summary: 'Send it a ping',
    limit: { name: 'testing-hooks', burst: 30, perMinute: 20 },
    params: oneHook,
    response: DeliveryBody,
    problems: [appNotFound, hookNotFound],
    handle: async ({ principal, params }) => ({
      body: await developers.testHook(principal, idOf(params), params.hook as HookId),
    }),
  }),
  api({
    ...common,
    method: 'GET',
    path: '/api/developers/apps/{id}/hooks/{hook}/deliveries',
    summary: 'What was sent to it, newest first, with what came of it',
    params: oneHook,
    response: z.object({ items: z.array(DeliveryBody) }),
    problems: [appNotFound, hookNotFound],
    handle: async ({ principal, params }) => ({
      body: { items: await developers.deliveries(principal, idOf(params), params.hook as HookId) },
    }),
  }),
  api({
    ...common,
    method: 'POST',
    path: '/api/developers/apps/{id}/deliveries/{delivery}/redeliver',
    summary: 'Send one again: the same id and body',
    limit: { name: 'testing-hooks', burst: 30, perMinute: 20 },
    params: z.strictObject({ id: appId, delivery: deliveryId }),
    response: DeliveryBody,
    problems: [appNotFound, hookNotFound],
    handle: async ({ principal, params }) => ({
      body: await developers.redeliver(principal, idOf(params), params.delivery as DeliveryId),
    }),
  }),
]
