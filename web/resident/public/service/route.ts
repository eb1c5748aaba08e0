/** `GET /services/{id}` */
import { serviceNotFound } from '@dpg/catalogue/contract'
import { systemClock } from '@dpg/kernel'
import { page, type Route } from '@dpg/kernel/route'
import { render } from '@dpg/ui'
import { z } from 'zod'
import type { ResidentContracts } from '../../contracts.ts'
import { frameOf } from '../../frame.tsx'
import { createKept } from './kept.ts'
import { ServicePage } from './page.tsx'

/** Some 20 KB each: 10 MB at most. */
const MOST_KEPT = 500

export const serviceRoutes = (contracts: ResidentContracts, kept = createKept(MOST_KEPT)): Route[] => [
  page({
    method: 'GET',
    path: '/services/{id}',
    needs: 'public',
    params: z.object({ id: z.string().max(200) }),
    handle: async (asked) => {
      const { benefits, catalogue, directory } = contracts
      const snapshot = catalogue.current()
      const service = snapshot.service(asked.params.id)
      if (!service) throw serviceNotFound({ service: asked.params.id.slice(0, 80) })
      const [frame, fullText] = await Promise.all([frameOf(contracts, asked), catalogue.fullText(service.id)])
      const props = {
        kept,
        frame,
        snapshot,
        service,
        fullText,
        coming: benefits.comingRules(service.id, asked.lang),
        agencyName: directory.agencyName(service.agency, asked.lang),
        areaName: service.area === null ? null : (directory.area(service.area)?.fullName ?? null),
        today: (contracts.clock ?? systemClock).today().toString(),
      }
      return { html: render(ServicePage(props)) }
    },
  }),
]
