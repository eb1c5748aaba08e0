/** Where a case is worked on: municipalities, their community centres, and agencies. */
import type { Pack, ServiceDefinition } from '@dpg/definitions'
import type { Text, Translate } from '@dpg/kernel'
import type { Areas } from './areas.ts'
import type { Area, Office } from './contract.ts'

export interface Offices {
  office(code: string): Office | undefined
  officeFor(service: ServiceDefinition, residence: string | null): Office
}

type Level = Area['level']

/** Whose office it is, from the one wanted upwards: where a level is not known, the next one takes the case. */
const LADDERS: Readonly<Record<'eupmyeondong' | 'sigungu' | 'sido', readonly Level[]>> = {
  eupmyeondong: ['eupmyeondong', 'sigungu', 'sido'],
  sigungu: ['sigungu', 'sido'],
  sido: ['sido'],
}

export function createOffices(pack: Pack, areas: Areas, texts: (lang: 'ko' | 'en') => Translate): Offices {
  const municipal = new Map<string, string>()
  for (const { code, area, kind } of pack.agencies.values())
    if (area !== null && (kind === 'sigungu' || kind === 'sido')) municipal.set(area, code)

  /** The government that answers for an area: its own, or that of the area above. */
  const governmentOf = (code: string): string | undefined => {
    const levels: readonly Level[] = ['sigungu', 'sido']
    return levels.flatMap((level) => municipal.get(areas.at(code, level)?.code ?? '') ?? [])[0]
  }
  const nameOf = (area: Area): Text => {
    const key = `directory.office.${kindOf(area)}`
    const ko = texts('ko')(key, { area: area.fullName })
    const en = pack.areas.get(area.code)?.en ?? null
    return en === null ? { ko } : { ko, en: texts('en')(key, { area: en }) }
  }
  /** `otherwise`: who is competent where no government of the area is known. */
  const areaOffice = (code: string, otherwise?: string): Office | undefined => {
    const area = areas.area(code)
    const agency = governmentOf(code) ?? otherwise
    if (!area || area.level === 'country' || agency === undefined) return undefined
    return { code, name: nameOf(area), phone: null, agency, area: code }
  }
  const agencyOffice = (code: string): Office | undefined => {
    const agency = pack.agencies.get(code)
    if (!agency) return undefined
    const name = agency.en === null ? { ko: agency.name } : { ko: agency.name, en: agency.en }
    return { code, name, phone: null, agency: code, area: agency.area }
  }

  return {
    office: (code) => areaOffice(code) ?? agencyOffice(code),
    officeFor: (service, residence) => {
      const { processing } = service.offices
      const competent = agencyOffice(service.agency) ?? {
        code: service.agency,
        name: { ko: service.agency },
        phone: null,
        agency: service.agency,
        area: service.area,
      }
      if (processing === 'agency') return competent
      const place = placeOf(service.area, residence, areas)
      const found = place === null ? undefined : LADDERS[processing].flatMap((level) => areas.at(place, level) ?? [])[0]
      return (found && areaOffice(found.code, service.agency)) ?? competent
    },
  }
}

/** Where the person lives, unless the service is for residents of a place that does not hold it. */
function placeOf(area: string | null, residence: string | null, areas: Areas): string | null {
  if (residence === null || areas.area(residence) === undefined) return area
  return area === null || areas.isWithin(residence, area) ? residence : area
}

/** 읍 and 면 have a centre of their own; a 법정동 is served by the centre of the 행정동 that holds it. */
function kindOf({ level, name }: Area): 'government' | 'town' | 'neighbourhood' {
  if (level !== 'eupmyeondong' && level !== 'ri') return 'government'
  return /[읍면]$/u.test(name) ? 'town' : 'neighbourhood'
}
