/** Pack: a country as data, all its definitions together. */
import { z } from 'zod'
import type { BundleDefinition, PaperDefinition } from '../bundles.ts'
import type { ConditionCode } from './condition-code.ts'
import type { DatasetDefinition, ModelDefinition, SituationDefinition } from './dataset.ts'
import type { ExceptionDefinition } from './exception.ts'
import type { FactDefinition } from './fact.ts'
import type { ParameterDefinition } from './parameter.ts'
import type { AgencyDefinition, AreaDefinition, RegisterDefinition } from './register.ts'
import type { ServiceDefinition } from './service.ts'
import { code, day, language, maybe, slug, text } from './words.ts'
import type { WorkflowDefinition } from './workflow.ts'

export const packSchema = z.strictObject({
  id: slug,
  name: text,
  version: z.string().default('0.1.0'),
  languages: z.array(language).min(1).default(['ko', 'en']),
  currency: z.string().regex(/^[A-Z]{3}$/),
  timeZone: z.string(),
  /** The area that is the whole country. */
  area: maybe(code),
  licence: z.string().default('Apache-2.0'),
  /** Where a catalogue entry's official page is; `{id}` stands for its id. */
  servicePage: maybe(z.string()),
  /** The day the official catalogue was taken: from then on its entries say what they say. */
  catalogueOn: maybe(day),
})
export type PackHeader = z.output<typeof packSchema>

/** One row of catalogue/services.tsv joined with its condition. */
export interface CatalogueRow {
  readonly id: string
  readonly name: string
  readonly agency: string
  readonly field: string
  readonly support: string
  readonly apply: string
  readonly window: string
  readonly area: string
  readonly condition: string
  readonly receive: string
  readonly phone: string
  readonly views: number
  readonly confidence: string
}

/** One row of catalogue/conditions.tsv: a distinct pair of age range and condition codes. */
export interface CatalogueCondition {
  readonly key: string
  readonly ageFrom: number | null
  readonly ageTo: number | null
  readonly codes: readonly string[]
}

/** Everything a folder declares, by id; maps keep the order of the files. */
export interface Pack {
  readonly header: PackHeader
  readonly facts: ReadonlyMap<string, FactDefinition>
  readonly registers: ReadonlyMap<string, RegisterDefinition>
  readonly agencies: ReadonlyMap<string, AgencyDefinition>
  readonly areas: ReadonlyMap<string, AreaDefinition>
  readonly parameters: ReadonlyMap<string, ParameterDefinition>
  readonly workflows: ReadonlyMap<string, WorkflowDefinition>
  readonly services: ReadonlyMap<string, ServiceDefinition>
  readonly datasets: ReadonlyMap<string, DatasetDefinition>
  /** The only grounds on which sharing may be refused. */
  readonly exceptions: ReadonlyMap<string, ExceptionDefinition>
  readonly situations: ReadonlyMap<string, SituationDefinition>
  readonly models: ReadonlyMap<string, ModelDefinition>
  readonly conditionCodes: ReadonlyMap<string, ConditionCode>
  /** What papers say, and which of them go together for an errand (묶음정보). */
  readonly papers: ReadonlyMap<string, PaperDefinition>
  readonly bundles: ReadonlyMap<string, BundleDefinition>
  readonly catalogue: { readonly rows: readonly CatalogueRow[]; readonly conditions: ReadonlyMap<string, CatalogueCondition> }
}
