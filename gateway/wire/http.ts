/** The little HTTP that a register and a gateway need: bodies with a limit, one call to the next system. */
import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { Fields, RequestMessage } from '@dpg/http-signatures'
import type { Answer } from './signing.ts'

const MOST_BYTES = 64 * 1024

export class TooLarge extends Error {}

export async function readBody(incoming: IncomingMessage, most = MOST_BYTES): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > most) throw new TooLarge(`more than ${most} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The question as signatures see it. The authority is not covered, so any will do. */
export const messageOf = (incoming: IncomingMessage): RequestMessage => ({
  method: incoming.method ?? 'GET',
  url: `http://register${incoming.url ?? '/'}`,
  headers: incoming.headers as Fields,
})

export function send(response: ServerResponse, { status, body, headers }: Answer): void {
  if (response.destroyed) return
  response.writeHead(status, { ...headers, 'content-length': body.length })
  response.end(body)
}

export interface Call {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** Ends the call when whoever asked is gone or has waited long enough. */
  readonly signal: AbortSignal
}

export interface Caller {
  call(call: Call): Promise<{ readonly status: number; readonly headers: Fields; readonly body: Buffer }>
  close(): void
}

/** Keeps connections open between calls. Rejects when there is no answer. */
export function createCaller(mostBytes: number): Caller {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 })
  return {
    call: ({ url, method, headers, body, signal }) =>
      new Promise((resolve, reject) => {
        const sent = { ...headers, 'content-length': String(body.length) }
        const asked = request(url, { agent, method, headers: sent, signal }, (incoming) => {
          readBody(incoming, mostBytes).then(
            (answer) => resolve({ status: incoming.statusCode ?? 502, headers: incoming.headers as Fields, body: answer }),
            reject,
          )
        })
        asked.on('error', reject)
        asked.end(body)
      }),
    close: () => agent.destroy(),
  }
}
