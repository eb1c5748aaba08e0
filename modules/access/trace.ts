/** What a person reads of the uses of their facts. */
import type { Clock, PersonId } from '@dpg/kernel'
import type { Db, Log, Sealing } from '@dpg/kernel/server'
import type { Actor, EntryId, TraceEntry, TracePage } from './contract.ts'
import { toTraceEntry } from './entry.ts'
import { type Sealed, sealContext } from './record.ts'
import { countEntries, type EntryRow, findEntries, readAttention, readEntries } from './store.ts'

export interface TraceDeps {
  readonly db: Db
  readonly sealing: Sealing
  readonly log: Log
  readonly clock: Clock
}

export interface TraceQuery {
  readonly limit?: number
  readonly before?: string
  readonly actor?: Actor['kind']
  readonly order?: 'newest' | 'attention'
  readonly isCounted?: boolean
}

const DEFAULT_LIMIT = 20
const MAX_LIMIT = 100

/** Newest first. Entries whose key was destroyed are counted, and not shown: nobody can read them any more. */
export async function trace(deps: TraceDeps, subject: PersonId, query: TraceQuery = {}): Promise<TracePage> {
  const { before, actor } = query
  const now = deps.clock.now().toString()
  const limit = Math.min(Math.max(Math.trunc(query.limit ?? DEFAULT_LIMIT), 1), MAX_LIMIT)
  const isByAttention = query.order === 'attention'
  const [rows, totals] = await Promise.all([
    isByAttention
      ? readAttention(deps.db, subject, limit, now)
      : readEntries(deps.db, subject, { limit: limit + 1, before, actor, now }),
    isByAttention || query.isCounted === false ? undefined : countEntries(deps.db, subject, now),
  ])
  const shown = rows.slice(0, limit)
  const opened = await Promise.all(shown.map((row) => openEntry(deps, subject, row)))
  return {
    entries: opened.flatMap((one, i): TraceEntry[] => (one ? [toTraceEntry(one.entry, shown[i]!.index)] : [])),
    total: totals ? (actor ? totals[actor] : totals.resident + totals.official + totals.system) : shown.length,
    next: rows.length > limit ? shown.at(-1)!.id : null,
  }
}

/** Undefined when the seal does not open: erased, or damaged. Operators hear of it either way; a page is never lost for one row. */
export async function openEntry({ db, sealing, log }: TraceDeps, subject: PersonId, row: EntryRow): Promise<Sealed | undefined> {
  try {
    return await sealing.open<Sealed>(db, subject, sealContext(row.id), row.sealed)
  } catch (cause) {
    log.warn('access.entry-unreadable', { entry: row.id }, cause)
    return undefined
  }
}

/** One entry as its owner reads it. */
export async function findEntry(deps: TraceDeps, subject: PersonId, id: EntryId): Promise<TraceEntry | undefined> {
  const [row] = await findEntries(deps.db, subject, [id], deps.clock.now().toString())
  const opened = row && (await openEntry(deps, subject, row))
  return opened && toTraceEntry(opened.entry, row.index)
}
