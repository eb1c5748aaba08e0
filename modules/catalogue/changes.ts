/** Which services say something new: their own definition changed, or a condition, figure or code they read. */
import type { DefinitionKind, Snapshot } from './contract.ts'

/** Ids of services of `after` that differ from `before`, and of those that are gone. */
export function changedServices(before: Snapshot | undefined, after: Snapshot): string[] {
  if (!before) return [...after.serviceIds]
  if (before.release === after.release) return []
  const isChanged = (kind: DefinitionKind, id: string) => before.versionOf(kind, id) !== after.versionOf(kind, id)
  const { pack } = after
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
  const changed = after.serviceIds.filter((id) => isChanged('service', id) || readsNews(id))
  const there = new Set(after.serviceIds)
  return [...changed, ...before.serviceIds.filter((id) => !there.has(id))]
}
