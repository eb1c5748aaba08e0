/** Tells other members what they subscribed to: again and again until each notice is signed for, in the order of its subscription. */
import { exchange } from './asking.ts'
import { Fault } from './fault.ts'
import { memberOf } from './names.ts'
import { rightOf } from './right.ts'
import type { Sending } from './running.ts'
import type { Notice, Subscription } from './subscribers.ts'

export interface Teller {
  /** There is something to tell. */
  wake(): void
  stop(): Promise<void>
}

/** Notices under way to one member at once, each of another subscription. */
const TOGETHER = 16
const LONGEST_MS = 60_000
const SWEEP_MS = 60_000

export function createTeller(running: Sending): Teller {
  const { subscribers, config, log } = running
  const underWay = new Map<Subscription, Promise<void>>()
  const atWork = new Map<string, number>()
  const pauses = new Map<string, { readonly until: number; readonly ms: number }>()
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  const wake = () => {
    if (isStopped) return
    let next = Number.POSITIVE_INFINITY
    for (const { subscription, notice } of subscribers.owed()) {
      const member = memberOf(subscription.client)
      const wait = (pauses.get(member)?.until ?? 0) - Date.now()
      if (wait > 0) next = Math.min(next, wait)
      else if (!underWay.has(subscription) && (atWork.get(member) ?? 0) < TOGETHER) begin(member, subscription, notice)
    }
    clearTimeout(timer)
    if (Number.isFinite(next)) timer = setTimeout(wake, next).unref()
  }
  const begin = (member: string, subscription: Subscription, notice: Notice) => {
    atWork.set(member, (atWork.get(member) ?? 0) + 1)
    const done = tellOne(running, subscription, notice)
      .then(
        () => void pauses.delete(member),
        (cause: unknown) => {
          const ms = Math.min((pauses.get(member)?.ms ?? config.retryMs / 2) * 2, LONGEST_MS)
          pauses.set(member, { until: Date.now() + ms, ms })
          log('notice.not-told', { member, cause: String(cause) })
        },
      )
      .finally(() => {
        underWay.delete(subscription)
        atWork.set(member, atWork.get(member)! - 1)
        wake()
      })
    underWay.set(subscription, done)
  }
  const sweeping = setInterval(() => subscribers.sweep(), SWEEP_MS).unref()
  return {
    wake,
    async stop() {
      isStopped = true
      clearTimeout(timer)
      clearInterval(sweeping)
      await Promise.all(underWay.values())
    },
  }
}

/** Throws when it is to be tried again. The same right as at a question: what one may not ask one does not hear of. */
async function tellOne(running: Sending, subscription: Subscription, notice: Notice): Promise<void> {
  const { subscribers } = running
  const { id, client, service, path, subject, purpose, law, until } = subscription
  // Both sides know when its time is over.
  if (Date.parse(until) <= Date.now()) return void (await subscribers.forget(client, id))
  if (notice.what === 'changed') {
    try {
      rightOf(running.members(), client, service, purpose)
    } catch (cause) {
      if (!(cause instanceof Fault)) throw cause
      return subscribers.end(subscription, cause.why)
    }
  }
  try {
    await exchange(running, {
      id: `${id}.${notice.number}`,
      from: service,
      to: client,
      head: { method: 'NOTICE', path, headers: {}, purpose, subject },
      law,
      body: Buffer.from(JSON.stringify({ subscription: id, ...notice })),
      side: 'provider',
    })
    await subscribers.told(subscription, notice.number)
  } catch (cause) {
    if (!(cause instanceof Fault) || cause.why !== 'no-subscription') throw cause
    await subscribers.forget(client, id)
  }
}
