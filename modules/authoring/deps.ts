/** What the module is given. */
import type { Catalogue, Publishing } from '@dpg/catalogue/contract'
import type { Directory } from '@dpg/directory/contract'
import type { Clock, Lang, NewId, Translate } from '@dpg/kernel'
import type { Db } from '@dpg/kernel/server'
import type { Policy } from '@dpg/policy/contract'
import type { Desk } from './check/desk.ts'

export interface AuthoringDeps {
  readonly db: Db
  readonly clock: Clock
  readonly newId: NewId
  readonly catalogue: Catalogue
  readonly publishing: Publishing
  readonly directory: Directory
  readonly texts: (lang: Lang) => Translate
  /** Counts what a draft does to people. */
  readonly policy: Pick<Policy, 'compare' | 'people' | 'prepare'>
}

export interface Inside extends AuthoringDeps {
  readonly desk: Desk
  /** Today in Korea, as ISO. */
  readonly today: () => string
}
