/** What two gateways carry between them once it is opened: a line of JSON about the message, then its body as it came. */
import { z } from 'zod'
import { isPath } from './names.ts'

const headers = z.record(z.string().max(100), z.string().max(8_000))

const question = z.object({
  /** Of HTTP; the last three are between gateways: to hear of changes, no longer, and that there was one. */
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'SUBSCRIBE', 'UNSUBSCRIBE', 'NOTICE']),
  /** After the service's name: `/people/12?fields=name` or empty. */
  path: z.string().max(8_000).refine(isPath),
  headers,
  /** Code of one of the purposes that the service is registered for. */
  purpose: z.string().max(100),
  /** Name of the person it is about, as these two parties know them; of nobody when absent. */
  subject: z.string().max(200).optional(),
  /** Who asks at the consumer, by its own name for them. */
  user: z.string().max(200).optional(),
  /** The matter it belongs to at the consumer (X-Road-Issue). */
  issue: z.string().max(200).optional(),
})
export type QuestionHead = z.output<typeof question>

const answer = z.object({ status: z.number().int().min(200).max(599), headers })
export type AnswerHead = z.output<typeof answer>

export interface Opened<Head> {
  readonly head: Head
  readonly body: Buffer
}

const NEWLINE = 10

export const pack = (head: QuestionHead | AnswerHead, body: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), body])

/** Throws when it is no envelope. */
export const unpackQuestion = (bytes: Buffer): Opened<QuestionHead> => unpack(question, bytes)
export const unpackAnswer = (bytes: Buffer): Opened<AnswerHead> => unpack(answer, bytes)

function unpack<S extends z.ZodType>(schema: S, bytes: Buffer): Opened<z.output<S>> {
  const end = bytes.indexOf(NEWLINE)
  if (end < 0) throw new Error('an envelope begins with a line')
  return { head: schema.parse(JSON.parse(bytes.toString('utf8', 0, end))), body: bytes.subarray(end + 1) }
}

/** What a system's own headers may carry across; all others end at the gateway. */
const CARRIED = [
  'content-type',
  'content-language',
  'accept',
  'accept-language',
  'etag',
  'if-match',
  'if-none-match',
  'idempotency-key',
  'last-modified',
  'location',
  'retry-after',
  'cache-control',
] as const

export function carried(from: Readonly<Record<string, string | readonly string[] | undefined>>): Record<string, string> {
  const taken: Record<string, string> = {}
  for (const name of CARRIED) {
    const value = from[name]
    if (typeof value === 'string') taken[name] = value
  }
  return taken
}
