/** Issues a document in the caller's transaction; its PDF is rendered by a job right after. */
import type { Clock, DocumentId, NewId, PersonId } from '@dpg/kernel'
import { defineJob, type Sealing, type Tx } from '@dpg/kernel/server'
import { documentIssued, type IssueDocument } from './contract.ts'
import { formatNumber } from './number.ts'
import { type Sealed, sealContext } from './sealed.ts'
import { changeNumber, findByKey, insertOnce, takeNumber } from './store.ts'

export const renderJob = defineJob<{ owner: PersonId; id: DocumentId }>('wallet.render')

export interface IssueDeps {
  readonly clock: Clock
  readonly newId: NewId
  readonly sealing: Sealing
  readonly newNumber: () => string
}

export async function issue(deps: IssueDeps, tx: Tx, command: IssueDocument): Promise<{ id: DocumentId; number: string }> {
  const { key, to: owner, kind, documents, issuer, service, validUntil } = command
  const id = deps.newId<DocumentId>('doc')
  const content: Sealed = { kind, documents, issuer, service, case: command.case }
  const sealed = await deps.sealing.seal(tx, owner, sealContext(id), content)
  const first = deps.newNumber()
  const row = { owner, id, key, number: first, sealed, issuedAt: deps.clock.now().toString(), validUntil }
  if (!(await insertOnce(tx, row))) {
    const known = (await findByKey(tx, owner, key))!
    return { id: known.id, number: formatNumber(known.number) }
  }
  const number = await ownNumber(deps, tx, first, { owner, id })
  await tx.enqueue(renderJob, { owner, id })
  await tx.publish(documentIssued, { to: owner, id, case: command.case })
  return { id, number: formatNumber(number) }
}

/** Two documents never share a number, however unlikely: a taken one is drawn again. */
async function ownNumber(
  { newNumber }: IssueDeps,
  tx: Tx,
  first: string,
  document: { owner: PersonId; id: DocumentId },
): Promise<string> {
  let number = first
  while (!(await takeNumber(tx, number, document))) number = newNumber()
  if (number !== first) await changeNumber(tx, document.owner, document.id, number)
  return number
}
