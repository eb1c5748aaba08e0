/** Routes: areas for forms and for machines. */
import { api, type Answer, type Route } from '@dpg/kernel/server'
import { z } from 'zod'
import { areaNotFound, type Directory } from './contract.ts'

const MOST = 1000
const word = z
  .string()
  .max(100)
  .regex(/^\P{Cc}*$/u)
const query = z.object({
  parent: word.optional().describe('Code of an area: those directly below it. Neither parent nor q: the 시·도'),
  q: word.optional().describe('Words of a name: 시군구 and 읍면동 that hold them, such as "경남 진주"'),
  limit: z.coerce.number().int().min(1).max(MOST).default(300),
})
const area = z.object({
  code: z.string().describe('법정동코드: 2 digits for a 시·도, 5 for a 시군구, 10 below'),
  name: z.string(),
  fullName: z.string().describe('With the areas above it'),
  level: z.enum(['country', 'sido', 'sigungu', 'eupmyeondong', 'ri', 'gu']),
  parent: z.string().nullable(),
})

const MAX_AGE_S = 60

export const routes = (directory: Directory, edition: () => string): Route[] => [
  api({
    method: 'GET',
    path: '/api/areas',
    needs: 'public',
    tag: 'directory',
    summary: 'Areas of the country',
    query,
    response: z.object({ total: z.number().int(), items: z.array(area) }),
    problems: [areaNotFound],
    handle: ({ query: { parent, q, limit }, raw }): Answer => {
      const headers = { etag: `W/"${edition()}"`, 'cache-control': `public, max-age=${MAX_AGE_S}` }
      if ((raw.headers.get('if-none-match') ?? '').includes(headers.etag)) return { status: 304, headers }
      const items = find(directory, parent || undefined, q || undefined)
      return { body: { total: items.length, items: items.slice(0, limit) }, headers }
    },
  }),
]

function find(directory: Directory, parent: string | undefined, q: string | undefined) {
  if (parent !== undefined && !directory.area(parent)) throw areaNotFound({ area: parent })
  if (q === undefined) return directory.areasBelow(parent ?? null)
  const found = directory.findAreas(q, MOST)
  return parent === undefined ? found : found.filter(({ code }) => directory.isWithin(code, parent))
}
