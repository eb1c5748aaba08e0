/** `/developers/sites`, `/developers/reviews`, `/developers/sign-in`: plain forms. */
import { type Identity, reviewNotPossible, type SiteId, siteRefused } from '@dpg/identity/contract'
import { parseId, Problem } from '@dpg/kernel'
import { type Asked, page, type Route } from '@dpg/kernel/route'
import { type FormError, render } from '@dpg/ui'
import { z } from 'zod'
import type { Frame, FrameAsked } from '../frame.tsx'
import { buttonRoute } from './button.ts'
import { SiteFormPage } from './form-page.tsx'
import { GuidePage } from './guide.tsx'
import { ReviewsPage, SitePage, SitesPage } from './pages.tsx'
import { fieldsOf, readSite, type SiteFields, siteForm } from './read-form.ts'

interface SitesDeps {
  readonly identity: Identity
  readonly isDemo: boolean
}

const params = z.object({ id: z.string().max(60) })
const idOf = ({ id }: { readonly id: string }) => parseId<SiteId>('site', id)
const REVIEWERS = ['administrator', 'privacy-officer']

export function siteRoutes({ identity, isDemo }: SitesDeps): Route[] {
  const frameOf = (asked: FrameAsked): Frame => ({ asked, isDemo })
  const drawForm = (asked: FrameAsked, id: string | undefined, fields: Partial<SiteFields>, errors: readonly FormError[]) =>
    render(SiteFormPage({ frame: frameOf(asked), id, fields, claims: identity.sites.claims(), errors }))
  const drawSite = async (
    asked: Asked<never, never, never>,
    id: SiteId,
    secrets?: { secret?: string | null; testSecret?: string | null },
  ) => {
    const site = await identity.sites.site(asked.principal, id)
    const { issuer } = identity.sites
    return render(SitePage({ frame: frameOf(asked), site, issuer, claims: identity.sites.claims(), secrets }))
  }
  return [
    buttonRoute,
    page({
      method: 'GET',
      path: '/developers/sign-in',
      needs: 'public',
      handle: (asked) => ({ html: render(GuidePage({ frame: frameOf(asked), issuer: identity.sites.issuer })) }),
    }),
    page({
      method: 'GET',
      path: '/developers/sites',
      needs: 'signed-in',
      handle: async (asked) => {
        const isReviewer = REVIEWERS.some((role) => asked.principal.permissions.has(role))
        return {
          html: render(SitesPage({ frame: frameOf(asked), sites: await identity.sites.mine(asked.principal), isReviewer })),
        }
      },
    }),
    page({
      method: 'GET',
      path: '/developers/sites/new',
      needs: 'signed-in',
      handle: (asked) => ({ html: drawForm(asked, undefined, {}, []) }),
    }),
    page({
      method: 'POST',
      path: '/developers/sites',
      needs: 'signed-in',
      limit: { name: 'registering-sites', burst: 30, perMinute: 10 },
      body: siteForm,
      handle: async (asked) => {
        const fields = asked.body as SiteFields
        try {
          const { site, ...secrets } = await identity.sites.register(asked.principal, readSite(fields))
          return { html: await drawSite(asked as never, site.id, secrets), status: 201 }
        } catch (error) {
          return { html: drawForm(asked, undefined, fields, errorsIn(error, asked)), status: 422 }
        }
      },
    }),
    page({
      method: 'GET',
      path: '/developers/sites/{id}',
      needs: 'signed-in',
      params,
      handle: async (asked) => ({ html: await drawSite(asked as never, idOf(asked.params)) }),
    }),
    page({
      method: 'GET',
      path: '/developers/sites/{id}/edit',
      needs: 'signed-in',
      params,
      handle: async (asked) => {
        const site = await identity.sites.site(asked.principal, idOf(asked.params))
        return { html: drawForm(asked, site.id, fieldsOf(site.proposed), []) }
      },
    }),
    page({
      method: 'POST',
      path: '/developers/sites/{id}',
      needs: 'signed-in',
      params,
      body: siteForm,
      handle: async (asked) => {
        const fields = asked.body as SiteFields
        try {
          const site = await identity.sites.change(asked.principal, idOf(asked.params), readSite(fields))
          return { location: `/developers/sites/${site.id}` }
        } catch (error) {
          return { html: drawForm(asked, asked.params.id, fields, errorsIn(error, asked)), status: 422 }
        }
      },
    }),
    page({
      method: 'POST',
      path: '/developers/sites/{id}/review',
      needs: 'signed-in',
      params,
      handle: async ({ principal, params }) => {
        await identity.sites.askReview(principal, idOf(params))
        return { location: `/developers/sites/${params.id}` }
      },
    }),
    page({
      method: 'POST',
      path: '/developers/sites/{id}/secret',
      needs: 'signed-in',
      params,
      body: z.object({ of: z.enum(['site', 'test']) }),
      handle: async (asked) => {
        const secret = await identity.sites.renewSecret(asked.principal, idOf(asked.params), asked.body.of)
        const shown = asked.body.of === 'site' ? { secret } : { testSecret: secret }
        return { html: await drawSite(asked as never, idOf(asked.params), shown) }
      },
    }),
    page({
      method: 'POST',
      path: '/developers/sites/{id}/end',
      needs: 'signed-in',
      params,
      handle: async ({ principal, params }) => {
        await identity.sites.end(principal, idOf(params))
        return { location: '/developers/sites' }
      },
    }),
    page({
      method: 'GET',
      path: '/developers/reviews',
      needs: 'official',
      query: z.object({ after: z.iso.datetime({ offset: true }).optional().catch(undefined) }),
      handle: async (asked) => {
        const waiting = await identity.sites.waiting(asked.principal, asked.query.after)
        return { html: render(ReviewsPage({ frame: frameOf(asked), sites: waiting, claims: identity.sites.claims() })) }
      },
    }),
    page({
      method: 'POST',
      path: '/developers/reviews/{id}',
      needs: 'official',
      params,
      body: z.object({ reason: z.string().trim().max(500), decision: z.enum(['allow', 'refuse']) }),
      handle: async ({ principal, params, body }) => {
        if (body.decision === 'refuse' && body.reason === '') throw reviewNotPossible({})
        await identity.sites.decide(principal, idOf(params), body.decision === 'allow', body.reason || null)
        return { location: '/developers/reviews' }
      },
    }),
  ]
}

/** What the module says of a field, at the field that was filled in; in the reader's words. */
function errorsIn(error: unknown, { t }: Pick<FrameAsked, 't'>): FormError[] {
  if (!(error instanceof Problem) || error.type !== siteRefused.type) throw error
  const fields = error.errors.map(({ pointer }) => {
    const [, name = '', index = '', part = ''] = pointer.split('/')
    return name === 'claims' ? `${part === 'why' ? 'why' : 'claim'}-${index}` : name
  })
  return [...new Set(fields)].map((field) => {
    const kind = field.split('-')[0] ?? ''
    return { field, text: t(`developer.site.wrong.${kind}`) }
  })
}
