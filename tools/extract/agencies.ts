/** agencies.tsv: every body named in the catalogue, with its code, kind, parent and area. */
import { createHash } from 'node:crypto'
import { type Area, areasByName } from './areas.ts'
import { placeOf } from './places.ts'
import type { Source } from './bodies.ts'
import { byText, toTsv } from './sources.ts'

export interface Agency {
  readonly code: string
  readonly name: string
  readonly kind: string
  readonly parent: string
  readonly area: string
  /** `prefix`: the code is the start of its services' ids; `derived`: ours, from the name. */
  readonly source: string
  /** `exact`: the name is an area's full name; `read`: found inside the name; empty: none. */
  readonly areaSource: string
}

/** `source` says where code and area come from: `prefix, area exact`, `derived, area read`, `prefix`. */
export const AGENCY_COLUMNS = ['code', 'name', 'kind', 'parent', 'area', 'source']
/** The day of the catalogue: names are read with the areas of that day. */
export const CATALOGUE_DAY = '2026-07-10'

const KINDS: Readonly<Record<string, string>> = {
  중앙행정기관: 'central',
  광역시도: 'sido',
  시군구: 'sigungu',
  교육청: 'education',
  공공기관: 'public',
  지방공기업: 'localEnterprise',
  지방출자_출연기관: 'localFoundation',
}

/** Official codes are 7 digits, or B (공공기관) / O (지방 출자·출연) and 6 digits; 999… and the like name no body. */
const OFFICIAL = /^(?!999)(\d{7}|[BO]\d{6})$/

const derivedCode = (name: string): string => `x-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`

/** The most used official prefix of each body; a prefix goes to the body that uses it most. */
const officialCodes = (services: readonly Source[]): ReadonlyMap<string, string> => {
  const uses = new Map<string, { body: string; prefix: string; count: number }>()
  for (const { id, body } of services) {
    const prefix = id.slice(0, 7)
    if (!OFFICIAL.test(prefix)) continue
    const use = uses.get(`${body}|${prefix}`) ?? { body, prefix, count: 0 }
    uses.set(`${body}|${prefix}`, { ...use, count: use.count + 1 })
  }
  const ranked = [...uses.values()].sort((a, b) => b.count - a.count || byText(a.prefix, b.prefix) || byText(a.body, b.body))
  const codes = new Map<string, string>()
  const taken = new Set<string>()
  for (const { body, prefix } of ranked) {
    if (codes.has(body) || taken.has(prefix)) continue
    codes.set(body, prefix)
    taken.add(prefix)
  }
  return codes
}

/** The kind when the file does not say: the seven bodies that only the extra file names. */
const kindByName = (name: string): string =>
  /^(신용보증기금|신용보증재단중앙회)$/.test(name) ? 'public' : /재단|장학/.test(name) ? 'localFoundation' : 'public'

/** Every body, ordered by code. */
export const makeAgencies = (services: readonly Source[], areas: readonly Area[]): readonly Agency[] => {
  const codes = officialCodes(services)
  const districts = areasByName(areas, CATALOGUE_DAY)
  const kinds = new Map(services.toReversed().map((service) => [service.body, service.bodyKind]))
  const bare = [...new Set(services.map((service) => service.body))].map((name) => {
    const kind =
      KINDS[kinds.get(name) ?? ''] ??
      KINDS[services.find((s) => s.body === name && s.bodyKind !== '')?.bodyKind ?? ''] ??
      kindByName(name)
    const code = codes.get(name)
    return {
      code: code ?? derivedCode(name),
      name,
      kind,
      source: code === undefined ? 'derived' : 'prefix',
      ...placeOf(name, kind, districts),
    }
  })
  const offices = new Map(
    bare.filter((body) => body.kind === 'sido' || body.kind === 'sigungu').map((body) => [body.area, body.code]),
  )
  const parentArea = new Map(areas.map((area) => [area.code, area.parent]))
  const parent = ({ kind, area }: (typeof bare)[number]): string => {
    if (kind === 'sigungu') return offices.get(parentArea.get(area) ?? '') ?? ''
    return kind.startsWith('local') ? (offices.get(area) ?? '') : ''
  }
  return bare.map((body) => ({ ...body, parent: parent(body) })).sort((a, b) => byText(a.code, b.code))
}

const sourceOf = ({ source, areaSource }: Agency): string => (areaSource === '' ? source : `${source}, area ${areaSource}`)

export const agenciesTable = (agencies: readonly Agency[]): string =>
  toTsv(
    AGENCY_COLUMNS,
    agencies.map((agency) => ({ ...agency, source: sourceOf(agency) })),
  )
