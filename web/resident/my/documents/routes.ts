/** My documents: list, one to read, and its files. */
import { type DocumentId, parseId } from '@dpg/kernel'
import { page, type Route } from '@dpg/kernel/route'
import { dayOf, render } from '@dpg/ui'
import { documentNotFound } from '@dpg/wallet/contract'
import { z } from 'zod'
import type { ResidentContracts } from '../../contracts.ts'
import { frameOf } from '../../frame.tsx'
import { DocumentPage } from './document.tsx'
import { DocumentList } from './list.tsx'

const params = z.object({ id: z.string().max(60) })
const idOf = (id: string) => parseId<DocumentId>('doc', id)
const today = () => dayOf(Temporal.Now.instant()).toString()

export const documentRoutes = (contracts: ResidentContracts): Route[] => [
  page({
    method: 'GET',
    path: '/my/documents',
    needs: 'resident',
    handle: async (asked) => {
      const [documents, frame] = await Promise.all([
        contracts.wallet.of(asked.principal).list(asked.lang),
        frameOf(contracts, asked),
      ])
      return { html: render(DocumentList({ frame, documents, today: today() })) }
    },
  }),
  page({
    method: 'GET',
    path: '/my/documents/{id}',
    needs: 'resident',
    params,
    handle: async (asked) => {
      const own = contracts.wallet.of(asked.principal)
      const id = idOf(asked.params.id)
      const document = await own.find(id, asked.lang)
      if (!document) throw documentNotFound({ id: asked.params.id })
      const { bytes } = await own.read(id, 'html', asked.lang)
      const frame = await frameOf(contracts, asked)
      const fragment = new TextDecoder().decode(bytes)
      return { html: render(DocumentPage({ frame, document, fragment, today: today(), site: asked.url.origin })) }
    },
  }),
  page({
    method: 'GET',
    path: '/my/documents/{id}/{form}',
    needs: 'resident',
    params: params.extend({ form: z.enum(['pdf', 'json']) }),
    handle: async ({ principal, params, lang }) => {
      const own = contracts.wallet.of(principal)
      const id = idOf(params.id)
      const document = await own.find(id, lang)
      const { bytes, contentType } = await own.read(id, params.form, lang)
      const name = encodeURIComponent(`${document?.title ?? 'document'} ${document?.number ?? ''}.${params.form}`)
      return {
        bytes,
        contentType,
        headers: { 'content-disposition': `attachment; filename*=UTF-8''${name}`, 'cache-control': 'no-store' },
      }
    },
  }),
]
