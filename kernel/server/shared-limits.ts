/**
 * Limits on tries that hold for all processes on one database together: each counts for itself at once, and once a second tells the
 * others what was taken of it. No question waits for that; who asks all of them at once gets at most one second's more.
 */
import { randomUUID } from 'node:crypto'
import type { Clock } from '../time.ts'
import type { Query } from './db.ts'
import { type Allowance, createTries, type Tries } from './tries.ts'

export interface Limits {
  /** Whoever names the same limit shares its count. */
  of(name: string, allowance: Allowance): Tries
}

export interface SharedLimits extends Limits {
  /** Tells the others and hears them, once; without a database everybody counts alone. */
  exchange(): Promise<void>
  /** Does so every second. */
  start(): void
  stop(): Promise<void>
}

/** By the name of a limit and by network. */
type Sums = Readonly<Record<string, Readonly<Record<string, number>>>>

const EVERY_MS = 1_000

/** In one process. */
export function createLimits(clock: Pick<Clock, 'now'>, onTaken?: (name: string, network: string, by: number) => void): Limits {
  const known = new Map<string, Tries>()
  return {
    of: (name, allowance) => {
      const tries = known.get(name) ?? createTries(clock, allowance, onTaken && ((network, by) => onTaken(name, network, by)))
      known.set(name, tries)
      return tries
    },
  }
}

export function createSharedLimits({ db, clock }: { readonly db: Query; readonly clock: Pick<Clock, 'now'> }): SharedLimits {
  const process = randomUUID()
  const asked = new Map<string, Tries>()
  let sums = new Map<string, Map<string, number>>()
  const { of } = createLimits(clock, (name, network, by) => {
    const own = sums.get(name) ?? new Map<string, number>()
    own.set(network, (own.get(network) ?? 0) + by)
    sums.set(name, own)
  })
  let heard = new Set<bigint>()
  const exchange = async () => {
    const told = [...sums].map(([name, networks]) => [name, Object.fromEntries(networks)])
    sums = new Map()
    const rows = await tellAndHear(db, process, told.length > 0 ? Object.fromEntries(told) : null).catch(() => undefined)
    // The database is away, which others say.
    if (!rows) return
    for (const row of rows) if (!heard.has(row.id)) hear(row.sums)
    // What is not among them any more is too old to come again.
    heard = new Set(rows.map(({ id }) => id))
  }
  const hear = (elsewhere: Sums) => {
    for (const [name, networks] of Object.entries(elsewhere))
      for (const [network, taken] of Object.entries(networks)) asked.get(name)?.takenElsewhere(network, taken)
  }
  let running: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  return {
    of: (name, allowance) => {
      const tries = of(name, allowance)
      asked.set(name, tries)
      return tries
    },
    exchange,
    start: () => {
      timer = setInterval(() => {
        running ??= exchange().finally(() => {
          running = undefined
        })
      }, EVERY_MS)
      timer.unref()
    },
    stop: async () => {
      clearInterval(timer)
      await running
    },
  }
}

/** Of the last seconds, told by others; old ones go. */
const tellAndHear = (db: Query, process: string, sums: Sums | null) =>
  db.query<{ readonly id: bigint; readonly sums: Sums }>(
    `with told as (insert into kernel.tries (process, sums) select $1, $2::jsonb where $2::jsonb is not null),
       gone as (delete from kernel.tries where at < now() - interval '20 seconds')
     select id, sums from kernel.tries where process <> $1 and at > now() - interval '10 seconds'`,
    [process, sums],
  )
