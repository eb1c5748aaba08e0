/** What the catalogue holds as a whole: counted from what is in force, once for each release. */
import type { Catalogue, Snapshot } from '@dpg/catalogue/contract'
import type { Directory } from '@dpg/directory/contract'
import type { OptionGroup } from '@dpg/ui'

export interface Overview {
  readonly snapshot: Snapshot
  readonly total: number
  /** Those that can be applied for on this platform, worked-out services in the order of the catalogue. */
  readonly applicable: readonly string[]
  /** Fields of the official catalogue, the largest first. */
  readonly fields: readonly string[]
  /** How often an entry was looked at in the official catalogue: what people look for. */
  readonly views: ReadonlyMap<string, number>
}

/** Counts anew when something was published. */
export function createOverview(catalogue: Pick<Catalogue, 'current'>): () => Overview {
  let held: Overview | undefined
  return () => {
    const snapshot = catalogue.current()
    if (held?.snapshot !== snapshot) held = overviewOf(snapshot)
    return held
  }
}

function overviewOf(snapshot: Snapshot): Overview {
  const { services, catalogue } = snapshot.pack
  const counts = new Map<string, number>()
  for (const { field } of catalogue.rows) if (field !== '') counts.set(field, (counts.get(field) ?? 0) + 1)
  return {
    snapshot,
    total: snapshot.serviceIds.length,
    applicable: [...services.values()].filter(canApply).map(({ id }) => id),
    fields: [...counts].sort((a, b) => b[1] - a[1]).map(([field]) => field),
    views: new Map(catalogue.rows.map(({ id, views }) => [id, views])),
  }
}

/** Worked out with steps, and open. */
export const canApply = ({ work, status }: { readonly work: object | null; readonly status: string }): boolean =>
  work !== null && (status === 'active' || status === 'seasonal')

/** Districts under their province, for a choice that needs no script. With `wholeLabel` the province itself may be chosen. */
export function districtGroups(directory: Directory, wholeLabel?: (name: string) => string): readonly OptionGroup[] {
  return directory.areasBelow(null).map((sido) => ({
    label: sido.name,
    options: [
      ...(wholeLabel ? [{ value: sido.code, label: wholeLabel(sido.name) }] : []),
      ...directory
        .areasBelow(sido.code)
        .filter(({ level }) => level === 'sigungu')
        .map(({ code, name }) => ({ value: code, label: name })),
    ],
  }))
}
