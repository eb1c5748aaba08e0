/** SQL of webhooks and what was sent to them. */
import type { Query } from '@dpg/kernel/server'
import type { AppId, DeliveryId, Hook, HookDelivery, HookEvent, HookId } from './contract.ts'

const HOOK = `id, url, events, made_at as "madeAt", old_secret_until as "oldSecretUntil"`

/** False: there are `most` already. */
export const insertHook = async (
  on: Query,
  hook: { app: AppId; id: HookId; url: string; events: readonly HookEvent[]; secret: Buffer; at: string },
  most: number,
): Promise<boolean> =>
  (
    await on.query(
      `insert into developers.hooks (app, id, url, events, secret, made_at) select $1, $2, $3, $4, $5, $6
       where (select count(*) from developers.hooks where app = $1) < $7 returning id`,
      [hook.app, hook.id, hook.url, hook.events, hook.secret, hook.at, most],
    )
  ).length > 0

export const listHooks = (on: Query, app: AppId) =>
  on.query<Hook>(`select ${HOOK} from developers.hooks where app = $1 order by made_at, id`, [app])

export interface StoredHook extends Hook {
  readonly secret: Buffer
  readonly oldSecret: Buffer | null
}

export const findHook = async (on: Query, app: AppId, id: HookId): Promise<StoredHook | undefined> =>
  (
    await on.query<StoredHook>(
      `select ${HOOK}, secret, old_secret as "oldSecret" from developers.hooks where app = $1 and id = $2`,
      [app, id],
    )
  )[0]

export const renewSecret = (on: Query, app: AppId, id: HookId, secret: Buffer, oldUntil: string) =>
  on.query('update developers.hooks set old_secret = secret, old_secret_until = $4, secret = $3 where app = $1 and id = $2', [
    app,
    id,
    secret,
    oldUntil,
  ])

/** What waited for it is given up. */
export async function deleteHook(on: Query, app: AppId, id: HookId): Promise<boolean> {
  await on.query(
    `update developers.deliveries set state = 'given-up', next_at = null where app = $1 and hook = $2 and state = 'waiting'`,
    [app, id],
  )
  return (await on.query('delete from developers.hooks where app = $1 and id = $2 returning id', [app, id])).length > 0
}

export const deleteHooksOf = (on: Query, app: AppId) => on.query('delete from developers.hooks where app = $1', [app])

/** Hooks that want to hear of an event; of one app, or of all. */
export const hooksFor = (on: Query, event: HookEvent, app: AppId | null) =>
  on.query<{ app: AppId; id: HookId }>(
    'select app, id from developers.hooks where events @> array[$1::text] and ($2::text is null or app = $2)',
    [event, app],
  )

const DELIVERY = `id, hook, event, made_at as "madeAt", state, attempts, last_status as "lastStatus", last_error as "lastError", next_at as "nextAt", body`

/** Undefined: this cause was told to this hook already. */
export const insertDelivery = async (
  on: Query,
  delivery: { app: AppId; id: DeliveryId; hook: HookId; event: string; cause: string; body: string; at: string; nextAt: string },
): Promise<HookDelivery | undefined> =>
  (
    await on.query<HookDelivery>(
      `insert into developers.deliveries (app, id, hook, event, cause, body, made_at, state, attempts, next_at)
       values ($1, $2, $3, $4, $5, $6, $7, 'waiting', 0, $8) on conflict (hook, cause) do nothing returning ${DELIVERY}`,
      [delivery.app, delivery.id, delivery.hook, delivery.event, delivery.cause, delivery.body, delivery.at, delivery.nextAt],
    )
  )[0]

export const findDelivery = async (on: Query, app: AppId, id: DeliveryId): Promise<HookDelivery | undefined> =>
  (await on.query<HookDelivery>(`select ${DELIVERY} from developers.deliveries where app = $1 and id = $2`, [app, id]))[0]

export const listDeliveries = (on: Query, app: AppId, hook: HookId) =>
  on.query<HookDelivery>(
    `select ${DELIVERY} from developers.deliveries where app = $1 and hook = $2 order by made_at desc, id desc limit 50`,
    [app, hook],
  )

/** Waits again, from the beginning. */
export const resetDelivery = async (on: Query, app: AppId, id: DeliveryId, nextAt: string): Promise<HookDelivery | undefined> =>
  (
    await on.query<HookDelivery>(
      `update developers.deliveries set state = 'waiting', attempts = 0, next_at = $3 where app = $1 and id = $2 returning ${DELIVERY}`,
      [app, id, nextAt],
    )
  )[0]

/** Takes it for one try: whoever else comes meanwhile finds that it is not due. */
export const takeDue = async (
  on: Query,
  app: AppId,
  id: DeliveryId,
  now: string,
  until: string,
): Promise<HookDelivery | undefined> =>
  (
    await on.query<HookDelivery>(
      `update developers.deliveries set attempts = attempts + 1, next_at = $4
       where app = $1 and id = $2 and state = 'waiting' and next_at <= $3 returning ${DELIVERY}`,
      [app, id, now, until],
    )
  )[0]

export const settleDelivery = (
  on: Query,
  app: AppId,
  id: DeliveryId,
  {
    state,
    status,
    error,
    nextAt,
  }: { state: HookDelivery['state']; status: number | null; error: string | null; nextAt: string | null },
) =>
  on.query(
    `update developers.deliveries set state = $3, last_status = $4, last_error = $5, next_at = $6
     where app = $1 and id = $2 and state = 'waiting'`,
    [app, id, state, status, error, nextAt],
  )

export const listDue = (on: Query, now: string) =>
  on.query<{ app: AppId; id: DeliveryId }>(
    `select app, id from developers.deliveries where state = 'waiting' and next_at <= $1 order by next_at limit 200`,
    [now],
  )

export const sweepDeliveries = (on: Query, before: string) =>
  on.query(`delete from developers.deliveries where made_at < $1 and state <> 'waiting'`, [before])
