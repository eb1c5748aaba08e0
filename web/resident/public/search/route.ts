/** `GET /services`: words and filters in the address; whatever is odd in it is left out rather than refused. */
import { page, type Route } from '@dpg/kernel/route'
import { render } from '@dpg/ui'
import { z } from 'zod'
import type { ResidentContracts } from '../../contracts.ts'
import { frameOf } from '../../frame.tsx'
import { LIFE_EVENTS } from '../life-events.ts'
import { districtGroups, type Overview } from '../overview.ts'
import { PAGE_SIZE, SearchPage } from './page.tsx'

const word = z
  .string()
  .trim()
  .max(200)
  .transform((text) => text.replace(/\p{Cc}+/gu, ' '))
const query = z.object({
  q: word.catch(''),
  area: z.string().max(20).optional().catch(undefined),
  field: z.string().max(40).optional().catch(undefined),
  life: z.enum(LIFE_EVENTS).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(5000).catch(1),
})

/** Services of outside platforms that stand under the results. */
const OUTSIDE = 6

export const searchRoutes = (contracts: ResidentContracts, overview: () => Overview): Route[] => [
  page({
    method: 'GET',
    path: '/services',
    needs: 'public',
    query,
    handle: async (asked) => {
      const { catalogue, directory } = contracts
      const { fields } = overview()
      const { q, life, page } = asked.query
      const area = asked.query.area ? directory.area(asked.query.area) : undefined
      const field = fields.find((one) => one === asked.query.field)
      const hits = catalogue.search(
        {
          ...(q === '' ? {} : { q }),
          ...(area ? { area: area.code } : {}),
          ...(field ? { field } : {}),
          ...(life ? { lifeEvent: life } : {}),
          limit: PAGE_SIZE,
          offset: (page - 1) * PAGE_SIZE,
        },
        asked.lang,
      )
      const isOfWords = q !== '' && page === 1 && !area && !field && !life
      const props = {
        outside: isOfWords ? await contracts.plugins.search(q, OUTSIDE) : [],
        frame: await frameOf(contracts, asked),
        wanted: { q, area: area?.code, field, life, page },
        hits,
        areas: districtGroups(directory, (name) => asked.t('resident.search.wholeOf', { name })),
        areaName: area?.fullName,
        fields,
      }
      return { html: render(SearchPage(props)) }
    },
  }),
]
