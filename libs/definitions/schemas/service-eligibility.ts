/** Service, part 4: who may have it, how much, and which facts that takes. */
import { z } from 'zod'
import { FACT_TYPES, UNITS } from './fact.ts'
import { feelOfTable, tableSchema } from './table.ts'
import { code, factId, feel, law, listOf, maybe, relation, slug, text } from './words.ts'

export const AWARD_UNITS = ['person', 'child', 'household', 'business'] as const

/** A criterion is an expression, or a decision table that is read as one: its values say whether it is met, and no row is "not met". */
export const criterionSchema = z
  .strictObject({
    id: slug,
    /** FEEL, Kleene: true is met, false is not met, unknown is unknown. */
    test: feel.optional(),
    table: tableSchema.optional(),
    law: maybe(law),
    says: text,
    /** What would change a "no"; may hold `{fact.id}`. */
    change: maybe(text),
    whatYouCanDo: maybe(text),
    alternatives: listOf(code),
  })
  .refine(({ test, table }) => (test === undefined) !== (table === undefined), {
    message: 'either test or table',
    path: ['test'],
  })
  .transform(({ test, table, ...criterion }) => ({
    ...criterion,
    test: table ? feelOfTable(table, 'false') : test!,
    ...(table ? { table } : {}),
  }))
export type Criterion = z.output<typeof criterionSchema>

/** A step is an expression, or a decision table that is read as one. */
export const amountStepSchema = z
  .strictObject({
    let: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
    be: feel.optional(),
    table: tableSchema.optional(),
    law: maybe(law),
    says: text,
    /** What the step counts. `none`: neither money nor a quantity (a year, a row of a table). */
    unit: z.enum([...UNITS, 'none']).default('won'),
  })
  .refine(({ be, table }) => (be === undefined) !== (table === undefined), { message: 'either be or table', path: ['be'] })
  .transform(({ be, table, ...step }) => ({ ...step, be: table ? feelOfTable(table) : be!, ...(table ? { table } : {}) }))
export type AmountStep = z.output<typeof amountStepSchema>

/** One fact the rules read (cccev:InformationConcept); derived from the rules, never written. */
export const inputSchema = z.strictObject({
  fact: factId,
  type: z.enum(FACT_TYPES),
  register: maybe(code),
  /** Codes of supportConditions (JAxxxx) that speak of it. */
  gov24: listOf(z.string()),
})

export const eligibility = {
  /** `codes`: machine-made from the catalogue's condition codes, shown as "probably". `none`: nothing known. */
  basis: z.enum(['law', 'codes', 'none']).default('law'),
  confidence: z.enum(['high', 'medium', 'low']).default('high'),
  /** Why the reading is no surer than that. */
  doubts: listOf(z.strictObject({ code: slug, says: text })),
  award: z
    .strictObject({
      unit: z.enum(AWARD_UNITS).default('person'),
      /** FEEL list of the units, e.g. `household.members[item.relation = "child"]`. */
      each: maybe(feel),
    })
    .prefault({}),
  eligibility: z
    .strictObject({
      criteria: listOf(criterionSchema),
      /** Services that may not be held together with this one. */
      exclusive: listOf(relation),
      /** A whole FEEL rule instead of "all criteria"; read with the criteria as its reasons. */
      rule: maybe(feel),
      inputs: listOf(inputSchema),
      /** Facts a visitor may answer without signing in; null: every fact that has a question. */
      preScreen: z.array(factId).nullable().default(null),
      /** The day whose parameters count: the application's, or another by FEEL. */
      effectiveDating: maybe(feel),
      /** Who is meant, when the codes open a group to all but name a focus. */
      focus: listOf(text),
      /** Audiences of their own (business beside person): each list of criteria stands alone. */
      alternatives: listOf(
        z.strictObject({
          audience: z.enum(['person', 'company', 'institution']),
          criteria: z.array(criterionSchema),
          says: text,
        }),
      ),
    })
    .prefault({}),
  amount: maybe(
    z.strictObject({
      per: z.enum(['month', 'quarter', 'semester', 'year', 'once', 'day']),
      unit: z.enum(AWARD_UNITS).default('person'),
      steps: z.array(amountStepSchema).min(1),
      note: maybe(text),
    }),
  ),
  /** What is given, in words, when there is no formula (지원내용). */
  support: maybe(z.strictObject({ kinds: z.array(z.string()), says: maybe(text) })),
}
