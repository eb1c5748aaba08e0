/** What the module is built with. */
import type { Access } from '@dpg/access/contract'
import type { Catalogue } from '@dpg/catalogue/contract'
import type { Exchange } from '@dpg/exchange/contract'
import type { Identity, Mandates } from '@dpg/identity/contract'
import type { Clock, Lang, NewId, Translate } from '@dpg/kernel'
import type { Db, Log } from '@dpg/kernel/server'

export interface MydataDeps {
  readonly db: Db
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
  readonly texts: (lang: Lang) => Translate
  readonly catalogue: Pick<Catalogue, 'current'>
  readonly identity: Pick<Identity, 'towards'> & { readonly mandates: Pick<Mandates, 'stands'> }
  readonly access: Pick<Access, 'record'>
  readonly exchange: Pick<Exchange, 'fetch'>
  /** 32 bytes for one use. */
  readonly secret: (use: string) => Buffer
  /** Our name in what we sign. */
  readonly baseUrl: () => string
}
