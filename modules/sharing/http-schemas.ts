/** What the routes take and give, once: type, check and OpenAPI text. */
import { z } from 'zod'
import { STATES } from './contract.ts'

const named = z.object({ id: z.string(), title: z.string() })
const day = z.string().describe('ISO day')

export const wish = z.strictObject({
  facts: z.array(z.string().max(80)).max(50).default([]).describe('Ids of the vocabulary (GET /api/facts), all of one register'),
  dataset: z.string().max(80).nullable().default(null).describe('In place of facts: a dataset that an exception closes'),
  service: z.string().max(80).nullable().default(null).describe('The service whose work it is for; left out only for a dataset'),
  purpose: z.string().max(40).default('application').describe('Of the vocabulary of purposes'),
  law: z.string().trim().min(2).max(200).describe('The article by which your agency does this work: 기초연금법 제11조'),
  why: z.string().trim().min(5).max(1000).describe('Published. No personal data'),
  replaces: z.string().max(80).nullable().default(null).describe('The paper (id of the need) that people would no longer bring'),
})

export const answer = z.strictObject({
  decision: z.enum(['grant', 'refuse']),
  exception: z.string().max(80).nullable().default(null).describe('A refusal names one of GET /api/sharing/exceptions'),
  reasons: z.string().max(2000).nullable().default(null).describe('Published. A refusal gives them'),
})
export const confirmation = answer.extend({ decision: z.enum(['confirm', 'decline']) })
export const review = z.strictObject({
  decision: z.enum(['uphold', 'overturn']),
  reasons: z.string().max(2000).describe('Published'),
})
export const reasoned = z.strictObject({ reasons: z.string().max(2000).describe('Published') })

const state = z
  .enum(STATES)
  .describe(
    'open: the holder is to answer; after dueOn its silence is a yes · confirming: another body must agree, and its silence grants nothing · granted · refused: may be appealed until dueOn · appealed · upheld · withdrawn · ended',
  )

export const request = z.object({
  id: z.string(),
  number: z.number().int(),
  agency: named.describe('Who asks'),
  holder: named,
  register: named.nullable(),
  dataset: named.nullable(),
  facts: z.array(named.extend({ sensitivity: z.string() })),
  service: named.nullable(),
  purpose: named,
  law: z.string(),
  why: z.string(),
  replaces: named.nullable(),
  confirmer: named.nullable().describe('Who must agree whatever the holder says'),
  filedOn: day,
  state,
  turn: named.nullable().describe('Agency whose turn it is'),
  dueOn: day.nullable(),
  isOverdue: z.boolean(),
  history: z.array(
    z.object({
      what: z.string().describe('filed, silence, or what was done'),
      agency: named,
      on: day,
      exception: named.extend({ law: z.string() }).nullable(),
      reasons: z.string().nullable(),
    }),
  ),
})

export const query = z.strictObject({
  state: state.optional(),
  agency: z.string().max(40).optional().describe('Code of an agency that asked, holds, must agree or reviews'),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
})

export const exceptions = z.object({
  items: z.array(
    named.extend({
      says: z.string(),
      law: z.string(),
      facts: z.array(z.string()).describe('Facts this sensitive may be refused by it'),
      datasets: z.boolean(),
      confirm: named.nullable().describe('Who must agree before what it closes is shared'),
      review: named.describe('Who hears appeals'),
      refusals: z.number().int(),
      overturned: z.number().int(),
    }),
  ),
})

export const coverage = z.object({
  services: z.array(
    z.object({
      service: named,
      agency: named,
      fetched: z.number().int(),
      asked: z.number().int(),
      foundOut: z.array(z.string()),
      papers: z.array(
        z.object({
          need: z.string(),
          title: z.string(),
          law: z.string().nullable(),
          reason: z.enum(['no-register', 'held', 'pending', 'exception', 'granted']),
          says: z.string().nullable(),
          request: z.object({ id: z.string(), number: z.number().int(), exception: named.nullable() }).nullable(),
          isConditional: z.boolean(),
        }),
      ),
    }),
  ),
  agencies: z.array(z.object({ agency: named, services: z.number().int(), fetched: z.number().int(), papers: z.number().int() })),
  fetched: z.number().int().describe('Facts that registers give, counted for each service'),
  papers: z.number().int().describe('Papers that people still bring'),
  percent: z.number().int().describe('fetched of fetched and papers, rounded down'),
  withoutPapers: z.number().int(),
  unread: z.number().int().describe('Services of the catalogue that nobody has worked out: what they ask for is not known'),
})
