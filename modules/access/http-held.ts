/** Routes: looks of one's own that the person is told of later, and that the investigation is over. */
import type { OfficialId, Principal } from '@dpg/kernel'
import { api, type Route, signInNeeded } from '@dpg/kernel/server'
import { z } from 'zod'
import { type EntryId, type Held, heldNotFound } from './contract.ts'

const TAG = 'access'

const HeldLook = z.object({
  entry: z.string(),
  at: z.string(),
  facts: z.array(z.string()),
  law: z.string().describe('By which the facts were asked for'),
  case: z.string().nullable(),
  until: z.string().describe('When the person is told at the latest'),
  delayedBy: z.string().describe('The law that has the person told later'),
})

export const heldRoutes = (held: Held): Route[] => [
  api({
    method: 'GET',
    path: '/api/access/held',
    needs: 'official',
    summary: 'My looks that the person is told of when the investigation is over',
    tag: TAG,
    response: z.object({ looks: z.array(HeldLook) }),
    handle: async ({ principal }) => {
      const looks = await held.mine(officialOf(principal))
      return {
        body: {
          looks: looks.map(({ entry, at, facts, law, case: of, delay }) => ({
            ...{ entry, at, facts: [...facts], law, case: of },
            ...{ until: delay.until, delayedBy: delay.law ?? '' },
          })),
        },
      }
    },
  }),
  api({
    method: 'POST',
    path: '/api/access/held/{id}/end',
    needs: 'official',
    summary: 'The investigation is over: the person reads of the look from now on, and is told',
    tag: TAG,
    params: z.object({ id: z.string().regex(/^acc_[0-9a-f-]{36}$/) }),
    body: z.strictObject({
      outcome: z
        .enum(['charged', 'not-booked', 'not-referred', 'not-indicted'])
        .describe('A charge; no case opened; not sent to the prosecutor; the prosecutor did not charge'),
    }),
    response: z.object({ id: z.string() }),
    problems: [heldNotFound],
    handle: async ({ principal, params, body }) => {
      await held.end(officialOf(principal), params.id as EntryId, body.outcome)
      return { body: { id: params.id } }
    },
  }),
]

function officialOf({ official }: Principal): OfficialId {
  if (!official) throw signInNeeded({})
  return official.id
}
