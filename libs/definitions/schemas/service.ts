/**
 * Service: one folder of data that is a whole government service. The written form leaves out what can be
 * derived or has a safe default; the run-time form (`ServiceDefinition`) has every field, filled or `null`.
 */
import { z } from 'zod'
import type { ServiceCase } from './case.ts'
import type { NoticeTemplate } from './notice.ts'
import { eligibility } from './service-eligibility.ts'
import { evidence, form } from './service-evidence.ts'
import { audience, identity, legal } from './service-identity.ts'
import { access, keeping } from './service-keeping.ts'
import { result } from './service-result.ts'
import { work } from './service-work.ts'
import type { WorkflowAction, WorkflowState } from './workflow.ts'

export const serviceSchema = z.strictObject({
  ...identity,
  ...legal,
  ...audience,
  ...eligibility,
  ...evidence,
  ...form,
  ...work,
  ...result,
  ...access,
  ...keeping,
})

/** `service.yaml` as people write it. */
export type ServiceSource = z.input<typeof serviceSchema>
/** `service.yaml` parsed: defaults of the schema applied, nothing derived yet. */
export type ServiceFile = z.output<typeof serviceSchema>

/** A service as the platform runs it. */
export interface ServiceDefinition extends Omit<ServiceFile, 'work'> {
  /** States and actions with the shared workflow resolved and the service's own laid over it; null: catalogue only. */
  readonly work: {
    readonly use: string | null
    readonly states: readonly WorkflowState[]
    readonly actions: readonly WorkflowAction[]
  } | null
  /** Parameters that the rules read, sorted. */
  readonly parameters: readonly string[]
  /** The tests of the definition (`cases.yaml`). */
  readonly cases: readonly ServiceCase[]
  /** The notice templates of the folder, one a language. */
  readonly templates: readonly NoticeTemplate[]
  /** A row of the official catalogue, and where its full text is; null for a service of a folder. */
  readonly catalogue: CatalogueFacts | null
}

/** What the official catalogue says beside the rules. */
export interface CatalogueFacts {
  readonly agencyName: string
  readonly apply: string
  readonly window: string
  readonly receive: string
  readonly phone: string
  readonly views: number
  readonly url: string
}
