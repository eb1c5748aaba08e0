/** The work of a service: a shared workflow with the service's own states and actions laid over it. */
import type { ServiceDefinition, ServiceFile } from './schemas/service.ts'
import type { WorkflowDefinition } from './schemas/workflow.ts'

/** A state or action with the id of a shared one takes its place; others are added at the end. */
export function layOver(
  own: NonNullable<ServiceFile['work']>,
  workflows: ReadonlyMap<string, WorkflowDefinition>,
): ServiceDefinition['work'] {
  const shared = own.use === null ? undefined : workflows.get(own.use)
  return {
    use: own.use,
    states: over(shared?.states ?? [], own.states),
    actions: over(shared?.actions ?? [], own.actions),
  }
}

function over<T extends { readonly id: string }>(below: readonly T[], above: readonly T[]): T[] {
  const byId = new Map(below.map((item) => [item.id, item]))
  for (const item of above) byId.set(item.id, item)
  return [...byId.values()]
}
