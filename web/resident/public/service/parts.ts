/** What every part of a service page is handed. */
import type { ComingRules } from '@dpg/benefits/contract'
import type { ServiceText, Snapshot } from '@dpg/catalogue/contract'
import type { ServiceDefinition } from '@dpg/definitions'
import type { Frame } from '../../frame.tsx'

export interface ServiceProps {
  readonly frame: Frame
  readonly snapshot: Snapshot
  readonly service: ServiceDefinition
  readonly agencyName: string
  /** Area whose residents it is for; null: the whole country. */
  readonly areaName: string | null
  /** Official words, where they were imported. */
  readonly fullText: ServiceText | undefined
  /** What approved rules will change, the nearest day first. */
  readonly coming: readonly ComingRules[]
  /** ISO day on which figures are looked up. */
  readonly today: string
}
