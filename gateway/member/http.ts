/** The HTTP of both sides: bodies with a limit, connections that are kept, refusals in the shape X-Road has. */
import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import { Fault, faultBody } from './fault.ts'

export const MOST_BYTES = 10 * 1024 * 1024

/** Throws `too-large`. */
export function readBody(incoming: IncomingMessage, most = MOST_BYTES): Promise<Buffer> {
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
    incoming.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)))
    incoming.on('error', reject)
    incoming.on('close', () => reject(new Error('the other side hung up')))
  })
}

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

export function createCaller(): Caller {
  const agents = {
    http: new Agent({ keepAlive: true, maxSockets: 512 }),
    https: new SecureAgent({ keepAlive: true, maxSockets: 512 }),
  }
  return {
    call: ({ method, url, headers, body, timeoutMs }) =>
      new Promise((resolve, reject) => {
        const isSecure = url.startsWith('https:')
        let isSlow = false
        const failed = (cause: unknown) => reject(new NoAnswer(isSlow, cause))
        const options = {
          method,
          headers: { ...headers, 'content-length': body.length },
          agent: isSecure ? agents.https : agents.http,
        }
        const asked = (isSecure ? secureRequest : request)(url, options, (incoming) => {
          readBody(incoming).then((read) => {
            clearTimeout(timer)
            resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: read })
          }, failed)
        })
        const timer = setTimeout(() => {
          isSlow = true
          asked.destroy(new Error('too slow'))
        }, timeoutMs)
        asked.on('error', (cause) => {
          clearTimeout(timer)
          failed(cause)
        })
        asked.end(body)
      }),
    close() {
      agents.http.destroy()
      agents.https.destroy()
    },
  }
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
