/** `/developers/apps/{id}/hooks`: plain forms. */
import { type AppId, type DeliveryId, HOOK_EVENTS, hookNotFound, type HookId, hookRefused } from '@dpg/developers/contract'
import { parseId, Problem } from '@dpg/kernel'
import { page, type Route } from '@dpg/kernel/route'
import { type FormError, render } from '@dpg/ui'
import { z } from 'zod'
import type { Frame, FrameAsked } from '../frame.tsx'
import { HookPage, HooksPage } from './hooks.tsx'
import { type AppsDeps, idOf, oneApp } from './params.ts'

const oneHook = oneApp.extend({ hook: z.string().max(60) })
const hookOf = ({ hook }: { readonly hook: string }) => parseId<HookId>('hook', hook)

export function hookPages({ developers, isDemo }: AppsDeps): Route[] {
  const frameOf = (asked: FrameAsked): Frame => ({ asked, isDemo })
  const list = async (
    asked: FrameAsked,
    id: AppId,
    fields: { readonly url?: string; readonly events?: readonly string[] } = {},
    errors: readonly FormError[] = [],
  ) => {
    const app = await developers.app(asked.principal, id)
    return render(HooksPage({ frame: frameOf(asked), app, hooks: await developers.hooks(asked.principal, id), fields, errors }))
  }
  const draw = async (asked: FrameAsked, id: AppId, hookId: HookId, secret?: string) => {
    const app = await developers.app(asked.principal, id)
    const hook = (await developers.hooks(asked.principal, id)).find((one) => one.id === hookId)
    if (!hook) throw hookNotFound({})
    const deliveries = await developers.deliveries(asked.principal, id, hookId)
    return render(HookPage({ frame: frameOf(asked), app, hook, deliveries, secret }))
  }
  return [
    page({
      method: 'GET',
      path: '/developers/apps/{id}/hooks',
      needs: 'signed-in',
      params: oneApp,
      handle: async (asked) => ({ html: await list(asked, idOf(asked.params)) }),
    }),
    page({
      method: 'POST',
      path: '/developers/apps/{id}/hooks',
      needs: 'signed-in',
      limit: { name: 'making-hooks', burst: 20, perMinute: 10 },
      params: oneApp,
      body: z.object({ url: z.string().max(500), events: z.union([z.string(), z.array(z.string())]).default([]) }),
      handle: async (asked) => {
        const id = idOf(asked.params)
        const events = HOOK_EVENTS.filter((event) => [asked.body.events].flat().includes(event))
        const missing = [...(asked.body.url.trim() === '' ? ['not-https'] : []), ...(events.length === 0 ? ['no-events'] : [])]
        if (missing.length > 0)
          return {
            status: 422,
            html: await list(
              asked,
              id,
              { url: asked.body.url, events },
              missing.map((why) => wordsOf(why, asked)),
            ),
          }
        try {
          const { hook, secret } = await developers.addHook(asked.principal, id, asked.body.url.trim(), events)
          return { status: 201, html: await draw(asked, id, hook.id, secret) }
        } catch (error) {
          const errors = [wrong(error, asked)]
          return { status: 422, html: await list(asked, id, { url: asked.body.url, events }, errors) }
        }
      },
    }),
    page({
      method: 'GET',
      path: '/developers/apps/{id}/hooks/{hook}',
      needs: 'signed-in',
      params: oneHook,
      handle: async (asked) => ({ html: await draw(asked, idOf(asked.params), hookOf(asked.params)) }),
    }),
    page({
      method: 'POST',
      path: '/developers/apps/{id}/hooks/{hook}/test',
      needs: 'signed-in',
      limit: { name: 'testing-hooks', burst: 30, perMinute: 20 },
      params: oneHook,
      handle: async ({ principal, params }) => {
        await developers.testHook(principal, idOf(params), hookOf(params))
        return { location: `/developers/apps/${params.id}/hooks/${params.hook}` }
      },
    }),
    page({
      method: 'POST',
      path: '/developers/apps/{id}/hooks/{hook}/secret',
      needs: 'signed-in',
      params: oneHook,
      handle: async (asked) => {
        const secret = await developers.renewHookSecret(asked.principal, idOf(asked.params), hookOf(asked.params))
        return { html: await draw(asked, idOf(asked.params), hookOf(asked.params), secret) }
      },
    }),
    page({
      method: 'POST',
      path: '/developers/apps/{id}/hooks/{hook}/deliveries/{delivery}',
      needs: 'signed-in',
      limit: { name: 'testing-hooks', burst: 30, perMinute: 20 },
      params: oneHook.extend({ delivery: z.string().max(60) }),
      handle: async ({ principal, params }) => {
        await developers.redeliver(principal, idOf(params), params.delivery as DeliveryId)
        return { location: `/developers/apps/${params.id}/hooks/${params.hook}` }
      },
    }),
    page({
      method: 'POST',
      path: '/developers/apps/{id}/hooks/{hook}/end',
      needs: 'signed-in',
      params: oneHook,
      handle: async ({ principal, params }) => {
        await developers.endHook(principal, idOf(params), hookOf(params))
        return { location: `/developers/apps/${params.id}/hooks` }
      },
    }),
  ]
}

/** What the module says of the address or the events, at the field that was filled in. */
function wrong(error: unknown, { t }: Pick<FrameAsked, 't'>): FormError {
  if (!(error instanceof Problem) || error.type !== hookRefused.type) throw error
  return wordsOf(String(error.values['why']), { t })
}

const wordsOf = (why: string, { t }: Pick<FrameAsked, 't'>): FormError => ({
  field: why === 'no-events' ? 'events' : 'url',
  text: t(`problem.${hookRefused.type}.detail.${why}`),
})
