/** Case: a person, a day, and what they should get. The tests of a service, readable beside the gazette. */
import { z } from 'zod'
import { code, day, listOf, maybe } from './words.ts'

export type FactValue = string | number | boolean | null | readonly FactValue[] | { readonly [key: string]: FactValue }
export const factValue: z.ZodType<FactValue> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(factValue), z.record(z.string(), factValue)]),
)

export const caseSchema = z.strictObject({
  name: z.string().trim().min(1),
  /** The day of evaluation: `today` in FEEL. */
  on: day,
  given: z.record(z.string(), factValue),
  expect: z.strictObject({
    eligible: z.union([z.boolean(), z.literal('unknown')]).optional(),
    /** Won; `unknown` when a figure is missing. For award units of which there are several: the amounts in order. */
    amount: z.union([z.int(), z.literal('unknown'), z.array(z.int())]).optional(),
    /** Criteria that are not met (all of them). */
    failed: z.array(z.string()).optional(),
    /** Facts that would have to be known (all of them). */
    missing: z.array(z.string()).optional(),
    /** The decision reached; absent: the first grant or refusal, by `eligible`. */
    decision: code.optional(),
  }),
  /** Where a published example comes from (notice number, page). */
  source: maybe(z.string()),
  tags: listOf(z.string()),
})
export type ServiceCase = z.output<typeof caseSchema>
export const casesSchema = z.array(caseSchema)
