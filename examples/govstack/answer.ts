/** What an adapter answers, before it is written as HTTP. */
export interface Answer {
  readonly status: number
  readonly body: unknown
}
/** Undefined: not an address of this building block. */
export type Answering = (method: string, path: readonly string[], query: URLSearchParams) => Promise<Answer | undefined>

export const ok = (body: unknown): Answer => ({ status: 200, body })
export const notFound: Answer = { status: 404, body: { error: 'not found' } }
