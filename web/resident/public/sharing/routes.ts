/** Pages under /sharing that anybody may read. */
import { parseId } from '@dpg/kernel'
import { page, type Route } from '@dpg/kernel/route'
import { type SharingId, STATES } from '@dpg/sharing/contract'
import { render } from '@dpg/ui'
import { z } from 'zod'
import type { ResidentContracts } from '../../contracts.ts'
import { frameOf } from '../../frame.tsx'
import { CoveragePage } from './coverage.tsx'
import { PAGE_SIZE, SharingHome } from './home.tsx'
import { RequestPage } from './request.tsx'
import { COVERAGE, HOME } from './words.tsx'

const query = z.object({
  state: z.enum(STATES).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
})

export const sharingRoutes = (contracts: ResidentContracts): Route[] => [
  page({
    method: 'GET',
    path: HOME,
    needs: 'public',
    query,
    handle: async (asked) => {
      const { sharing } = contracts
      const { lang } = asked
      const { state, page: number } = asked.query
      const [frame, coverage, exceptions, requests] = await Promise.all([
        frameOf(contracts, asked),
        sharing.coverage(lang),
        sharing.exceptions(lang),
        sharing.requests({ ...(state ? { state } : {}), limit: PAGE_SIZE, offset: (number - 1) * PAGE_SIZE }, lang),
      ])
      return { html: render(SharingHome({ frame, coverage, exceptions, requests, state, page: number })) }
    },
  }),
  page({
    method: 'GET',
    path: COVERAGE,
    needs: 'public',
    handle: async (asked) => {
      const [frame, coverage] = await Promise.all([frameOf(contracts, asked), contracts.sharing.coverage(asked.lang)])
      return { html: render(CoveragePage({ frame, coverage })) }
    },
  }),
  page({
    method: 'GET',
    path: '/sharing/requests/{id}',
    needs: 'public',
    params: z.object({ id: z.string().max(60) }),
    handle: async (asked) => {
      const id = parseId<SharingId>('shr', asked.params.id)
      const [frame, request] = await Promise.all([frameOf(contracts, asked), contracts.sharing.request(id, asked.lang)])
      return { html: render(RequestPage({ frame, request })) }
    },
  }),
]
