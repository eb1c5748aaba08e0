/** The rules as they will stand on a later day: what is in force, with what is announced until then in its place. */
import type { Announced, Snapshot } from '@dpg/catalogue/contract'
import { rulesOf } from '@dpg/definitions'

/** Those that are in force on that day and are not yet now. */
export const untilDay = (announced: readonly Announced[], day: string): readonly Announced[] =>
  announced.filter(({ from }) => from <= day)

/** In the order of their days: the last one on a service or a figure counts. */
export function withAnnounced(snapshot: Snapshot, announced: readonly Announced[]): Snapshot {
  const services = new Map(snapshot.pack.services)
  const parameters = new Map(snapshot.pack.parameters)
  for (const { service, parameters: figures } of announced) {
    services.set(service.id, service)
    for (const figure of figures) parameters.set(figure.id, figure)
  }
  const pack = { ...snapshot.pack, services, parameters }
  return { ...snapshot, pack, rules: rulesOf(pack), service: (id) => services.get(id) ?? snapshot.service(id) }
}
