/** `/developers/apps`: plain forms over what the module does. */
import { type AppId, type AppKeyId, type FailureId, KEY_KINDS, reviewNotPossible } from '@dpg/developers/contract'
import { page, type Route } from '@dpg/kernel/route'
import { type FormError, render } from '@dpg/ui'
import { z } from 'zod'
import type { Frame, FrameAsked } from '../frame.tsx'
import { hookPages } from './hook-routes.ts'
import { type AppsDeps, idOf, oneApp } from './params.ts'
import { type AppFields, AppPage, AppReviewsPage, AppsPage } from './pages.tsx'
import { FailurePage, FailuresPage, UsagePage } from './usage.tsx'

const oneKey = oneApp.extend({ key: z.string().max(60) })
const oneFailure = oneApp.extend({ failure: z.uuid() })
const REVIEWERS = ['administrator', 'privacy-officer']
const DAYS = 30
const OVERLAP_H = 24

const appForm = z.object({ name: z.string().max(200), about: z.string().max(2000), homepage: z.string().max(400) })

export function appRoutes({ developers, isDemo }: AppsDeps): Route[] {
  const frameOf = (asked: FrameAsked): Frame => ({ asked, isDemo })
  const list = async (asked: FrameAsked, fields: Partial<AppFields> = {}, errors: readonly FormError[] = []) => {
    const isReviewer = REVIEWERS.some((role) => asked.principal.permissions.has(role))
    return render(AppsPage({ frame: frameOf(asked), apps: await developers.apps(asked.principal), isReviewer, fields, errors }))
  }
  const draw = async (
    asked: FrameAsked,
    id: AppId,
    more: { secret?: string; fields?: AppFields; errors?: readonly FormError[] } = {},
  ) => {
    const app = await developers.app(asked.principal, id)
    return render(AppPage({ frame: frameOf(asked), app, origin: asked.url.origin, ...more }))
  }
  return [
    ...hookPages({ developers, isDemo }),
    page({
      method: 'GET',
      path: '/developers/apps',
      needs: 'signed-in',
      handle: async (asked) => ({ html: await list(asked) }),
    }),
    page({
      method: 'POST',
      path: '/developers/apps',
      needs: 'signed-in',
      limit: { name: 'registering-apps', burst: 30, perMinute: 10 },
      body: appForm,
      handle: async (asked) => {
        const errors = wrong(asked.body, asked)
        if (errors.length > 0) return { status: 422, html: await list(asked, asked.body, errors) }
        const { app, secret } = await developers.register(asked.principal, detailsOf(asked.body))
        return { status: 201, html: await draw(asked, app.id, { secret }) }
      },
    }),
    page({
      method: 'GET',
      path: '/developers/apps/{id}',
      needs: 'signed-in',
      params: oneApp,
      handle: async (asked) => ({ html: await draw(asked, idOf(asked.params)) }),
    }),
    page({
      method: 'POST',
      path: '/developers/apps/{id}',
      needs: 'signed-in',
      params: oneApp,
      body: appForm,
      handle: async (asked) => {
        const id = idOf(asked.params)
        const errors = wrong(asked.body, asked)
        if (errors.length > 0) return { status: 422, html: await draw(asked, id, { fields: asked.body, errors }) }
        await developers.change(asked.principal, id, detailsOf(asked.body))
        return { location: `/developers/apps/${id}` }
      },
    }),
    page({
      method: 'POST',
      path: '/developers/apps/{id}/end',
      needs: 'signed-in',
      params: oneApp,
      handle: async ({ principal, params }) => {
        await developers.end(principal, idOf(params))
        return { location: '/developers/apps' }
      },
    }),
    page({
      method: 'POST',
      path: '/developers/apps/{id}/review',
      needs: 'signed-in',
      params: oneApp,
      handle: async ({ principal, params }) => {
        await developers.askReview(principal, idOf(params))
        return { location: `/developers/apps/${params.id}` }
      },
    }),
    page({
      method: 'POST',
      path: '/developers/apps/{id}/keys',
      needs: 'signed-in',
      params: oneApp,
      body: z.object({ kind: z.enum(KEY_KINDS) }),
      handle: async (asked) => {
        const { secret } = await developers.makeKey(asked.principal, idOf(asked.params), asked.body.kind)
        return { html: await draw(asked, idOf(asked.params), { secret }) }
      },
    }),
    page({
      method: 'POST',
      path: '/developers/apps/{id}/keys/{key}/rotate',
      needs: 'signed-in',
      params: oneKey,
      handle: async (asked) => {
        const id = idOf(asked.params)
        const { secret } = await developers.rotateKey(asked.principal, id, asked.params.key as AppKeyId, OVERLAP_H)
        return { html: await draw(asked, id, { secret }) }
      },
    }),
    page({
      method: 'POST',
      path: '/developers/apps/{id}/keys/{key}/revoke',
      needs: 'signed-in',
      params: oneKey,
      handle: async ({ principal, params }) => {
        await developers.revokeKey(principal, idOf(params), params.key as AppKeyId)
        return { location: `/developers/apps/${params.id}` }
      },
    }),
    page({
      method: 'GET',
      path: '/developers/apps/{id}/usage',
      needs: 'signed-in',
      params: oneApp,
      handle: async (asked) => {
        const id = idOf(asked.params)
        const app = await developers.app(asked.principal, id)
        const rows = await developers.usage(asked.principal, id, DAYS)
        return {
          html: render(UsagePage({ frame: frameOf(asked), app, rows, quota: await developers.quota(asked.principal, id) })),
        }
      },
    }),
    page({
      method: 'GET',
      path: '/developers/apps/{id}/failures',
      needs: 'signed-in',
      params: oneApp,
      handle: async (asked) => {
        const app = await developers.app(asked.principal, idOf(asked.params))
        const failures = await developers.failures(asked.principal, app.id)
        return { html: render(FailuresPage({ frame: frameOf(asked), app, failures })) }
      },
    }),
    page({
      method: 'GET',
      path: '/developers/apps/{id}/failures/{failure}',
      needs: 'signed-in',
      params: oneFailure,
      handle: async (asked) => {
        const app = await developers.app(asked.principal, idOf(asked.params))
        const failure = await developers.failure(asked.principal, app.id, asked.params.failure as FailureId)
        return { html: render(FailurePage({ frame: frameOf(asked), app, failure })) }
      },
    }),
    page({
      method: 'POST',
      path: '/developers/apps/{id}/failures/{failure}',
      needs: 'signed-in',
      params: oneFailure,
      handle: async (asked) => {
        const app = await developers.app(asked.principal, idOf(asked.params))
        const id = asked.params.failure as FailureId
        const run = await developers.runAgain(asked.principal, app.id, id)
        const failure = await developers.failure(asked.principal, app.id, id)
        return { html: render(FailurePage({ frame: frameOf(asked), app, failure, run })) }
      },
    }),
    page({
      method: 'GET',
      path: '/developers/app-reviews',
      needs: 'official',
      handle: async (asked) => ({
        html: render(AppReviewsPage({ frame: frameOf(asked), apps: await developers.waiting(asked.principal) })),
      }),
    }),
    page({
      method: 'POST',
      path: '/developers/app-reviews/{id}',
      needs: 'official',
      params: oneApp,
      body: z.object({ reason: z.string().trim().max(500), decision: z.enum(['allow', 'refuse']) }),
      handle: async ({ principal, params, body }) => {
        if (body.decision === 'refuse' && body.reason === '') throw reviewNotPossible({})
        await developers.decide(principal, idOf(params), body.decision === 'allow', body.reason || null)
        return { location: '/developers/app-reviews' }
      },
    }),
  ]
}

const detailsOf = ({ name, about, homepage }: AppFields) => ({
  name: name.trim(),
  about: about.trim(),
  homepage: homepage.trim() || null,
})

function wrong({ name, about, homepage }: AppFields, { t }: Pick<FrameAsked, 't'>): FormError[] {
  const isAddress = homepage.trim() === '' || /^https?:$/.test(URL.parse(homepage.trim())?.protocol ?? '')
  return [
    ...(name.trim() === '' || name.trim().length > 80 ? ['name'] : []),
    ...(about.trim().length > 1000 ? ['about'] : []),
    ...(isAddress && homepage.length <= 300 ? [] : ['homepage']),
  ].map((field) => ({ field, text: t(`developer.app.wrong.${field}`) }))
}
