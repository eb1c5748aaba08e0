/** What is kept of a request: made ready for each register as soon as it has answered, written for all of them at once. */
import type { AccessRecord, Prepared, Use } from '@dpg/access/contract'
import type { FactsDecided } from '@dpg/guard/contract'
import type { PersonId } from '@dpg/kernel'
import type { Told } from './ask.ts'
import type { FactRequest } from './contract.ts'
import type { Running } from './deps.ts'
import { groundsOf, type Part } from './parts.ts'
import { receiptFor } from './receipts.ts'
import { insertReceipts, type ReceiptRow } from './store.ts'

export interface Kept {
  readonly record: Prepared
  /** Of an answer that is believed. */
  readonly receipt?: ReceiptRow
}

export interface Keeping {
  /** That they are asked for: ready while the answer is still under way. */
  record(part: Part): Promise<Prepared>
  /** Of an answer that is believed. */
  receipt(part: Part, at: string, told: Told): Promise<ReceiptRow>
  /** That they were refused: by our own `rule`, or by the register (or what it said is not believed). */
  refusal(part: Part, rule?: string): Promise<Prepared>
}

/** All that takes time is done while others are still waited for: whoever answers last waits for the writing alone. */
export function keepingOf(deps: Running, request: FactRequest, later: Pick<AccessRecord, 'delay'>): Keeping {
  const { subject, actor, service } = request
  const recordOf = (use: Use, part: Part, rule?: string): Promise<Prepared> => {
    const record: AccessRecord = {
      ...{ subject, actor, use, facts: part.facts, ...groundsOf(deps, request, part) },
      ...{ register: part.register, service, case: request.case },
      ...(rule === undefined ? {} : { rule }),
      ...later,
    }
    return deps.access.prepare(record)
  }
  return {
    record: (part) => recordOf('fetch', part),
    receipt: (part, at, told) =>
      receiptFor(deps, deps.db, subject, part.register, at, told, {
        facts: part.facts,
        ...groundsOf(deps, request, part),
        actor,
      }),
    refusal: (part, rule) => recordOf('refuse', part, rule),
  }
}

/** One transaction for all registers; nothing at all is written when nobody answered. */
export async function keep({ db, access }: Running, subject: PersonId, all: readonly Kept[]): Promise<void> {
  if (all.length === 0) return
  const receipts = all.flatMap(({ receipt }) => receipt ?? [])
  await db.transaction(async (tx) => {
    if (receipts.length > 0) tx.along(insertReceipts(tx, subject, receipts))
    await access.write(
      tx,
      all.map(({ record }) => record),
    )
  })
}

/** Until when it is kept from the person; nothing where they read it at once. */
export function laterOf({ clock }: Running, delay: FactsDecided['delay']): Pick<AccessRecord, 'delay'> {
  if (!delay) return {}
  const until = clock.now().add({ hours: 24 * delay.days })
  return { delay: { why: delay.why, law: delay.law, until: until.toString() } }
}
