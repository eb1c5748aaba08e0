/** Areas of the release in force, by code, by place in the country and by name. */
import type { AreaDefinition, Pack } from '@dpg/definitions'
import { compact } from '@dpg/korean'
import type { Area } from './contract.ts'

export interface Areas {
  area(code: string): Area | undefined
  below(parent: string | null, today: string): readonly Area[]
  isWithin(code: string, ancestor: string): boolean
  find(words: string, limit: number, today: string): readonly Area[]
  /** The one at or above it of a level, as it is called today: areas that merged or were renumbered lead to their successor. */
  at(code: string, level: Area['level']): Area | undefined
}

/** Somewhere one can live and be served: shown first when names are alike. */
const FINDABLE: readonly Area['level'][] = ['sigungu', 'gu', 'eupmyeondong']
const MOST_WORDS = 6

export function createAreas(definitions: Pack['areas']): Areas {
  const order = new Intl.Collator('ko').compare
  const known = new Map<string, Area>()
  for (const { code, name, level, parent, also = [] } of definitions.values())
    known.set(code, {
      code,
      name,
      fullName: fullName(code, definitions),
      level,
      parent: inCountry(parent, definitions),
      ...(also.length > 0 ? { also } : {}),
    })
  const children = Map.groupBy(known.values(), ({ parent }) => parent)
  for (const list of children.values()) list.sort((a, b) => order(a.name, b.name))
  let findable: readonly Findable[] | undefined

  const isInForce = ({ code }: Area, today: string): boolean => {
    const { from, to } = definitions.get(code)!
    return (from === null || from <= today) && (to === null || to > today)
  }
  const climb = function* (code: string): Generator<AreaDefinition> {
    const seen = new Set<string>()
    for (let at = definitions.get(code); at && !seen.has(at.code); ) {
      seen.add(at.code)
      yield at
      const above: string | null = at.successor ?? at.parent
      at = above === null ? undefined : definitions.get(above)
    }
  }
  return {
    area: (code) => known.get(code),
    below: (parent, today) => (children.get(parent) ?? []).filter((area) => area.level !== 'country' && isInForce(area, today)),
    isWithin: (code, ancestor) => isWithin(definitions, code, ancestor),
    find: (words, limit, today) => {
      const asked = words.split(/\s+/u).map(compact).filter(Boolean).slice(0, MOST_WORDS)
      if (asked.length === 0) return []
      findable ??= [...known.values()].filter(({ level }) => FINDABLE.includes(level)).map(findableOf)
      const found = findable.flatMap((one) => {
        const rank = rankOf(one, asked)
        return rank > 0 && isInForce(one.area, today) ? [{ area: one.area, rank }] : []
      })
      found.sort((a, b) => b.rank - a.rank || order(a.area.fullName, b.area.fullName))
      return found.slice(0, limit).map(({ area }) => area)
    },
    at: (code, level) => {
      for (const area of climb(code)) if (area.level === level && area.successor === null) return known.get(area.code)
      return undefined
    },
  }
}

/** Upwards along parents and successors: 46130 is within 12130 and 12 as well as within 46. */
function isWithin(definitions: Pack['areas'], code: string, ancestor: string): boolean {
  const seen = new Set<string>()
  const open = [code]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const area = definitions.get(next)
    if (!area || seen.has(next)) continue
    if (next === ancestor) return true
    seen.add(next)
    open.push(...[area.parent, area.successor].filter((above) => above !== null))
  }
  return false
}

/** The 시·도 stand at the top: the country above them is nobody's address. */
const inCountry = (parent: string | null, definitions: Pack['areas']): string | null =>
  parent === null || definitions.get(parent)?.level === 'country' ? null : parent

function fullName(code: string, definitions: Pack['areas']): string {
  const names: string[] = []
  const seen = new Set<string>()
  for (
    let at = definitions.get(code);
    at && !seen.has(at.code);
    at = at.parent === null ? undefined : definitions.get(at.parent)
  ) {
    seen.add(at.code)
    const isCountry = at.level === 'country' && at.code !== code
    // 세종특별자치시 is a 시·도 and, under the same name, the one municipality in it.
    if (!isCountry && names[0] !== at.name) names.unshift(at.name)
  }
  return names.join(' ')
}

/** The letters of its names, made once: spacing and case do not matter. */
interface Findable {
  readonly area: Area
  readonly whole: string
  readonly own: string
  readonly sido: string
  /** With the areas above it, each of its other names in the place of its own. */
  readonly also: readonly { readonly own: string; readonly whole: string }[]
}

const findableOf = (area: Area): Findable => ({
  area,
  whole: compact(area.fullName),
  own: compact(area.name),
  sido: compact(area.fullName.split(' ')[0]!),
  also: (area.also ?? []).map((name) => ({
    own: compact(name),
    whole: compact(`${area.fullName.slice(0, -area.name.length)}${name}`),
  })),
})

/** 0: not meant. The last word counts most; a 시·도 may be called by a few of its letters (경남, 서울시). */
function rankOf({ area, whole, own, sido, also }: Findable, asked: readonly string[]): number {
  const named = rankBy(whole, own, sido, asked)
  // By another name a place is meant as well, after those that bear the name themselves.
  const rank = Math.max(named, ...also.map((other) => rankBy(other.whole, other.own, sido, asked) - 0.25))
  return rank > 0 ? rank + (area.level === 'eupmyeondong' ? 0 : 0.5) : 0
}

function rankBy(whole: string, own: string, sido: string, asked: readonly string[]): number {
  if (!asked.every((word) => whole.includes(word) || isShort(word, sido))) return 0
  const last = asked.at(-1)!
  return own === last ? 8 : own.startsWith(last) ? 6 : own.includes(last) ? 4 : 1
}

/** The letters of a word stand in a name in order, and both begin alike. */
function isShort(word: string, name: string): boolean {
  if (word[0] !== name[0]) return false
  let at = 0
  for (const letter of name) if (letter === word[at]) at += 1
  return at === word.length
}
