/**
 * At whoever asks: what its systems subscribed to, and the notices that came, in one order. A notice is on disk before the other
 * gateway hears that we have it, and counts once however often it is sent; a system reads on from the last place it has dealt with.
 */
import type { KeyObject } from 'node:crypto'
import { createTurns } from '@dpg/kernel'
import { Fault } from './fault.ts'
import { type Kept, openKept } from './kept.ts'
import type { ServiceId, SubsystemId } from './names.ts'
import { isSame, type Notice, type Subscription } from './subscribers.ts'

/** What a system reads. */
export interface PlacedNotice {
  /** Its place in the order: ask for what comes after it. */
  readonly place: number
  readonly subscription: string
  readonly service: ServiceId
  readonly path: string
  readonly subject?: string | undefined
  readonly what: Notice['what']
  readonly why?: string | undefined
  readonly at: string
}

type Line =
  | ({ readonly kind: 'asked' } & Subscription)
  | ({ readonly kind: 'notice'; readonly to: string; readonly number: number; readonly place: number } & Omit<Notice, 'number'>)
  /** Until where a system has dealt with what came. */
  | { readonly kind: 'read'; readonly client: SubsystemId; readonly place: number }

interface Known {
  readonly subscription: Subscription
  last: number
  isEnded: boolean
}

export interface Subscribed {
  /** Before it is asked for: a notice may come before the answer does. Throws `other-content`. */
  ask(subscription: Subscription): Promise<void>
  /** Undefined: never asked for, or ended. */
  live(client: SubsystemId, id: string): Subscription | undefined
  /** False: it came before. Throws `no-subscription`. */
  take(client: SubsystemId, id: string, notice: Notice): Promise<boolean>
  /** Ends it here; whoever sends more of it is told that there is none. */
  end(client: SubsystemId, id: string, why: string): Promise<void>
  /** In their order; what is before `after` has been dealt with and is let go of. */
  notices(client: SubsystemId, after: number, most: number): readonly PlacedNotice[]
  /** Settles when there may be something new for this system. */
  news(client: SubsystemId, waitMs: number): Promise<void>
  /** Ends what is over. */
  sweep(): Promise<void>
  close(): Promise<void>
}

const KEPT_MS = 90 * 86_400_000
const nameOf = (client: SubsystemId, id: string) => `${client} ${id}`

export async function openSubscribed(path: string, key: KeyObject, now: () => number = Date.now): Promise<Subscribed> {
  const all = new Map<string, Known>()
  const waiting = new Map<SubsystemId, PlacedNotice[]>()
  const read = new Map<SubsystemId, number>()
  const listeners = new Map<SubsystemId, Set<() => void>>()
  let place = 0
  const apply = (line: Line) => {
    if (line.kind === 'asked') {
      const { kind: _, ...subscription } = line
      all.set(nameOf(subscription.client, subscription.id), { subscription, last: 0, isEnded: false })
    } else if (line.kind === 'read') {
      read.set(line.client, line.place)
      const left = waiting.get(line.client)?.filter((one) => one.place > line.place) ?? []
      waiting.set(line.client, left)
    } else {
      const known = all.get(line.to)
      place = Math.max(place, line.place)
      if (!known) return
      known.last = Math.max(known.last, line.number)
      known.isEnded ||= line.what === 'ended'
      const { client, id, service, path: fact, subject } = known.subscription
      const placed = {
        place: line.place,
        subscription: id,
        service,
        path: fact,
        subject,
        what: line.what,
        why: line.why,
        at: line.at,
      }
      const before = waiting.get(client)
      if (before) before.push(placed)
      else waiting.set(client, [placed])
      for (const wake of listeners.get(client) ?? []) wake()
    }
  }
  const isOld = ({ subscription, isEnded }: Known) => isEnded && Date.parse(subscription.until) < now() - KEPT_MS
  const kept: Kept<Line> = await openKept<Line>({
    path,
    key,
    use: 'subscribed',
    keep(lines) {
      for (const line of lines) apply(line)
      for (const [name, known] of all) if (isOld(known)) all.delete(name)
      const lastPlace = place
      const reads = new Set(
        new Map(lines.flatMap((line) => (line.kind === 'read' ? [[line.client, line] as const] : []))).values(),
      )
      return lines.filter((line) => {
        if (line.kind === 'asked') return all.has(nameOf(line.client, line.id))
        if (line.kind === 'read') return reads.has(line)
        // The last of each tells where its numbers, and the places, go on.
        const known = all.get(line.to)
        const isDue = known !== undefined && (read.get(known.subscription.client) ?? 0) < line.place
        return line.place === lastPlace || isDue || known?.last === line.number || (known !== undefined && line.what === 'ended')
      })
    },
  })
  const put = async (line: Line) => {
    await kept.add(line)
    apply(line)
  }
  const inTurn = createTurns()
  const liveOne = (client: SubsystemId, id: string): Known | undefined => {
    const known = all.get(nameOf(client, id))
    return known && !known.isEnded && Date.parse(known.subscription.until) > now() ? known : undefined
  }
  const endOne = (known: Known, why: string): Promise<void> => {
    const { client, id } = known.subscription
    const at = new Date(now()).toISOString()
    return put({ kind: 'notice', to: nameOf(client, id), number: known.last, place: place + 1, what: 'ended', why, at })
  }
  return {
    ask: (subscription) =>
      inTurn(async () => {
        const known = all.get(nameOf(subscription.client, subscription.id))
        if (known?.isEnded) throw new Fault('no-subscription', { id: subscription.id })
        if (known && !isSame(known.subscription, subscription)) throw new Fault('other-content', { id: subscription.id })
        if (!known) await put({ kind: 'asked', ...subscription })
      }),
    live: (client, id) => liveOne(client, id)?.subscription,
    take: (client, id, { number, what, why, at }) =>
      inTurn(async () => {
        const known = all.get(nameOf(client, id))
        if (known && number <= known.last) return false
        if (!known || !liveOne(client, id)) throw new Fault('no-subscription', { id })
        await put({ kind: 'notice', to: nameOf(client, id), number, place: place + 1, what, why, at })
        return true
      }),
    end: (client, id, why) =>
      inTurn(async () => {
        const known = all.get(nameOf(client, id))
        if (known && !known.isEnded) await endOne(known, why)
      }),
    notices(client, after, most) {
      const before = read.get(client) ?? 0
      if (after > before) void inTurn(() => put({ kind: 'read', client, place: after })).catch(() => undefined)
      const left = waiting.get(client) ?? []
      return left.filter((one) => one.place > after).slice(0, most)
    },
    news: (client, waitMs) =>
      new Promise((resolve) => {
        const listening = listeners.get(client) ?? new Set()
        listeners.set(client, listening)
        const done = () => {
          clearTimeout(timer)
          listening.delete(done)
          resolve()
        }
        const timer = setTimeout(done, waitMs)
        listening.add(done)
      }),
    sweep: () =>
      inTurn(async () => {
        for (const known of all.values())
          if (!known.isEnded && Date.parse(known.subscription.until) <= now()) await endOne(known, 'period')
      }),
    close: async () => {
      await inTurn(async () => {})
      await kept.close()
      for (const listening of listeners.values()) for (const done of listening) done()
    },
  }
}
