/** The small words every definition is written in: texts, codes, days, periods, expressions, laws. */
import { z } from 'zod'

/** The languages a label may be written in (BCP 47): Korean first, the others are what 다누리콜센터 speaks. */
export const LANGUAGES = ['ko', 'en', 'zh', 'vi', 'ja', 'th', 'ru', 'mn', 'km', 'ne', 'uz', 'tl', 'id', 'lo'] as const
export const language = z.enum(LANGUAGES)
export type Language = z.output<typeof language>

const written = z.string().trim().min(1)

/** A label for people. Korean is the source; which others are needed is the definition's `languages`. */
export const text = z.strictObject({
  ko: written,
  ...Object.fromEntries(LANGUAGES.slice(1).map((code) => [code, written.optional()])),
}) as z.ZodObject<{ ko: z.ZodString } & { [K in Exclude<Language, 'ko'>]: z.ZodOptional<z.ZodString> }, z.core.$strict>
export type Text = z.output<typeof text>

/** Lists of words by language: search words, synonyms. */
export const words = z.strictObject({ ko: z.array(written).default([]), en: z.array(written).default([]) })

/** A code that YAML may have read as a number (agency 1352000); `toPlain` keeps leading zeros. */
export const code = z.union([z.string().trim().min(1), z.number()]).transform(String)

/** A short name inside one definition: `age`, `income-limit`, `household.kind`. */
export const slug = z.string().regex(/^[A-Za-z0-9][\w.-]*$/)

/** FEEL (DMN 1.5). A bare number or boolean of YAML is an expression as well. */
export const feel = z.union([z.string().trim().min(1), z.number(), z.boolean()]).transform(String)
export type Feel = z.output<typeof feel>

/** A day, `2026-01-01` (ISO 8601). */
export const day = z.iso.date()

/** An ISO 8601 period: `P30D`, `PT3H`, `P1Y`. */
export const period = z.string().regex(/^P(?!$)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$/)

/** `기초연금법 제3조제1항`: Act, then article, paragraph, subparagraph; notices: `보건복지부고시 제2025-135호`. */
export const law = z.string().trim().min(2)

/** `basicPensionStandard`, `person.birthDate`: what FEEL reads as one name. */
export const FACT_ID = /^[a-z][A-Za-z0-9]*\.[a-z][A-Za-z0-9]*$/
export const factId = z.string().regex(FACT_ID)

/** Another service, with the article; `receives`: the fact that says whether it is received now. A bare id is enough. */
export const relation = z.union([
  code.transform((service) => ({ service, law: null, receives: null })),
  z.strictObject({
    service: code,
    law: law.nullable().default(null),
    receives: factId.nullable().default(null),
  }),
])
export type RelationOfServices = z.output<typeof relation>

/** May be left out when writing; is there, filled or `null`, at run time. */
export const maybe = <T extends z.ZodType>(schema: T) => schema.nullable().default(null)
/** May be left out when writing; an empty list at run time. */
export const listOf = <T extends z.ZodType>(schema: T) => z.array(schema).default([])

export const parameterId = z.string().regex(/^[a-z][A-Za-z0-9]*$/)
