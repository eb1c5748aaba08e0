/** The way to a register: the gateway before it, asked over HTTP; questions signed by us, answers by the register and its gateway. */
import type { KeyObject } from 'node:crypto'
import { Agent, request } from 'node:http'
import type { Fields } from '@dpg/http-signatures'

/** Where a register is reached, and whose signatures count for it. */
export interface Gateway {
  readonly url: string
  readonly gatewayKey: KeyObject
  readonly registerKey: KeyObject
}

export interface Gateways {
  /** Undefined: there is no way to this register. */
  before(register: string): Gateway | undefined
  /** Our own key: who asks. */
  readonly signer: { readonly keyid: string; readonly key: KeyObject }
}

export interface RawAnswer {
  readonly status: number
  readonly headers: Fields
  readonly body: Buffer
}

/** Nobody answered: in time (`slow`), or at all. */
export class NoAnswer extends Error {
  readonly kind: 'slow' | 'unreachable'
  constructor(kind: 'slow' | 'unreachable', cause?: unknown) {
    super(kind, { cause })
    this.kind = kind
  }
}

export interface Call {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

const MOST_BYTES = 4 * 1024 * 1024

/** HTTP that keeps its connections; one for the module. */
export function createCaller(): { call(call: Call): Promise<RawAnswer>; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 256, timeout: 60_000 })
  return { call: (call) => once(agent, call), close: () => agent.destroy() }
}

function once(agent: Agent, { method, url, headers, body, timeoutMs, signal }: Call): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    let isSlow = false
    const failed = (cause: unknown) => {
      clearTimeout(timer)
      reject(new NoAnswer(isSlow ? 'slow' : 'unreachable', cause))
    }
    const sent = { ...headers, 'content-length': String(Buffer.byteLength(body)) }
    const asked = request(url, { agent, method, headers: sent, ...(signal ? { signal } : {}) }, (incoming) => {
      const chunks: Buffer[] = []
      let size = 0
      incoming.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > MOST_BYTES) incoming.destroy(new Error('an answer that is too long'))
        else chunks.push(chunk)
      })
      incoming.on('error', failed)
      incoming.on('end', () => {
        clearTimeout(timer)
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers as Fields, body: Buffer.concat(chunks) })
      })
    })
    const timer = setTimeout(() => {
      isSlow = true
      asked.destroy(new Error('no answer in time'))
    }, timeoutMs)
    asked.on('error', failed)
    asked.end(body)
  })
}
