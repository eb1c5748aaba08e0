/** Everything from outside is parsed once: what the exchange may say to a gateway or a register. */
import type { ChangeOrder, FactQuestion, PersonQuestion } from '@dpg/exchange/contract'
import { z } from 'zod'

const asker = z.strictObject({ kind: z.enum(['resident', 'official', 'system']), agency: z.string().max(40).nullable() })
const name = z.string().max(64)
const law = z.string().trim().min(2).max(300)

const factQuestion = z.strictObject({
  subject: name,
  facts: z.array(z.string().max(80)).min(1).max(500),
  purpose: z.object({ ko: z.string().trim().min(1).max(300), en: z.string().max(300).optional() }),
  law,
  consent: z.enum(['given', 'by-law']),
  service: z.string().max(80).nullable(),
  asker,
})

const personQuestion = z.strictObject({
  by: z.record(z.string().max(80), z.string().min(1).max(100)).refine((by) => Object.keys(by).length <= 5),
  purpose: factQuestion.shape.purpose,
  law,
  asker,
})

const move = z.strictObject({
  kind: z.literal('move'),
  with: z.array(z.string().max(40)).max(50),
  to: z.string().regex(/^\d{10}$/),
  address: z.string().trim().min(1).max(300),
  on: z.iso.date(),
})

const changeOrder = z.strictObject({
  key: z.string().min(1).max(200),
  subject: name,
  change: move,
  law,
  service: z.string().max(80).nullable(),
  asker,
})

const eventsQuery = z.strictObject({
  journal: z.string().max(64).default(''),
  after: z.coerce.number().int().min(0).default(0),
  waitS: z.coerce.number().int().min(0).max(60).default(0),
})
export type EventsQuery = z.output<typeof eventsQuery>

/** Undefined: not a question we understand. */
export const parseFactQuestion = (body: Buffer): FactQuestion | undefined => parse(factQuestion, body)
export const parsePersonQuestion = (body: Buffer): PersonQuestion | undefined => parse(personQuestion, body)
export const parseChangeOrder = (body: Buffer): ChangeOrder | undefined => parse(changeOrder, body)
export const parseEventsQuery = (query: URLSearchParams): EventsQuery | undefined =>
  eventsQuery.safeParse(Object.fromEntries(query)).data

function parse<S extends z.ZodType>(schema: S, body: Buffer): z.output<S> | undefined {
  try {
    return schema.safeParse(JSON.parse(body.toString('utf8'))).data
  } catch {
    return undefined
  }
}
