/** 열람 기록: builds the module. Only the server calls this. */
import type { Clock, NewId } from '@dpg/kernel'
import type { Db, Log, ModuleInfo, Parts, Sealing } from '@dpg/kernel/server'
import type { Access } from './contract.ts'
import { routes } from './http.ts'
import { createHeadSigner, type LogKey } from './log-key.ts'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }
import { currentHead, proveAll, tileBytes } from './prove.ts'
import { record, recordAll } from './record.ts'
import { sequence } from './sequence.ts'
import { createSequencer, type Sequencer } from './sequencer.ts'
import { trace } from './trace.ts'
import { createTreeReader } from './tree-reader.ts'

export type { LogKey } from './log-key.ts'
export type { Sequencer } from './sequencer.ts'

export interface AccessDeps {
  readonly db: Db
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
  readonly sealing: Sealing
  readonly logKey: LogKey
}

export const access: ModuleInfo = {
  migrations: { module: 'access', folder: new URL('./migrations/', import.meta.url) },
  messages: { ko, en },
}

/** The server starts `sequencer` when it serves and stops it before it closes the database. */
export function createAccess(deps: AccessDeps): { access: Access; parts: Parts; sequencer: Sequencer } {
  const signer = createHeadSigner(deps.logKey)
  const withSigner = { ...deps, signer, tree: createTreeReader(deps.db) }
  const sequencer = createSequencer({ sequence: () => sequence(withSigner), log: deps.log })
  const withWake = { ...deps, wake: sequencer.wake }
  const module: Access = {
    record: (tx, one) => record(withWake, tx, one),
    recordAll: (tx, all) => recordAll(withWake, tx, all),
    trace: (subject, query) => trace(deps, subject, query),
    prove: async (subject, entry) => (await proveAll(withSigner, subject, [entry]))[entry],
    proveAll: (subject, entries) => proveAll(withSigner, subject, entries),
    checkpoint: async () => {
      const { note, size, key } = await currentHead(withSigner)
      return { note, size, key }
    },
    sequence: () => sequence(withSigner),
  }
  return { access: module, parts: { routes: routes(module, (tile) => tileBytes(deps, tile)) }, sequencer }
}
