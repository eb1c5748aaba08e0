/** Services that may not be held together with one, or not without which it is given; an exclusion is told on both. */
import type { Snapshot } from '@dpg/catalogue/contract'
import type { ServiceDefinition } from '@dpg/definitions'
import type { Text } from '@dpg/kernel'

export interface Related {
  readonly kind: 'exclusive' | 'requires'
  readonly services: readonly { readonly id: string; readonly title: Text; readonly law: string | null }[]
}

/** Only kinds of which there are any. */
export function relatedTo(
  { id, eligibility, requiresServices }: ServiceDefinition,
  { service: find, pack }: Pick<Snapshot, 'service' | 'pack'>,
): readonly Related[] {
  const fromOthers = [...pack.services.values()].flatMap((other) =>
    other.eligibility.exclusive.filter(({ service }) => service === id).map(({ law }) => ({ service: other.id, law })),
  )
  const named = (list: readonly { readonly service: string; readonly law: string | null }[]) =>
    [...new Map(list.toReversed().map((one) => [one.service, one.law]))].toReversed().flatMap(([other, law]) => {
      const known = find(other)
      return known ? [{ id: other, title: known.title, law }] : []
    })
  const related = [
    { kind: 'exclusive', services: named([...eligibility.exclusive, ...fromOthers]) },
    { kind: 'requires', services: named(requiresServices) },
  ] as const
  return related.filter(({ services }) => services.length > 0)
}
