/** Receipts: what a register answered, with everything needed to prove later that it did. Sealed under the person's key. */
import type { Actor } from '@dpg/access/contract'
import type { PersonId, ReceiptId, Text } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import type { Told } from './ask.ts'
import type { Receipt } from './contract.ts'
import type { ExchangeDeps } from './deps.ts'
import { digestOf } from './signing.ts'
import { findReceipt, type ReceiptRow } from './store.ts'

/** Why somebody asked, and for what. */
export interface Occasion {
  readonly facts: readonly string[]
  readonly purpose: Text
  readonly law: string
  readonly actor: Actor
}

/** The signed question and the signed answer, byte for byte: who has them can check both signatures (RFC 9421). */
interface Sealed extends Occasion {
  readonly question: { readonly method: string; readonly url: string; readonly headers: object; readonly body: string }
  readonly answer: { readonly status: number; readonly headers: object; readonly body: string }
}

const PROVING = ['content-type', 'content-digest', 'signature-input', 'signature'] as const
const contextOf = (id: ReceiptId) => `exchange.receipts.sealed:${id}`

/** A row ready to be written. */
export async function receiptFor(
  deps: Pick<ExchangeDeps, 'sealing' | 'newId'>,
  on: Query,
  person: PersonId,
  register: string,
  at: string,
  { question, answer }: Told,
  occasion: Occasion,
): Promise<ReceiptRow> {
  const id = deps.newId<ReceiptId>('rcp')
  const headers = Object.fromEntries(PROVING.map((name) => [name, answer.headers[name]]))
  const content: Sealed = {
    ...occasion,
    question,
    answer: { status: answer.status, headers, body: answer.body.toString('utf8') },
  }
  const sealed = await deps.sealing.seal(on, person, contextOf(id), content)
  return { id, register, at, digest: digestOf(answer.body), sealed }
}

export async function receipt(deps: ExchangeDeps, subject: PersonId, id: ReceiptId): Promise<Receipt | undefined> {
  const row = await findReceipt(deps.db, subject, id)
  if (!row) return undefined
  const { facts, purpose, law } = await deps.sealing.open<Sealed>(deps.db, subject, contextOf(id), row.sealed)
  return { id, subject, register: row.register, facts, purpose, law, at: row.at, digest: row.digest.toString('hex') }
}
