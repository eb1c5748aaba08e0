/** What the module is built with. */
import type { Clock, NewId } from '@dpg/kernel'
import type { Db, Log, Sealing, Tx } from '@dpg/kernel/server'
import type { AdmissionKind, AdmissionRow, Proposer } from './contract.ts'

/** One kind of what is let in: given by the server, which knows the modules that keep it. */
export interface Door {
  /** Throws `admissions/refused`. `content` is what `open` will be given: parsed, and nothing else. */
  check(content: unknown): Promise<{ readonly about: string; readonly rows: readonly AdmissionRow[]; readonly content: object }>
  /** Lets it in, together with the decision; `by`: who proposed it. Throws `admissions/refused` when it can no longer be let in. */
  open(tx: Tx, content: object, by: Proposer['id']): Promise<void>
}

export interface AdmissionsDeps {
  readonly db: Db
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
  readonly sealing: Sealing
  readonly doors: Readonly<Record<AdmissionKind, Door>>
}
