/** Reading the territory of a local body out of its name, by anchored rules: names are compounds without blanks. */
import type { Area } from './areas.ts'

export interface Place {
  readonly area: string
  /** `exact`: the name is an area's full name; `read`: found in the name; empty: none found or none meant. */
  readonly areaSource: string
}

const SIDO_SHORT: Readonly<Record<string, string>> = {
  서울: '11',
  전남: '12',
  광주: '12',
  부산: '26',
  대구: '27',
  인천: '28',
  대전: '30',
  울산: '31',
  세종: '36',
  경기: '41',
  충북: '43',
  충남: '44',
  경북: '47',
  경남: '48',
  제주: '50',
  강원: '51',
  전북: '52',
}

/** Bodies whose name does not tell, or tells wrong: a city in 경기 named like the old 광역시, a hall named after a king. */
const KNOWN: Readonly<Record<string, string>> = {
  광주도시관리공사: '41610',
  재단법인세종문화회관: '11',
  '(주)벡스코': '26',
  '(재)녹색에너지연구원': '12',
  남도장학회: '12',
}

const FORM = /\((재|주)\)|재단법인|농업회사법인|\s/g
const NATIONAL = new Set(['central', 'public'])

type Districts = ReadonlyMap<string, Area>

/** The one district that starts the text, by full name or by its name without 시·군·구; undefined when none or several. */
const startsWith = (text: string, districts: readonly Area[]): Area | undefined => {
  const byName = districts.filter((area) => text.startsWith(area.name))
  const byStem = districts.filter((area) => area.name.length > 2 && text.startsWith(area.name.slice(0, -1)))
  const found = byName.length > 0 ? byName : byStem
  const longest = Math.max(...found.map((area) => area.name.length))
  const best = found.filter((area) => area.name.length === longest)
  return best.length === 1 ? best[0] : undefined
}

const readPlace = (name: string, places: Districts): string => {
  const text = name.replace(FORM, '')
  const districts = [...places.values()].filter((area) => area.level === 'sigungu' && area.parent !== '36')
  const own = startsWith(
    text,
    districts.filter((area) => area.name.length > 2 && text.startsWith(area.name)),
  )
  if (own !== undefined) return own.code
  const full = [...places.values()].find((area) => area.level === 'sido' && text.startsWith(area.name))
  const short = Object.keys(SIDO_SHORT).find((word) => text.startsWith(word))
  const sido = full?.code ?? (short === undefined ? '' : (SIDO_SHORT[short] ?? ''))
  if (sido === '') return startsWith(text, districts)?.code ?? ''
  const rest = text.slice((full?.name ?? short ?? '').length)
  const near = districts.filter((area) => area.parent === sido)
  return startsWith(rest, near)?.code ?? near.find((area) => area.name.length > 2 && rest.includes(area.name))?.code ?? sido
}

/** Where a body answers for: offices exactly, local bodies by their name, national bodies nowhere in particular. */
export const placeOf = (name: string, kind: string, places: Districts): Place => {
  const exact = places.get(name) ?? places.get(name.replace(/교육청$/, ''))
  if (exact !== undefined) return { area: exact.code, areaSource: 'exact' }
  if (NATIONAL.has(kind)) return { area: '', areaSource: '' }
  const area = KNOWN[name] ?? readPlace(name, places)
  return { area, areaSource: area === '' ? '' : 'read' }
}
