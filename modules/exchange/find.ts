/** Whom a register knows by a document that they show. The one who is found owns the answer: their record, their receipt, their policies. */
import { isDeepStrictEqual } from 'node:util'
import type { PersonId } from '@dpg/kernel'
import { personAnswer } from './answers.ts'
import { ask, type Told } from './ask.ts'
import { type PersonQuestion, type PersonSearch, registerUnavailable } from './contract.ts'
import type { Running } from './deps.ts'
import { receiptFor } from './receipts.ts'
import { insertReceipts } from './store.ts'

const TIMEOUT_MS = 5_000

export async function findPerson(deps: Running, search: PersonSearch): Promise<PersonId | undefined> {
  const { register, by, purpose, law, timeoutMs = TIMEOUT_MS } = search
  if (deps.breakers.refusal(register, timeoutMs)) throw registerUnavailable({ register })
  const content: PersonQuestion = { by, purpose, law, asker: { kind: 'resident', agency: null } }
  const told = await ask(deps, { register, method: 'POST', path: 'people', content, timeoutMs })
  const answer = told.ok ? believed(told, search) : undefined
  if (!told.ok || !answer) {
    deps.breakers.failed(register, told.ok ? 'untrusted' : told.kind, timeoutMs)
    throw registerUnavailable({ register })
  }
  deps.breakers.answered(register)
  if (answer.subject === null) return undefined
  const person = deps.identity.behind(register, answer.subject)
  if (!person) {
    deps.log.warn('exchange.answer-not-believed', { register, why: 'person' })
    throw registerUnavailable({ register })
  }
  return (await keep(deps, search, person, answer.at, told)) ? person : undefined
}

/** Signed by the register itself, and the answer to what was asked. */
function believed({ status, voucher, content }: Told, { register, by }: PersonSearch) {
  const parsed = personAnswer.safeParse(content).data
  const isOurs = status === 200 && voucher === 'register' && parsed?.register === register && isDeepStrictEqual(parsed.by, by)
  return isOurs ? parsed : undefined
}

/** False: the policies keep it from being told, which stands in the person's record too. */
async function keep(deps: Running, search: PersonSearch, person: PersonId, at: string, told: Told): Promise<boolean> {
  const { register, by, name, purpose, law } = search
  const facts = Object.keys(by)
  const actor = { kind: 'resident', person, name, agency: null } as const
  const asked = { subject: person, facts, purpose, law, actor, service: null, case: null, consent: 'given' } as const
  const { refused } = await deps.guard.decideFacts(asked)
  await deps.db.transaction(async (tx) => {
    const record = { subject: person, actor, facts, purpose, law, register, service: null, case: null }
    if (refused.size > 0) {
      const rule = [...refused.values()].flatMap((one) => one.by).join(' ') || 'none'
      await deps.access.record(tx, { ...record, use: 'refuse', rule })
      return
    }
    await insertReceipts(tx, person, [await receiptFor(deps, tx, person, register, at, told, { facts, purpose, law, actor })])
    await deps.access.record(tx, { ...record, use: 'fetch' })
  })
  return refused.size === 0
}
