/** 열람 기록: builds the module. Only the server calls this. */
import type { Clock, NewId, OfficialId, PersonId } from '@dpg/kernel'
import type { Tile } from '@dpg/ledger'
import type { Db, Log, ModuleInfo, Parts, Sealing, Tx } from '@dpg/kernel/server'
import type { Access, QuestionId } from './contract.ts'
import { routes } from './http.ts'
import { questionRoutes } from './http-questions.ts'
import { watchRoutes } from './http-watch.ts'
import { witnessRoutes } from './http-witness.ts'
import { createHeadSigner, type LogKey } from './log-key.ts'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }
import { type Cosigner, createCosigner } from './cosigner.ts'
import { bundleBytes, consistency, currentHead, proveAll, tileBytes } from './prove.ts'
import { createHeld } from './held/held.ts'
import { heldRoutes } from './http-held.ts'
import { createQuestions } from './questions/questions.ts'
import { receiptOf } from './receipt.ts'
import { countEntries, openNow } from './store.ts'
import { prepare, record, recordAll, write } from './record.ts'
import { sequence } from './sequence.ts'
import { createSequencer, type Sequencer } from './sequencer.ts'
import { findEntry, trace } from './trace.ts'
import { createTreeReader } from './tree-reader.ts'
import { createWatch } from './watch/watch.ts'

export { cosignNewest } from './cosigner.ts'
export type { LogKey } from './log-key.ts'
export type { Sequencer } from './sequencer.ts'

/** Called in the transaction in which an agency answers why it looked. */
export type Answered = (
  tx: Tx,
  answered: { readonly subject: PersonId; readonly id: QuestionId; readonly agency: string },
) => Promise<unknown>

export interface AccessDeps {
  readonly db: Db
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
  readonly sealing: Sealing
  readonly logKey: LogKey
  /** Can this official sign in at `high`? Absent: none can, and for an unusual look the reason alone does. */
  readonly canProve?: (official: OfficialId) => Promise<boolean>
  /** Tells whoever asked why; absent: they see it beside their question. */
  readonly answered?: Answered
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
  const watch = createWatch({ ...deps, record: (tx, one) => record(withWake, tx, one) })
  const questions = createQuestions(deps)
  const held = createHeld(deps)
  const module: Access = {
    watch,
    questions,
    held,
    record: (tx, one) => record(withWake, tx, one),
    recordAll: (tx, all) => recordAll(withWake, tx, all),
    prepare: (one) => prepare(withWake, deps.db, one),
    write: (tx, all) => write(withWake, tx, all),
    trace: (subject, query) => trace(deps, subject, query),
    totals: (subject) => countEntries(deps.db, subject, deps.clock.now().toString()),
    entry: (subject, entry) => findEntry(deps, subject, entry),
    prove: async (subject, entry) => (await proveAll(withSigner, subject, [entry]))[entry],
    proveAll: (subject, entries) => proveAll(withSigner, subject, entries),
    receipt: (subject, entry, head = 'newest') => receiptOf(withSigner, subject, entry, head),
    disclose: (tx, subject, entries) => openNow(tx, subject, entries, deps.clock.now().toString()),
    consistency: (first, second) => consistency(withSigner, first, second),
    checkpoint: async () => {
      const { note, size, key } = await currentHead(withSigner)
      return { note, size, key }
    },
    sequence: () => sequence(withSigner),
  }
  const published = { tile: (tile: Tile) => tileBytes(deps, tile), bundle: (tile: Tile) => bundleBytes(deps, tile) }
  return {
    access: module,
    parts: {
      routes: [
        ...routes(module, published),
        ...witnessRoutes(deps),
        ...watchRoutes(watch),
        ...questionRoutes(questions),
        ...heldRoutes(held),
      ],
    },
    sequencer: together(sequencer, createCosigner(withSigner)),
  }
}

/** New heads are shown to the witnesses for as long as there are new heads. */
const together = (sequencer: Sequencer, cosigner: Cosigner): Sequencer => ({
  wake: sequencer.wake,
  start: () => {
    sequencer.start()
    cosigner.start()
  },
  stop: async () => {
    await Promise.all([sequencer.stop(), cosigner.stop()])
  },
})
