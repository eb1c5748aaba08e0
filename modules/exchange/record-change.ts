/** Tells a register of a declared change. The key makes it happen once: at the register, and in our own books. */
import type { ReceiptId } from '@dpg/kernel'
import { changeAnswer, refusal } from './answers.ts'
import { ask, type Told } from './ask.ts'
import { type ChangeOrder, changeRefused, type RecordChange, registerUnavailable } from './contract.ts'
import type { Running } from './deps.ts'
import { receiptFor } from './receipts.ts'
import { findChange, insertChange, insertReceipts } from './store.ts'

const TIMEOUT_MS = 10_000
/** What a move alters (주민등록법 제10조). */
const MOVED = ['person.address', 'person.eupmyeondong', 'person.movedInOn']
/** Answers of a register that stay the same however often it is asked. */
const FOR_GOOD = [404, 422]

export async function recordChange(deps: Running, command: RecordChange): Promise<{ receipt: ReceiptId; isNew: boolean }> {
  const { register, subject, key, change, law, service, actor } = command
  const before = await findChange(deps.db, subject, key)
  if (before) return { receipt: before, isNew: false }
  await requirePermitted(deps, command)
  const content: ChangeOrder = {
    key,
    subject: deps.identity.towards(subject, register),
    change,
    law,
    service,
    asker: { kind: actor.kind, agency: actor.agency },
  }
  const told = await ask(deps, { register, method: 'POST', path: 'changes', content, timeoutMs: TIMEOUT_MS })
  if (!told.ok) {
    deps.breakers.failed(register, told.kind, TIMEOUT_MS)
    throw registerUnavailable({ register })
  }
  deps.breakers.answered(register)
  if (told.status !== 200) throw refusedBy(register, told)
  return enter(deps, command, content, told)
}

/** What our own policies refuse, no register hears of; the person does. */
async function requirePermitted(deps: Running, command: RecordChange): Promise<void> {
  const refused = deps.guard.decideChange({ ...command, facts: MOVED })
  if (refused.size === 0) return
  const { register, subject, law, actor, service } = command
  const rule = [...new Set([...refused.values()].flatMap(({ by }) => by))].join(' ') || 'none'
  const record = { subject, actor, purpose: purposeOf(deps), law, register, service, case: command.case }
  await deps.db.transaction((tx) => deps.access.record(tx, { ...record, use: 'refuse', facts: [...refused.keys()], rule }))
  throw changeRefused({ register, why: 'not-permitted' })
}

const purposeOf = ({ texts }: Running) => ({ ko: texts('ko')('exchange.purpose.move'), en: texts('en')('exchange.purpose.move') })

/** Only the register itself says no for good; when its gateway does, something is set up wrongly and may be put right. */
function refusedBy(register: string, { status, voucher, content }: Told) {
  const why = refusal.safeParse(content).data?.why ?? 'unknown'
  return voucher === 'register' && FOR_GOOD.includes(status)
    ? changeRefused({ register, why })
    : registerUnavailable({ register })
}

async function enter(
  deps: Running,
  command: RecordChange,
  order: ChangeOrder,
  told: Told,
): Promise<{ receipt: ReceiptId; isNew: boolean }> {
  const { register, subject, key, law, actor, service } = command
  const answer = changeAnswer.safeParse(told.content).data
  if (told.voucher !== 'register' || answer?.register !== register || answer.subject !== order.subject || answer.key !== key)
    throw registerUnavailable({ register })
  const purpose = purposeOf(deps)
  const others = answer.people.map((name) => deps.identity.behind(register, name)).filter((one) => one !== undefined)
  const people = new Set([subject, ...others])
  const receipt = await deps.db.transaction(async (tx) => {
    const row = await receiptFor(deps, tx, subject, register, answer.at, told, { facts: MOVED, purpose, law, actor })
    if (!(await insertChange(tx, { person: subject, key, register, receipt: row.id }))) return undefined
    await insertReceipts(tx, subject, [row])
    for (const person of people)
      await deps.access.record(tx, {
        subject: person,
        actor,
        use: 'change',
        facts: MOVED,
        purpose,
        law,
        register,
        service,
        case: command.case,
      })
    return row.id
  })
  if (receipt) return { receipt, isNew: true }
  const first = await findChange(deps.db, subject, key)
  if (!first) throw registerUnavailable({ register })
  return { receipt: first, isNew: false }
}
