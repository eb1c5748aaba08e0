/** Service, part 7: the states, the clock, the people who work on it. */
import { z } from 'zod'
import { code, feel, law, listOf, maybe, period, slug, text } from './words.ts'
import { actionSchema, stateSchema } from './workflow.ts'

export const CALENDARS = ['immediate', 'hours', 'days', 'workingDays', 'months'] as const

/** How a written service names its work: a workflow's id, or one with states and actions laid over it, or its own. */
export const workSchema = z.union([
  slug.transform((use) => ({ use: use as string | null, states: [], actions: [] })),
  z.strictObject({ use: maybe(slug), states: listOf(stateSchema), actions: listOf(actionSchema) }),
])

export const clockSchema = z.strictObject({
  duration: period,
  /** 민원처리법 제19조: up to 5 days in hours of 8 a day; 6 and more in days without holidays; months by 민법. */
  calendar: z.enum(CALENDARS).default('workingDays'),
  startsAt: z.enum(['receipt', 'complete', 'event']).default('receipt'),
  law: maybe(law),
  extension: maybe(z.strictObject({ max: period, count: z.int().positive().default(1), notice: maybe(slug), law: maybe(law) })),
  warnAt: z.array(period).default([]),
  escalateTo: listOf(z.string()),
  pauseOn: z
    .array(z.enum(['supplement', 'consultation', 'transfer', 'outage', 'hearing', 'inspection']))
    .default(['supplement', 'consultation', 'outage']),
})

export const work = {
  work: workSchema.nullable().default(null),
  /** 처리기간; null only for entries known by the catalogue alone. */
  clock: maybe(clockSchema),
  routing: z
    .strictObject({
      jurisdiction: maybe(feel),
      queue: maybe(z.string()),
      assignment: z.enum(['pool', 'roundRobin', 'owner']).default('pool'),
      cap: maybe(z.int().positive()),
    })
    .prefault({}),
  consultations: listOf(
    z.strictObject({
      office: code,
      mode: z.enum(['parallel', 'serial']).default('parallel'),
      within: maybe(period),
      onSilence: z.enum(['wait', 'agree', 'escalate']).default('wait'),
      law: maybe(law),
      says: maybe(text),
    }),
  ),
  duplicates: z
    .strictObject({ match: maybe(feel), action: z.enum(['refuse', 'warn', 'link', 'allow']).default('warn') })
    .prefault({}),
  withdrawal: z
    .strictObject({
      allowed: z.boolean().default(true),
      until: z.enum(['decision', 'payment', 'never']).default('decision'),
      law: maybe(law),
    })
    .prefault({}),
  correction: z.strictObject({ allowed: z.boolean().default(true), law: maybe(law) }).prefault({}),
  /** What silence of the office means (간주 처리); null: nothing. */
  deemedDecision: maybe(z.strictObject({ after: period, decision: slug, law })),
  automation: listOf(
    z.strictObject({
      step: slug,
      script: z.string(),
      threshold: z.number().min(0).max(1).default(1),
      humanReview: z.boolean().default(true),
      rateLimit: maybe(z.int().positive()),
      shadow: z.boolean().default(true),
    }),
  ),
  /** A second official must agree before a decision leaves the house. */
  fourEyes: z.boolean().default(false),
}
