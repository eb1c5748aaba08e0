/** Questions to wallets while they last, and wallets that belong to accounts. */
import type { Query } from '@dpg/kernel/server'
import type { Level, WalletId } from '../contract.ts'
import { ACCOUNT, type Account } from '../store.ts'

export type State = 'open' | 'answering' | 'answered' | 'refused' | 'used'

export interface StoredPresentation {
  readonly id: string
  readonly account: string | null
  readonly session: string | null
  readonly device: string
  readonly sealed: Buffer
  readonly state: State
  readonly why: string | null
  readonly result: Buffer | null
  readonly startedAt: string
  readonly expiresAt: string
}

const PRESENTATION = `p.id, p.account, p.session, p.device, p.sealed, p.state, p.why, p.result,
  p.started_at as "startedAt", p.expires_at as "expiresAt"`

/** What is over goes with it: nobody else sweeps here. */
export async function insertPresentation(
  on: Query,
  {
    id,
    browser,
    account,
    session,
    device,
    sealed,
    startedAt,
    expiresAt,
  }: Omit<StoredPresentation, 'state' | 'why' | 'result'> & { readonly browser: Buffer },
): Promise<void> {
  await on.query('delete from identity.presentations where expires_at < $1', [startedAt])
  await on.query(
    `insert into identity.presentations (id, browser, account, session, device, sealed, started_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, browser, account, session, device, sealed, startedAt, expiresAt],
  )
}

const one = async (on: Query, where: string, value: unknown, now: string): Promise<StoredPresentation | undefined> => {
  const [row] = await on.query<StoredPresentation>(
    `select ${PRESENTATION} from identity.presentations p where ${where} = $1 and expires_at > $2`,
    [value, now],
  )
  return row
}
export const presentationById = (on: Query, id: string, now: string) => one(on, 'p.id', id, now)
export const presentationOf = (on: Query, browser: Buffer, now: string) => one(on, 'p.browser', browser, now)
export const presentationByCode = (on: Query, code: Buffer, now: string) => one(on, 'p.code', code, now)

/** Answered by whoever is first; whatever comes later finds nothing. */
export async function takeQuestion(on: Query, id: string, now: string): Promise<StoredPresentation | undefined> {
  const [row] = await on.query<StoredPresentation>(
    `update identity.presentations p set state = 'answering' where id = $1 and state = 'open' and expires_at > $2 returning ${PRESENTATION}`,
    [id, now],
  )
  return row
}

export interface Answered {
  readonly code: Buffer
  readonly confirm: Buffer
  readonly result: Buffer
}

export async function keepAnswer(on: Query, id: string, { code, confirm, result }: Answered): Promise<void> {
  await on.query(
    `update identity.presentations set state = 'answered', code = $2, confirm = $3, result = $4 where id = $1 and state = 'answering'`,
    [id, code, confirm, result],
  )
}

export async function keepRefusal(on: Query, id: string, why: string): Promise<void> {
  await on.query(
    `update identity.presentations set state = 'refused', why = $2, result = null where id = $1 and state <> 'used'`,
    [id, why],
  )
}

/** Counts a try before it is looked at: how many there were, this one included. */
export async function countTry(on: Query, id: string): Promise<{ readonly tries: number; readonly confirm: Buffer } | undefined> {
  const [row] = await on.query<{ tries: number; confirm: Buffer }>(
    `update identity.presentations set tries = tries + 1 where id = $1 and state = 'answered' returning tries, confirm`,
    [id],
  )
  return row
}

/** Used by whoever comes in by it first. */
export async function useAnswer(on: Query, id: string): Promise<boolean> {
  const rows = await on.query(
    `update identity.presentations set state = 'used', result = null where id = $1 and state = 'answered' returning 1`,
    [id],
  )
  return rows.length > 0
}

/** Two that show the same credential come one after the other. */
export const holdWallet = (on: Query, holder: Buffer) =>
  on.query('select pg_advisory_xact_lock(hashtextextended($1, 13))', [holder.toString('hex')])

export async function findWallet(on: Query, holder: Buffer): Promise<Account | undefined> {
  const [row] = await on.query<Account>(
    `select ${ACCOUNT} from identity.wallets w join identity.accounts a on a.id = w.account where w.holder = $1`,
    [holder],
  )
  return row
}

export interface KeptWallet {
  readonly account: string
  readonly id: WalletId
  readonly holder: Buffer
  readonly name: string
  readonly assurance: Level
  readonly at: string
}

export async function keepWallet(on: Query, { account, id, holder, name, assurance, at }: KeptWallet): Promise<void> {
  await on.query(
    `insert into identity.wallets (account, id, holder, name, assurance, added_at, last_used_at) values ($1, $2, $3, $4, $5, $6, $6)
     on conflict (holder) do update set name = $4, assurance = $5, last_used_at = $6`,
    [account, id, holder, name, assurance, at],
  )
}

export const listWallets = (on: Query, account: string) =>
  on.query<{ id: WalletId; name: string; assurance: Level; addedAt: string; lastUsedAt: string }>(
    `select id, name, assurance, added_at as "addedAt", last_used_at as "lastUsedAt"
     from identity.wallets where account = $1 order by added_at`,
    [account],
  )

export async function deleteWallet(on: Query, account: string, id: WalletId): Promise<boolean> {
  return (await on.query('delete from identity.wallets where account = $1 and id = $2 returning 1', [account, id])).length > 0
}
