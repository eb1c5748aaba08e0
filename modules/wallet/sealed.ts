/** What is sealed under the owner's key: all that the document says. */
import type { DocumentId } from '@dpg/kernel'
import type { Db, Log, Sealing } from '@dpg/kernel/server'
import type { IssueDocument } from './contract.ts'
import type { DocumentRow } from './store.ts'

export type Sealed = Pick<IssueDocument, 'kind' | 'documents' | 'issuer' | 'service' | 'case'>

export const sealContext = (id: DocumentId) => `wallet.documents.sealed:${id}`

export interface UnsealDeps {
  readonly db: Db
  readonly log: Log
  readonly sealing: Sealing
}

/** Undefined when the seal does not open: erased, or damaged. Operators hear of it either way. */
export async function unseal({ db, sealing, log }: UnsealDeps, row: DocumentRow): Promise<Sealed | undefined> {
  try {
    return await sealing.open<Sealed>(db, row.owner, sealContext(row.id), row.sealed)
  } catch (cause) {
    log.warn('wallet.unreadable', { document: row.id }, cause)
    return undefined
  }
}
