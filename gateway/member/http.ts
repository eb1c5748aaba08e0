/** The HTTP of both sides: bodies with a limit, connections that are kept, refusals in the shape X-Road has. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Agent, type Dispatcher } from 'undici'
import { Fault, faultBody } from './fault.ts'

export const MOST_BYTES = 10 * 1024 * 1024
const EMPTY = Buffer.alloc(0)

/** Throws `too-large`, or an error when the other side hangs up. */
export function readBody(incoming: IncomingMessage, most = MOST_BYTES): Promise<Buffer> {
  const { headers } = incoming
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return Promise.resolve(EMPTY)
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > most) {
        incoming.pause()
        reject(new Fault('too-large', { most: String(most) }))
      } else chunks.push(chunk)
    })
    incoming.on('end', () => resolve(joined(chunks)))
    incoming.on('error', reject)
  })
}

const joined = (chunks: readonly Buffer[]): Buffer => (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks))

export interface Received {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

export interface Sent {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string | number>>
  readonly body: Buffer
  readonly timeoutMs: number
}

/** Nobody answered in time (`slow`) or at all. */
export class NoAnswer extends Error {
  readonly isSlow: boolean
  constructor(isSlow: boolean, cause: unknown) {
    super(isSlow ? 'slow' : 'unreachable', { cause })
    this.isSlow = isSlow
  }
}

export interface Caller {
  /** Throws `NoAnswer`. */
  call(sent: Sent): Promise<Received>
  close(): void
}

/** `undici` without its streams: a question costs a third of what it does through `node:http`. */
export function createCaller(): Caller {
  // Timeouts are ours, for the whole of a question. Connections are kept while they are in use.
  const agent = new Agent({ connections: 512, pipelining: 1, allowH2: false, headersTimeout: 0, bodyTimeout: 0 })
  return {
    call: (sent) =>
      new Promise((resolve, reject) => {
        const { origin, path } = split(sent.url)
        const { method, headers, body, timeoutMs } = sent
        const handler = new Waiting(timeoutMs, resolve, reject)
        const options = { origin, path, method: method as Dispatcher.HttpMethod, headers, body: body.length > 0 ? body : null }
        try {
          agent.dispatch(options, handler)
        } catch (cause) {
          handler.onResponseError(undefined, cause)
        }
      }),
    close: () => void agent.destroy(),
  }
}

/** One question on its way: settles once, with the whole answer or with `NoAnswer`. */
class Waiting implements Dispatcher.DispatchHandler {
  #chunks: Buffer[] = []
  #size = 0
  #status = 0
  #headers: IncomingMessage['headers'] = {}
  #isOver = false
  #controller: Dispatcher.DispatchController | undefined
  readonly #timer: NodeJS.Timeout
  readonly #resolve: (received: Received) => void
  readonly #reject: (cause: unknown) => void
  constructor(timeoutMs: number, resolve: (received: Received) => void, reject: (cause: unknown) => void) {
    this.#resolve = resolve
    this.#reject = reject
    this.#timer = setTimeout(() => this.#fail(true, new Error('too slow')), timeoutMs)
  }
  onRequestStart(controller: Dispatcher.DispatchController) {
    this.#controller = controller
    // It waited for a connection until it was too late: it must not be sent any more.
    if (this.#isOver) controller.abort(new Error('too slow'))
  }
  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingMessage['headers']) {
    this.#status = status
    this.#headers = headers
    this.#chunks = []
  }
  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer) {
    this.#size += chunk.length
    if (this.#size > MOST_BYTES) this.#fail(false, new Fault('too-large', { most: String(MOST_BYTES) }))
    else this.#chunks.push(chunk)
  }
  onResponseEnd() {
    if (!this.#ends()) return
    this.#resolve({ status: this.#status, headers: this.#headers, body: joined(this.#chunks) })
  }
  onResponseError(_: unknown, cause: unknown) {
    if (this.#ends()) this.#reject(new NoAnswer(false, cause))
  }
  #fail(isSlow: boolean, cause: Error) {
    if (!this.#ends()) return
    this.#reject(new NoAnswer(isSlow, cause))
    this.#controller?.abort(cause)
  }
  #ends(): boolean {
    if (this.#isOver) return false
    this.#isOver = true
    clearTimeout(this.#timer)
    return true
  }
}

/** `http://host:1/a?b` is the origin `http://host:1` and the path `/a?b`, which goes out as it is. */
function split(url: string): { readonly origin: string; readonly path: string } {
  const end = url.indexOf('/', url.indexOf('://') + 3)
  if (end >= 0) return { origin: url.slice(0, end), path: url.slice(end) }
  const query = url.indexOf('?')
  return query < 0 ? { origin: url, path: '/' } : { origin: url.slice(0, query), path: `/${url.slice(query)}` }
}

export function send(response: ServerResponse, status: number, headers: Readonly<Record<string, string>>, body: Buffer): void {
  if (response.destroyed) return
  // No date: it is in the signature. No names beyond what is needed.
  response.writeHead(status, { ...headers, 'content-length': body.length })
  response.end(body)
}

export function sendFault(response: ServerResponse, fault: Fault, acceptLanguage: string | undefined): void {
  const body = faultBody(fault, acceptLanguage)
  const more = fault.status === 503 ? { 'retry-after': '1' } : {}
  const headers = {
    'content-type': 'application/problem+json',
    'content-language': /^\s*en\b/i.test(acceptLanguage ?? '') ? 'en' : 'ko',
    'x-road-error': body.type,
    ...more,
  }
  send(response, fault.status, headers, Buffer.from(JSON.stringify(body)))
}
