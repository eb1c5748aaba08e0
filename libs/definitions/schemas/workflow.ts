/** Workflow: states, actions and the legal clock as data, shared by services of one kind. */
import { z } from 'zod'
import { feel, law, listOf, maybe, period, slug, text } from './words.ts'

export const stateSchema = z.strictObject({
  id: slug,
  title: text,
  /** What the applicant reads; null: the title. */
  citizenLabel: maybe(text),
  /** 처리기간: runs, pauses (보완, 협의: 민원처리법 시행령 제20조), has stopped. */
  clock: z.enum(['run', 'pause', 'stop']).default('run'),
  start: z.boolean().default(false),
  end: z.boolean().default(false),
  /** Longest stay before somebody is told. */
  sla: maybe(period),
  /** May documents be added, may the form be changed, in this state? */
  upload: z.boolean().default(false),
  editable: z.boolean().default(false),
  visibleTo: z.array(slug).default(['applicant', 'officer']),
  /** The decision this end stands for (`decisions[].code`). */
  decision: maybe(slug),
})

export const actionSchema = z.strictObject({
  id: slug,
  title: maybe(text),
  from: z.union([z.array(slug), slug.transform((one) => [one])]),
  to: slug,
  /** system | bot | applicant | officer | approver, or a role of the directory. */
  actor: slug,
  /** FEEL over the case; null: always allowed. */
  guard: maybe(feel),
  /** decide, notify, issue, pay, gather, pauseClock … */
  effects: listOf(slug),
  reason: z.boolean().default(false),
  /** The state where a second pair of eyes looks, when the service says `fourEyes: true`. */
  fourEyes: maybe(z.union([slug, z.boolean()])),
  decision: maybe(slug),
  /** Facts or fields the actor fills in. */
  form: listOf(z.string()),
  law: maybe(law),
})

export const workflowSchema = z.strictObject({
  id: slug,
  title: maybe(text),
  description: maybe(text),
  states: z.array(stateSchema).min(1),
  actions: z.array(actionSchema),
})

export type WorkflowDefinition = z.output<typeof workflowSchema>
export type WorkflowState = z.output<typeof stateSchema>
export type WorkflowAction = z.output<typeof actionSchema>
