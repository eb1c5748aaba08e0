import type { IncomingMessage } from 'node:http'
import type { Sent } from './answer.ts'
import { jsonIn } from './platform.ts'

const MOST_BYTES = 64 * 1024

/** Header and body of a call, JSON or a form. Undefined: not to be read. */
export async function sentWith(incoming: IncomingMessage): Promise<Sent | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= MOST_BYTES) chunks.push(chunk)
  }
  if (size > MOST_BYTES) return undefined
  const client = incoming.headers['information-mediator-client']
  const body = bodyIn(Buffer.concat(chunks).toString('utf8'), incoming.headers['content-type'] ?? '')
  return body && { client: typeof client === 'string' ? client : undefined, body }
}

function bodyIn(text: string, type: string): Sent['body'] | undefined {
  if (text === '' || type.startsWith('multipart/')) return {}
  if (type.startsWith('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(text))
  try {
    return jsonIn(JSON.parse(text))
  } catch {
    return undefined
  }
}
