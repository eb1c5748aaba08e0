/** Ways in beside passkeys: private IDs, certificates, recovery codes. */
import type { Text } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import type { Level } from '../contract.ts'
import { ACCOUNT, type Account } from '../store.ts'

export interface StoredProvider {
  readonly id: string
  readonly issuer: string
  readonly clientId: string
  readonly sealed: Buffer
  readonly name: Text
  readonly assurance: Level
}

const PROVIDER = 'id, issuer, client_id as "clientId", sealed, name, assurance'

export const listProviders = (on: Query): Promise<StoredProvider[]> =>
  on.query(`select ${PROVIDER} from identity.private_ids where is_open order by added_at limit 100`)

export async function findProvider(on: Query, id: string): Promise<StoredProvider | undefined> {
  const [provider] = await on.query<StoredProvider>(`select ${PROVIDER} from identity.private_ids where id = $1 and is_open`, [
    id,
  ])
  return provider
}

export async function insertProvider(on: Query, given: StoredProvider & { readonly at: string }): Promise<boolean> {
  const rows = await on.query(
    `insert into identity.private_ids (id, issuer, client_id, sealed, name, assurance, added_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (issuer) do nothing returning 1`,
    [given.id, given.issuer, given.clientId, given.sealed, given.name, given.assurance, given.at],
  )
  return rows.length > 0
}

export interface StoredJourney {
  readonly provider: string
  readonly account: string | null
  readonly session: string | null
  readonly sealed: Buffer
}

export async function insertJourney(on: Query, id: Buffer, journey: StoredJourney, expiresAt: string): Promise<void> {
  await on.query(
    'insert into identity.private_journeys (id, provider, account, session, sealed, expires_at) values ($1, $2, $3, $4, $5, $6)',
    [id, journey.provider, journey.account, journey.session, journey.sealed, expiresAt],
  )
}

/** Ended by whoever comes back from it first. */
export async function takeJourney(on: Query, id: Buffer, now: string): Promise<StoredJourney | undefined> {
  const [journey] = await on.query<StoredJourney>(
    'delete from identity.private_journeys where id = $1 and expires_at > $2 returning provider, account, session, sealed',
    [id, now],
  )
  return journey
}

export async function sweepJourneys(on: Query, now: string): Promise<void> {
  await on.query('delete from identity.private_journeys where expires_at < $1', [now])
}

/** False: it belongs to another account already. */
export async function insertLink(
  on: Query,
  account: string,
  link: { readonly provider: string; readonly subject: Buffer; readonly assurance: Level; readonly at: string },
): Promise<boolean> {
  const rows = await on.query(
    `insert into identity.private_links (account, provider, subject, assurance, added_at) values ($1, $2, $3, $4, $5)
     on conflict do nothing returning 1`,
    [account, link.provider, link.subject, link.assurance, link.at],
  )
  return rows.length > 0
}

export async function useLink(
  on: Query,
  provider: string,
  subject: Buffer,
  at: string,
): Promise<(Account & { worth: Level }) | undefined> {
  const [account] = await on.query<Account & { worth: Level }>(
    `with used as (update identity.private_links set last_used_at = $3 where provider = $1 and subject = $2 returning account, assurance)
     select ${ACCOUNT}, used.assurance as worth from used join identity.accounts a on a.id = used.account`,
    [provider, subject, at],
  )
  return account
}

export const listLinks = (on: Query, account: string) =>
  on.query<{ id: string; name: Text; assurance: Level; addedAt: string; lastUsedAt: string | null }>(
    `select l.provider as id, p.name, l.assurance, l.added_at as "addedAt", l.last_used_at as "lastUsedAt"
     from identity.private_links l join identity.private_ids p on p.id = l.provider where l.account = $1 order by l.added_at`,
    [account],
  )

export async function deleteLink(on: Query, account: string, provider: string): Promise<boolean> {
  return (
    (await on.query('delete from identity.private_links where account = $1 and provider = $2 returning 1', [account, provider]))
      .length > 0
  )
}

export async function insertCertificate(
  on: Query,
  account: string,
  given: { readonly id: string; readonly holder: Buffer; readonly name: string; readonly assurance: Level; readonly at: string },
): Promise<boolean> {
  const rows = await on.query(
    `insert into identity.certificates (account, id, holder, name, assurance, added_at) values ($1, $2, $3, $4, $5, $6)
     on conflict do nothing returning 1`,
    [account, given.id, given.holder, given.name, given.assurance, given.at],
  )
  return rows.length > 0
}

export async function useCertificate(on: Query, holder: Buffer, at: string): Promise<(Account & { worth: Level }) | undefined> {
  const [account] = await on.query<Account & { worth: Level }>(
    `with used as (update identity.certificates set last_used_at = $2 where holder = $1 returning account, assurance)
     select ${ACCOUNT}, used.assurance as worth from used join identity.accounts a on a.id = used.account`,
    [holder, at],
  )
  return account
}

export const listCertificates = (on: Query, account: string) =>
  on.query<{ id: string; name: string; assurance: Level; addedAt: string; lastUsedAt: string | null }>(
    `select id, name, assurance, added_at as "addedAt", last_used_at as "lastUsedAt"
     from identity.certificates where account = $1 order by added_at`,
    [account],
  )

export async function deleteCertificate(on: Query, account: string, id: string): Promise<boolean> {
  return (
    (await on.query('delete from identity.certificates where account = $1 and id = $2 returning 1', [account, id])).length > 0
  )
}

/** The codes before are gone. */
export async function replaceCodes(on: Query, account: string, hashes: readonly Buffer[], at: string): Promise<void> {
  await on.query('delete from identity.recovery_codes where account = $1', [account])
  await on.query(
    'insert into identity.recovery_codes (account, code_hash, made_at) select $1, hash, $3::timestamptz from unnest($2::bytea[]) as hash',
    [account, hashes, at],
  )
}

export async function takeCode(on: Query, hash: Buffer): Promise<Account | undefined> {
  const [account] = await on.query<Account>(
    `with used as (delete from identity.recovery_codes where code_hash = $1 returning account)
     select ${ACCOUNT} from used join identity.accounts a on a.id = used.account`,
    [hash],
  )
  return account
}

export async function countCodes(on: Query, account: string): Promise<number> {
  const [row] = await on.query<{ left: number }>('select count(*)::int as left from identity.recovery_codes where account = $1', [
    account,
  ])
  return row!.left
}
