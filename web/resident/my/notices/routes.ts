/** My notices. A GET never opens: the time of opening is proof of reading, so a person opens by a button (POST). */
import { type NoticeId, parseId } from '@dpg/kernel'
import { page, type Route } from '@dpg/kernel/route'
import { noticeNotFound } from '@dpg/notices/contract'
import { render } from '@dpg/ui'
import { z } from 'zod'
import type { ResidentContracts } from '../../contracts.ts'
import { frameOf } from '../../frame.tsx'
import { personOf } from '../who.ts'
import { NoticeList } from './list.tsx'
import { NoticePage } from './notice.tsx'

const LIMIT = 20
const params = z.object({ id: z.string().max(60) })
const before = z
  .string()
  .regex(/^ntc_[0-9a-f-]{36}$/)
  .optional()
  .catch(undefined)
const idOf = (id: string) => parseId<NoticeId>('ntc', id)

export const noticeRoutes = (contracts: ResidentContracts): Route[] => [
  page({
    method: 'GET',
    path: '/my/notices',
    needs: 'resident',
    query: z.object({ before }),
    handle: async (asked) => {
      const { before } = asked.query
      const query = { limit: LIMIT, ...(before === undefined ? {} : { before }) }
      const [list, frame] = await Promise.all([
        contracts.notices.list(personOf(asked.principal), asked.lang, query),
        frameOf(contracts, asked),
      ])
      return { html: render(NoticeList({ frame, ...list, isFirst: before === undefined })) }
    },
  }),
  page({
    method: 'GET',
    path: '/my/notices/{id}',
    needs: 'resident',
    params,
    handle: async (asked) => {
      const person = personOf(asked.principal)
      const notice = await contracts.notices.find(person, idOf(asked.params.id), asked.lang)
      if (!notice) throw noticeNotFound({ id: asked.params.id })
      const isOpen = notice.openedAt !== null
      const found = isOpen ? await Promise.all(notice.documents.map((id) => contracts.wallet.find(person, id, asked.lang))) : []
      const frame = await frameOf(contracts, asked)
      return { html: render(NoticePage({ frame, notice, documents: found.filter((one) => one !== undefined) })) }
    },
  }),
  page({
    method: 'POST',
    path: '/my/notices/{id}/open',
    needs: 'resident',
    params,
    handle: async ({ principal, params, lang }) => {
      await contracts.notices.open(personOf(principal), idOf(params.id), lang)
      return { location: `/my/notices/${params.id}` }
    },
  }),
]
