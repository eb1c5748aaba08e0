/** First cut of Dataset, Situation and Model. Their modules will add to them, not change them. */
import { z } from 'zod'
import { code, day, feel, law, listOf, maybe, period, slug, text, words } from './words.ts'

const common = {
  id: slug,
  version: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/)
    .default('0.1.0'),
  status: z.enum(['draft', 'active', 'retired']).default('draft'),
  title: text,
  description: text,
  keywords: words.prefault({}),
  agency: code,
  languages: z.array(z.string()).default(['ko', 'en']),
}

export const datasetSchema = z.strictObject({
  ...common,
  licence: z.string(),
  /** Open unless a registered exception (its id in sharing/exceptions.yaml) says otherwise. */
  sharing: z.union([z.literal('open'), z.strictObject({ exception: slug, says: text })]).default('open'),
  source: z.strictObject({ url: maybe(z.url()), says: maybe(text) }).prefault({}),
  frequency: maybe(period),
  spatial: maybe(code),
  temporal: maybe(z.strictObject({ from: maybe(day), to: maybe(day) })),
  fields: z.array(
    z.strictObject({
      name: z.string(),
      type: z.enum(['string', 'integer', 'number', 'boolean', 'date', 'datetime', 'geometry']),
      title: text,
      unit: maybe(z.string()),
      fact: maybe(z.string()),
      key: z.boolean().default(false),
    }),
  ),
  quality: listOf(z.strictObject({ id: slug, test: feel, says: text, least: z.number().min(0).max(1).default(1) })),
  lineage: listOf(slug),
  distributions: listOf(z.strictObject({ format: z.string(), url: maybe(z.url()), path: maybe(z.string()) })),
})
export type DatasetDefinition = z.output<typeof datasetSchema>

export const situationSchema = z.strictObject({
  ...common,
  law: listOf(law),
  streams: z.array(z.strictObject({ id: slug, dataset: slug, says: maybe(text) })),
  indicators: z.array(z.strictObject({ id: slug, title: text, unit: maybe(z.string()), be: feel })),
  levels: z.array(z.strictObject({ id: slug, title: text, when: feel, law: maybe(law) })).min(1),
  playbook: listOf(z.strictObject({ level: slug, role: z.string(), does: text, within: maybe(period) })),
  messages: listOf(z.strictObject({ level: slug, says: text, channels: z.array(z.string()).default(['inbox']) })),
})
export type SituationDefinition = z.output<typeof situationSchema>

export const modelSchema = z.strictObject({
  ...common,
  inputs: z.array(z.strictObject({ id: slug, dataset: maybe(slug), fact: maybe(z.string()), type: z.string(), title: text })),
  code: z.strictObject({ language: z.enum(['feel', 'sql', 'wasm', 'onnx']), path: maybe(z.string()), text: maybe(z.string()) }),
  outputs: z.array(z.strictObject({ id: slug, type: z.string(), title: text, unit: maybe(z.string()) })),
  picture: maybe(z.strictObject({ kind: z.enum(['map', 'line', 'bar', 'table']), x: maybe(z.string()), y: maybe(z.string()) })),
  /** What it is for and not for, who checked it, known errors. */
  card: z.strictObject({ use: text, notFor: text, checkedBy: maybe(z.string()), errors: maybe(text) }),
  validation: listOf(
    z.strictObject({
      name: z.string(),
      given: z.record(z.string(), z.json()),
      expect: z.record(z.string(), z.json()),
      tolerance: z.number().default(0),
    }),
  ),
})
export type ModelDefinition = z.output<typeof modelSchema>
