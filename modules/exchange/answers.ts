/** What registers answer, parsed once. Fields we do not know pass: the other side may grow. */
import { z } from 'zod'

const at = z.iso.datetime({ offset: true })

export const factAnswer = z.object({
  register: z.string(),
  subject: z.string(),
  at,
  facts: z.record(z.string(), z.json()),
})

export const changeAnswer = z.object({
  register: z.string(),
  subject: z.string(),
  key: z.string(),
  at,
  people: z.array(z.string()).max(100),
})

export const eventsAnswer = z.object({
  register: z.string(),
  journal: z.string().min(1),
  next: z.number().int().min(0),
  events: z
    .array(
      z.object({
        id: z.string().min(1).max(100),
        subject: z.string(),
        change: z.string().max(60),
        facts: z.array(z.string()).max(500),
        at,
      }),
    )
    .max(10_000),
})

export const refusal = z.object({ why: z.string().max(100) })
