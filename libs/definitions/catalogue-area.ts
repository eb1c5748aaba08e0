/** Areas of the catalogue: who lives where, over codes that merge, split and are renamed. */
import type { Pack } from './schemas/pack.ts'
import type { Text } from './schemas/words.ts'

/** Facts that say where a person lives and where a business is, by level of the area. */
export const AREA_FACTS = { sido: 'person.sido', sigungu: 'person.sigungu', business: 'business.sigungu' } as const

export interface AreaReader {
  /** FEEL that holds when a person lives there; null when the pack cannot say. */
  readonly personTest: (code: string) => string | null
  /** FEEL that holds when a business is there. */
  readonly businessTest: (code: string) => string | null
  /** `서울특별시 강남구`: the name with the one above. */
  readonly name: (code: string) => Text | null
}

/**
 * A person's code is of the area when `parent` and `successor` lead there (46130 → 12130 → 12): codes that went over into it,
 * and the districts of a city, count. A town below a sigungu is no code of a person's sigungu.
 */
export function createAreaReader({ areas, facts }: Pick<Pack, 'areas' | 'facts'>): AreaReader {
  const into = new Map<string, string[]>()
  for (const { code, level, successor, parent } of areas.values()) {
    const above = successor ?? (level === 'gu' ? parent : null)
    if (above !== null) into.set(above, [...(into.get(above) ?? []), code])
  }
  const covered = (code: string): string[] => {
    const all = new Set<string>()
    const open = [code]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (all.has(next)) continue
      all.add(next)
      open.push(...(into.get(next) ?? []))
    }
    return [...all].sort((a, b) => (a === code ? -1 : b === code ? 1 : a < b ? -1 : 1))
  }
  const test = (code: string, fact: string, shown: string): string | null =>
    facts.has(fact)
      ? isOneOf(
          shown,
          covered(code).filter((c) => c.length === code.length),
        )
      : null
  return {
    personTest: (code) => {
      const level = areas.get(code)?.level
      if (level === 'sido') return test(code, AREA_FACTS.sido, AREA_FACTS.sido)
      return level === 'sigungu' || level === 'gu' ? test(code, AREA_FACTS.sigungu, AREA_FACTS.sigungu) : null
    },
    businessTest: (code) => {
      const level = areas.get(code)?.level
      if (level === 'sido') return test(code, AREA_FACTS.business, `substring(${AREA_FACTS.business}, 1, 2)`)
      return level === 'sigungu' || level === 'gu' ? test(code, AREA_FACTS.business, AREA_FACTS.business) : null
    },
    name: (code) => {
      const area = areas.get(code)
      if (!area) return null
      const above = area.parent === null ? undefined : areas.get(area.parent)
      const ko = above && above.level !== 'country' ? `${above.name} ${area.name}` : area.name
      return area.en === null ? { ko } : { ko, en: area.en }
    },
  }
}

function isOneOf(fact: string, codes: readonly string[]): string {
  const list = codes.map((code) => `"${code}"`)
  return list.length === 1 ? `${fact} = ${list[0]}` : `${fact} in (${list.join(', ')})`
}
