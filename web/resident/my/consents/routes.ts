/** What others need my own consent for: reading it, answering it, taking it back. */
import { consentNotPossible, type ConsentId } from '@dpg/casework/contract'
import { parseId } from '@dpg/kernel'
import { type Answer, page, type Route } from '@dpg/kernel/route'
import { render } from '@dpg/ui'
import { z } from 'zod'
import type { ResidentContracts } from '../../contracts.ts'
import { type FrameAsked, frameOf } from '../../frame.tsx'
import { formErrors, refusalOf } from '../form-errors.ts'
import { ConsentPage } from './consent.tsx'
import { ConsentList } from './list.tsx'

const params = z.object({ id: z.string().max(60) })
const DEEDS = ['agree', 'refuse', 'withdraw'] as const
const idOf = (id: string) => parseId<ConsentId>('cns', id)

export const consentRoutes = (contracts: ResidentContracts): Route[] => [
  page({
    method: 'GET',
    path: '/my/consents',
    needs: 'resident',
    handle: async (asked) => {
      const [consents, frame] = await Promise.all([
        contracts.casework.consents.mine(asked.principal, asked.lang),
        frameOf(contracts, asked),
      ])
      return { html: render(ConsentList({ frame, consents })) }
    },
  }),
  page({
    method: 'GET',
    path: '/my/consents/{id}',
    needs: 'resident',
    params,
    query: z.object({ done: z.literal('1').optional().catch(undefined) }),
    handle: (asked) => show(contracts, asked, asked.params.id, { isDone: asked.query.done !== undefined }),
  }),
  page({
    method: 'POST',
    path: '/my/consents/{id}',
    needs: 'resident',
    params,
    body: z.object({ deed: z.enum(DEEDS) }),
    handle: async (asked) => {
      const { principal, lang, params: at, body } = asked
      const refused = await refusalOf([consentNotPossible], () =>
        contracts.casework.consents.decide(principal, idOf(at.id), body.deed, lang),
      )
      if (!refused) return { location: `/my/consents/${at.id}?done=1` }
      return show(contracts, asked, at.id, { errors: formErrors(refused, asked.t), status: refused.status })
    },
  }),
]

interface Shown {
  readonly isDone?: boolean
  readonly errors?: ReturnType<typeof formErrors>
  readonly status?: number
}

async function show(contracts: ResidentContracts, asked: FrameAsked, id: string, shown: Shown): Promise<Answer> {
  const [consent, frame] = await Promise.all([
    contracts.casework.consents.one(asked.principal, idOf(id), asked.lang),
    frameOf(contracts, asked),
  ])
  const { status = 200, isDone = false, errors = [] } = shown
  return { status, html: render(ConsentPage({ frame, consent, isDone, errors })) }
}
