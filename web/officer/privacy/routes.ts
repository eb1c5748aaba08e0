/** Pages under /privacy: unusual looks for the privacy officer, and the question why for the official who looks. */
import { type LookId, lookBlocked, proofNeeded, reasonNeeded } from '@dpg/access/contract'
import { type Lang, type OfficialId, Problem } from '@dpg/kernel'
import { type Asked, page, type Route } from '@dpg/kernel/route'
import { render } from '@dpg/ui'
import { z } from 'zod'
import type { OfficerContracts } from '../contracts.ts'
import { frameOf } from '../frame.tsx'
import { ReasonPage, type ReasonPageProps } from './reason-page.tsx'
import { WatchPage } from './watch-page.tsx'

const OFFICER = 'privacy-officer'
const LEAST = 5
const lookId = z.object({ id: z.string().regex(/^look_[0-9a-f-]{36}$/) })
const reasonForm = z.object({
  reason: z.string().trim().max(500),
  to: z.string().regex(/^\/work\/case_[0-9a-f-]{36}$/),
  reasons: z.string().max(300),
})

type Drawn = Pick<Asked<never, never, never>, 'lang' | 'preferences' | 'url' | 't' | 'principal'>

export const privacyRoutes = (contracts: OfficerContracts): Route[] => [
  page({
    method: 'GET',
    path: '/privacy',
    needs: OFFICER,
    query: z.object({ show: z.enum(['open', 'all']).catch('open') }),
    handle: async (asked) => {
      const all = asked.query.show === 'all'
      const [looks, frame] = await Promise.all([contracts.access.watch.watched({ all }), frameOf(contracts, asked)])
      return { html: render(WatchPage({ frame, looks, all, agencyName: namesOf(contracts, asked.lang) })) }
    },
  }),
  page({
    method: 'POST',
    path: '/privacy/looks/{id}',
    needs: OFFICER,
    params: lookId,
    body: z.looseObject({ outcome: z.enum(['justified', 'abuse']) }),
    handle: async ({ principal, params, body }) => {
      const note = String(body[`note-${params.id}`] ?? '')
        .trim()
        .slice(0, 1000)
      await contracts.access.watch.review(officialOf(principal), params.id as LookId, body.outcome, note)
      return { location: '/privacy' }
    },
  }),
  page({
    method: 'POST',
    path: '/privacy/looks/{id}/reason',
    needs: 'official',
    params: lookId,
    body: reasonForm,
    handle: async (asked) => {
      const { reason, to, reasons } = asked.body
      if (reason.length >= LEAST) {
        await contracts.access.watch.state(officialOf(asked.principal), asked.params.id as LookId, reason)
        return { location: to }
      }
      const frame = await frameOf(contracts, asked)
      const errors = [{ field: 'reason', text: asked.t('officer.reason.short', { least: LEAST }) }]
      const shown = { look: asked.params.id, reasons: reasons.split(' ').filter(Boolean), to, errors, typed: reason }
      return { status: 422, html: render(ReasonPage({ frame, kind: 'reason-needed', ...shown })) }
    },
  }),
]

const KINDS = new Map<string, ReasonPageProps['kind']>([
  [reasonNeeded.type, 'reason-needed'],
  [proofNeeded.type, 'proof-needed'],
  [lookBlocked.type, 'look-blocked'],
])

/** The page of a look that was not simply allowed; undefined for any other problem. */
export async function unusualLook(contracts: OfficerContracts, asked: Drawn, to: string, error: unknown) {
  if (!(error instanceof Problem)) return undefined
  const kind = KINDS.get(error.type)
  if (!kind) return undefined
  const { look, reasons } = error.values as { look: string; reasons: string }
  const frame = await frameOf(contracts, asked)
  const shown = { look, reasons: reasons.split(' ').filter(Boolean), to }
  return { status: error.status, html: render(ReasonPage({ frame, kind, ...shown })) }
}

const namesOf =
  ({ directory }: OfficerContracts, lang: Lang) =>
  (code: string | null): string =>
    code === null ? '' : directory.agencyName(code, lang)

function officialOf({ official }: Drawn['principal']): OfficialId {
  if (!official) throw new Error('only officials are let in here')
  return official.id
}
