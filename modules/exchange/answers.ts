/** What registers answer, parsed once. Fields we do not know pass: the other side may grow. */
import { z } from 'zod'

const at = z.iso.datetime({ offset: true })
const plain = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[^\0]*$/)

export const factAnswer = z.object({
  register: z.string(),
  subject: z.string(),
  at,
  facts: z.record(z.string(), z.json()),
})

export const personAnswer = z.object({
  register: z.string(),
  by: z.record(z.string(), z.string()),
  subject: z.string().nullable(),
  at,
})

export const changeAnswer = z.object({
  register: z.string(),
  subject: z.string(),
  key: z.string(),
  at,
  people: z.array(z.string()).max(100),
})

/** One event of a register's feed. A text with a zero in it is none that a database could keep. */
export const feedEvent = z.object({
  id: plain(100).min(1),
  subject: plain(300),
  change: plain(60),
  facts: z.array(plain(120)).max(500),
  at,
})
export type FeedEvent = z.output<typeof feedEvent>

/** The answer around the events: each of those is read by itself, so that one that cannot be read holds up no other. */
export const eventsAnswer = z.object({
  register: z.string(),
  journal: plain(200).min(1),
  next: z.number().int().min(0),
  events: z.array(z.json()).max(10_000),
})

export const refusal = z.object({ why: z.string().max(100) })
