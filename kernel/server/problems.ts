/** Problems of the border itself, and their RFC 9457 text. */
import { defineProblem, Problem } from '../problem.ts'
import { type Lang, type Text, textIn, type Translate } from '../texts.ts'

export const notFound = defineProblem<{ path: string }>('kernel/not-found', 404)
export const methodNotAllowed = defineProblem<{ method: string }>('kernel/method-not-allowed', 405)
export const invalidRequest = defineProblem<{ where: 'path' | 'query' | 'header' | 'body' }>('kernel/invalid-request', 422)
export const malformedBody = defineProblem<{ reason: 'not-json' | 'too-deep' | 'not-a-form' | 'not-utf-8' }>(
  'kernel/malformed-body',
  400,
)
export const bodyTooLarge = defineProblem<{ maxBytes: number }>('kernel/body-too-large', 413)
export const wrongMediaType = defineProblem<{ expected: string }>('kernel/wrong-media-type', 415)
export const signInNeeded = defineProblem<object>('kernel/sign-in-needed', 401)
export const notAllowed = defineProblem<{ needs: string }>('kernel/not-allowed', 403)
export const crossSite = defineProblem<object>('kernel/cross-site', 403)
export const tooManyRequests = defineProblem<{ retryAfterS: number }>('kernel/too-many-requests', 429)
/** For a moment: the database is away. What was answered before stands; what was sent now is sent again. */
export const unavailable = defineProblem<{ retryAfterS: number }>('kernel/unavailable', 503)
export const unexpected = defineProblem<object>('kernel/unexpected', 500)

/** A database that has died is there again after some seconds. */
export const databaseAway = () => unavailable({ retryAfterS: 3 })

/** Where the meaning of a problem type is published. */
export const problemUri = (type: string) => `/problems/${type}`

/** Problem details (RFC 9457 §3) in the reader's language; never a stack, SQL or a personal fact. */
export function problemDetails(problem: Problem, t: Translate, requestId: string) {
  const text = (part: 'title' | 'detail') => textOf(problem, part, t)
  return {
    type: problemUri(problem.type),
    title: text('title'),
    status: problem.status,
    detail: text('detail'),
    instance: `urn:request:${requestId}`,
    ...(problem.errors.length > 0 ? { errors: problem.errors } : {}),
    ...publicValues(problem.values),
  }
}

/** A problem with a `reason` (or `why`) may have a text of its own for it: `problem.<type>.detail.<reason>`. */
function textOf({ type, values }: Problem, part: 'title' | 'detail', t: Translate): string {
  const key = `problem.${type}.${part}`
  const own = `${key}.${String(values['reason'] ?? values['why'])}`
  const said = t(own, values)
  return said === own ? t(key, values) : said
}

/** Values that are texts, in the reader's language: what is decided below may not know who reads. */
export function spokenTo(problem: Problem, lang: Lang): Problem {
  const spoken = Object.entries(problem.values).map(([key, value]) => [key, isText(value) ? textIn(value, lang) : value])
  return new Problem(problem.type, problem.status, Object.fromEntries(spoken), problem.errors)
}

const isText = (value: unknown): value is Text =>
  typeof value === 'object' && value !== null && typeof (value as Partial<Text>).ko === 'string'

const RESERVED = new Set(['type', 'title', 'status', 'detail', 'instance', 'errors'])
const publicValues = (values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(values).filter(([key]) => !RESERVED.has(key)))
