/** Codes that were used, for as long as one could come back: nobody uses one twice. */
import type { Query } from '@dpg/kernel/server'

/** A code that is used now, and what must still be there: its grant, the session of the provider it came of, and ours. */
export interface UsedCode {
  readonly code: Buffer
  readonly grant: Buffer
  readonly of: Buffer
  readonly account: string
  /** Null: of somebody made up, who has none. */
  readonly session: string | null
}

/** Answers with those that were used now, on disk: of two that come at once, one. Written to be planned once, as in `store-records.ts`. */
export async function useCodes(on: Query, codes: readonly UsedCode[], expiresAt: string): Promise<Set<string>> {
  const used = await on.query<{ code: Buffer }>(
    `insert into identity.used_codes (code, expires_at)
     select c.code, $6 from unnest((select $1::bytea[]), (select $2::bytea[]), (select $3::bytea[]), (select $4::text[]), (select $5::text[]))
       as c (code, grant_id, of, account, session)
     where exists (select from identity.records where id = c.grant_id offset 0)
       and exists (select from identity.records where uid_key = c.of offset 0)
       and (c.session is null
         or exists (select from identity.sessions where account = c.account and id = c.session and ended_at is null offset 0))
     on conflict (code) do nothing returning code`,
    [
      codes.map(({ code }) => code),
      codes.map(({ grant }) => grant),
      codes.map(({ of }) => of),
      codes.map(({ account }) => account),
      codes.map(({ session }) => session),
      expiresAt,
    ],
  )
  return new Set(used.map(({ code }) => code.toString('latin1')))
}

export async function sweepCodes(on: Query, now: string): Promise<void> {
  await on.query('delete from identity.used_codes where expires_at < $1', [now])
}
