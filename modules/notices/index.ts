/** 통지: builds the module. Only the server calls this. */
import type { Clock, NewId } from '@dpg/kernel'
import type { Db, Log, ModuleInfo, Parts, Sealing } from '@dpg/kernel/server'
import { type MandateDeps, noticesOf } from './by-mandate.ts'
import type { Notices } from './contract.ts'
import { createInbox, deliverQueued } from './deliver.ts'
import { routes } from './http.ts'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }
import { open } from './open.ts'
import { find, list, prove } from './read.ts'
import { send, sendEach } from './send.ts'
import { countUnread } from './store.ts'

export interface NoticesDeps extends MandateDeps {
  readonly db: Db
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
  readonly sealing: Sealing
}

export const notices: ModuleInfo = {
  migrations: { module: 'notices', folder: new URL('./migrations/', import.meta.url) },
  messages: { ko, en },
}

export function createNotices(deps: NoticesDeps): { notices: Notices; parts: Parts } {
  const module: Omit<Notices, 'of'> = {
    send: (tx, command) => send(deps, tx, command),
    sendEach: (tx, commands) => sendEach(deps, tx, commands),
    list: (to, lang, query) => list(deps, to, lang, query),
    unread: (to) => countUnread(deps.db, to),
    find: (to, id, lang) => find(deps, to, id, lang),
    open: (to, id, lang) => open(deps, to, id, lang),
    prove: (to, id) => prove(deps, to, id),
  }
  const notices: Notices = { ...module, of: (principal) => noticesOf(deps, module, principal) }
  return { notices, parts: { routes: routes(notices), consumers: deliverQueued(createInbox(deps)) } }
}
