/** What goes over the API, in and out. */
import { z } from 'zod'

export const service = z.string().max(80)
export const revision = z.number().int().min(1).describe('Of the draft, as it was read')

const finding = z.object({
  level: z.enum(['error', 'warning']),
  rule: z.string(),
  message: z.string(),
  remedy: z.string(),
  file: z.string(),
  line: z.number().int(),
  column: z.number().int().nullable(),
  field: z.string().nullable().describe('Field of the form, such as criteria.0.test'),
  at: z.object({ line: z.number().int(), column: z.number().int() }).nullable().describe('Inside that field'),
})
const ran = z.object({
  index: z.number().int(),
  name: z.string(),
  passes: z.boolean(),
  found: z
    .object({
      eligible: z.union([z.boolean(), z.literal('unknown')]),
      amount: z.union([z.number(), z.literal('unknown')]).nullable(),
      failed: z.array(z.string()),
      missing: z.array(z.string()),
    })
    .nullable(),
  differences: z.array(z.string()),
})
const coverItem = z.object({
  kind: z.enum(['whole', 'and', 'or', 'if']),
  start: z.number().int(),
  end: z.number().int(),
  text: z.string(),
  decided: z.object({ true: z.number(), false: z.number(), unknown: z.number() }),
  lacking: z.array(z.enum(['true', 'false'])).describe('What no case shows'),
})
export const report = z.object({
  findings: z.array(finding),
  errors: z.number().int(),
  cases: z.array(ran),
  coverage: z
    .object({
      parts: z.array(z.object({ where: z.enum(['criterion', 'step']), id: z.string(), items: z.array(coverItem) })),
      covered: z.number().int(),
      total: z.number().int(),
    })
    .nullable(),
  tables: z.array(
    z.object({
      of: z.string().describe('Whose table, such as steps.0'),
      problems: z.array(
        z.object({ kind: z.enum(['gap', 'overlap', 'unreached']), text: z.string(), rows: z.array(z.number().int()) }),
      ),
      isPartial: z.boolean(),
    }),
  ),
  parameters: z.array(z.string()),
})
const estimate = z.object({
  value: z.number(),
  margin: z.number().describe('Half of the interval that holds the truth 19 times of 20'),
})
const side = z.object({ eligible: estimate, unknown: estimate, won: estimate.describe('A year') })
const moved = z.object({ units: estimate.nullable(), won: z.number().nullable(), newly: z.number().nullable() })
export const effect = z.object({
  asOf: z.string(),
  people: z.string().describe('Version of the people over whom it was counted'),
  result: z
    .object({
      unit: z.enum(['person', 'household']).describe('What is counted'),
      sample: z.object({ people: z.number(), households: z.number() }),
      weight: z.number().describe('People of the country that one of the sample stands for'),
      before: side,
      after: side,
      winners: moved.describe('They get more, or become entitled'),
      losers: moved,
    })
    .loose()
    .describe('For the nation, as a what-if tells it; null: fewer than five of the sample'),
  standIns: z
    .array(z.object({ parameter: z.string(), from: z.string().nullable().describe('Null: none was ever published') }))
    .optional()
    .describe('Figures nobody has published for that day: the last ones, in force from this day, stood in for them'),
})
export const summary = z.object({
  id: z.string(),
  service: z.string(),
  title: z.string(),
  state: z.enum(['open', 'submitted', 'returned', 'scheduled', 'published', 'discarded']),
  author: z.object({ id: z.string(), name: z.string() }),
  updatedAt: z.string(),
  isMine: z.boolean(),
})
const files = z.array(z.strictObject({ path: z.string().max(200), text: z.string().max(400_000) })).max(20)
export const draftParams = z.object({ id: z.string().max(60) })
export const tableParams = draftParams.extend({
  table: z
    .string()
    .regex(/^(criteria|steps)\.\d{1,3}$/)
    .describe('Whose table: criteria.0, steps.2'),
})
export const saveBody = z.strictObject({
  revision,
  edit: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('form'),
      lists: z.array(z.enum(['head', 'criteria', 'steps', 'figures', 'cases'])).max(5),
      fields: z.record(z.string().max(60), z.string().max(40_000)).describe('By name, such as criteria.0.test'),
      act: z.string().max(80).optional(),
    }),
    z.strictObject({ kind: z.literal('files'), files }),
  ]),
})
export const actBody = z.strictObject({ revision, reason: z.string().max(4000).optional() })
