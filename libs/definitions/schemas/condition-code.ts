/** The official condition codes of the catalogue (보조금24 supportConditions), mapped onto facts. */
import { z } from 'zod'
import { factId, feel, listOf, maybe, text } from './words.ts'

/**
 * Groups: a service's codes of one group are alternatives (OR); groups hold together (AND).
 * `business` and `institution` make an audience of their own beside persons.
 */
export const CODE_GROUPS = [
  'sex',
  'age',
  'income',
  'personal',
  'household',
  'business',
  'businessKind',
  'institution',
  'institutionKind',
] as const

export const conditionCodeSchema = z.strictObject({
  code: z.string().regex(/^JA\d{4}$/),
  label: text,
  group: z.enum(CODE_GROUPS),
  /** The main fact it speaks of, and the FEEL that says it holds; null where no fact can say. */
  fact: maybe(factId),
  facts: listOf(factId),
  test: maybe(feel),
  /** Of an income: more than `above` and at most `to` percent of the median; null where it has no end. Bands side by side are told as one. */
  band: maybe(z.strictObject({ above: maybe(z.number()), to: maybe(z.number()) })),
  /** The question for a person who only has this code to answer. */
  ask: maybe(text),
  /** 해당사항없음: opens its group to all. */
  open: z.boolean().default(false),
  /** No longer used: entries that carry it are refused by name. */
  retired: z.boolean().default(false),
  says: maybe(text),
  note: maybe(text),
})
export type ConditionCode = z.output<typeof conditionCodeSchema>
