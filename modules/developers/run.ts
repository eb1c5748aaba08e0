/** The playground: the server sends the request the way an app would, and shows both sides. */
import { randomUUID } from 'node:crypto'
import type { Lang, Principal } from '@dpg/kernel'
import { createTries, tooManyRequests, type Tries } from '@dpg/kernel/server'
import { ownApp } from './apps.ts'
import type { AppId, FailureId, Run, ShownRequest, ToRun } from './contract.ts'
import { curlOf } from './curl.ts'
import type { DevelopersRunning } from './deps.ts'
import { failure } from './failures.ts'
import { type Calling, type Gate, PERSON_HEADER } from './gate.ts'

export interface Runner {
  run(principal: Principal, what: ToRun, client: string | undefined, lang: Lang): Promise<Run>
  runAgain(principal: Principal, app: AppId, id: FailureId): Promise<Run>
}

const LONGEST = 200_000
const SHOWN = ['content-type', 'ratelimit', 'ratelimit-policy', 'retry-after', 'x-request-id', 'etag', 'location']

/** `gate` calls back into this module's own way in: what is run is counted and allowed like every other request. */
export function createRunner(deps: DevelopersRunning, gate: Gate): Runner {
  const visitors: Tries = createTries(deps.clock, { burst: 20, perMinute: 10 })
  return {
    async run(principal, { app, person, method, path, body }, client, lang) {
      if (app) await ownApp(deps, principal, app)
      else {
        const retryAfterS = visitors.take(client ?? 'unknown')
        if (retryAfterS > 0) throw tooManyRequests({ retryAfterS })
      }
      const headers = {
        accept: 'application/json',
        'accept-language': lang,
        ...(body === null ? {} : { 'content-type': 'application/json' }),
        ...(person ? { [PERSON_HEADER]: person } : {}),
        ...(method === 'GET' ? {} : { 'idempotency-key': randomUUID() }),
      }
      return send(deps, gate, { app, kind: 'test' }, { method, path, headers, body })
    },
    async runAgain(principal, app, id) {
      const { request, kind } = await failure(deps, principal, app, id)
      return send(deps, gate, { app, kind, again: id }, request)
    },
  }
}

async function send(deps: DevelopersRunning, gate: Gate, calling: Calling, shown: ShownRequest): Promise<Run> {
  const url = new URL(shown.path, deps.baseUrl())
  const bytes = shown.body === null ? undefined : Buffer.from(shown.body)
  const headers = { ...shown.headers, ...(bytes ? { 'content-length': String(bytes.byteLength) } : {}) }
  const request = new Request(url, { method: shown.method, headers, ...(bytes ? { body: bytes } : {}) })
  const started = performance.now()
  const response = await gate.call(calling, request, deps.served().dispatch)
  const ms = Math.round(performance.now() - started)
  const read = Buffer.from(await response.arrayBuffer())
  const isText = /^(text\/|application\/(\w+\+)?(json|jose|xml|jwt))/.test(response.headers.get('content-type') ?? '')
  return {
    request: { ...shown, path: url.pathname + url.search },
    curl: curlOf(deps.baseUrl(), shown),
    requestId: response.headers.get('x-request-id') ?? '',
    status: response.status,
    headers: Object.fromEntries(
      SHOWN.flatMap((name) => (response.headers.has(name) ? [[name, response.headers.get(name)!]] : [])),
    ),
    body: isText ? read.toString().slice(0, LONGEST) : `(${read.byteLength} bytes)`,
    ms,
  }
}
