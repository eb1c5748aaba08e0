/** What the module is built with. */
import type { Access } from '@dpg/access/contract'
import type { Identity } from '@dpg/identity/contract'
import type { Clock, Lang, NewId, Translate } from '@dpg/kernel'
import type { Db, Log, Sealing } from '@dpg/kernel/server'

export interface DevelopersDeps {
  readonly db: Db
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
  readonly sealing: Sealing
  readonly texts: (lang: Lang) => Translate
  readonly access: Pick<Access, 'record'>
  readonly identity: Pick<Identity, 'personas'>
  /** Synthetic people and registers: without them there is nobody a test key could reach. */
  readonly isDemo: boolean
  readonly baseUrl: () => string
}

/** Given once the server stands: the texts of all routes, and the way in that every request takes. */
export interface Served {
  readonly openApi: object
  readonly dispatch: (request: Request) => Promise<Response>
  /** Headers that every answer carries. */
  readonly headers: Readonly<Record<string, string>>
}

export interface DevelopersRunning extends DevelopersDeps {
  readonly served: () => Served
}
