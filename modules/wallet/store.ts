/** Rows of documents, keyed by their owner; numbers and digests lead strangers to them. */
import type { DocumentId, PersonId } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'

export interface DocumentRow {
  readonly owner: PersonId
  readonly id: DocumentId
  readonly number: string
  readonly sealed: Buffer
  readonly issuedAt: string
  readonly validUntil: string | null
  readonly revokedAt: string | null
}

const COLUMNS = `d.owner, d.id, d.number, d.sealed, d.issued_at as "issuedAt", d.valid_until as "validUntil", d.revoked_at as "revokedAt"`

/** Inserts the document unless its key is there already; true when it is new. */
export async function insertOnce(on: Query, row: Omit<DocumentRow, 'revokedAt'> & { readonly key: string }): Promise<boolean> {
  const inserted = await on.query(
    `insert into wallet.documents (owner, id, key, number, sealed, issued_at, valid_until) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (owner, key) do nothing returning id`,
    [row.owner, row.id, row.key, row.number, row.sealed, row.issuedAt, row.validUntil],
  )
  return inserted.length > 0
}

/** True when the number was free, and is now this document's. */
export async function takeNumber(
  on: Query,
  number: string,
  { owner, id }: { owner: PersonId; id: DocumentId },
): Promise<boolean> {
  const taken = await on.query(
    'insert into wallet.numbers (number, owner, id) values ($1, $2, $3) on conflict (number) do nothing returning number',
    [number, owner, id],
  )
  return taken.length > 0
}

export const changeNumber = (on: Query, owner: PersonId, id: DocumentId, number: string) =>
  on.query('update wallet.documents set number = $3 where owner = $1 and id = $2', [owner, id, number])

const one = async (on: Query, from: string, params: readonly unknown[]): Promise<DocumentRow | undefined> => {
  const [row] = await on.query<DocumentRow>(`select ${COLUMNS} from ${from}`, params)
  return row && withInstants(row)
}

export const findByKey = (on: Query, owner: PersonId, key: string) =>
  one(on, 'wallet.documents d where d.owner = $1 and d.key = $2', [owner, key])

export const findById = (on: Query, owner: PersonId, id: DocumentId) =>
  one(on, 'wallet.documents d where d.owner = $1 and d.id = $2', [owner, id])

export const findByNumber = (on: Query, number: string) =>
  one(on, 'wallet.numbers n join wallet.documents d on d.owner = n.owner and d.id = n.id where n.number = $1', [number])

export const findByDigest = (on: Query, digest: Buffer) =>
  one(on, 'wallet.files f join wallet.documents d on d.owner = f.owner and d.id = f.id where f.digest = $1 limit 1', [digest])

/** Newest first. */
export async function readDocuments(on: Query, owner: PersonId): Promise<DocumentRow[]> {
  const rows = await on.query<DocumentRow>(`select ${COLUMNS} from wallet.documents d where d.owner = $1 order by d.id desc`, [
    owner,
  ])
  return rows.map(withInstants)
}

export async function markRevoked(on: Query, owner: PersonId, id: DocumentId, at: string): Promise<boolean> {
  const rows = await on.query(
    'update wallet.documents set revoked_at = coalesce(revoked_at, $3) where owner = $1 and id = $2 returning id',
    [owner, id, at],
  )
  return rows.length > 0
}

const instant = (text: string): string => Temporal.Instant.from(text).toString()

const withInstants = (row: DocumentRow): DocumentRow => ({
  ...row,
  issuedAt: instant(row.issuedAt),
  revokedAt: row.revokedAt && instant(row.revokedAt),
})
