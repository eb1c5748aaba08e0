/** What the check knows and asks. The server fills it from what is published, a browser from the rules it has loaded (`rules-file/`). */
import type { Benefits, Coming, ScreenAnswer, ScreenRequest, WhyNot } from '@dpg/benefits/contract'
import type { FactDefinition } from '@dpg/definitions'
import type { Lang, Text, Translate } from '@dpg/kernel'
import type { OptionGroup } from '@dpg/ui'

/** What a question needs of a fact. */
export type CheckFact = Pick<
  FactDefinition,
  'id' | 'type' | 'unit' | 'values' | 'title' | 'question' | 'hint' | 'min' | 'max' | 'burden' | 'derive'
> & { readonly fields: Readonly<Record<string, { readonly values: Readonly<Record<string, Text>> | null }>> | null }

export interface CheckService {
  readonly id: string
  readonly title: Text
  readonly agencyName: string
  /** Can be applied for on this platform. */
  readonly canApply: boolean
}

export interface CheckPlace {
  readonly name: string
  /** With the areas above it. */
  readonly fullName: string
  readonly level: string
}

export interface CheckWorld {
  readonly lang: Lang
  readonly t: Translate
  /** ISO day. */
  readonly today: string
  readonly facts: ReadonlyMap<string, CheckFact>
  readonly districts: readonly OptionGroup[]
  area(code: string): CheckPlace | undefined
  service(id: string): CheckService | undefined
  /** Services of one district. */
  ofDistrict(code: string): ReadonlySet<string>
  /** How often a service was looked at in the official catalogue. */
  views(service: string): number
  screen(request: ScreenRequest): ScreenAnswer
  explain(service: string, request: ScreenRequest): WhyNot
  /** What the coming year opens and closes by itself. */
  coming(request: ScreenRequest): readonly Coming[]
  /** Ids of the services that are meant by some words, the best first. */
  find(words: string, limit: number): readonly string[]
}

/** On the server: the contracts as they stand. */
export type Answering = Pick<Benefits, 'screen' | 'explain' | 'coming'>

/** Where the answers are worked out, and who reads. */
export interface CheckReader {
  readonly where: 'server' | 'device'
  readonly who: 'anonymous' | 'resident' | 'official'
}
