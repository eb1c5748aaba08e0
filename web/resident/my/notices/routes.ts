/** My notices. A GET never opens: the time of opening is proof of reading, so a person opens by a button (POST). */
import { type NoticeId, parseId } from '@dpg/kernel'
import { page, type Route } from '@dpg/kernel/route'
import { noticeNotFound } from '@dpg/notices/contract'
import { render } from '@dpg/ui'
import { z } from 'zod'
import type { ResidentContracts } from '../../contracts.ts'
import { frameOf } from '../../frame.tsx'
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
        contracts.notices.of(asked.principal).list(asked.lang, query),
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
      const notice = await contracts.notices.of(asked.principal).find(idOf(asked.params.id), asked.lang)
      if (!notice) throw noticeNotFound({ id: asked.params.id })
      // By a mandate it is read without being opened.
      const isOpen = notice.openedAt !== null || Boolean(asked.principal.acting)
      const own = contracts.wallet.of(asked.principal)
      const found = isOpen ? await Promise.all(notice.documents.map((id) => own.find(id, asked.lang))) : []
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
      await contracts.notices.of(principal).open(idOf(params.id), lang)
      return { location: `/my/notices/${params.id}` }
    },
  }),
]
