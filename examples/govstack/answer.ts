import type { Json } from './platform.ts'

/** What an adapter answers, before it is written as HTTP. */
export interface Answer {
  readonly status: number
  readonly body: unknown
}
/** What came beside address and query. */
export interface Sent {
  /** `Information-Mediator-Client`: whose system asks. */
  readonly client: string | undefined
  readonly body: Json
}
/** Undefined: not an address of this building block. */
export type Answering = (
  method: string,
  path: readonly string[],
  query: URLSearchParams,
  sent?: Sent,
) => Promise<Answer | undefined>

export const ok = (body: unknown): Answer => ({ status: 200, body })
export const bad = (why: string): Answer => ({ status: 400, body: { error: why } })
export const notFound: Answer = { status: 404, body: { error: 'not found' } }
/** What the platform has not, it does not pretend to have. */
export const notHere = (why: string): Answer => ({ status: 501, body: { error: why } })
