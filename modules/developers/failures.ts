/** What went wrong for an app: kept as it was asked, without key or cookie, for thirty days; shown, and run again. */
import type { Principal } from '@dpg/kernel'
import { ownApp } from './apps.ts'
import {
  type AppId,
  type Failure,
  failureNotFound,
  type FailureId,
  type FailureShown,
  type KeyKind,
  type ShownRequest,
} from './contract.ts'
import { curlOf } from './curl.ts'
import type { DevelopersRunning } from './deps.ts'
import { findFailure, insertFailure, listFailures, sweepFailures } from './store-usage.ts'

const KEPT_DAYS = 30
const MOST = 500
/** What may be shown: no key, no cookie, nothing that a proxy adds. */
const SHOWN = ['accept', 'accept-language', 'content-type', 'dpg-person', 'idempotency-key', 'if-none-match']

/** `request` is read here: a copy of the one that was answered, or one whose body was too long to keep. */
export async function remember(
  { db, clock, sealing }: DevelopersRunning,
  { app, kind, again = null }: { readonly app: AppId; readonly kind: KeyKind; readonly again?: FailureId | null },
  operation: string,
  request: Request,
  response: Response,
): Promise<void> {
  const id = response.headers.get('x-request-id') as FailureId | null
  if (!id) return
  const type = await typeOf(response)
  const shown = await shownOf(request)
  await db.transaction(async (tx) => {
    const sealed = await sealing.seal(tx, app, contextOf(id), shown)
    await insertFailure(tx, app, {
      ...{ id, at: clock.now().toString(), kind, operation, status: response.status, type, again },
      request: sealed,
    })
  })
}

const contextOf = (id: FailureId) => `developers.failures.request:${id}`

async function typeOf(response: Response): Promise<string | null> {
  if (!(response.headers.get('content-type') ?? '').startsWith('application/problem+json')) return null
  const { type } = (await response.clone().json()) as { readonly type?: string }
  return type?.replace('/problems/', '') ?? null
}

export async function shownOf(request: Request): Promise<ShownRequest> {
  const { pathname, search } = new URL(request.url)
  const body = request.body === null ? null : Buffer.from(await request.arrayBuffer())
  return {
    method: request.method,
    path: pathname + search,
    headers: Object.fromEntries(SHOWN.flatMap((name) => (request.headers.has(name) ? [[name, request.headers.get(name)!]] : []))),
    body: body?.toString() ?? null,
  }
}

export async function failures(deps: DevelopersRunning, principal: Principal, app: AppId): Promise<readonly Failure[]> {
  await ownApp(deps, principal, app)
  return listFailures(deps.db, app)
}

export async function failure(deps: DevelopersRunning, principal: Principal, app: AppId, id: FailureId): Promise<FailureShown> {
  await ownApp(deps, principal, app)
  const found = await findFailure(deps.db, app, id)
  if (!found) throw failureNotFound({})
  const { request: sealed, ...row } = found
  const request = await deps.sealing.open<ShownRequest>(deps.db, app, contextOf(id), sealed)
  return { ...row, request, curl: curlOf(deps.baseUrl(), request) }
}

export const forgetOldFailures = ({ db, clock }: DevelopersRunning): Promise<void> =>
  sweepFailures(
    db,
    clock
      .now()
      .subtract({ hours: 24 * KEPT_DAYS })
      .toString(),
    MOST,
  )
