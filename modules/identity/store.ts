/** Accounts, passkeys, questions and invitations; sessions, sites and the provider's records have their own `store-…` files. */
import type { PersonId } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import type { Level, PasskeyId, Persona } from './contract.ts'

export interface Account {
  readonly id: string
  readonly kind: 'resident' | 'official'
  readonly name: Buffer | null
  readonly handle: Buffer
  /** How sure we are that it is theirs. */
  readonly assured: Level
}

export interface StoredPasskey {
  readonly account: string
  readonly id: PasskeyId
  readonly credential: string
  readonly publicKey: Buffer
  readonly counter: bigint
  readonly transports: string[]
  readonly assurance: Level
}

export const ACCOUNT = 'a.id, a.kind, a.name, a.handle, a.assured'

export async function insertAccounts(on: Query, rows: readonly Omit<Account, 'assured'>[], at: string): Promise<void> {
  await on.query(
    `insert into identity.accounts (id, kind, name, handle, enrolled_at)
     select *, $5::timestamptz from unnest($1::text[], $2::text[], $3::bytea[], $4::bytea[]) on conflict (id) do nothing`,
    [rows.map((row) => row.id), rows.map((row) => row.kind), rows.map((row) => row.name), rows.map((row) => row.handle), at],
  )
}

export async function findAccount(on: Query, id: string): Promise<Account | undefined> {
  const [account] = await on.query<Account>(`select ${ACCOUNT} from identity.accounts a where id = $1`, [id])
  return account
}

export async function knownAccounts(on: Query, ids: readonly string[]): Promise<Set<string>> {
  const rows = await on.query<{ id: string }>('select id from identity.accounts where id = any($1)', [ids])
  return new Set(rows.map((row) => row.id))
}

export async function replacePersonas(on: Query, personas: readonly Persona[]): Promise<void> {
  for (const [position, { id, name, title, story }] of personas.entries()) {
    await on.query(
      `insert into identity.personas (id, position, title, story, name) values ($1, $2, $3, $4, $5)
       on conflict (id) do update set position = $2, title = $3, story = $4, name = $5`,
      [id, position, title, story, name],
    )
  }
}

export const listPersonas = (on: Query): Promise<Persona[]> =>
  on.query<Persona>(
    'select p.id, a.kind, p.name, p.title, p.story from identity.personas p join identity.accounts a using (id) order by p.position',
  )

export async function isPersona(on: Query, id: string): Promise<boolean> {
  return (await on.query('select 1 from identity.personas where id = $1', [id])).length > 0
}

export async function insertPasskey(on: Query, passkey: StoredPasskey & { name: string; at: string }): Promise<boolean> {
  const rows = await on.query(
    `insert into identity.passkeys (account, id, credential, public_key, counter, transports, name, added_at, assurance)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (credential) do nothing returning id`,
    [
      passkey.account,
      passkey.id,
      passkey.credential,
      passkey.publicKey,
      passkey.counter,
      passkey.transports,
      passkey.name,
      passkey.at,
      passkey.assurance,
    ],
  )
  return rows.length > 0
}

/** Passkeys by the ids of their credentials, each with whose it is. Written as in `sign-on/store-records.ts`, to be planned once. */
export const findCredentials = (on: Query, credentials: readonly string[]): Promise<(StoredPasskey & Account)[]> =>
  on.query(
    `select p.account, p.id, p.credential, p.public_key as "publicKey", p.counter, p.transports, p.assurance,
       a.kind, a.name, a.handle, a.assured
     from unnest((select $1::text[])) as w (credential)
       cross join lateral (select * from identity.passkeys where credential = w.credential offset 0) p
       cross join lateral (select * from identity.accounts where id = p.account offset 0) a`,
    [credentials],
  )

export const listPasskeys = (on: Query, account: string) =>
  on.query<{
    id: PasskeyId
    credential: string
    transports: string[]
    name: string
    addedAt: string
    lastUsedAt: string | null
    assurance: Level
  }>(
    `select id, credential, transports, name, assurance, added_at as "addedAt", last_used_at as "lastUsedAt"
     from identity.passkeys where account = $1 order by added_at`,
    [account],
  )

/** False: it was answered before. */
export async function answerQuestion(on: Query, question: Buffer, expiresAt: string): Promise<boolean> {
  const rows = await on.query(
    'insert into identity.answered (question, expires_at) values ($1, $2) on conflict (question) do nothing returning 1',
    [question, expiresAt],
  )
  return rows.length > 0
}

/** False when the counter did not grow: the passkey was copied (WebAuthn §6.1.1). Authenticators without counters stay at 0. */
export async function usePasskey(on: Query, account: string, id: PasskeyId, counter: number, at: string): Promise<boolean> {
  const rows = await on.query(
    `update identity.passkeys set counter = $3, last_used_at = $4
     where account = $1 and id = $2 and ($3 > counter or ($3 = 0 and counter = 0)) returning id`,
    [account, id, counter, at],
  )
  return rows.length > 0
}

export async function deletePasskey(on: Query, account: string, id: PasskeyId): Promise<boolean> {
  return (await on.query('delete from identity.passkeys where account = $1 and id = $2 returning id', [account, id])).length > 0
}

export async function insertChallenge(
  on: Query,
  id: string,
  challenge: string,
  account: string | null,
  expiresAt: string,
): Promise<void> {
  // Lost with the database, it is asked again.
  await on.query(
    `insert into identity.challenges (id, challenge, account, expires_at)
     select $1, $2, $3, $4::timestamptz from (select set_config('synchronous_commit', 'off', true)) as soon`,
    [id, challenge, account, expiresAt],
  )
}

export async function sweepChallenges(on: Query, now: string): Promise<void> {
  await on.query('delete from identity.challenges where expires_at < $1', [now])
  await on.query('delete from identity.answered where expires_at < $1', [now])
}

/** Answered once: taking it removes it. */
export async function takeChallenge(
  on: Query,
  id: string,
  now: string,
): Promise<{ challenge: string; account: string | null } | undefined> {
  const [row] = await on.query<{ challenge: string; account: string | null }>(
    'delete from identity.challenges where id = $1 and expires_at > $2 returning challenge, account',
    [id, now],
  )
  return row
}

export async function insertInvitation(on: Query, codeHash: Buffer, account: string, expiresAt: string): Promise<void> {
  await on.query('insert into identity.invitations (code_hash, account, expires_at) values ($1, $2, $3)', [
    codeHash,
    account,
    expiresAt,
  ])
}

export async function takeInvitation(on: Query, codeHash: Buffer, now: string): Promise<string | undefined> {
  const [row] = await on.query<{ account: string }>(
    'delete from identity.invitations where code_hash = $1 and expires_at > $2 returning account',
    [codeHash, now],
  )
  return row?.account
}

export const nameContext = (person: PersonId | string) => `identity.accounts.name:${person}`
