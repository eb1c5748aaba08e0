/** What the module is built with. */
import type { Catalogue } from '@dpg/catalogue/contract'
import type { Directory } from '@dpg/directory/contract'
import type { Guard } from '@dpg/guard/contract'
import type { Clock, NewId } from '@dpg/kernel'
import type { Db } from '@dpg/kernel/server'

export interface SharingDeps {
  readonly db: Db
  readonly clock: Clock
  readonly newId: NewId
  readonly catalogue: Pick<Catalogue, 'current'>
  readonly directory: Pick<Directory, 'agencyName'>
  readonly guard: Pick<Guard, 'purpose' | 'declares'>
}

/** ISO day in Korea. */
export const todayOf = ({ clock }: Pick<SharingDeps, 'clock'>): string => clock.today().toString()
