/** Places people can live in: the 읍면동 under each code of residents.tsv, and how addresses name them. */
import { runningTotals } from './draw/random.ts'
import { numberIn, readRows } from './tsv.ts'

export interface Neighbourhood {
  readonly code: string
  readonly name: string
}

export interface District {
  /** The living 시군구 (or 일반구) that a 읍면동 belongs to today. */
  readonly area: string
  /** 서울특별시 관악구 */
  readonly fullName: string
  readonly sido: string
  readonly isRural: boolean
  /** 주거급여 급지 1..4. */
  readonly rentArea: number
  readonly regionClass: 'metropolitan' | 'city' | 'rural'
  /** 1..3 in the order of `regionClass`, as parameters by region are listed. */
  readonly regionClassIndex: number
}

export interface Places {
  /** 읍면동 under a code, with running totals of how likely each is. */
  readonly neighbourhoods: (code: string) => { readonly list: readonly Neighbourhood[]; readonly weights: readonly number[] }
  /** Throws for a code that is no 읍면동. */
  readonly neighbourhood: (code: string) => Neighbourhood
  readonly districtOf: (neighbourhood: string) => District
}

const CLASSES = ['metropolitan', 'city', 'rural'] as const

/** People of a 군 live mostly in its 읍 (assumption: README.md). */
const TOWN_WEIGHT = 4

export const readPlaces = (folder: string): Places => {
  const areas = new Map(readRows(folder, 'areas.tsv').map((row) => [row['code'] ?? '', row]))
  const field = (code: string, name: string): string => areas.get(code)?.[name] ?? ''
  const under = Map.groupBy(
    [...areas.values()]
      .filter((row) => row['level'] === 'eupmyeondong')
      .map((row) => ({ code: row['code'] ?? '', name: row['name'] ?? '' })),
    ({ code }) => code.slice(0, 5),
  )
  const fullName = (code: string): string => {
    const parent = field(code, 'parent')
    return parent === 'KR' || parent === '' ? field(code, 'name') : `${fullName(parent)} ${field(code, 'name')}`
  }
  const districts = new Map<string, District>()
  const classes = new Map(readRows(folder, 'area-classes.tsv').map((row) => [row['code'] ?? '', row]))
  const lists = new Map(
    [...under].map(([code, list]) => [
      code,
      { list, weights: runningTotals(list.map(({ name }) => (name.endsWith('읍') ? TOWN_WEIGHT : 1))) },
    ]),
  )
  return {
    neighbourhoods: (code) => lists.get(code) ?? { list: [], weights: [] },
    neighbourhood: (code) => {
      const found = areas.get(code)
      if (found?.['level'] !== 'eupmyeondong') throw new RangeError(`not a 읍면동: ${code}`)
      return { code, name: found['name'] ?? '' }
    },
    districtOf: (code) => {
      const area = field(code, 'to') === '' ? field(code, 'parent') : field(code, 'successor')
      const known = districts.get(area)
      if (known !== undefined) return known
      const kind = classes.get(area) ?? {}
      const regionClass = CLASSES.find((name) => name === kind['regionClass']) ?? 'city'
      const district: District = {
        area,
        // 세종 is its own district: 세종특별자치시 세종특별자치시 is said once.
        fullName: field(area, 'name') === field(field(area, 'parent'), 'name') ? field(area, 'name') : fullName(area),
        sido: area.slice(0, 2),
        isRural: field(area, 'name').endsWith('군'),
        rentArea: numberIn(kind, 'rentArea'),
        regionClass,
        regionClassIndex: CLASSES.indexOf(regionClass) + 1,
      }
      districts.set(area, district)
      return district
    },
  }
}
