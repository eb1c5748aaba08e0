/** Rows of uses, keyed by the person they are about. */
import type { PersonId } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import type { Actor, EntryId, Prepared } from './contract.ts'

export interface EntryRow {
  readonly id: EntryId
  readonly sealed: Buffer
  readonly index: number | null
}

export interface WaitingRow {
  readonly subject: PersonId
  readonly id: EntryId
  /** Of rows from before commitments were kept. */
  readonly leaf: Buffer | null
  readonly commitment: Buffer | null
}

/** Any number in one statement. Bytes go in one piece: a list of them would go as text, twice as long, and cost more than the rest. */
export const insertEntries = (on: Query, rows: readonly Prepared[]) =>
  on.query(
    `insert into access.entries (subject, id, actor_kind, commitment, sealed, attention, opens_at)
     select subject, id, actor_kind, substr($4::bytea, 32 * (n::int - 1) + 1, 32),
            substr($5::bytea, (sum(size) over (order by n) - size)::int + 1, size), attention, opens_at
     from unnest($1::text[], $2::text[], $3::text[], $6::int[], $7::smallint[], $8::timestamptz[])
       with ordinality as one (subject, id, actor_kind, size, attention, opens_at, n)`,
    [
      rows.map(({ subject }) => subject),
      rows.map(({ id }) => id),
      rows.map(({ actorKind }) => actorKind),
      Buffer.concat(rows.map(({ commitment }) => commitment)),
      Buffer.concat(rows.map(({ sealed }) => sealed)),
      rows.map(({ sealed }) => sealed.length),
      rows.map(({ attention }) => attention),
      rows.map(({ opensAt }) => opensAt),
    ],
  )

export interface EntryQuery {
  readonly limit: number
  readonly before: string | undefined
  readonly actor: Actor['kind'] | undefined
  /** ISO instant: what the law keeps back beyond it is not there. */
  readonly now: string
}

const OPEN = '(opens_at is null or opens_at <= $3)'

/** Newest first; reads no more rows than it gives. */
export async function readEntries(on: Query, subject: PersonId, { limit, before, actor, now }: EntryQuery): Promise<EntryRow[]> {
  const params: unknown[] = [subject, limit, now]
  const where = ['subject = $1', OPEN]
  if (before !== undefined) where.push(`id < $${params.push(before)}`)
  if (actor !== undefined) where.push(`actor_kind = $${params.push(actor)}`)
  const rows = await on.query<StoredEntry>(
    `select id, sealed, index from access.entries where ${where.join(' and ')} order by id desc limit $2`,
    params,
  )
  return rows.map(toEntryRow)
}

export type Totals = Readonly<Record<Actor['kind'], number>>

/** How many the person may see, by who used the facts: from the index alone, less those that the law keeps back. */
export async function countEntries(on: Query, subject: PersonId, now: string): Promise<Totals> {
  const rows = await on.query<{ actor_kind: Actor['kind']; n: bigint }>(
    `select actor_kind, count(*) as n from access.entries where subject = $1 group by actor_kind
     union all
     select actor_kind, -count(*) from access.entries where subject = $1 and opens_at is not null and opens_at > $2 group by actor_kind`,
    [subject, now],
  )
  const of = (kind: Actor['kind']) => rows.filter((row) => row.actor_kind === kind).reduce((sum, { n }) => sum + Number(n), 0)
  return { resident: of('resident'), official: of('official'), system: of('system') }
}

export async function findEntries(on: Query, subject: PersonId, ids: readonly EntryId[], now: string): Promise<EntryRow[]> {
  const rows = await on.query<StoredEntry>(
    `select id, sealed, index from access.entries where subject = $1 and id = any($2::text[]) and ${OPEN}`,
    [subject, ids, now],
  )
  return rows.map(toEntryRow)
}

/** Those that deserve a look, the most first, then the newest. */
export async function readAttention(on: Query, subject: PersonId, limit: number, now: string): Promise<EntryRow[]> {
  const rows = await on.query<StoredEntry>(
    `select id, sealed, index from access.entries where subject = $1 and attention > 0 and ${OPEN}
     order by attention desc, id desc limit $2`,
    [subject, limit, now],
  )
  return rows.map(toEntryRow)
}

/** Opens what was kept back. */
export async function openNow(on: Query, subject: PersonId, ids: readonly EntryId[], now: string): Promise<number> {
  const rows = await on.query(
    'update access.entries set opens_at = $3 where subject = $1 and id = any($2::text[]) and opens_at > $3 returning 1',
    [subject, ids, now],
  )
  return rows.length
}

export const readWaiting = (on: Query, limit: number) =>
  on.query<WaitingRow>('select subject, id, leaf, commitment from access.entries where index is null order by id limit $1', [
    limit,
  ])

/** Gives the rows their places, one after another from `first`. */
export const placeEntries = (on: Query, rows: readonly WaitingRow[], first: number) =>
  on.query(
    `update access.entries e set index = $3 + v.place - 1
     from unnest($1::text[], $2::text[]) with ordinality as v (subject, id, place) where e.subject = v.subject and e.id = v.id`,
    [rows.map((row) => row.subject), rows.map((row) => row.id), first],
  )

interface StoredEntry {
  readonly id: EntryId
  readonly sealed: Buffer
  readonly index: bigint | null
}

const toEntryRow = ({ id, sealed, index }: StoredEntry): EntryRow => ({
  id,
  sealed,
  index: index === null ? null : Number(index),
})
