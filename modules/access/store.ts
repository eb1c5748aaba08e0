/** Rows of uses, keyed by the person they are about. */
import type { PersonId } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import type { Actor, EntryId } from './contract.ts'

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

export interface NewEntry {
  readonly subject: PersonId
  readonly id: EntryId
  readonly actorKind: Actor['kind']
  readonly commitment: Uint8Array
  readonly sealed: Buffer
  readonly attention: number
  /** ISO instant; null: at once. */
  readonly opensAt: string | null
}

/** Any number in one statement. */
export const insertEntries = (on: Query, rows: readonly NewEntry[]) =>
  on.query(
    `insert into access.entries (subject, id, actor_kind, commitment, sealed, attention, opens_at)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::bytea[], $5::bytea[], $6::smallint[], $7::timestamptz[])`,
    [
      rows.map(({ subject }) => subject),
      rows.map(({ id }) => id),
      rows.map(({ actorKind }) => actorKind),
      rows.map(({ commitment }) => Buffer.from(commitment)),
      rows.map(({ sealed }) => sealed),
      rows.map(({ attention }) => attention),
      rows.map(({ opensAt }) => opensAt),
    ],
  )

export interface EntryQuery {
  readonly limit: number
  readonly before: string | undefined
  readonly actor: Actor['kind'] | undefined
}

/** Newest first; reads no more rows than it gives. */
export async function readEntries(on: Query, subject: PersonId, { limit, before, actor }: EntryQuery): Promise<EntryRow[]> {
  const params: unknown[] = [subject, limit]
  const where = ['subject = $1']
  if (before !== undefined) where.push(`id < $${params.push(before)}`)
  if (actor !== undefined) where.push(`actor_kind = $${params.push(actor)}`)
  const rows = await on.query<StoredEntry>(
    `select id, sealed, index from access.entries where ${where.join(' and ')} order by id desc limit $2`,
    params,
  )
  return rows.map(toEntryRow)
}

export async function countEntries(on: Query, subject: PersonId, actor: Actor['kind'] | undefined): Promise<number> {
  const [row] = await (actor === undefined
    ? on.query<{ n: bigint }>('select count(*) as n from access.entries where subject = $1', [subject])
    : on.query<{ n: bigint }>('select count(*) as n from access.entries where subject = $1 and actor_kind = $2', [
        subject,
        actor,
      ]))
  return Number(row?.n ?? 0)
}

export async function findEntries(on: Query, subject: PersonId, ids: readonly EntryId[]): Promise<EntryRow[]> {
  const rows = await on.query<StoredEntry>(
    'select id, sealed, index from access.entries where subject = $1 and id = any($2::text[])',
    [subject, ids],
  )
  return rows.map(toEntryRow)
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
