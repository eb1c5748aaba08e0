/** `/signin/site/…`: where a site sends a person, and `/signout/…`: where it sends them to leave. Works without script. */
import { type Asked, page, type Route } from '@dpg/kernel/route'
import { render } from '@dpg/ui'
import { z } from 'zod'
import type { ResidentContracts } from '../../contracts.ts'
import { frameOf } from '../../frame.tsx'
import { offered } from './offered.ts'
import { LeavePage, SiteConsent, SiteTestPeople, SiteWord } from './site.tsx'
import { createSiteSignIn } from './site-signin.tsx'

const params = z.object({ uid: z.string().regex(/^[\w-]{10,100}$/) })
const many = z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(z.string().max(80)).max(60))
/** What the script got of the device; anything else is no answer. */
function readJson(text: string, context: z.RefinementCtx): Record<string, unknown> {
  const read = z.record(z.string(), z.unknown()).safeParse(parse(text))
  if (read.success) return read.data
  context.addIssue({ code: 'custom', message: 'JSON' })
  return z.NEVER
}
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
const cookiesOf = ({ raw }: Pick<Asked<never, never, never>, 'raw'>) => raw.headers.get('cookie') ?? ''

export const siteSignInRoutes = (contracts: ResidentContracts, drawSignIn = createSiteSignIn()): Route[] => [
  page({
    method: 'GET',
    path: '/signin/site/{uid}',
    needs: 'public',
    params,
    handle: async (asked) => {
      const { uid } = asked.params
      const request = await contracts.identity.signOn.read(cookiesOf(asked), uid, asked.principal)
      if (request.step === 'go') return { location: request.to }
      const frame = await frameOf(contracts, asked)
      const formsLeadTo = [request.origin]
      if (request.step === 'consent') return { html: render(SiteConsent({ frame, uid, request })), formsLeadTo }
      if (request.step === 'test-sign-in') return { html: render(SiteTestPeople({ frame, uid, request })), formsLeadTo }
      const ways = await offered(contracts.identity)
      return { html: drawSignIn({ frame, uid, request, ways }), formsLeadTo }
    },
  }),
  page({
    method: 'POST',
    path: '/signin/site/{uid}/passkey',
    needs: 'public',
    limit: { name: 'signing-in', burst: 60, perMinute: 60 },
    params,
    body: z.object({ id: z.string().max(60), response: z.string().max(20_000).transform(readJson) }),
    handle: async ({ params, body, principal, raw }) => {
      const by = { principal, userAgent: raw.headers.get('user-agent') ?? undefined }
      const { to, cookie, cookies } = await contracts.identity.signOn.byPasskey(cookiesOf({ raw }), params.uid, body, by)
      return { body: { to }, cookies: cookie ? [cookie] : [], setCookie: cookies }
    },
  }),
  page({
    method: 'POST',
    path: '/signin/site/{uid}/test',
    needs: 'public',
    params,
    body: z.object({ person: z.string().max(60) }),
    handle: async (asked) => ({
      location: await contracts.identity.signOn.beTestPerson(cookiesOf(asked), asked.params.uid, asked.body.person),
    }),
  }),
  page({
    method: 'POST',
    path: '/signin/site/{uid}/consent',
    needs: 'public',
    params,
    body: z.object({ claim: many, agree: z.enum(['yes', 'no']) }),
    handle: async (asked) => {
      const { params, body, principal } = asked
      const { signOn } = contracts.identity
      if (body.agree === 'no') return { location: await signOn.decline(cookiesOf(asked), params.uid) }
      return { location: await signOn.consent(cookiesOf(asked), params.uid, principal, body.claim) }
    },
  }),
  page({
    method: 'GET',
    path: '/signin/problem',
    needs: 'public',
    query: z.object({ error: z.string().max(100).catch(''), detail: z.string().max(300).catch('') }),
    handle: async (asked) => {
      const { error, detail } = asked.query
      const frame = await frameOf(contracts, asked)
      return { status: 400, html: render(SiteWord({ frame, word: 'refused', detail: `${error} ${detail}`.trim() })) }
    },
  }),
  page({
    method: 'GET',
    path: '/signout/sites',
    needs: 'public',
    query: z.object({ xsrf: z.string().max(200).catch(''), site: z.string().max(60).optional().catch(undefined) }),
    handle: async (asked) => {
      const { xsrf, site } = asked.query
      const found = site ? await contracts.identity.signOn.site(site) : undefined
      const frame = await frameOf(contracts, asked)
      return { html: render(LeavePage({ frame, xsrf, site: found?.name })), formsLeadTo: found?.origins ?? [] }
    },
  }),
  page({
    method: 'GET',
    path: '/signout/done',
    needs: 'public',
    handle: async (asked) => ({ html: render(SiteWord({ frame: await frameOf(contracts, asked), word: 'left' })) }),
  }),
]
