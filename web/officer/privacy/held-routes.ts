/** Pages under /privacy/held: looks that the person is told of when the investigation is over, for the official who looked. */
import type { EntryId } from '@dpg/access/contract'
import { type OfficialId, textIn } from '@dpg/kernel'
import { type Asked, page, type Route } from '@dpg/kernel/route'
import { type FormError, render } from '@dpg/ui'
import { z } from 'zod'
import type { OfficerContracts } from '../contracts.ts'
import { frameOf } from '../frame.tsx'
import { HeldPage, OUTCOMES } from './held-page.tsx'

type Drawn = Pick<Asked<never, never, never>, 'lang' | 'preferences' | 'url' | 't' | 'principal'>
const outcome = z.enum(OUTCOMES)

export const heldRoutes = (contracts: OfficerContracts): Route[] => [
  page({
    method: 'GET',
    path: '/privacy/held',
    needs: 'official',
    query: z.object({ done: z.literal('1').optional().catch(undefined) }),
    handle: (asked) => heldPage(contracts, asked, [], asked.query.done === '1'),
  }),
  page({
    method: 'POST',
    path: '/privacy/held/{id}',
    needs: 'official',
    params: z.object({ id: z.string().regex(/^acc_[0-9a-f-]{36}$/) }),
    body: z.record(z.string().max(80), z.string().max(60)),
    handle: async (asked) => {
      const name = `outcome-${asked.params.id}`
      const chosen = outcome.safeParse(asked.body[name])
      if (!chosen.success) return heldPage(contracts, asked, [{ field: name, text: asked.t('officer.held.choose') }])
      await contracts.access.held.end(officialOf(asked), asked.params.id as EntryId, chosen.data)
      return { location: '/privacy/held?done=1' }
    },
  }),
]

async function heldPage(contracts: OfficerContracts, asked: Drawn, errors: readonly FormError[], isDone = false) {
  const [looks, frame] = await Promise.all([contracts.access.held.mine(officialOf(asked)), frameOf(contracts, asked)])
  const { facts } = contracts.catalogue.current().pack
  const factName = (fact: string) => textIn(facts.get(fact)?.title ?? { ko: fact }, asked.lang)
  return { status: errors.length > 0 ? 422 : 200, html: render(HeldPage({ frame, looks, factName, errors, isDone })) }
}

function officialOf({ principal: { official } }: Pick<Drawn, 'principal'>): OfficialId {
  if (!official) throw new Error('only officials are let in here')
  return official.id
}
