/** Which services say something new: their own definition changed, or a condition, figure or code they read. */
import type { DefinitionKind } from './contract.ts'
import type { LoadedRelease } from './snapshot.ts'

/** Ids of services of `after` that differ from `before`, and of those that are gone. */
export function changedServices(before: LoadedRelease | undefined, after: LoadedRelease): string[] {
  const now = after.snapshot
  if (!before) return [...now.serviceIds]
  const old = before.snapshot
  if (old.release === now.release) return []
  const isChanged = comparer(before, after)
  const { pack } = now
  const areCodesChanged = [...pack.conditionCodes.keys()].some((code) => isChanged('condition-code', code))
  const rows = new Map(pack.catalogue.rows.map((row) => [row.id, row]))
  const readsNews = (id: string): boolean => {
    const worked = pack.services.get(id)
    if (worked)
      return (
        worked.parameters.some((parameter) => isChanged('parameter', parameter)) ||
        worked.eligibility.inputs.some(({ fact }) => isChanged('fact', fact))
      )
    return areCodesChanged || isChanged('catalogue-condition', rows.get(id)?.condition ?? '')
  }
  const isNew = (id: string): boolean =>
    pack.services.has(id) || old.pack.services.has(id)
      ? old.versionOf('service', id) !== now.versionOf('service', id)
      : isChanged('catalogue-entry', id)
  const changed = now.serviceIds.filter((id) => isNew(id) || readsNews(id))
  const there = new Set(now.serviceIds)
  return [...changed, ...old.serviceIds.filter((id) => !there.has(id))]
}

/** Thousands of definitions of a kind that is as it was are told to be so by one comparison. */
function comparer(before: LoadedRelease, after: LoadedRelease): (kind: DefinitionKind, id: string) => boolean {
  const same = new Set([...after.hashes].flatMap(([kind, hashes]) => (before.hashes.get(kind)?.equals(hashes) ? [kind] : [])))
  return (kind, id) => !same.has(kind) && before.snapshot.versionOf(kind, id) !== after.snapshot.versionOf(kind, id)
}
