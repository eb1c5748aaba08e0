/** The same work as plainly as it can be done: what search and screening are held against. */
import type { CatalogueCondition, Pack } from '@dpg/definitions'

interface Text {
  readonly id: string
  readonly title: string
  readonly words: string
}

/** Every word of the query anywhere in title, agency or field, in the order of how often services are looked at. */
export function createScan({ catalogue, agencies }: Pack): (query: string, limit: number) => readonly Text[] {
  const texts = catalogue.rows
    .toSorted((a, b) => b.views - a.views)
    .map(({ id, name, agency, field }) => ({ id, title: name, words: `${name} ${agencies.get(agency)?.name ?? ''} ${field}` }))
  return (query, limit) => {
    const words = query.split(/\s+/).filter(Boolean)
    const found = texts.filter((text) => words.every((word) => text.words.includes(word)))
    return found.slice(0, limit)
  }
}

interface Person {
  readonly age: number
  /** Condition codes that hold for this person. */
  readonly codes: ReadonlySet<string>
  /** Where they live, and every area above it. */
  readonly areas: ReadonlySet<string>
}

/** Yes or no for each entry by age, marks and area: everything known, no reasons, no amounts, no "unknown". */
export function createYesOrNo({ catalogue, conditionCodes }: Pack): (person: Person) => number {
  const groupsOf = (condition: CatalogueCondition | undefined) =>
    Map.groupBy(condition?.codes ?? [], (code) => conditionCodes.get(code)?.group ?? '')
      .values()
      .toArray()
  const conditions = new Map(
    [...catalogue.conditions].map(([key, condition]) => [key, { condition, groups: groupsOf(condition) }]),
  )
  const rows = catalogue.rows.map(({ area, condition }) => ({ area, ...conditions.get(condition) }))
  return ({ age, codes, areas }) => {
    let count = 0
    for (const { area, condition, groups = [] } of rows) {
      if (area !== '' && !areas.has(area)) continue
      if (condition?.ageFrom != null && age < condition.ageFrom) continue
      if (condition?.ageTo != null && age > condition.ageTo) continue
      if (groups.every((group) => group.some((code) => codes.has(code)))) count += 1
    }
    return count
  }
}
