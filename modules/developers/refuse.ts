/** A refusal before any route is asked: problem details as every route gives them. */
import { randomUUID } from 'node:crypto'
import type { Lang, Problem } from '@dpg/kernel'
import { preferencesOf, problemDetails } from '@dpg/kernel/server'
import type { DevelopersRunning } from './deps.ts'

export const langOf = (request: Request): Lang =>
  preferencesOf(undefined, new URL(request.url).searchParams.get('lang'), request.headers.get('accept-language')).lang

export function refuse({ texts, served }: DevelopersRunning, request: Request, problem: Problem): Response {
  const requestId = randomUUID()
  const { retryAfterS } = problem.values
  return new Response(JSON.stringify(problemDetails(problem, texts(langOf(request)), requestId)), {
    status: problem.status,
    headers: {
      ...served().headers,
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      'x-request-id': requestId,
      // RFC 6750 §3, RFC 9110 §10.2.3
      ...(problem.status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      ...(typeof retryAfterS === 'number' ? { 'retry-after': String(retryAfterS) } : {}),
    },
  })
}
