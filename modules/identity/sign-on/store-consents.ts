/** What a person lets a site know, claim by claim. */
import type { Query } from '@dpg/kernel/server'

export interface StoredConsent {
  readonly site: string
  readonly claim: string
  readonly isGiven: boolean
  readonly decidedAt: string
}

const FIELDS = 'site, claim, is_given as "isGiven", decided_at as "decidedAt"'

export const listConsents = (on: Query, account: string, site: string): Promise<StoredConsent[]> =>
  on.query(`select ${FIELDS} from identity.consents where account = $1 and site = $2`, [account, site])

export const listAllConsents = (on: Query, account: string): Promise<StoredConsent[]> =>
  on.query(`select ${FIELDS} from identity.consents where account = $1 order by decided_at desc, claim limit 2000`, [account])

export async function writeConsents(
  on: Query,
  account: string,
  site: string,
  decided: readonly { readonly claim: string; readonly isGiven: boolean }[],
  at: string,
): Promise<void> {
  await on.query(
    `insert into identity.consents (account, site, claim, is_given, decided_at)
     select $1, $2, claim, given, $5 from unnest($3::text[], $4::boolean[]) as told (claim, given)
     on conflict (account, site, claim) do update set is_given = excluded.is_given, decided_at = excluded.decided_at`,
    [account, site, decided.map(({ claim }) => claim), decided.map(({ isGiven }) => isGiven), at],
  )
}

export async function deleteConsents(on: Query, account: string, site: string): Promise<number> {
  return (await on.query('delete from identity.consents where account = $1 and site = $2 returning 1', [account, site])).length
}
