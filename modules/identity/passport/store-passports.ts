/** Passports that belong to accounts, and every try with one. */
import type { PersonId } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import type { Level, PassportAttempt, PassportId, PassportStanding } from '../contract.ts'
import { ACCOUNT, type Account } from '../store.ts'

export type Origin = 'register' | 'person' | 'stranger'

export interface StoredPassport extends Account {
  readonly passport: PassportId
  readonly origin: Origin
  readonly worth: Level
}

/** Two proofs of one passport come one after the other. */
export const holdPassport = (on: Query, holder: Buffer) =>
  on.query('select pg_advisory_xact_lock(hashtextextended($1, 12))', [holder.toString('hex')])

export async function findPassport(on: Query, holder: Buffer): Promise<StoredPassport | undefined> {
  const [row] = await on.query<StoredPassport>(
    `select ${ACCOUNT}, p.id as passport, p.origin, p.assurance as worth
     from identity.passports p join identity.accounts a on a.id = p.account where p.holder = $1`,
    [holder],
  )
  return row
}

/** As a guest: an account that is known a little, whoever they say they are. */
export async function insertStranger(on: Query, id: PersonId, name: Buffer, handle: Buffer, at: string): Promise<void> {
  await on.query(
    `insert into identity.accounts (id, kind, name, handle, enrolled_at, assured) values ($1, 'resident', $2, $3, $4, 'low')`,
    [id, name, handle, at],
  )
}

export interface KeptPassport extends PassportStanding {
  readonly account: string
  readonly id: PassportId
  readonly holder: Buffer
  readonly name: string
  readonly origin: Origin
  readonly assurance: Level
  readonly at: string
}

/** New, or the same again with what this proof came to; a register's word moves it to whom it belongs. */
export async function keepPassport(on: Query, kept: KeptPassport): Promise<void> {
  const { account, id, holder, name, origin, assurance, face, stay, level, at } = kept
  await on.query(
    `insert into identity.passports (account, id, holder, name, origin, assurance, face, stay, level, added_at, last_used_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
     on conflict (holder) do update set account = $1, origin = $5, assurance = $6, face = $7, stay = $8, level = $9, last_used_at = $10`,
    [account, id, holder, name, origin, assurance, face, stay, level, at],
  )
}

export const listPassports = (on: Query, account: string) =>
  on.query<{ id: PassportId; name: string; assurance: Level; addedAt: string; lastUsedAt: string }>(
    `select id, name, assurance, added_at as "addedAt", last_used_at as "lastUsedAt"
     from identity.passports where account = $1 order by added_at`,
    [account],
  )

export async function lastStanding(on: Query, account: string): Promise<PassportStanding | undefined> {
  const [row] = await on.query<PassportStanding>(
    'select face, stay, level from identity.passports where account = $1 order by last_used_at desc limit 1',
    [account],
  )
  return row
}

export async function deletePassport(on: Query, account: string, id: PassportId): Promise<boolean> {
  return (await on.query('delete from identity.passports where account = $1 and id = $2 returning 1', [account, id])).length > 0
}

export async function insertAttempt(
  on: Query,
  { id, at, outcome, state, holder }: PassportAttempt & { readonly holder: Buffer | null },
): Promise<void> {
  await on.query('insert into identity.passport_attempts (id, at, outcome, state, holder) values ($1, $2, $3, $4, $5)', [
    id,
    at,
    outcome,
    state,
    holder,
  ])
}

export async function attemptsSince(on: Query, holder: Buffer, since: string): Promise<number> {
  const [row] = await on.query<{ count: number }>(
    'select count(*)::int as count from identity.passport_attempts where holder = $1 and at > $2',
    [holder, since],
  )
  return row!.count
}

export const lastAttempts = (on: Query): Promise<PassportAttempt[]> =>
  on.query('select id, at, outcome, state from identity.passport_attempts order by at desc limit 100')

export async function sweepAttempts(on: Query, before: string): Promise<void> {
  await on.query('delete from identity.passport_attempts where at < $1', [before])
}
