/** The provider's signing keys. */
import type { Query } from '@dpg/kernel/server'

export interface StoredKey {
  readonly id: string
  readonly sealed: Buffer
  readonly madeAt: string
  readonly signsFrom: string
  readonly goneAfter: string
}

export const listKeys = (on: Query, now: string): Promise<StoredKey[]> =>
  on.query(
    `select id, sealed, made_at as "madeAt", signs_from as "signsFrom", gone_after as "goneAfter"
     from identity.signing_keys where gone_after > $1 order by signs_from desc`,
    [now],
  )

/** One process at a time makes keys. */
export async function lockKeys(on: Query): Promise<void> {
  await on.query("select pg_advisory_xact_lock(hashtext('identity.signing_keys'))")
}

export async function insertKey(on: Query, { id, sealed, madeAt, signsFrom, goneAfter }: StoredKey): Promise<void> {
  await on.query('insert into identity.signing_keys (id, sealed, made_at, signs_from, gone_after) values ($1, $2, $3, $4, $5)', [
    id,
    sealed,
    madeAt,
    signsFrom,
    goneAfter,
  ])
}

export async function deleteKeys(on: Query, before: string): Promise<void> {
  await on.query('delete from identity.signing_keys where gone_after <= $1', [before])
}
