/** One try of a delivery, and when the next one is. A queued job begins it; what a job has lost the sweep finds in the table. */
import { defineJob, outsideFetch } from '@dpg/kernel/server'
import type { AppId, DeliveryId, HookDelivery } from './contract.ts'
import type { DevelopersRunning } from './deps.ts'
import { hookHeaders, secretContext } from './hook-signing.ts'
import { requireOutside } from './outside.ts'
import { findHook, listDue, settleDelivery, type StoredHook, sweepDeliveries, takeDue } from './store-hooks.ts'

export const deliverHook = defineJob<{ app: AppId; delivery: DeliveryId }>('developers.deliver')
/** To be scheduled every minute. */
export const sweepDevelopers = defineJob<object>('developers.sweep')

/** After each failed try: a receiver may be away for days. */
const PAUSES_S = [5, 30, 120, 600, 3_600, 4 * 3_600, 12 * 3_600, 24 * 3_600, 24 * 3_600]
const TIMEOUT_MS = 10_000
/** Nobody else takes it while it is being tried. */
const TAKEN_S = 30
const KEPT_DAYS = 30

export async function deliver(deps: DevelopersRunning, app: AppId, id: DeliveryId): Promise<void> {
  const now = deps.clock.now()
  const due = await takeDue(deps.db, app, id, now.toString(), now.add({ seconds: TAKEN_S }).toString())
  if (!due) return
  const hook = await findHook(deps.db, app, due.hook)
  const outcome = hook ? await attempt(deps, app, hook, due) : { status: null, error: 'gone' }
  const isDelivered = outcome.status !== null && outcome.status >= 200 && outcome.status < 300
  const pause = hook ? PAUSES_S[due.attempts - 1] : undefined
  const state = isDelivered ? 'delivered' : pause === undefined ? 'given-up' : 'waiting'
  await deps.db.transaction(async (tx) => {
    const nextAt = state === 'waiting' ? deps.clock.now().add({ seconds: pause! }).toString() : null
    await settleDelivery(tx, app, id, { state, ...outcome, nextAt })
    if (state === 'waiting') await tx.enqueue(deliverHook, { app, delivery: id }, { startAfterSeconds: pause! })
  })
}

async function attempt(
  deps: DevelopersRunning,
  app: AppId,
  hook: StoredHook,
  { id, body }: HookDelivery,
): Promise<{ status: number | null; error: string | null }> {
  try {
    const url = await requireOutside(hook.url, deps.isDemo)
    const asked: RequestInit = {
      method: 'POST',
      headers: hookHeaders(id, body, Math.floor(deps.clock.now().epochMilliseconds / 1000), await secretsOf(deps, app, hook)),
      body,
      // Where it leads is not where it was let go to.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }
    const response = await outsideFetch(url, asked, deps.isDemo)
    await response.body?.cancel()
    return { status: response.status, error: null }
  } catch (cause) {
    return { status: null, error: reasonOf(cause) }
  }
}

/** The new secret first; while it is new, the one before it too. */
async function secretsOf({ db, clock, sealing }: DevelopersRunning, app: AppId, hook: StoredHook): Promise<string[]> {
  const isOldGood = hook.oldSecretUntil !== null && Temporal.Instant.compare(hook.oldSecretUntil, clock.now()) > 0
  const sealed = [hook.secret, ...(isOldGood && hook.oldSecret ? [hook.oldSecret] : [])]
  return Promise.all(sealed.map((one) => sealing.open<string>(db, app, secretContext(hook.id), one)))
}

/** A word that helps whoever runs the receiver; nothing of ours. */
function reasonOf(cause: unknown): string {
  const {
    name,
    code,
    cause: inner,
    values,
  } = cause as { name?: string; code?: string; cause?: { code?: string }; values?: { why?: string } }
  return values?.why ?? inner?.code ?? (name === 'TimeoutError' ? 'timeout' : (code ?? 'no-answer'))
}

/** What is due and in no queue, and what is old. */
export async function sweep({ db, clock }: DevelopersRunning): Promise<void> {
  const now = clock.now()
  await db.transaction(async (tx) => {
    for (const { app, id } of await listDue(tx, now.subtract({ seconds: TAKEN_S }).toString()))
      await tx.enqueue(deliverHook, { app, delivery: id })
  })
  await sweepDeliveries(db, now.subtract({ hours: 24 * KEPT_DAYS }).toString())
}
