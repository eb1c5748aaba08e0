/** What the module is built with. */
import type { Access } from '@dpg/access/contract'
import type { Catalogue } from '@dpg/catalogue/contract'
import type { Guard } from '@dpg/guard/contract'
import type { Identity } from '@dpg/identity/contract'
import type { Clock, Lang, NewId, Translate } from '@dpg/kernel'
import type { Db, Log, Sealing } from '@dpg/kernel/server'
import type { AskDeps } from './ask.ts'
import type { Breakers } from './breaker.ts'
import type { Gateways } from './gateways.ts'
import type { Pace } from './pace.ts'

export interface ExchangeDeps {
  readonly db: Db
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
  readonly sealing: Sealing
  readonly texts: (lang: Lang) => Translate
  readonly catalogue: Pick<Catalogue, 'current'>
  readonly identity: Pick<Identity, 'towards' | 'behind'>
  readonly access: Pick<Access, 'prepare' | 'record' | 'write'>
  readonly gateways: Gateways
  readonly guard: Pick<Guard, 'decideChange' | 'decideFacts' | 'problemOf'>
}

/** The same with what the module keeps in memory while it runs. */
export interface Running extends ExchangeDeps, AskDeps {
  readonly breakers: Breakers
  readonly pace: Pace
}
