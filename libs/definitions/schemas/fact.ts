/** Fact: something known about a person, household, business or place. Facts are what flows. */
import { z } from 'zod'
import { code, factId, feel, law, listOf, maybe, period, text } from './words.ts'

export const FACT_TYPES = ['boolean', 'number', 'string', 'date', 'list', 'context'] as const
export const UNITS = ['won', 'percent', 'years', 'months', 'days', 'hours', 'people', 'm2', 'count', 'ratio'] as const
export const SENSITIVITIES = ['public', 'personal', 'sensitive', 'unique'] as const

/** A closed list of strings, bare or with texts; at run time always with texts. */
const values = z.union([
  z.array(code).transform((list) => Object.fromEntries(list.map((value) => [value, { ko: value }]))),
  z.record(code, text),
])

/** One field of a context, or of the contexts of a list (`household.members`). */
const field = z.strictObject({
  type: z.enum(FACT_TYPES),
  title: maybe(text),
  unit: maybe(z.enum(UNITS)),
  values: maybe(values),
  sensitivity: maybe(z.enum(SENSITIVITIES)),
  question: maybe(text),
})

export const factSchema = z.strictObject({
  id: factId,
  title: text,
  description: maybe(text),
  type: z.enum(FACT_TYPES),
  unit: maybe(z.enum(UNITS)),
  values: maybe(values),
  /** Fields of a context, or of the contexts in a list. A bare type is enough: `birthDate: date`. */
  fields: maybe(z.record(z.string(), z.union([field, z.enum(FACT_TYPES).transform((type) => field.parse({ type }))]))),
  /** The least and the most a number can be, for forms and for typed-in answers. */
  min: maybe(z.number()),
  max: maybe(z.number()),
  /** Who holds it; null: only the person can say (or it is derived). */
  register: maybe(code),
  /** Why it is held or may be used; for derived facts, the article that defines it. */
  law: maybe(law),
  sensitivity: z.enum(SENSITIVITIES).default('personal'),
  /** The article by which the person must agree before it is fetched; null: none but those for sensitive facts. */
  consent: maybe(law),
  /** How long a fetched value may be used; null: while it does not change. */
  validFor: maybe(period),
  /** How to ask a person; null: never asked, only fetched or derived. */
  question: maybe(text),
  hint: maybe(text),
  /** 1 (known by heart) to 5 (needs papers). */
  burden: z.int().min(1).max(5).default(3),
  /** FEEL over other facts and parameters, acyclic. A value given directly wins over it. */
  derive: maybe(feel),
  keywords: listOf(z.string()),
  source: maybe(z.string()),
  notes: maybe(text),
})

/** A fact as the platform runs it: every field there, `null` where it says nothing. */
export type FactDefinition = z.output<typeof factSchema>
/** A fact as people write it. */
export type FactSource = z.input<typeof factSchema>
