/** What witnesses have signed. */
import type { Query } from '@dpg/kernel/server'

export const insertCosignature = (on: Query, row: { size: number; witness: string; line: string; signedAt: string }) =>
  on.query(
    'insert into access.cosignatures (size, witness, line, signed_at) values ($1, $2, $3, $4) on conflict (size, witness) do nothing',
    [row.size, row.witness, row.line, row.signedAt],
  )

/** The size of the largest tree that the witness has signed; 0: none. */
export async function lastSigned(on: Query, witness: string): Promise<number> {
  const [row] = await on.query<{ size: bigint }>(
    'select size from access.cosignatures where witness = $1 order by size desc limit 1',
    [witness],
  )
  return Number(row?.size ?? 0)
}

export async function linesOf(on: Query, size: number): Promise<string[]> {
  const rows = await on.query<{ line: string }>('select line from access.cosignatures where size = $1 order by witness', [size])
  return rows.map(({ line }) => line)
}

/** The head of a tree that holds the leaf and that witnesses signed: the newest, or the first there was. */
export async function witnessedSize(on: Query, index: number, which: 'newest' | 'first'): Promise<number | undefined> {
  const [row] = await on.query<{ size: bigint }>(
    `select size from access.cosignatures where size > $1 order by size ${which === 'first' ? 'asc' : 'desc'} limit 1`,
    [index],
  )
  return row && Number(row.size)
}

export interface Witness {
  /** Where its `add-checkpoint` is. */
  readonly url: string
  /** `name+hash+key`, of a key for cosignatures. */
  readonly key: string
}

export interface KnownWitness extends Witness {
  readonly name: string
  /** The largest tree it has signed, and when; null: none yet. */
  readonly size: number | null
  readonly signedAt: string | null
}

export async function listWitnesses(on: Query): Promise<KnownWitness[]> {
  const rows = await on.query<{ name: string; url: string; key: string; size: bigint | null; signed_at: string | null }>(
    `select w.name, w.url, w.key, c.size, c.signed_at from access.witnesses w
     left join lateral (select size, signed_at from access.cosignatures c where c.witness = w.name order by size desc limit 1) c on true
     order by w.name`,
  )
  return rows.map(({ signed_at, size, ...rest }) => ({ ...rest, size: size === null ? null : Number(size), signedAt: signed_at }))
}

export const putWitness = (on: Query, name: string, { url, key }: Witness) =>
  on.query(
    'insert into access.witnesses (name, url, key) values ($1, $2, $3) on conflict (name) do update set url = excluded.url, key = excluded.key',
    [name, url, key],
  )

export const removeWitness = (on: Query, name: string) => on.query('delete from access.witnesses where name = $1', [name])
