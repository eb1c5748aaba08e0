/** Who may ask what: the checks a gateway makes before a register hears of a question. */
import type { KeyObject } from 'node:crypto'
import { SignatureError, type RequestMessage } from '@dpg/http-signatures'
import { parseChangeOrder, parseEventsQuery, parseFactQuestion, parsePersonQuestion } from '../wire/questions.ts'
import { FRESH_S, verifyQuestion } from '../wire/signing.ts'

export interface Caller {
  readonly keyid: string
  readonly key: KeyObject
  /** Ids of the registers it may ask. */
  readonly registers: ReadonlySet<string>
}

export interface GuardedRegister {
  readonly id: string
  /** Ids of the facts it holds; it is not asked for others. */
  readonly facts: ReadonlySet<string>
}

/** Not to be passed on; `why` is one stable word for the caller. */
export class Refused extends Error {
  readonly status: number
  readonly why: string
  constructor(status: number, why: string) {
    super(why)
    this.status = status
    this.why = why
  }
}

export type Kind = 'facts' | 'people' | 'changes' | 'events'

export interface Guard {
  /** Throws `Refused`. */
  check(question: RequestMessage, body: Buffer, register: GuardedRegister, kind: Kind): void
}

export function createGuard(callers: readonly Caller[], now: () => number = Date.now): Guard {
  const known = new Map(callers.map((caller) => [caller.keyid, caller]))
  const seen = createNonces(now)
  return {
    check(question, body, register, kind) {
      const { caller, nonce } = signedBy(question, body, (keyid) => known.get(keyid)?.key)
      if (nonce.length < 16 || !seen.isNew(`${caller} ${nonce}`)) throw new Refused(401, 'replayed')
      if (!known.get(caller)?.registers.has(register.id)) throw new Refused(403, 'not-allowed')
      if (kind === 'facts') checkFacts(body, register)
      else if (kind === 'people') checkPerson(body, register)
      else if (kind === 'changes' && !parseChangeOrder(body)) throw new Refused(400, 'malformed')
      else if (kind === 'events' && !parseEventsQuery(new URL(question.url).searchParams)) throw new Refused(400, 'malformed')
    },
  }
}

function signedBy(question: RequestMessage, body: Buffer, keyOf: (keyid: string) => KeyObject | undefined) {
  try {
    return verifyQuestion(question, body, keyOf)
  } catch (error) {
    if (error instanceof SignatureError) throw new Refused(401, error.reason)
    throw error
  }
}

/** No purpose, no law, or a fact that another register holds: not asked (전자정부법 제36조, 개인정보 보호법 제3조). */
function checkFacts(body: Buffer, register: GuardedRegister): void {
  const asked = parseFactQuestion(body)
  if (!asked) throw new Refused(400, 'malformed')
  if (asked.facts.some((fact) => !register.facts.has(fact))) throw new Refused(403, 'not-held-here')
}

/** Somebody is looked for by what they showed, and only by facts that this register holds. */
function checkPerson(body: Buffer, register: GuardedRegister): void {
  const asked = parsePersonQuestion(body)
  if (!asked) throw new Refused(400, 'malformed')
  if (Object.keys(asked.by).some((fact) => !register.facts.has(fact))) throw new Refused(403, 'not-held-here')
}

/** Remembers nonces for as long as a signature counts as fresh in either direction, and up to twice as long. */
function createNonces(now: () => number): { isNew(nonce: string): boolean } {
  let [current, previous] = [new Set<string>(), new Set<string>()]
  let turnsAt = 0
  return {
    isNew(nonce) {
      if (now() >= turnsAt) {
        ;[current, previous] = [new Set(), current]
        turnsAt = now() + 2 * FRESH_S * 1000
      }
      if (current.has(nonce) || previous.has(nonce)) return false
      current.add(nonce)
      return true
    },
  }
}
