/** `/my/mandates`: for whom I may act, who may act for me; beginning, stopping and ending it. */
import { mandateNotFound } from '@dpg/identity/contract'
import { type MandateId, parseId, Problem } from '@dpg/kernel'
import { page, type Route } from '@dpg/kernel/route'
import { type FormError, render } from '@dpg/ui'
import { z } from 'zod'
import type { ResidentContracts } from '../../contracts.ts'
import { type FrameAsked, frameOf } from '../../frame.tsx'
import { namesIn } from '../who.ts'
import { MandatesPage } from './page.tsx'

const HOME = '/my/mandates'
const NEEDS = 'resident'
const params = z.object({ id: z.string().max(60) })
const idOf = ({ id }: { readonly id: string }) => parseId<MandateId>('man', id)

export const mandateRoutes = (contracts: ResidentContracts): Route[] => {
  const mandates = () => contracts.identity.mandates
  const draw = async (asked: FrameAsked, errors: readonly FormError[] = []) => {
    const [list, frame] = await Promise.all([mandates().list(asked.principal), frameOf(contracts, asked)])
    const html = render(MandatesPage({ frame, mandates: list, names: namesIn(contracts, asked.lang), errors }))
    return { status: errors.length > 0 ? 422 : 200, html }
  }
  return [
    page({ method: 'GET', path: HOME, needs: NEEDS, handle: (asked) => draw(asked) }),
    page({
      method: 'POST',
      path: `${HOME}/stop`,
      needs: NEEDS,
      handle: async ({ principal }) => {
        await mandates().choose(principal, null)
        return { location: HOME }
      },
    }),
    page({
      method: 'POST',
      path: `${HOME}/family`,
      needs: NEEDS,
      handle: async ({ principal }) => {
        await mandates().fromFamily(principal)
        return { location: HOME }
      },
    }),
    page({
      method: 'POST',
      path: `${HOME}/companies`,
      needs: NEEDS,
      handle: async ({ principal }) => {
        await mandates().fromCompanies(principal)
        return { location: HOME }
      },
    }),
    page({
      method: 'POST',
      path: `${HOME}/accept`,
      needs: NEEDS,
      // Eight digits are not to be guessed.
      limit: { name: 'mandate-codes', burst: 10, perMinute: 5 },
      body: z.object({ code: z.string().max(40).catch('') }),
      handle: async (asked) => {
        const refuse = () => draw(asked, [{ field: 'code', text: asked.t('resident.my.mandates.code.wrong') }])
        const code = asked.body.code.replace(/\D/g, '')
        if (code.length !== 8) return refuse()
        try {
          await mandates().accept(asked.principal, code)
          return { location: HOME }
        } catch (error) {
          if (error instanceof Problem && error.type === mandateNotFound.type) return refuse()
          throw error
        }
      },
    }),
    page({
      method: 'POST',
      path: `${HOME}/{id}/act`,
      needs: NEEDS,
      params,
      handle: async ({ principal, params: at }) => {
        await mandates().choose(principal, idOf(at))
        return { location: '/my/cases' }
      },
    }),
    page({
      method: 'POST',
      path: `${HOME}/{id}/end`,
      needs: NEEDS,
      params,
      handle: async ({ principal, params: at }) => {
        await mandates().end(principal, idOf(at))
        return { location: HOME }
      },
    }),
  ]
}
