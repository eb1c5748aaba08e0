/** `/signin/private`, `/signin/certificate`, `/signin/recovery`: to sign in; or, for whoever is signed in, to add a way. */
import { certificateRefused, recoveryRefused } from '@dpg/identity/contract'
import { Problem } from '@dpg/kernel'
import { type Asked, page, type Route } from '@dpg/kernel/route'
import { type FormError, localPath, render } from '@dpg/ui'
import { z } from 'zod'
import type { ResidentContracts } from '../../contracts.ts'
import { type FrameAsked, frameOf } from '../../frame.tsx'
import { landing } from './landing.ts'
import { CertificatePage, CodesPage, RecoveredPage, RecoveryPage } from './ways.tsx'

const next = z.string().max(2000).optional().catch(undefined)
/** Whoever guesses is stopped. */
const TRYING = { name: 'signing-in', burst: 60, perMinute: 60 }
const pathOf = (wanted: string | undefined) => (wanted === undefined ? undefined : localPath(wanted))
const agentOf = ({ raw }: Pick<Asked<never, never, never>, 'raw'>) => raw.headers.get('user-agent') ?? undefined
/** A PEM file holds one certificate after the other. */
const chainOf = (text: string) => text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []

export const waysRoutes = (contracts: ResidentContracts): Route[] => {
  const { identity } = contracts
  const drawCertificate = async (asked: FrameAsked, wanted: string | undefined, errors: readonly FormError[]) =>
    render(
      CertificatePage({
        frame: await frameOf(contracts, asked),
        challenge: await identity.certificates.start(asked.principal),
        next: pathOf(wanted),
        errors,
      }),
    )
  return [
    page({
      method: 'POST',
      path: '/signin/private',
      needs: 'public',
      limit: TRYING,
      body: z.object({ provider: z.string().max(60), next }),
      handle: async ({ body, principal }) => {
        const { to, cookie } = await identity.privateIds.start(body.provider, principal, pathOf(body.next) ?? '/')
        return { location: to, cookies: [cookie] }
      },
    }),
    page({
      method: 'GET',
      path: '/signin/private/back',
      needs: 'public',
      limit: TRYING,
      handle: async (asked) => {
        const { url, cookies, principal } = asked
        const { next: wanted, cookies: set } = await identity.privateIds.finish(cookies, url, principal, agentOf(asked))
        return { location: principal.session ? '/my/settings?done=way' : wanted, cookies: set }
      },
    }),
    page({
      method: 'GET',
      path: '/signin/certificate',
      needs: 'public',
      limit: TRYING,
      query: z.object({ next }),
      handle: async (asked) => ({ html: await drawCertificate(asked, asked.query.next, []) }),
    }),
    page({
      method: 'POST',
      path: '/signin/certificate',
      needs: 'public',
      limit: TRYING,
      body: z.object({ id: z.string().max(60), chain: z.string().max(40_000), signature: z.string().trim().max(4000), next }),
      handle: async (asked) => {
        const { body, principal, t } = asked
        const answer = { id: body.id, chain: chainOf(body.chain), signature: body.signature }
        try {
          if (principal.session) {
            await identity.certificates.add(answer, principal)
            return { location: '/my/settings?done=way' }
          }
          const entered = await identity.certificates.enter(answer, principal, agentOf(asked))
          return { location: landing(entered.principal, body.next), cookies: [entered.cookie] }
        } catch (error) {
          if (!(error instanceof Problem) || error.type !== certificateRefused.type) throw error
          const text = t('resident.ways.certificate.refused', { why: String(error.values['why']) })
          return { html: await drawCertificate(asked, body.next, [{ field: 'chain', text }]), status: 422 }
        }
      },
    }),
    page({
      method: 'GET',
      path: '/signin/recovery',
      needs: 'public',
      handle: async (asked) => ({ html: render(RecoveryPage({ frame: await frameOf(contracts, asked), errors: [] })) }),
    }),
    page({
      method: 'POST',
      path: '/signin/recovery',
      needs: 'public',
      limit: TRYING,
      body: z.object({ code: z.string().trim().max(80) }),
      handle: async (asked) => {
        try {
          const { cookie } = await identity.recovery.use(asked.body.code, agentOf(asked))
          return { location: '/signin/recovered', cookies: [cookie] }
        } catch (error) {
          if (!(error instanceof Problem) || error.type !== recoveryRefused.type) throw error
          const errors = [{ field: 'code', text: asked.t('resident.ways.recovery.unknown') }]
          return { html: render(RecoveryPage({ frame: await frameOf(contracts, asked), errors })), status: 422 }
        }
      },
    }),
    page({
      method: 'GET',
      path: '/signin/recovered',
      needs: 'signed-in',
      handle: async (asked) => ({ html: render(RecoveredPage({ frame: await frameOf(contracts, asked) })) }),
    }),
    page({
      method: 'POST',
      path: '/my/settings/codes',
      needs: 'resident',
      handle: async (asked) => {
        const codes = await identity.recovery.make(asked.principal)
        return { html: render(CodesPage({ frame: await frameOf(contracts, asked), codes })) }
      },
    }),
    page({
      method: 'POST',
      path: '/my/settings/private/{id}/remove',
      needs: 'resident',
      params: z.object({ id: z.string().max(60) }),
      handle: async ({ principal, params }) => {
        await identity.privateIds.unlink(principal, params.id)
        return { location: '/my/settings?done=way-removed' }
      },
    }),
    page({
      method: 'POST',
      path: '/my/settings/certificates/{id}/remove',
      needs: 'resident',
      params: z.object({ id: z.string().max(60) }),
      handle: async ({ principal, params }) => {
        await identity.certificates.remove(principal, params.id)
        return { location: '/my/settings?done=way-removed' }
      },
    }),
  ]
}
