/** Ordering the payment that was decided. Paying out belongs to the payments module, which takes these orders. */
import type { Tx } from '@dpg/kernel/server'
import type { Json } from '@dpg/rules'
import { type CaseFile, factsOf } from './case-file.ts'
import type { CaseworkDeps } from './deps.ts'
import { insertPaymentOrder } from './store.ts'
import { dayOf } from './words.ts'

/** One order an output of the kind `payment`, once; nothing where the amount is not known yet. */
export async function orderPayment(deps: CaseworkDeps, tx: Tx, file: CaseFile): Promise<void> {
  const { definition, contents, row } = file
  const { decision } = contents
  if (!decision?.amount) return
  for (const output of definition.outputs.filter(
    ({ type, on }) => type === 'payment' && (on.length === 0 || on.includes(decision.code)),
  )) {
    const payment = definition.payments[0]
    const order = {
      amount: decision.amount,
      account: accountOf(file),
      schedule: payment?.schedule ?? null,
      firstMonth: `${dayOf(row.submittedAt).slice(0, 7)}-01`,
      law: payment?.law ?? null,
    }
    const sealed = await deps.sealing.seal(tx, row.person, `casework.payment_orders.sealed:${row.id}:${output.id}`, order)
    await insertPaymentOrder(tx, {
      person: row.person,
      case: row.id,
      output: output.id,
      at: deps.clock.now().toString(),
      sealed,
    })
  }
}

/** The account that the service pays into. */
export const accountOf = (file: CaseFile): Json =>
  factsOf(file)[file.definition.payments[0]?.account ?? 'person.bankAccount'] ?? null
