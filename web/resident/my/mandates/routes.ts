/** `/my/mandates`: for whom I may act, who may act for me; beginning, stopping and ending it. */
import { mandateNotFound } from '@dpg/identity/contract'
import { type MandateId, parseId, Problem } from '@dpg/kernel'
import { page, type Route } from '@dpg/kernel/route'
import { render } from '@dpg/ui'
import { z } from 'zod'
import type { ResidentContracts } from '../../contracts.ts'
import { type FrameAsked, frameOf } from '../../frame.tsx'
import { namesIn } from '../who.ts'
import { canApply } from '../../public/overview.ts'
import { missingIn, servicesIn, type Wish, wish } from './give.tsx'
import { MandatesPage, type MandatesPageProps } from './page.tsx'

const HOME = '/my/mandates'
const NEEDS = 'resident'
const params = z.object({ id: z.string().max(60) })

/** What a page says besides the list. */
type Drawn = Partial<Pick<MandatesPageProps, 'errors' | 'code' | 'none'>> & { readonly wish?: Wish }

const idOf = ({ id }: { readonly id: string }) => parseId<MandateId>('man', id)

export const mandateRoutes = (contracts: ResidentContracts): Route[] => {
  const mandates = () => contracts.identity.mandates
  const draw = async (asked: FrameAsked, { errors = [], wish, ...more }: Drawn = {}) => {
    const [list, frame] = await Promise.all([mandates().list(asked.principal), frameOf(contracts, asked)])
    const names = namesIn(contracts, asked.lang)
    const services = [...contracts.catalogue.current().pack.services.values()]
      .filter(canApply)
      .map(({ id }) => ({ id, title: names.service(id) }))
    const html = render(MandatesPage({ frame, mandates: list, names, errors, giving: { services, wish }, ...more }))
    return { status: errors.length > 0 ? 422 : 200, html }
  }
  const none = (which: 'family' | 'companies', found: readonly unknown[]) => ({
    location: found.length === 0 ? `${HOME}?none=${which}` : HOME,
  })
  return [
    page({
      method: 'GET',
      path: HOME,
      needs: NEEDS,
      query: z.object({ none: z.enum(['family', 'companies']).optional().catch(undefined) }),
      handle: (asked) => draw(asked, { none: asked.query.none }),
    }),
    page({
      method: 'POST',
      path: `${HOME}/give`,
      needs: NEEDS,
      limit: { name: 'giving-mandates', burst: 10, perMinute: 5 },
      body: wish,
      handle: async (asked) => {
        const { body, principal } = asked
        const errors = missingIn(body, { asked })
        if (errors.length > 0) return draw(asked, { errors, wish: body })
        const now = contracts.clock?.now() ?? Temporal.Now.instant()
        const { code } = await mandates().give(principal, {
          services: body.reach === 'all' ? null : servicesIn(body),
          facts: null,
          endsAt: now.add({ hours: 24 * Number(body.days) }).toString(),
        })
        return draw(asked, { code })
      },
    }),
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
        return none('family', await mandates().fromFamily(principal))
      },
    }),
    page({
      method: 'POST',
      path: `${HOME}/companies`,
      needs: NEEDS,
      handle: async ({ principal }) => {
        return none('companies', await mandates().fromCompanies(principal))
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
        const refuse = (why: 'empty' | 'wrong' = 'wrong') =>
          draw(asked, { errors: [{ field: 'code', text: asked.t(`resident.my.mandates.code.${why}`) }] })
        if (asked.body.code.trim() === '') return refuse('empty')
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
