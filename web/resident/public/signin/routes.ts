/** `/signin`, `/signout`: a new session ends the one before it. */
import { type SignedIn, unknownInvitation } from '@dpg/identity/contract'
import { type Principal, Problem } from '@dpg/kernel'
import { type Asked, page, type Route } from '@dpg/kernel/route'
import { type FormError, localPath, render } from '@dpg/ui'
import { z } from 'zod'
import type { ResidentContracts } from '../../contracts.ts'
import { type FrameAsked, frameOf } from '../../frame.tsx'
import { landing } from './landing.ts'
import { SignInPage } from './page.tsx'
import { offered } from './offered.ts'
import { siteSignInRoutes } from './site-routes.ts'
import { passportPages } from './passport-routes.ts'
import { keysPages } from './keys.tsx'
import { walletPages } from './wallet-routes.ts'
import { waysRoutes } from './ways-routes.ts'

const next = z.string().max(2000).optional().catch(undefined)
const personaForm = z.object({ persona: z.string().max(60), next })
const codeForm = z.object({ code: z.string().trim().max(80), next })

export const signInRoutes = (contracts: ResidentContracts): Route[] => [
  ...siteSignInRoutes(contracts),
  ...waysRoutes(contracts),
  ...passportPages(contracts),
  ...walletPages(contracts),
  ...keysPages(contracts),
  page({
    method: 'GET',
    path: '/signin',
    needs: 'public',
    query: z.object({ next }),
    handle: async (asked) => ({ html: await draw(contracts, asked, asked.query.next, []) }),
  }),
  page({
    method: 'POST',
    path: '/signin',
    needs: 'public',
    body: personaForm,
    handle: async ({ body, principal, raw }) => {
      const entered = await contracts.identity.signInAs(body.persona, raw.headers.get('user-agent') ?? undefined)
      return enter(contracts, principal, entered, body.next)
    },
  }),
  page({
    method: 'POST',
    path: '/signin/invitation',
    needs: 'public',
    body: codeForm,
    handle: (asked) => acceptInvitation(contracts, asked),
  }),
  page({
    method: 'POST',
    path: '/signout',
    needs: 'public',
    handle: async ({ principal }) => ({
      location: '/',
      cookies: principal.session ? [await contracts.identity.signOut(principal.session)] : [],
    }),
  }),
]

async function draw(contracts: ResidentContracts, asked: FrameAsked, wanted: string | undefined, errors: readonly FormError[]) {
  const frame = await frameOf(contracts, asked)
  const ways = await offered(contracts.identity)
  const path = wanted === undefined ? '/' : localPath(wanted)
  return render(SignInPage({ frame, ...ways, next: path === '/' ? undefined : path, errors }))
}

async function enter(
  { identity }: ResidentContracts,
  before: Principal,
  { principal, cookie }: SignedIn,
  wanted: string | undefined,
) {
  if (before.session) await identity.signOut(before.session)
  return { location: landing(principal, wanted), cookies: [cookie] }
}

async function acceptInvitation(contracts: ResidentContracts, asked: Asked<undefined, undefined, z.infer<typeof codeForm>>) {
  const { body, principal, t } = asked
  try {
    return await enter(contracts, principal, await contracts.identity.acceptInvitation(body.code), body.next)
  } catch (error) {
    if (!(error instanceof Problem) || error.type !== unknownInvitation.type) throw error
    const errors = [{ field: 'code', text: t('resident.signIn.invitation.unknown') }]
    return { html: await draw(contracts, asked, body.next, errors), status: 422 }
  }
}
