/** What the module is built with. */
import type { Access, Watch } from '@dpg/access/contract'
import type { Catalogue } from '@dpg/catalogue/contract'
import type { Directory } from '@dpg/directory/contract'
import type { Exchange } from '@dpg/exchange/contract'
import type { Guard } from '@dpg/guard/contract'
import type { Identity } from '@dpg/identity/contract'
import type { Clock, Lang, NewId, Translate } from '@dpg/kernel'
import type { Db, Log, Sealing } from '@dpg/kernel/server'
import type { Mydata } from '@dpg/mydata/contract'
import type { Notices } from '@dpg/notices/contract'
import type { Wallet } from '@dpg/wallet/contract'

export interface CaseworkDeps {
  readonly db: Db
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
  readonly sealing: Sealing
  readonly texts: (lang: Lang) => Translate
  readonly catalogue: Pick<Catalogue, 'current' | 'pinned'>
  readonly directory: Pick<Directory, 'area' | 'areasBelow' | 'findAreas' | 'office' | 'officeFor' | 'official' | 'officials'>
  readonly exchange: Pick<Exchange, 'fetch' | 'recordChange'>
  readonly notices: Pick<Notices, 'send' | 'list'>
  readonly wallet: Pick<Wallet, 'issue'>
  readonly access: Pick<Access, 'record'> & { readonly watch: Pick<Watch, 'admit'> }
  readonly guard: Pick<Guard, 'decideCase' | 'problemOf' | 'purpose'>
  readonly identity: Pick<Identity, 'resident' | 'towards' | 'behind'>
  readonly mydata: Pick<Mydata, 'signConsent'>
  readonly waits?: Partial<Waits>
}

/** How long to wait for registers. */
export interface Waits {
  /** For a form that somebody is looking at. */
  readonly formMs: number
  /** For evidence gathered in the background. */
  readonly gatherMs: number
  /** Seconds until the next try, by how often it has failed; the last stands for all that follow. */
  readonly retryS: readonly number[]
  /** How long a register may fail before its need turns to an upload or an official. */
  readonly patienceMs: number
}

export const WAITS: Waits = { formMs: 1_500, gatherMs: 5_000, retryS: [5, 15, 45, 120, 300], patienceMs: 30 * 60_000 }
