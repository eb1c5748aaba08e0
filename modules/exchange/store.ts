/** The only file of this module that speaks SQL. */
import type { PersonId, ReceiptId } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'

export interface ReceiptRow {
  readonly id: ReceiptId
  readonly register: string
  readonly at: string
  readonly digest: Buffer
  readonly sealed: Buffer
}

/** All receipts of one request at once. Each value by itself: bytes in a list would go as text, twice as long. */
export const insertReceipts = (on: Query, person: PersonId, rows: readonly ReceiptRow[]) =>
  on.query(
    `insert into exchange.receipts (person, id, register, at, digest, sealed) values
     ${rows.map((_, n) => `($1, ${[2, 3, 4, 5, 6].map((at) => `$${5 * n + at}`).join(', ')})`).join(', ')}`,
    [person, ...rows.flatMap(({ id, register, at, digest, sealed }) => [id, register, at, digest, sealed])],
  )

export const findReceipt = async (on: Query, person: PersonId, id: ReceiptId): Promise<ReceiptRow | undefined> =>
  (
    await on.query<ReceiptRow>('select id, register, at, digest, sealed from exchange.receipts where person = $1 and id = $2', [
      person,
      id,
    ])
  )[0]

export const findChange = async (on: Query, person: PersonId, key: string): Promise<ReceiptId | undefined> =>
  (
    await on.query<{ receipt: ReceiptId }>('select receipt from exchange.changes where person = $1 and key = $2', [person, key])
  )[0]?.receipt

/** False: this change was written down already. */
export const insertChange = async (
  on: Query,
  row: { readonly person: PersonId; readonly key: string; readonly register: string; readonly receipt: ReceiptId },
): Promise<boolean> =>
  (
    await on.query(
      `insert into exchange.changes (person, key, register, receipt) values ($1, $2, $3, $4)
       on conflict (person, key) do nothing returning key`,
      [row.person, row.key, row.register, row.receipt],
    )
  ).length > 0

/** Those that were not taken before. */
export const insertEvents = async (
  on: Query,
  register: string,
  at: string,
  events: readonly { readonly person: PersonId; readonly id: string }[],
): Promise<ReadonlySet<string>> => {
  const rows = await on.query<{ id: string }>(
    `insert into exchange.events (person, id, register, taken_at) select person, id, $3, $4
     from unnest($1::text[], $2::text[]) as told (person, id) on conflict (person, register, id) do nothing returning id`,
    [events.map(({ person }) => person), events.map(({ id }) => id), register, at],
  )
  return new Set(rows.map(({ id }) => id))
}

export interface Cursor {
  readonly journal: string
  readonly next: number
}

export const readCursor = async (on: Query, register: string): Promise<Cursor | undefined> => {
  const [row] = await on.query<{ journal: string; next: bigint }>(
    'select journal, next from exchange.cursors where register = $1',
    [register],
  )
  return row && { journal: row.journal, next: Number(row.next) }
}

export const keepCursor = (on: Query, register: string, { journal, next }: Cursor) =>
  on.query(
    `insert into exchange.cursors (register, journal, next) values ($1, $2, $3)
     on conflict (register) do update set journal = excluded.journal, next = excluded.next`,
    [register, journal, next],
  )

/** Puts aside what could not be read; the same place of the same journal once. */
export const parkEvent = (
  on: Query,
  row: Cursor & {
    readonly register: string
    readonly place: number
    readonly why: string
    readonly sealed: Buffer
    readonly at: string
  },
) =>
  on.query(
    `insert into exchange.parked_events (register, journal, next, place, why, sealed, parked_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (register, journal, next, place) do nothing`,
    [row.register, row.journal, row.next, row.place, row.why, row.sealed, row.at],
  )
