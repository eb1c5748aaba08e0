/** SQL on consents of other people than the applicant. */
import type { Consenters } from '@dpg/definitions'
import type { CaseId, PersonId } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import type { ConsentId, ConsentState } from './contract-consents.ts'

export interface ConsentRow {
  readonly person: PersonId
  readonly case: CaseId
  readonly id: ConsentId
  readonly subject: string
  readonly role: Consenters
  readonly asked: PersonId | null
  readonly state: Exclude<ConsentState, 'expired'>
  readonly askedAt: string
  readonly until: string
  readonly givenAt: string | null
  readonly decidedAt: string | null
  readonly validUntil: string | null
  readonly isPaper: boolean
  readonly sealed: Buffer
}

const CONSENT = `person, case_id as "case", id, subject, role, asked, state, asked_at as "askedAt", until, given_at as "givenAt",
  decided_at as "decidedAt", valid_until as "validUntil", is_paper as "isPaper", sealed`

/**
 * Is it a new wish? Not where this has been asked for this application. Whoever was not needed any more is asked again, and so is whoever
 * answers instead of somebody else now (`before`: as it was kept): that one finds it no longer.
 */
export async function insertConsent(on: Query, row: ConsentRow, before: ConsentRow | undefined): Promise<boolean> {
  const [made] = await on.query<{ id: ConsentId }>(
    `insert into casework.consents as c (person, case_id, id, subject, role, asked, state, asked_at, until, sealed)
     values ($1, $2, $3, $4, $5, $6, 'asked', $7, $8, $9) on conflict (person, case_id, subject)
     do update set state = 'asked', asked = excluded.asked, asked_at = excluded.asked_at, until = excluded.until, decided_at = null,
         sealed = excluded.sealed
       where c.id = excluded.id and (c.state = 'not-needed' or c.state = 'asked' and c.asked is distinct from excluded.asked)
     returning id`,
    [row.person, row.case, row.id, row.subject, row.role, row.asked, row.askedAt, row.until, row.sealed],
  )
  if (!made) return false
  if (before && before.asked !== null && before.asked !== row.asked)
    await on.query('delete from casework.consent_wishes where asked = $1 and id = $2', [before.asked, row.id])
  if (row.asked !== null)
    await on.query(
      'insert into casework.consent_wishes (asked, id, person, case_id) values ($1, $2, $3, $4) on conflict do nothing',
      [row.asked, row.id, row.person, row.case],
    )
  return true
}

export const listConsents = (on: Query, person: PersonId, id: CaseId): Promise<ConsentRow[]> =>
  on.query<ConsentRow>(`select ${CONSENT} from casework.consents where person = $1 and case_id = $2 order by id`, [person, id])

/** Where what somebody is asked is kept, newest first. */
export interface Wish {
  readonly asked: PersonId
  readonly id: ConsentId
  readonly person: PersonId
  readonly case: CaseId
}

/** Only what is still asked of this person, not of somebody who answers instead. */
export const listWishes = (on: Query, asked: PersonId, id: ConsentId | null): Promise<Wish[]> =>
  on.query<Wish>(
    `select w.asked, w.id, w.person, w.case_id as "case" from casework.consent_wishes w
     join casework.consents c on c.person = w.person and c.case_id = w.case_id and c.id = w.id and c.asked = w.asked
     where w.asked = $1 and ($2::text is null or w.id = $2) order by w.id desc limit 50`,
    [asked, id],
  )

export interface ConsentChange {
  readonly state: ConsentRow['state']
  readonly givenAt: string | null
  readonly decidedAt: string
  readonly validUntil: string | null
  readonly isPaper: boolean
  readonly sealed: Uint8Array
}

export async function changeConsent(on: Query, row: ConsentRow, to: ConsentChange): Promise<void> {
  await on.query(
    `update casework.consents set state = $4, given_at = $5, decided_at = $6, valid_until = $7, is_paper = $8, sealed = $9
     where person = $1 and case_id = $2 and id = $3`,
    [row.person, row.case, row.id, to.state, to.givenAt, to.decidedAt, to.validUntil, to.isPaper, to.sealed],
  )
}
