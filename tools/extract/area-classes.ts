/**
 * area-classes.tsv: the class of each living 시군구 for benefits that pay by place.
 * rentArea: 주거급여 급지 (1 서울, 2 경기·인천, 3 광역시·세종·수도권 밖 특례시, 4 the rest).
 * regionClass: metropolitan (특별시·광역시, 도농복합군 included), city (시 of a 도, 세종), rural (군 of a 도).
 * specialCity: 특례시, which 기초연금 counts as metropolitan.
 */
import type { Area } from './areas.ts'
import { toTsv } from './sources.ts'

export const AREA_CLASS_COLUMNS = ['code', 'rentArea', 'regionClass', 'specialCity']

const SEOUL = '11'
const AROUND_SEOUL = new Set(['28', '41'])
const METROPOLITAN = new Set(['11', '26', '27', '28', '30', '31'])
const SEJONG = '36'
/** The five 자치구 of the old 광주광역시 inside 전남광주통합특별시. */
const GWANGJU = new Set(['12210', '12240', '12270', '12300', '12330'])
/** 수원, 용인, 고양, 창원 (지방자치법 제198조, 2022) and 화성 (2025). */
const SPECIAL = new Set(['41110', '41460', '41280', '48120', '41590'])
const CHANGWON = '48120'

const metropolitan = (sido: string, district: string): boolean => METROPOLITAN.has(sido) || GWANGJU.has(district)

const rentArea = (sido: string, district: string): number => {
  if (sido === SEOUL) return 1
  if (AROUND_SEOUL.has(sido)) return 2
  return metropolitan(sido, district) || sido === SEJONG || district === CHANGWON ? 3 : 4
}

const regionClass = (sido: string, district: Area): string => {
  if (metropolitan(sido, district.code)) return 'metropolitan'
  return district.name.endsWith('군') ? 'rural' : 'city'
}

/** Living 시군구 and their 일반구 (which follow their city). */
export const areaClassesTable = (areas: readonly Area[]): string => {
  const byCode = new Map(areas.map((area) => [area.code, area]))
  const living = areas.filter((area) => (area.level === 'sigungu' || area.level === 'gu') && area.to === '')
  const rows = living.map((area) => {
    const district = area.level === 'gu' ? (byCode.get(area.parent) ?? area) : area
    const sido = district.parent
    return {
      code: area.code,
      rentArea: String(rentArea(sido, district.code)),
      regionClass: regionClass(sido, district),
      specialCity: SPECIAL.has(district.code) ? 'true' : 'false',
    }
  })
  return toTsv(AREA_CLASS_COLUMNS, rows)
}
