/** 기관·지역(Directory): who is who and where. Areas, agencies, offices, officials, the working calendar. */
import type { ServiceDefinition } from '@dpg/definitions'
import { defineProblem, type Lang, type OfficialId, type Text } from '@dpg/kernel'
import type { Query, Tx } from '@dpg/kernel/server'

export type Role =
  | 'caseworker'
  | 'approver'
  | 'privacy-officer'
  | 'administrator'
  | 'rule-author'
  | 'rule-approver'
  | 'policy-analyst'
  | 'investigator'

export interface Area {
  readonly code: string
  readonly name: string
  /** With the areas above it: 서울특별시 종로구. */
  readonly fullName: string
  readonly level: 'country' | 'sido' | 'sigungu' | 'eupmyeondong' | 'ri' | 'gu'
  readonly parent: string | null
  /** Other names by which people know it: the 행정동 that a 법정동 belongs to. */
  readonly also?: readonly string[]
}

/** Where a case is worked on: a municipality (`11110`), or an agency (`1352000`). */
export interface Office {
  readonly code: string
  readonly name: Text
  readonly phone: string | null
  /** Agency code of the competent authority in law. */
  readonly agency: string
  readonly area: string | null
}

export interface Official {
  readonly id: OfficialId
  readonly name: string
  /** Office code. */
  readonly office: string
  readonly agency: string
  readonly roles: readonly Role[]
}

export interface Directory {
  area(code: string): Area | undefined
  /** Those directly below, sorted by name; null: the 시·도. */
  areasBelow(parent: string | null): readonly Area[]
  /** True for the area itself and all areas above it. */
  isWithin(code: string, ancestor: string): boolean
  /** 시군구 and 읍면동 whose name holds the words, for forms without script. */
  findAreas(words: string, limit: number): readonly Area[]
  agencyName(code: string, lang: Lang): string
  office(code: string): Office | undefined
  /** The office that handles a service for someone who lives there (offices.processing of the definition). */
  officeFor(service: ServiceDefinition, residence: string | null): Office
  /** `on`: the caller's transaction, if it is in one. */
  official(id: OfficialId, on?: Query): Promise<Official | undefined>
  officials(office?: string): Promise<readonly Official[]>
  /** Puts officials on the list; the same id again replaces what was there. */
  enlist(tx: Tx, officials: readonly Official[]): Promise<void>
}

export const areaNotFound = defineProblem<{ area: string }>('directory/area-not-found', 404)
