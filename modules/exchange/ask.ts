/** One question to one register, to its end: an answer that can be believed, or why there is none. Never throws. */
import type { Clock } from '@dpg/kernel'
import type { Log } from '@dpg/kernel/server'
import type { FailureKind } from './contract.ts'
import { type Call, type Gateways, NoAnswer, type RawAnswer } from './gateways.ts'
import { type Question, signQuestion, verifyAnswer, type Voucher } from './signing.ts'

export interface Told {
  readonly ok: true
  readonly status: number
  /** Parsed JSON of an answer with both signatures; its shape is not checked yet. */
  readonly content: unknown
  readonly voucher: Voucher
  readonly question: Question
  readonly answer: RawAnswer
}
export interface Untold {
  readonly ok: false
  readonly kind: Exclude<FailureKind, 'refused'>
}

export interface Asking {
  readonly register: string
  readonly method: 'GET' | 'POST'
  /** `facts`, `changes`, `events?after=3` */
  readonly path: string
  readonly content?: object
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

export interface AskDeps {
  readonly gateways: Gateways
  readonly call: (call: Call) => Promise<RawAnswer>
  readonly clock: Clock
  readonly log: Log
}

export async function ask(deps: AskDeps, { register, method, path, content, timeoutMs, signal }: Asking): Promise<Told | Untold> {
  const from = deps.gateways.before(register)
  if (!from) return { ok: false, kind: 'unreachable' }
  const url = `${from.url}/registers/${register}/${path}`
  const body = content === undefined ? '' : JSON.stringify(content)
  const question = signQuestion({ method, url, body }, deps.gateways.signer, nowS(deps.clock))
  try {
    const answer = await deps.call({ ...question, timeoutMs, ...(signal ? { signal } : {}) })
    const voucher = verifyAnswer(question, answer, from, nowS(deps.clock))
    // The gateway's own word that the register did not answer.
    if (voucher === 'gateway' && answer.status === 502) return { ok: false, kind: 'unreachable' }
    if (voucher === 'gateway' && answer.status === 504) return { ok: false, kind: 'slow' }
    return { ok: true, status: answer.status, content: JSON.parse(answer.body.toString('utf8')), voucher, question, answer }
  } catch (error) {
    if (error instanceof NoAnswer) return { ok: false, kind: error.kind }
    deps.log.warn('exchange.answer-not-believed', { register }, error)
    return { ok: false, kind: 'untrusted' }
  }
}

const nowS = (clock: Clock): number => Math.floor(clock.now().epochMilliseconds / 1000)
