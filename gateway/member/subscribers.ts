/**
 * At whoever holds a fact: which members want to hear when it changes, and what they are still to be told. A change of the system
 * is one line on disk before the system is answered; a notice stays owed until the other gateway has signed that it has it.
 */
import type { KeyObject } from 'node:crypto'
import { createTurns } from '@dpg/kernel'
import { Fault } from './fault.ts'
import { type Kept, openKept } from './kept.ts'
import { memberOf, type ServiceId, type SubsystemId } from './names.ts'

export interface Subscription {
  /** The X-Road-Id it was asked for under. */
  readonly id: string
  readonly client: SubsystemId
  readonly service: ServiceId
  /** The fact, as one would ask for it: `/people/12`. */
  readonly path: string
  readonly purpose: string
  readonly law: string
  readonly subject?: string | undefined
  /** When it ends by itself. */
  readonly until: string
}

/** `changed`: ask again; `ended`: nothing more will come. */
export interface Notice {
  /** 1, 2, 3 … of one subscription. */
  readonly number: number
  readonly what: 'changed' | 'ended'
  readonly why?: string | undefined
  readonly at: string
}

/** What the system says has happened. */
export interface Change {
  readonly id: string
  readonly service: ServiceId
  readonly path?: string | undefined
  readonly subject?: string | undefined
  readonly what: Notice['what']
  readonly why?: string | undefined
  /** Only subscriptions for this purpose: a consent ends for one. */
  readonly purpose?: string | undefined
}

interface Owed extends Notice {
  readonly to: string
}
type Line =
  | ({ readonly kind: 'begun' } & Subscription)
  | { readonly kind: 'gone'; readonly to: string }
  | { readonly kind: 'change'; readonly id: string; readonly at: string; readonly notices: readonly Owed[] }
  | { readonly kind: 'told'; readonly to: string; readonly number: number }

interface Known {
  readonly subscription: Subscription
  owed: Notice[]
  last: number
  /** The last notice is, or was, that it has ended. */
  isEnded: boolean
}

export interface Subscribers {
  /** Throws what `begin` would: `other-content` when the id stands for something else, `too-many` when its member has enough. */
  check(subscription: Subscription): void
  /** Twice is once. */
  begin(subscription: Subscription): Promise<void>
  /** At the wish of whoever has it; true when there was one. */
  forget(client: SubsystemId, id: string): Promise<boolean>
  find(client: SubsystemId, id: string): Subscription | undefined
  /** How many subscriptions are to be told. The same change twice is once. */
  change(change: Change): Promise<number>
  /** Ends it; who has it is told why. */
  end(subscription: Subscription, why: string): Promise<void>
  /** Who is still to be told something, each with its oldest notice. */
  owed(): readonly { readonly subscription: Subscription; readonly notice: Notice }[]
  told(subscription: Subscription, number: number): Promise<void>
  /** Lets go of those whose time is over. */
  sweep(): void
  close(): Promise<void>
}

/** Of one member. */
const MOST = 200_000
const DAY_MS = 86_400_000
const nameOf = (client: SubsystemId, id: string) => `${client} ${id}`
const withoutQuery = (path: string) => path.split('?', 1)[0]!

export async function openSubscribers(path: string, key: KeyObject, now: () => number = Date.now): Promise<Subscribers> {
  const all = new Map<string, Known>()
  const byFact = new Map<string, Set<Known>>()
  const owing = new Set<Known>()
  const counts = new Map<string, number>()
  const count = (client: SubsystemId, more: number) => counts.set(memberOf(client), (counts.get(memberOf(client)) ?? 0) + more)
  const changes = new Map<string, { readonly at: number; readonly count: number }>()
  const factsOf = ({ service, path: fact, subject }: Subscription) => [
    `${service} path ${withoutQuery(fact)}`,
    ...(subject === undefined ? [] : [`${service} subject ${subject}`]),
  ]
  const remove = (name: string) => {
    const known = all.get(name)
    if (!known) return
    all.delete(name)
    count(known.subscription.client, -1)
    owing.delete(known)
    for (const fact of factsOf(known.subscription)) byFact.get(fact)?.delete(known)
  }
  const apply = (line: Line) => {
    if (line.kind === 'begun') {
      const { kind: _, ...subscription } = line
      const known: Known = { subscription, owed: [], last: 0, isEnded: false }
      all.set(nameOf(subscription.client, subscription.id), known)
      count(subscription.client, 1)
      for (const fact of factsOf(subscription)) byFact.set(fact, (byFact.get(fact) ?? new Set()).add(known))
    } else if (line.kind === 'gone') remove(line.to)
    else if (line.kind === 'told') {
      const known = all.get(line.to)
      if (!known) return
      known.owed = known.owed.filter(({ number }) => number > line.number)
      if (known.owed.length === 0) owing.delete(known)
      if (known.isEnded && known.owed.length === 0) remove(line.to)
    } else {
      changes.set(line.id, { at: Date.parse(line.at), count: line.notices.length })
      for (const { to, ...notice } of line.notices) {
        const known = all.get(to)
        if (!known) continue
        known.last = notice.number
        known.isEnded = notice.what === 'ended'
        // What it has not heard when it ends it has no right to any more.
        known.owed = known.isEnded ? [notice] : [...known.owed, notice]
        owing.add(known)
      }
    }
  }
  const isOver = ({ subscription, owed }: Known) => Date.parse(subscription.until) <= now() && owed.length === 0
  const kept: Kept<Line> = await openKept<Line>({
    path,
    key,
    use: 'subscribers',
    keep(lines) {
      for (const line of lines) apply(line)
      for (const [name, known] of all) if (isOver(known)) remove(name)
      for (const [id, { at }] of changes) if (at <= now() - DAY_MS) changes.delete(id)
      return lines.filter((line) => {
        if (line.kind === 'begun') return all.has(nameOf(line.client, line.id))
        return line.kind === 'change' ? changes.has(line.id) || line.notices.some(({ to }) => all.has(to)) : all.has(line.to)
      })
    },
  })
  const put = async (line: Line) => {
    await kept.add(line)
    apply(line)
  }
  // One after another: the number of a notice is the one after the last on disk.
  const inTurn = createTurns()
  const owe = async (id: string, found: readonly Known[], what: Notice['what'], why: string | undefined): Promise<number> => {
    const at = new Date(now()).toISOString()
    const notices = found.map(({ subscription, last }) => ({
      to: nameOf(subscription.client, subscription.id),
      number: last + 1,
      what,
      why,
      at,
    }))
    await put({ kind: 'change', id, at, notices })
    return notices.length
  }
  const check = (subscription: Subscription) => {
    const { client, id } = subscription
    const known = all.get(nameOf(client, id))
    if (known && !isSame(known.subscription, subscription)) throw new Fault('other-content', { id })
    if (!known && (counts.get(memberOf(client)) ?? 0) >= MOST) throw new Fault('too-many')
  }
  return {
    check,
    begin: (subscription) =>
      inTurn(async () => {
        check(subscription)
        if (all.has(nameOf(subscription.client, subscription.id))) return
        await put({ kind: 'begun', ...subscription })
      }),
    forget: (client, id) =>
      inTurn(async () => {
        const to = nameOf(client, id)
        if (!all.has(to)) return false
        await put({ kind: 'gone', to })
        return true
      }),
    find: (client, id) => all.get(nameOf(client, id))?.subscription,
    change: (change) =>
      inTurn(async () => {
        const { id, service, path: fact, subject, what, why, purpose } = change
        const before = changes.get(id)
        if (before) return before.count
        const named = [
          ...(fact === undefined ? [] : [`${service} path ${withoutQuery(fact)}`]),
          ...(subject === undefined ? [] : [`${service} subject ${subject}`]),
        ]
        const met = new Set(named.flatMap((one) => [...(byFact.get(one) ?? [])]))
        const found = [...met].filter(
          ({ subscription, isEnded }) =>
            !isEnded && Date.parse(subscription.until) > now() && (purpose === undefined || purpose === subscription.purpose),
        )
        // One that concerns nobody need not be remembered.
        return found.length === 0 ? 0 : owe(id, found, what, why)
      }),
    end: ({ client, id }, why) =>
      inTurn(async () => {
        const known = all.get(nameOf(client, id))
        if (!known || known.isEnded) return
        await owe(`end ${nameOf(client, id)}`, [known], 'ended', why)
      }),
    owed: () => [...owing].map(({ subscription, owed }) => ({ subscription, notice: owed[0]! })),
    sweep() {
      for (const [name, known] of all) if (isOver(known)) remove(name)
    },
    told: ({ client, id }, number) => inTurn(() => put({ kind: 'told', to: nameOf(client, id), number })),
    close: async () => {
      await inTurn(async () => {})
      await kept.close()
    },
  }
}

/** Whether both ask for the same. */
export const isSame = (a: Subscription, b: Subscription): boolean =>
  (['service', 'path', 'purpose', 'subject', 'until'] as const).every((name) => a[name] === b[name])
