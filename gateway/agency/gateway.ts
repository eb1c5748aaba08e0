/** The gateway: what an agency runs beside its own system. Checks who asks and what for, passes it on, signs what comes back. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { RequestMessage } from '@dpg/http-signatures'
import { createCaller, messageOf, readBody, send, TooLarge, type Caller as Call } from '../wire/http.ts'
import { gatewayAnswer, type Answer, type Signer } from '../wire/signing.ts'
import { type Guard, type GuardedRegister, type Kind, Refused } from './guard.ts'

export interface GatewayDeps {
  readonly guard: Guard
  readonly registers: ReadonlyMap<string, GuardedRegister>
  /** Where a register is now; undefined while it is not known. */
  readonly addressOf: (register: string) => string | undefined
  readonly signer: Signer
  /** The longest a register is waited for; who asks may hang up before. */
  readonly maxWaitMs: number
}

const MOST_ANSWER_BYTES = 4 * 1024 * 1024
const PATH = /^\/registers\/([\w-]{1,60})\/(facts|people|changes|events)(?:\?.*)?$/
const METHOD: Readonly<Record<Kind, string>> = { facts: 'POST', people: 'POST', changes: 'POST', events: 'GET' }
/** What passes between exchange and register as it is. */
const PASSED_ON = ['content-type', 'content-digest', 'signature-input', 'signature'] as const

export function createGateway(deps: GatewayDeps): Server {
  const next = createCaller(MOST_ANSWER_BYTES)
  const server = createServer((incoming, response) => {
    void answer(deps, next, incoming, response).catch(() => response.destroy())
  })
  server.keepAliveTimeout = 60_000
  return server.on('close', () => next.close())
}

async function answer(deps: GatewayDeps, next: Call, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const question = messageOf(incoming)
  const [, register = '', kind = ''] = PATH.exec(incoming.url ?? '') ?? []
  try {
    const known = deps.registers.get(register)
    if (!known || METHOD[kind as Kind] !== incoming.method) throw new Refused(404, 'no-such-register')
    const body = await readBody(incoming)
    deps.guard.check(question, body, known, kind as Kind)
    const answered = await pass(deps, next, question, register, body, goneSignal(response))
    send(response, gatewayAnswer(question, answered, deps.signer))
  } catch (error) {
    const refused = error instanceof TooLarge ? new Refused(413, 'too-large') : error
    if (!(refused instanceof Refused)) throw error
    const content = Buffer.from(JSON.stringify({ register, why: refused.why }))
    send(response, gatewayAnswer(question, { status: refused.status, body: content, headers: {} }, deps.signer))
  }
}

async function pass(
  deps: GatewayDeps,
  next: Call,
  { method, url, headers }: RequestMessage,
  register: string,
  body: Buffer,
  gone: AbortSignal,
): Promise<Answer> {
  const address = deps.addressOf(register)
  if (!address) throw new Refused(502, 'unreachable')
  const tooLong = AbortSignal.timeout(deps.maxWaitMs)
  const { pathname, search } = new URL(url)
  try {
    const answered = await next.call({
      method,
      url: address + pathname + search,
      headers: picked(headers),
      body,
      signal: AbortSignal.any([gone, tooLong]),
    })
    return { status: answered.status, body: answered.body, headers: picked(answered.headers) }
  } catch {
    throw tooLong.aborted ? new Refused(504, 'slow') : new Refused(502, 'unreachable')
  }
}

/** Whoever asked has hung up: the register need not go on. */
function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  return gone.signal
}

function picked(headers: RequestMessage['headers']): Record<string, string> {
  return Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = headers[name]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )
}
