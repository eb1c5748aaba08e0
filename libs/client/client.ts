/** A small client by `fetch`: makes the request of a call, reads its answer, throws its refusal. */

/** How a call is asked, in the generated table. */
export interface Described {
  readonly method: string
  readonly path: string
  /** Names of what goes into the query. */
  readonly query?: readonly string[]
  /** Media type of the body. */
  readonly body?: string
  readonly needsKey?: boolean
}

export interface ClientOptions {
  /** Where the platform stands. */
  readonly url: string
  /** Of an app: `dpg_test_…` or `dpg_live_…`. */
  readonly key?: string
  /** With a test key: as which of the synthetic people. */
  readonly person?: string
  /** Language of the texts. */
  readonly lang?: 'ko' | 'en'
  readonly fetch?: typeof globalThis.fetch
}

/** RFC 9457. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly instance?: string
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[]
  readonly [more: string]: unknown
}

/** A refusal, in the platform's words. */
export class ProblemError extends Error {
  readonly problem: Problem
  /** By which the developers' pages show the request again. */
  readonly requestId: string | null
  /** Seconds to wait, where the platform says so. */
  readonly retryAfterS: number | null

  constructor(problem: Problem, headers: Headers) {
    super(`${problem.title} ${problem.detail}`)
    this.name = 'ProblemError'
    this.problem = problem
    this.requestId = headers.get('x-request-id')
    const seconds = headers.get('retry-after')
    this.retryAfterS = seconds === null ? null : Number(seconds)
  }
}

export type Args = Readonly<Record<string, unknown>>

export async function send(options: ClientOptions, described: Described, args: Args): Promise<unknown> {
  const { fetch = globalThis.fetch } = options
  const response = await fetch(addressOf(options.url, described, args), {
    method: described.method,
    headers: headersOf(options, described, args),
    ...(args['body'] === undefined ? {} : { body: bodyOf(described, args['body']) }),
  })
  if (response.ok) return answerOf(response)
  throw new ProblemError(await problemOf(response), response.headers)
}

function addressOf(base: string, { path, query = [] }: Described, args: Args): URL {
  const filled = path
    .replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(String(args[name])))
    .replace('*', () => encodeURI(String(args['rest'] ?? '')))
  const url = new URL(filled, base)
  for (const name of query)
    if (args[name] !== undefined) for (const value of [args[name]].flat()) url.searchParams.append(name, String(value))
  return url
}

function headersOf({ key, person, lang }: ClientOptions, { body, needsKey }: Described, args: Args): Record<string, string> {
  return {
    accept: 'application/json, */*;q=0.5',
    ...(lang ? { 'accept-language': lang } : {}),
    ...(key ? { authorization: `Bearer ${key}` } : {}),
    ...(person ? { 'dpg-person': person } : {}),
    ...(body ? { 'content-type': body } : {}),
    ...(needsKey ? { 'idempotency-key': String(args['idempotencyKey'] ?? crypto.randomUUID()) } : {}),
  }
}

const bodyOf = ({ body = '' }: Described, value: unknown): BodyInit =>
  body.includes('json') ? JSON.stringify(value) : (value as BodyInit)

async function answerOf(response: Response): Promise<unknown> {
  const type = response.headers.get('content-type') ?? ''
  if (response.status === 204) return undefined
  if (type.includes('json')) return response.json()
  return /^text\/|jose|jwt|xml/.test(type) ? response.text() : new Uint8Array(await response.arrayBuffer())
}

/** A proxy in between may refuse in words of its own. */
async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text()
  if ((response.headers.get('content-type') ?? '').startsWith('application/problem+json')) return JSON.parse(text) as Problem
  return { type: 'about:blank', title: response.statusText, status: response.status, detail: text.slice(0, 500) }
}
