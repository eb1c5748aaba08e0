/** Issuers that two officials have let in, and the key by which wallets know us. */
import type { Query } from '@dpg/kernel/server'
import type { AcceptedIssuer, WalletIssuersId, WalletIssuersList } from '../contract.ts'

const LIST = `id, version, issuers, loaded_by as "loadedBy", loaded_at as "loadedAt", replaced_at is null as "isHeld"`

export const issuerLists = (on: Query): Promise<WalletIssuersList[]> =>
  on.query<WalletIssuersList>(`select ${LIST} from identity.wallet_issuers order by version desc limit 100`)

/** Undefined: nobody is believed. */
export async function heldIssuers(on: Query): Promise<WalletIssuersId | undefined> {
  const [row] = await on.query<{ id: WalletIssuersId }>('select id from identity.wallet_issuers where replaced_at is null')
  return row?.id
}

export async function issuersOf(on: Query, id: WalletIssuersId): Promise<readonly AcceptedIssuer[]> {
  const [row] = await on.query<{ issuers: AcceptedIssuer[] }>('select issuers from identity.wallet_issuers where id = $1', [id])
  return row?.issuers ?? []
}

export async function endIssuers(on: Query, by: string, at: string): Promise<boolean> {
  const rows = await on.query(
    'update identity.wallet_issuers set replaced_at = $2, replaced_by = $1 where replaced_at is null returning 1',
    [by, at],
  )
  return rows.length > 0
}

/** In the transaction that ended the one before. */
export async function insertIssuers(
  on: Query,
  id: WalletIssuersId,
  issuers: readonly AcceptedIssuer[],
  by: string,
  at: string,
): Promise<WalletIssuersList> {
  const [row] = await on.query<WalletIssuersList>(
    `insert into identity.wallet_issuers (id, version, issuers, loaded_by, loaded_at)
     select $1, 1 + coalesce(max(version), 0), $2::jsonb, $3, $4 from identity.wallet_issuers returning ${LIST}`,
    [id, JSON.stringify(issuers), by, at],
  )
  return row!
}

export const holdIssuers = (on: Query) =>
  on.query('select pg_advisory_xact_lock(hashtextextended($1, 14))', ['identity.wallet_issuers'])

export interface StoredSigner {
  readonly sealed: Buffer
  readonly certificate: Buffer
}

/** That is good until then at least. */
export async function findSigner(on: Query, until: string): Promise<StoredSigner | undefined> {
  const [row] = await on.query<StoredSigner>('select sealed, certificate from identity.wallet_signer where until > $1', [until])
  return row
}

/** Of two servers that make one, the first one's counts. */
export async function keepSigner(on: Query, { sealed, certificate }: StoredSigner, until: string, before: string): Promise<void> {
  await on.query(
    `insert into identity.wallet_signer (id, sealed, certificate, until) values (1, $1, $2, $3)
     on conflict (id) do update set sealed = $1, certificate = $2, until = $3 where identity.wallet_signer.until <= $4`,
    [sealed, certificate, until, before],
  )
}
