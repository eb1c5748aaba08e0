/** What the module is built with. */
import type { Access } from '@dpg/access/contract'
import type { Catalogue } from '@dpg/catalogue/contract'
import type { Exchange } from '@dpg/exchange/contract'
import type { Identity } from '@dpg/identity/contract'
import type { Clock, Lang, NewId, Translate } from '@dpg/kernel'
import type { Db, Log } from '@dpg/kernel/server'
import type { Mydata } from '@dpg/mydata/contract'
import type { Notices } from '@dpg/notices/contract'

export interface PluginsDeps {
  readonly db: Db
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
  readonly texts: (lang: Lang) => Translate
  readonly access: Pick<Access, 'record'>
  readonly catalogue: Pick<Catalogue, 'current'>
  readonly exchange: Pick<Exchange, 'fetch'>
  readonly identity: Pick<Identity, 'sites' | 'towards' | 'behind'>
  readonly mydata: Pick<Mydata, 'signConsent'>
  readonly notices: Pick<Notices, 'send'>
  /** 32 bytes for one use. */
  readonly secret: (use: string) => Buffer
  /** Our name in what we sign. */
  readonly baseUrl: () => string
  /** Platforms on this very machine may be asked too. */
  readonly isDemo: boolean
  /** How platforms are reached; Node's own unless told. */
  readonly fetch?: typeof fetch
}

export const nowOf = ({ clock }: Pick<PluginsDeps, 'clock'>): string => clock.now().toString()
export const secondsOf = ({ clock }: Pick<PluginsDeps, 'clock'>): number => Math.floor(clock.now().epochMilliseconds / 1000)
