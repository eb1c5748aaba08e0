/** What is open to a subscriber: services by the day they were found open on. Most were found on the same, the day of the first look. */

export type Since = readonly [day: string, services: readonly string[]]
export type Open = readonly Since[]
/** Open before, closed not long ago: what opens again soon is no news. */
export type Closed = Readonly<Record<string, { readonly opened: string; readonly closed: string }>>

/** ISO day; undefined: it is not open. */
export const openedOn = (open: Open, service: string): string | undefined =>
  open.find(([, services]) => services.includes(service))?.[0]

/** For whoever asks about many. */
export const daysOf = (open: Open): ReadonlyMap<string, string> =>
  new Map(open.flatMap(([day, services]) => services.map((service) => [service, day])))

/** Closed for less than this, and open again: a register has corrected itself, not the person's life. */
const SAME_NEWS_DAYS = 30

export interface Turn {
  readonly open: Open
  readonly closed: Closed
  /** Open now and not before, with the day that names the opening. */
  readonly fresh: readonly { readonly service: string; readonly opened: string }[]
}

/** `asked`: the services whose answers are these; all others stay as they were. */
export function turn(
  { open: before, closed: gone }: { readonly open: Open; readonly closed: Closed },
  asked: readonly string[],
  eligible: ReadonlySet<string>,
  today: string,
): Turn {
  const closed: Record<string, { opened: string; closed: string }> = {}
  const oldest = Temporal.PlainDate.from(today).subtract({ days: SAME_NEWS_DAYS }).toString()
  for (const [service, one] of Object.entries(gone)) if (one.closed > oldest) closed[service] = one
  const fresh: { service: string; opened: string }[] = []
  const ended = new Set<string>()
  const known = asked.length > 1 ? daysOf(before) : undefined
  for (const service of new Set(asked)) {
    const since = known ? known.get(service) : openedOn(before, service)
    if (eligible.has(service) && since === undefined) {
      fresh.push({ service, opened: closed[service]?.opened ?? today })
      delete closed[service]
    }
    if (!eligible.has(service) && since !== undefined) {
      closed[service] = { opened: since, closed: today }
      ended.add(service)
    }
  }
  return { open: opened(without(before, ended), fresh), closed, fresh }
}

const without = (open: Open, ended: ReadonlySet<string>): Open =>
  ended.size === 0 ? open : open.map(([day, services]) => [day, services.filter((service) => !ended.has(service))] as const)

function opened(open: Open, fresh: Turn['fresh']): Open {
  const byDay = new Map(open)
  for (const [day, own] of Map.groupBy(fresh, (one) => one.opened))
    byDay.set(day, [...(byDay.get(day) ?? []), ...own.map(({ service }) => service)])
  return [...byDay].filter(([, services]) => services.length > 0)
}
