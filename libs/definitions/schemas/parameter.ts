/** Parameter: a number the law may change, with its days and its sources. */
import { z } from 'zod'
import { UNITS } from './fact.ts'
import { day, law, maybe, parameterId, text } from './words.ts'

export const CONFIDENCES = ['statute', 'notice', 'official', 'secondary', 'unconfirmed'] as const

/** A number, or lists and contexts of numbers; `null` inside a table means "no such value". */
export type ParameterValue =
  | number
  | string
  | boolean
  | null
  | readonly ParameterValue[]
  | { readonly [key: string]: ParameterValue }
const parameterValue: z.ZodType<ParameterValue> = z.lazy(() =>
  z.union([z.number(), z.string(), z.boolean(), z.null(), z.array(parameterValue), z.record(z.string(), parameterValue)]),
)

const dated = z
  .strictObject({
    from: day,
    to: maybe(day),
    /** Absent when the figure is not known; then `missing` says what is lacking. */
    value: parameterValue.optional(),
    missing: maybe(text),
    source: maybe(z.string()),
    confidence: z.enum(CONFIDENCES).default('unconfirmed'),
    url: maybe(z.url()),
    note: maybe(text),
  })
  .refine((v) => (v.value === undefined) !== (v.missing === null), { message: 'either value or missing' })
  .refine((v) => v.missing !== null || v.source !== null, { message: 'a value needs its source', path: ['source'] })

export const parameterSchema = z.strictObject({
  id: parameterId,
  title: text,
  description: maybe(text),
  unit: maybe(z.enum(UNITS)),
  law: maybe(law),
  /** For tables: what each place of the list stands for (persons 1, 2, 3 …). */
  index: maybe(text),
  values: z.array(dated).min(1),
})
export type ParameterDefinition = z.output<typeof parameterSchema>
export type DatedValue = ParameterDefinition['values'][number]
