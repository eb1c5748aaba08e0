/** Routes: what was unusual, for the privacy officer; why one looks, for the official who was asked. */
import type { OfficialId, PersonId, Principal } from '@dpg/kernel'
import { api, type Route, signInNeeded } from '@dpg/kernel/server'
import { z } from 'zod'
import { type LookId, lookNotFound, ownLook, type Watch } from './contract.ts'

const TAG = 'access'
const LookKey = z.string().regex(/^look_[0-9a-f-]{36}$/)
const Person = z.string().regex(/^per_[\w-]{1,60}$/)
const Official = z.string().regex(/^off_[\w-]{1,60}$/)
const Ties = z.enum(['self', 'family', 'neighbour', 'colleague', 'former-partner'])

const Watched = z.object({
  id: z.string(),
  at: z.string(),
  official: z.string(),
  name: z.string(),
  agency: z.string().nullable(),
  subject: z.string(),
  case: z.string().nullable(),
  duty: z.enum(['assigned', 'office', 'none']).describe('Whose case it was: the official’s, their office’s, or nobody’s'),
  score: z.number().int().describe('0 to 100: how likely such a look is not for the work'),
  verdict: z.enum(['ask', 'block']),
  reasons: z.array(z.string()).describe('Signals, the strongest first'),
  stated: z.string().nullable().describe('Why the official looks, in their own words'),
  review: z.enum(['justified', 'abuse']).nullable(),
})

export const watchRoutes = (watch: Watch): Route[] => [
  api({
    method: 'GET',
    path: '/api/access/looks',
    needs: 'privacy-officer',
    summary: 'Unusual looks of officials at people’s facts; newest first',
    tag: TAG,
    query: z.strictObject({ all: z.enum(['true', 'false']).optional().describe('Reviewed ones too') }),
    response: z.object({ looks: z.array(Watched) }),
    handle: async ({ query }) => ({
      body: { looks: (await watch.watched({ all: query.all === 'true' })).map((one) => ({ ...one, reasons: [...one.reasons] })) },
    }),
  }),
  api({
    method: 'POST',
    path: '/api/access/looks/{id}/reason',
    needs: 'official',
    summary: 'States why I look; lets the look through for an hour, and the person reads the reason',
    tag: TAG,
    params: z.object({ id: LookKey }),
    body: z.strictObject({ reason: z.string().trim().min(5).max(500) }),
    response: z.object({ id: z.string() }),
    problems: [lookNotFound],
    handle: async ({ principal, params, body }) => {
      const { id } = await watch.state(officialOf(principal), params.id as LookId, body.reason)
      return { body: { id } }
    },
  }),
  api({
    method: 'POST',
    path: '/api/access/looks/{id}/review',
    needs: 'privacy-officer',
    summary: 'Decides what an unusual look was: justified lets it through for a day, abuse keeps the official out',
    tag: TAG,
    params: z.object({ id: LookKey }),
    body: z.strictObject({ outcome: z.enum(['justified', 'abuse']), note: z.string().trim().max(1000) }),
    response: z.object({ id: z.string() }),
    problems: [lookNotFound, ownLook],
    handle: async ({ principal, params, body }) => {
      await watch.review(officialOf(principal), params.id as LookId, body.outcome, body.note)
      return { body: { id: params.id } }
    },
  }),
  api({
    method: 'POST',
    path: '/api/access/ties',
    needs: 'privacy-officer',
    summary: 'Notes a private tie of an official to a person (이해충돌방지법 제5조); null removes it',
    tag: TAG,
    body: z.strictObject({ subject: Person, official: Official, kind: Ties.nullable() }),
    response: z.object({ kind: Ties.nullable() }),
    handle: async ({ body: { subject, official, kind } }) => {
      await watch.tie(subject as PersonId, official as OfficialId, kind)
      return { body: { kind } }
    },
  }),
  api({
    method: 'POST',
    path: '/api/access/guarded',
    needs: 'privacy-officer',
    summary: 'Notes that a person is famous, or protected from somebody; null removes it',
    tag: TAG,
    body: z.strictObject({ subject: Person, kind: z.enum(['public-figure', 'protected']).nullable() }),
    response: z.object({ kind: z.enum(['public-figure', 'protected']).nullable() }),
    handle: async ({ body: { subject, kind } }) => {
      await watch.guard(subject as PersonId, kind)
      return { body: { kind } }
    },
  }),
]

function officialOf(principal: Principal): OfficialId {
  if (!principal.official) throw signInNeeded({})
  return principal.official.id
}
