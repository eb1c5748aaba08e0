/**
 * areas.tsv from the 법정동 code table of 2023-05-01, the 행정동 of that day, and the changes since (area-changes.tsv).
 * Codes: `KR`, 시도 2 digits, 시군구 5, 읍면동 10; 일반구 is level `gu` under its city.
 */
import { byText, type Row, readCsv, readTsv, toTsv } from './sources.ts'

export interface Area {
  readonly code: string
  readonly name: string
  readonly level: 'country' | 'sido' | 'sigungu' | 'gu' | 'eupmyeondong'
  readonly parent: string
  readonly from: string
  /** The day from which the code no longer is (말소일). */
  readonly to: string
  readonly successor: string
  /** Names of the 행정동 that lie in it, apart from its own, with a space between. */
  readonly also: string
}

export const AREA_COLUMNS = ['code', 'name', 'level', 'parent', 'from', 'to', 'successor', 'also', 'source']
const DAY = /^(\d{4})(\d{2})(\d{2})$/
/** Kinds of change in which the 읍면동 keep the last five digits of their codes. */
const RENUMBERED = new Set(['renumbered', 'moved'])
const toDay = (text: string): string => text.replace(DAY, '$1-$2-$3')

/** One row of area-changes.tsv: on `date`, `from` became `to` (or `to` came to be inside `parent`). */
interface Change {
  readonly date: string
  readonly kind: string
  readonly from: string
  readonly to: string
  readonly name: string
  readonly parent: string
}

const asChange = (row: Row): Change => ({
  date: row['date'] ?? '',
  kind: row['kind'] ?? '',
  from: row['from'] ?? '',
  to: row['to'] ?? '',
  name: row['name'] ?? '',
  parent: row['parent'] ?? '',
})

/** Where a code row of the official table stands; null for 출장소, for 리, and for codes never in force a day. */
const place = (row: Row): Area | null => {
  const full = row['법정동코드'] ?? ''
  const [sigungu = '', dong = '', ri = ''] = [row['시군구명'], row['읍면동명'], row['동리명']]
  if (ri !== '' || `${row['시도명']}${sigungu}${dong}`.includes('출장') || sigungu.endsWith('출')) return null
  const dates = { from: toDay(row['생성일자'] ?? ''), to: toDay(row['말소일자'] ?? ''), successor: '', also: '' }
  if (dates.from === dates.to) return null
  const sido = full.slice(0, 2)
  if (full.endsWith('00000000')) return { code: sido, name: row['시도명'] ?? '', level: 'sido', parent: 'KR', ...dates }
  const district = full.slice(0, 5)
  if (full.endsWith('00000')) {
    const name = sigungu === '' ? (row['시도명'] ?? '') : (sigungu.split(' ').at(-1) ?? '')
    const inCity = sigungu.includes(' ')
    return { code: district, name, level: inCity ? 'gu' : 'sigungu', parent: inCity ? `${full.slice(0, 4)}0` : sido, ...dates }
  }
  return dates.to === '' ? { code: full, name: dong, level: 'eupmyeondong', parent: district, ...dates } : null
}

/** Same name, same province, born the day the old one died: the official renumberings before 2023. */
const withOldSuccessors = (areas: readonly Area[]): readonly Area[] => {
  const stem = new Map(areas.filter((area) => area.level === 'sido').map((area) => [area.code, area.name.slice(0, 2)]))
  const key = (area: Area, day: string): string =>
    `${area.level}|${area.level === 'sido' ? area.name.slice(0, 2) : `${stem.get(area.code.slice(0, 2))} ${area.name}`}|${day}`
  const born = Map.groupBy(areas, (area) => key(area, area.from))
  return areas.map((area) => {
    const heirs = area.to === '' ? [] : (born.get(key(area, area.to)) ?? []).filter((heir) => heir.code !== area.code)
    return heirs.length === 1 ? { ...area, successor: heirs[0]?.code ?? '' } : area
  })
}

const apply = (areas: ReadonlyMap<string, Area>, changes: readonly Change[]): Map<string, Area> => {
  const next = new Map(areas)
  for (const [from, heirs] of Map.groupBy(
    changes.filter((change) => change.from !== ''),
    (change) => change.from,
  )) {
    const old = next.get(from)
    if (old === undefined) throw new Error(`area-changes.tsv: ${from} is not an area`)
    next.set(from, { ...old, to: heirs[0]?.date ?? '', successor: heirs.length === 1 ? (heirs[0]?.to ?? '') : '' })
    for (const { date, to, name, parent } of heirs) {
      const known = next.get(to)
      if (known === undefined)
        next.set(to, {
          ...old,
          code: to,
          name: name || old.name,
          parent: parent || to.slice(0, 2),
          from: date,
          to: '',
          successor: '',
        })
    }
    const [only] = heirs
    if (only !== undefined && RENUMBERED.has(only.kind)) moveChildren(next, from, only)
  }
  for (const { date, to, name, parent } of changes.filter((change) => change.from === ''))
    next.set(to, { code: to, name, level: 'gu', parent, from: date, to: '', successor: '', also: '' })
  return next
}

const moveChildren = (areas: Map<string, Area>, from: string, { to, date }: Change): void => {
  for (const child of [...areas.values()].filter((area) => area.parent === from && area.level === 'eupmyeondong')) {
    areas.delete(child.code)
    const code = `${to}${child.code.slice(5)}`
    areas.set(code, { ...child, code, parent: to, from: date })
  }
}

/** Every area, ordered by code: all 시도 and 시군구 that ever were, and the 읍면동 of today. */
export const makeAreas = (regions: string, changesPath: string): readonly Area[] => {
  const names = administrativeNames(regions)
  const official = readCsv(regions, 'bjd-code-20230501.csv')
    .map(place)
    .filter((area) => area !== null)
    .map((area) => ({ ...area, also: alsoOf(area, names) }))
  const country: Area = { code: 'KR', name: '대한민국', level: 'country', parent: '', from: '', to: '', successor: '', also: '' }
  const known = new Map([country, ...withOldSuccessors(unique(official))].map((area) => [area.code, area]))
  const changed = apply(known, readTsv(changesPath).map(asChange))
  return [...changed.values()]
    .filter((area) => area.parent === '' || changed.has(area.parent))
    .sort((a, b) => byText(a.code, b.code))
}

/** 행정동 in force by the 법정동 (of a 읍·면, without its 리) they lie in; people say where they live by these. */
const administrativeNames = (regions: string): ReadonlyMap<string, ReadonlySet<string>> => {
  const names = new Map<string, Set<string>>()
  for (const row of readCsv(regions, 'mix-hjd-bjd-20230501.csv')) {
    const name = row['읍면동명'] ?? ''
    if (name === '' || row['말소일자'] !== '' || name.includes('출장')) continue
    const code = `${(row['법정동코드'] ?? '').slice(0, 8)}00`
    names.set(code, (names.get(code) ?? new Set()).add(name))
  }
  return names
}

const alsoOf = ({ code, name, level }: Area, names: ReadonlyMap<string, ReadonlySet<string>>): string =>
  level === 'eupmyeondong'
    ? [...(names.get(code) ?? [])]
        .filter((one) => one !== name)
        .sort(byText)
        .join(' ')
    : ''

/** A code that was given out twice keeps its living row, else the last one. */
const unique = (areas: readonly Area[]): readonly Area[] => {
  const kept = new Map<string, Area>()
  for (const area of areas) {
    const before = kept.get(area.code)
    if (before === undefined || before.to !== '') kept.set(area.code, area)
  }
  return [...kept.values()]
}

/** The table; `source` is `bjd` (official 2023-05-01) or `changes` (area-changes.tsv). */
export const areasTable = (areas: readonly Area[], changesPath: string): string => {
  const added = new Set(readTsv(changesPath).map((row) => row['to'] ?? ''))
  const source = (area: Area): string => (added.has(area.code) || added.has(area.parent) ? 'changes' : 'bjd')
  return toTsv(
    AREA_COLUMNS,
    areas.map((area) => ({ ...area, source: source(area) })),
  )
}

/** Live areas on a day by full name (`전남광주통합특별시 여수시`), for reading agency names. */
export const areasByName = (areas: readonly Area[], on: string): ReadonlyMap<string, Area> => {
  const byCode = new Map(areas.map((area) => [area.code, area]))
  const live = areas.filter((area) => area.from <= on && (area.to === '' || area.to > on))
  const fullName = (area: Area): string => {
    const parent = byCode.get(area.parent)
    return parent === undefined || parent.level === 'country' || parent.name === area.name
      ? area.name
      : `${fullName(parent)} ${area.name}`
  }
  const wanted = live.filter((area) => area.level === 'sido' || area.level === 'sigungu' || area.level === 'gu')
  return new Map(wanted.toSorted((a, b) => byText(b.code, a.code)).map((area) => [fullName(area), area]))
}
