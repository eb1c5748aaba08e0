/** Areas of the catalogue: who lives where, over codes that merge, split and are renamed. */
import type { Pack } from './schemas/pack.ts'
import type { Text } from './schemas/words.ts'

/** Facts that say where a person lives, whether there is a business, and where it is. */
export const AREA_FACTS = {
  sido: 'person.sido',
  sigungu: 'person.sigungu',
  hasBusiness: 'business.exists',
  business: 'business.sigungu',
} as const

export interface AreaReader {
  /** FEEL that holds when a person lives there; null when the pack cannot say. */
  readonly personTest: (code: string) => string | null
  /** FEEL that holds when a business is there; who has none yet is judged by where they live. */
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
  const personTest = (code: string): string | null => {
    const level = areas.get(code)?.level
    if (level === 'sido') return test(code, AREA_FACTS.sido, AREA_FACTS.sido)
    return level === 'sigungu' || level === 'gu' ? test(code, AREA_FACTS.sigungu, AREA_FACTS.sigungu) : null
  }
  return {
    personTest,
    businessTest: (code) => {
      const level = areas.get(code)?.level
      const place = level === 'sido' ? `substring(${AREA_FACTS.business}, 1, 2)` : AREA_FACTS.business
      const there = level === 'sido' || level === 'sigungu' || level === 'gu' ? test(code, AREA_FACTS.business, place) : null
      const home = personTest(code)
      if (there === null || home === null || !facts.has(AREA_FACTS.hasBusiness)) return there
      return `if ${AREA_FACTS.hasBusiness} then ${there} else ${home}`
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
