/** Webhooks of an app: made, renewed, tried, told. */
import type { Principal } from '@dpg/kernel'
import type { Tx } from '@dpg/kernel/server'
import { ownApp } from './apps.ts'
import {
  type AppId,
  type DeliveryId,
  HOOK_EVENTS,
  type Hook,
  type HookDelivery,
  type HookEvent,
  hookNotFound,
  hookRefused,
  type HookId,
  tooMany,
} from './contract.ts'
import { deliverHook } from './deliver.ts'
import type { DevelopersRunning } from './deps.ts'
import { makeHookSecret, secretContext } from './hook-signing.ts'
import { requireOutside } from './outside.ts'
import {
  deleteHook,
  findHook,
  hooksFor,
  insertDelivery,
  insertHook,
  listDeliveries,
  listHooks,
  renewSecret,
  resetDelivery,
} from './store-hooks.ts'

const MOST = 10
const OLD_SECRET_H = 24

export async function hooks(deps: DevelopersRunning, principal: Principal, app: AppId): Promise<readonly Hook[]> {
  await ownApp(deps, principal, app)
  return listHooks(deps.db, app)
}

export async function addHook(
  deps: DevelopersRunning,
  principal: Principal,
  app: AppId,
  url: string,
  events: readonly HookEvent[],
): Promise<{ hook: Hook; secret: string }> {
  await ownApp(deps, principal, app)
  if (events.length === 0) throw hookRefused({ why: 'no-events' })
  const { href } = await requireOutside(url, deps.isDemo)
  const id = deps.newId<HookId>('hook')
  const secret = makeHookSecret()
  await deps.db.transaction(async (tx) => {
    const sealed = await deps.sealing.seal(tx, app, secretContext(id), secret)
    const chosen = HOOK_EVENTS.filter((event) => events.includes(event))
    const row = { app, id, url: href, events: chosen, secret: sealed, at: deps.clock.now().toString() }
    if (!(await insertHook(tx, row, MOST))) throw tooMany({ what: 'hooks', most: MOST })
  })
  return { hook: await ownHook(deps, app, id), secret }
}

async function ownHook({ db }: DevelopersRunning, app: AppId, id: HookId): Promise<Hook> {
  const found = await findHook(db, app, id)
  if (!found) throw hookNotFound({})
  const { secret: _secret, oldSecret: _old, ...hook } = found
  return hook
}

export async function endHook(deps: DevelopersRunning, principal: Principal, app: AppId, id: HookId): Promise<void> {
  await ownApp(deps, principal, app)
  if (!(await deps.db.transaction((tx) => deleteHook(tx, app, id)))) throw hookNotFound({})
}

export async function renewHookSecret(deps: DevelopersRunning, principal: Principal, app: AppId, id: HookId): Promise<string> {
  await ownApp(deps, principal, app)
  await ownHook(deps, app, id)
  const secret = makeHookSecret()
  const oldUntil = deps.clock.now().add({ hours: OLD_SECRET_H }).toString()
  await deps.db.transaction(async (tx) =>
    renewSecret(tx, app, id, await deps.sealing.seal(tx, app, secretContext(id), secret), oldUntil),
  )
  return secret
}

export async function testHook(deps: DevelopersRunning, principal: Principal, app: AppId, id: HookId): Promise<HookDelivery> {
  await ownApp(deps, principal, app)
  await ownHook(deps, app, id)
  const made = await deps.db.transaction((tx) => queue(deps, tx, app, id, 'ping', deps.newId('ping'), { app }))
  return made!
}

export async function deliveries(
  deps: DevelopersRunning,
  principal: Principal,
  app: AppId,
  hook: HookId,
): Promise<readonly HookDelivery[]> {
  await ownApp(deps, principal, app)
  await ownHook(deps, app, hook)
  return listDeliveries(deps.db, app, hook)
}

export async function redeliver(
  deps: DevelopersRunning,
  principal: Principal,
  app: AppId,
  id: DeliveryId,
): Promise<HookDelivery> {
  await ownApp(deps, principal, app)
  return deps.db.transaction(async (tx) => {
    const reset = await resetDelivery(tx, app, id, deps.clock.now().toString())
    if (!reset) throw hookNotFound({})
    await tx.enqueue(deliverHook, { app, delivery: id })
    return reset
  })
}

/** Tells every hook that wants to hear of it, once for each `cause`. */
export async function tell(
  deps: DevelopersRunning,
  event: HookEvent,
  cause: string,
  data: object,
  app: AppId | null = null,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    for (const hook of await hooksFor(tx, event, app)) await queue(deps, tx, hook.app, hook.id, event, cause, data)
  })
}

/** The body is made once: every try sends the same bytes under the same id. */
async function queue(
  { clock, newId }: DevelopersRunning,
  tx: Tx,
  app: AppId,
  hook: HookId,
  event: HookEvent | 'ping',
  cause: string,
  data: object,
): Promise<HookDelivery | undefined> {
  const at = clock.now().toString()
  const id = newId<DeliveryId>('msg')
  const body = JSON.stringify({ type: event, timestamp: at, data })
  const made = await insertDelivery(tx, { app, id, hook, event, cause, body, at, nextAt: at })
  if (made) await tx.enqueue(deliverHook, { app, delivery: id })
  return made
}
